package compare

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/diff"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/given"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder/runfoldertest"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// TestMappingKey: the key that is made of the words of a line is the key of the mapping that the line holds.
func TestMappingKey(t *testing.T) {
	for _, m := range []mapping.Mapping{
		{Source: "po.co/uk", SourceID: "item:1", Target: "mi.com/uk", TargetID: "2"},
		{Source: "poco-store-app", Market: "in", SourceID: "opt:a|b", Target: "mi.com/in"},
		{Target: "mi.com/uk", TargetID: "9"},
		{Source: "po.co/uk", Target: "mi.com/uk"},
	} {
		says := [5][]byte{[]byte(m.Source), []byte(m.Market), []byte(m.SourceID), []byte(m.Target), []byte(m.TargetID)}
		if got := string(appendMappingKey(nil, says)); got != m.LineKey() {
			t.Errorf("key %q, want %q", got, m.LineKey())
		}
	}
}

// TestVariantOf: a new SKU is spoken of by the key of its own variant.
func TestVariantOf(t *testing.T) {
	fresh := mapping.Mapping{Target: "mi.com/uk", TargetID: "9"}
	if got, want := variantOf(fresh.LineKey()), string(catalog.NewKey("mi.com/uk", "", "item:9")); got != want {
		t.Errorf("variantOf = %q, want %q", got, want)
	}
	if got := variantOf("po.co/uk#item:1"); got != "po.co/uk#item:1" {
		t.Errorf("variantOf = %q", got)
	}
}

// stored opens a snapshot of lines as they stand, whatever they say.
func stored(t *testing.T, variants, mappings string) *given.Snapshot {
	t.Helper()
	dir := t.TempDir()
	m := snapshot.Manifest{Schema: snapshot.Schema, Files: map[string]string{}}
	for file, text := range map[string]string{snapshot.VariantsFile: variants, snapshot.MappingsFile: mappings} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		m.Files[file] = snapshot.Sum([]byte(text))
	}
	runfoldertest.Manifest(t, dir, m)
	g, err := given.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// TestCursors: each record is found under its key and its further names; a mapping whose variant has another key on the other side is
// found under that.
func TestCursors(t *testing.T) {
	g := stored(t,
		`{"identities":["item:1","opt:a|b"],"key":"app@in#item:1","market":"in","shop":"app"}`+"\n"+`{"key":"po.co/uk#slug:c75"}`+"\n",
		`{"market":"in","source":"app","source_id":"item:1","target":"mi.com/in"}`+"\n"+`{"target":"mi.com/uk","target_id":"9"}`+"\n",
	)
	for name, tt := range map[string]struct {
		of   diff.Source
		want [][]string // key, names, identities of the record
	}{
		"variants": {variantLines{g}, [][]string{
			{"app@in#item:1", "app@in#item:1", "app@in#item:1", "app@in#opt:a|b", ";", "app@in#item:1", "app@in#opt:a|b"},
			{"po.co/uk#slug:c75", "po.co/uk#slug:c75", ";"},
		}},
		"mappings": {mappingLines{g, map[string]string{"app@in#item:1": "app@in#item:5"}}, [][]string{
			{"app@in#item:1", "app@in#item:1", ";", "app@in#item:5"}, {"new mi.com/uk 9", "new mi.com/uk 9", ";"},
		}},
	} {
		c, err := tt.of.Open()
		if err != nil {
			t.Fatal(err)
		}
		var got [][]string
		for {
			more, err := c.Next()
			if err != nil {
				t.Fatal(err)
			}
			if !more {
				break
			}
			key, err := c.Key()
			if err != nil {
				t.Fatal(err)
			}
			row := []string{string(key)}
			if err := c.Names(func(name []byte) { row = append(row, string(name)) }); err != nil {
				t.Fatal(err)
			}
			r, err := c.Record()
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, append(append(row, ";"), r.RecordIdentities()...))
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestCursorsOnDamage: a line that says nothing has neither key nor names.
func TestCursorsOnDamage(t *testing.T) {
	g := stored(t, "{\"key\":\n", "{\"source\":\n")
	for _, of := range []diff.Source{variantLines{g}, mappingLines{of: g}} {
		c, err := of.Open()
		if err != nil {
			t.Fatal(err)
		}
		if more, err := c.Next(); !more || err != nil {
			t.Fatalf("a line: %v, %v", more, err)
		}
		if key, err := c.Key(); key != nil || err == nil || !strings.Contains(err.Error(), c.At()) {
			t.Errorf("key %q, %v", key, err)
		}
		if err := c.Names(func(name []byte) { t.Errorf("a name: %q", name) }); err == nil {
			t.Error("it has no names, and no error")
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestNamesFromDamage: mappings are not left with their keys for names where the variants cannot be read again, as when a repository
// is gone meanwhile.
func TestNamesFromDamage(t *testing.T) {
	line := `{"key":"po.co/uk#item:1","title":"POCO C75"}` + "\n"
	for name, text := range map[string]string{
		"an end too early":    strings.TrimSuffix(line, "\n"),
		"no key":              "{}\n" + line,
		"no variant":          `{"key":"po.co/uk#item:1","title":7}` + "\n",
		"nothing of it":       "\n",
		"another kind of key": `{"key":7}` + "\n",
	} {
		changes := []diff.Change{{Type: diff.Changed, Kind: "mapping", Key: "po.co/uk#item:1"}}
		if err := nameMappings(changes, stored(t, line, ""), stored(t, text, "")); err == nil || changes[0].Title == "POCO C75" {
			t.Errorf("%s: called %q, error %v", name, changes[0].Title, err)
		}
	}
	torn := stored(t, "{", "")
	if err := nameMappings(nil, torn, torn); err != nil {
		t.Errorf("where no mapping changed nothing is read again: %v", err)
	}
	g := stored(t, line, "")
	g.Manifest.Files = nil
	if err := nameMappings([]diff.Change{{Type: diff.Removed, Key: "po.co/uk#item:1"}}, g, stored(t, line, "")); err == nil {
		t.Error("variants that cannot be opened give no error")
	}
}
