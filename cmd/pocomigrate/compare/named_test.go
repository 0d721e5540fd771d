package compare_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/diff"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/compare"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/given"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder/runfoldertest"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// shipped is the policy that the program brings along, without a baseline.
func shipped(t *testing.T) compare.Terms {
	t.Helper()
	policy, err := diff.ReadPolicy(strings.NewReader(diff.ShippedPolicy()), "policy.csv")
	if err != nil {
		t.Fatal(err)
	}
	return compare.Terms{Policy: policy}
}

func phone(shop catalog.ShopID, slug string, ids ...catalog.Identity) catalog.Variant {
	return catalog.Variant{
		Key: catalog.NewKey(shop, "", ids[0]), Shop: shop, Identities: ids, ItemGroupID: slug, Title: "POCO " + slug, Model: "POCO " + slug,
		Offers: []catalog.Offer{{Price: &catalog.Money{Amount: 9900, Currency: "GBP"}}},
	}
}

// catalogue returns a snapshot of one old variant, which is mapped, and the new one that it leads to.
func catalogue() *runfolder.Contents {
	return &runfolder.Contents{
		Variants: []catalog.Variant{phone("mi.com/uk", "c75", "item:9"), phone("po.co/uk", "c75", "item:1", "opt:c75|black")},
		Mappings: []mapping.Mapping{{Source: "po.co/uk", SourceID: "item:1", Target: "mi.com/uk", TargetID: "9", Status: mapping.Matched, Score: 0.9}},
		Coverage: []catalog.Coverage{
			{Shop: "po.co/uk", URL: "https://po.co/uk", State: catalog.Found},
			{Shop: "po.co/uk", URL: "https://po.co/uk/c75", Slug: "c75", State: catalog.Found},
			{Shop: "mi.com/uk", URL: "https://mi.com/uk", State: catalog.Found},
		},
	}
}

// side writes a snapshot into a new folder of that name.
func side(t *testing.T, name string, c *runfolder.Contents) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	runfoldertest.Write(t, dir, c)
	return dir
}

// said is what a report says, a line for each finding.
func said(r diff.Report) []string {
	var out []string
	for _, f := range r.Findings {
		line := fmt.Sprintf("%s %s: %s", f.Level, f.Kind, f.Key)
		if f.Title != f.Key && f.Title != "" {
			line += " (" + f.Title + ")"
		}
		if f.OldKey != "" {
			line += " was " + f.OldKey
		}
		if f.Field.Name != "" {
			line += " " + f.Field.Name + " " + f.Field.Old + " → " + f.Field.New
		}
		if f.Text != "" {
			line += f.Group + ": " + f.Text
		}
		if f.Accepted != "" {
			line += ", accepted: " + f.Accepted
		}
		out = append(out, line)
	}
	return out
}

// TestNamed: what became of the catalogue between two snapshots, and how grave that is.
func TestNamed(t *testing.T) {
	missing := func(c *runfolder.Contents) {
		c.Variants, c.Mappings = c.Variants[:1], nil
	}
	for _, tt := range []struct {
		name string
		old  func(c *runfolder.Contents) // nil for nothing
		now  func(c *runfolder.Contents)
		want []string
	}{
		{"nothing", nil, func(*runfolder.Contents) {}, nil},
		{
			"its page was read", nil, func(c *runfolder.Contents) { missing(c); c.Coverage[1].State = catalog.Gone }, []string{
				"error mapping-removed: po.co/uk#item:1 (POCO c75)", "error variant-removed: po.co/uk#item:1 (POCO c75)",
				"error shop-shrunk: po.co/uk: 1 of 1 variants are gone (100.0 %)",
			},
		},
		{
			"its page is unknown", nil, func(c *runfolder.Contents) { missing(c); c.Coverage[1].State = catalog.Unknown }, []string{
				"error unknown-grew: po.co/uk: unknown pages: 1, before: 0",
				"warning mapping-unknown: po.co/uk#item:1 (POCO c75)", "warning variant-unknown: po.co/uk#item:1 (POCO c75)",
			},
		},
		{
			"the list that named it is unknown", nil, func(c *runfolder.Contents) {
				missing(c)
				c.Coverage[0].State = catalog.Unknown
				c.Coverage = c.Coverage[:1]
			}, []string{
				"error unknown-grew: po.co/uk: unknown pages: 1, before: 0",
				"warning mapping-unknown: po.co/uk#item:1 (POCO c75)", "warning variant-unknown: po.co/uk#item:1 (POCO c75)",
			},
		},
		{
			"the page of another product is unknown", func(c *runfolder.Contents) {
				c.Coverage = append(c.Coverage, catalog.Coverage{Shop: "po.co/uk", URL: "https://po.co/uk/f6", Slug: "f6", State: catalog.Unknown})
			}, func(c *runfolder.Contents) {
				missing(c)
				c.Coverage = append(c.Coverage, catalog.Coverage{Shop: "po.co/uk", URL: "https://po.co/uk/f6", Slug: "f6", State: catalog.Unknown})
			}, []string{
				"error mapping-removed: po.co/uk#item:1 (POCO c75)", "error variant-removed: po.co/uk#item:1 (POCO c75)",
				"error shop-shrunk: po.co/uk: 1 of 1 variants are gone (100.0 %)",
			},
		},
		{
			"another key", nil, func(c *runfolder.Contents) {
				c.Variants[1] = phone("po.co/uk", "c75", "item:5", "opt:c75|black")
				c.Mappings[0].SourceID = "item:5"
			}, []string{
				"info variant-moved: po.co/uk#item:5 (POCO c75) was po.co/uk#item:1", "info mapping-moved: po.co/uk#item:5 (POCO c75) was po.co/uk#item:1",
			},
		},
		{
			"a key with signs that JSON writes otherwise", func(c *runfolder.Contents) {
				c.Variants[1] = phone("po.co/uk", "c75", `opt:6.7"|a\b`)
				c.Mappings[0].SourceID = `opt:6.7"|a\b`
			}, func(c *runfolder.Contents) {
				c.Variants[1] = phone("po.co/uk", "c75", "item:5", `opt:6.7"|a\b`)
				c.Mappings[0].SourceID = "item:5"
			}, []string{
				`info variant-moved: po.co/uk#item:5 (POCO c75) was po.co/uk#opt:6.7"|a\b`, `info mapping-moved: po.co/uk#item:5 (POCO c75) was po.co/uk#opt:6.7"|a\b`,
			},
		},
		{
			"a new SKU", nil, func(c *runfolder.Contents) {
				c.Variants = append(c.Variants, phone("mi.com/uk", "f7", "item:10"))
				c.Mappings = append(c.Mappings, mapping.Mapping{Target: "mi.com/uk", TargetID: "10", Status: mapping.New})
			}, []string{"info mapping-added: new mi.com/uk 10 (POCO f7)", "info variant-added: mi.com/uk#item:10 (POCO f7)"},
		},
		{
			"a new shop", nil, func(c *runfolder.Contents) {
				c.Coverage = append(c.Coverage, catalog.Coverage{Shop: "po.co/de", URL: "https://po.co/de", State: catalog.Gone})
			}, []string{"info shop-added: po.co/de"},
		},
		{
			"a shop less", func(c *runfolder.Contents) {
				c.Coverage = append(c.Coverage, catalog.Coverage{Shop: "po.co/de", URL: "https://po.co/de", State: catalog.Unknown})
			}, func(*runfolder.Contents) {}, []string{"error shop-removed: po.co/de"},
		},
		{"no prices", nil, func(c *runfolder.Contents) { c.Variants[1].Offers = nil }, []string{
			"warning variant-changed: po.co/uk#item:1 (POCO c75) price 9900 GBP → ", "error shop-unpriced: po.co/uk: none of 1 variants has a price",
		}},
		{
			"no variant at all", nil, func(c *runfolder.Contents) { c.Variants, c.Mappings = nil, nil }, []string{
				"error mapping-removed: po.co/uk#item:1 (POCO c75)", "error side-empty: : nothing was compared: the new side is empty",
				"error variant-removed: mi.com/uk#item:9 (POCO c75)", "error shop-shrunk: mi.com/uk: 1 of 1 variants are gone (100.0 %)",
				"error variant-removed: po.co/uk#item:1 (POCO c75)", "error shop-shrunk: po.co/uk: 1 of 1 variants are gone (100.0 %)",
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			old, now := catalogue(), catalogue()
			if tt.old != nil {
				tt.old(old)
			}
			tt.now(now)
			r, err := compare.Named(t.Context(), side(t, "old", old), side(t, "new", now), shipped(t))
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]bool{}
			for _, line := range said(r) {
				got[line] = true
			}
			want := map[string]bool{}
			for _, line := range tt.want {
				want[line] = true
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("findings (-want +got):\n%s", d)
			}
			if r.Same != (tt.want == nil) || r.Notes != nil {
				t.Errorf("the same: %v, notes %q", r.Same, r.Notes)
			}
		})
	}
}

// TestSameSnapshot: that both are one snapshot is said, and is a finding for whom needs a new one.
func TestSameSnapshot(t *testing.T) {
	dir := side(t, "old", catalogue())
	terms := shipped(t)
	terms.RequireNew = true
	r, err := compare.Named(t.Context(), dir, dir, terms)
	if err != nil {
		t.Fatal(err)
	}
	s, err := runfolder.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"error same-snapshot: : both are the same snapshot, " + s.Manifest.Digest()[:12]}, said(r)); d != "" || !r.Same {
		t.Errorf("the same: %v, findings (-want +got):\n%s", r.Same, d)
	}
	other := catalogue()
	other.Variants[1].Color = "black"
	if r, err = compare.Named(t.Context(), dir, side(t, "new", other), terms); err != nil || r.Same || len(r.Findings) != 1 {
		t.Errorf("another one is the same: %v, %d findings, %v", r.Same, len(r.Findings), err)
	}
}

// TestBaseline: a change that was accepted stays so until its day has passed.
func TestBaseline(t *testing.T) {
	now := catalogue()
	now.Variants[1].Title = "POCO C75 (2025)"
	terms := shipped(t)
	var err error
	terms.Baseline, err = diff.ReadBaseline(strings.NewReader("kind,key,field,new,reason,until\nvariant-changed,*,title,,renamed,2025-06-30\n"), "baseline.csv")
	if err != nil {
		t.Fatal(err)
	}
	before, after := side(t, "old", catalogue()), side(t, "new", now)
	for day, want := range map[string]string{"2025-06-30": ", accepted: renamed", "2025-07-01": ""} {
		if terms.Today, err = time.Parse(time.DateOnly, day); err != nil {
			t.Fatal(err)
		}
		r, err := compare.Named(t.Context(), before, after, terms)
		if err != nil {
			t.Fatal(err)
		}
		line := "info variant-changed: po.co/uk#item:1 (POCO c75) title POCO c75 → POCO C75 (2025)" + want
		if got := said(r); !strings.Contains(strings.Join(got, "\n")+"\n", line+"\n") {
			t.Errorf("on %s: %q, want %s", day, got, line)
		}
	}
}

// TestOurTables: where our own tables changed, what differs without a word of the shop's is ours, and a reader is told of the
// tables.
func TestOurTables(t *testing.T) {
	old, now := catalogue(), catalogue()
	old.Manifest.Vocabularies = map[string]string{"z.csv": "1", "colors.csv": strings.Repeat("0", 64), "same.csv": "1", "gone.csv": "1"}
	now.Manifest.Vocabularies = map[string]string{"z.csv": "1", "colors.csv": strings.Repeat("1", 64), "same.csv": "1", "new.csv": "1", "added.csv": "1"}
	now.Variants[1].Color = "black"
	now.Variants[0].Color, now.Variants[0].ColorLabel = "white", "White"
	r, err := compare.Named(t.Context(), side(t, "old", old), side(t, "new", now), shipped(t))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"warning variant-changed: mi.com/uk#item:9 (POCO c75 White) color  → white",
		"info variant-reread: po.co/uk#item:1 (POCO c75) color  → black",
		"info vocabulary-added: added.csv",
		"info vocabulary-added: new.csv",
		"info vocabulary-changed: colors.csv digest 000000000000 → 111111111111",
		"info vocabulary-removed: gone.csv",
		"info variant-changed: mi.com/uk#item:9 (POCO c75 White) color_label  → White",
	}
	if d := cmp.Diff(want, said(r)); d != "" {
		t.Errorf("findings (-want +got):\n%s", d)
	}
	note := "our own tables changed (added.csv, colors.csv, gone.csv, new.csv): what is read from unchanged words in another way is marked as our reading, not the shop's"
	if d := cmp.Diff([]string{note}, r.Notes); d != "" {
		t.Errorf("notes (-want +got):\n%s", d)
	}
	if r.Old != 3 || r.New != 3 {
		t.Errorf("%d and %d records were compared, want the variants and mappings alone", r.Old, r.New)
	}
}

// edit replaces words of a file of a snapshot, which the manifest then tells of.
func edit(t *testing.T, dir, file, from, to string) {
	t.Helper()
	name := filepath.Join(dir, file)
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	fresh := strings.Replace(string(text), from, to, 1)
	if fresh == string(text) {
		t.Fatalf("%s does not hold %q:\n%s", file, from, text)
	}
	if err := os.WriteFile(name, []byte(fresh), 0o600); err != nil {
		t.Fatal(err)
	}
	if file != snapshot.ManifestFile {
		edit(t, dir, snapshot.ManifestFile, snapshot.Sum(text), snapshot.Sum([]byte(fresh)))
	}
}

// TestOlderSchema: a reader is told which side could not hold all that the other holds.
func TestOlderSchema(t *testing.T) {
	before, after := side(t, "old", catalogue()), side(t, "new", catalogue())
	edit(t, before, snapshot.ManifestFile, `"schema": 3`, `"schema": 2`)
	r, err := compare.Named(t.Context(), before, after, shipped(t))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{before + " was written by an older pocomigrate (schema 2): what that could not hold shows as a change"}, r.Notes); d != "" {
		t.Errorf("notes (-want +got):\n%s", d)
	}
}

// TestDamaged: a snapshot that cannot be read or followed is an error that names the file and its line, on either side.
func TestDamaged(t *testing.T) {
	for _, tt := range []struct{ name, file, from, to, want string }{
		{"no key", snapshot.VariantsFile, `"key":"po.co/uk#item:1",`, "", "variants.jsonl:2: the variant has no key"},
		{"a key that is no text", snapshot.VariantsFile, `"key":"po.co/uk#item:1"`, `"key":12345`, "variants.jsonl:2: the variant has no key"},
		{"a variant that ends early", snapshot.VariantsFile, "}\n{", "\n{", "variants.jsonl:1: "},
		{"a value of another kind", snapshot.VariantsFile, `"title":"POCO c75"`, `"title":7`, `variants.jsonl:1: field "title"`},
		{"variants that are cut off", snapshot.VariantsFile, "}\n{", "}", "variants.jsonl:1: "},
		{"a mapping that ends early", snapshot.MappingsFile, "}\n", "\n", "mappings.jsonl:1: "},
		{"a mapping of a number", snapshot.MappingsFile, `"source_id":"item:1"`, `"source_id":1`, "mappings.jsonl:1: want a string, found 1"},
		{"a page of another kind", snapshot.CoverageFile, `"state":"found"`, `"state":7`, `coverage.jsonl:1: field "state"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			now := catalogue()
			now.Variants[0].Title, now.Variants[1].Title = "POCO C75 (2025)", "POCO C75 (2025)"
			now.Mappings[0].Score = 0.5
			sound, damaged := side(t, "new", now), side(t, "old", catalogue())
			edit(t, damaged, tt.file, tt.from, tt.to)
			for _, names := range [][2]string{{damaged, sound}, {sound, damaged}} {
				_, err := compare.Named(t.Context(), names[0], names[1], shipped(t))
				if err == nil || !strings.Contains(err.Error(), damaged+"/"+tt.want) {
					t.Errorf("%v, want the error %s/%s", err, damaged, tt.want)
				}
			}
		})
	}
}

// TestMissing: a side that is not there, or lacks a file, is an error that names it.
func TestMissing(t *testing.T) {
	sound := side(t, "new", catalogue())
	none := filepath.Join(t.TempDir(), "none")
	for _, names := range [][2]string{{none, sound}, {sound, none}} {
		if _, err := compare.Named(t.Context(), names[0], names[1], shipped(t)); !errors.Is(err, runfolder.ErrNoSnapshot) || !strings.HasPrefix(err.Error(), none) {
			t.Errorf("error %v, want that %s is none", err, none)
		}
	}
	for _, file := range []string{snapshot.VariantsFile, snapshot.MappingsFile, snapshot.CoverageFile} {
		lacking := side(t, "lacking", catalogue())
		if err := os.Remove(filepath.Join(lacking, file)); err != nil {
			t.Fatal(err)
		}
		for _, names := range [][2]string{{lacking, sound}, {sound, lacking}} {
			if _, err := compare.Named(t.Context(), names[0], names[1], shipped(t)); !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(err.Error(), lacking) {
				t.Errorf("without %s: %v", file, err)
			}
		}
	}
}

// TestSnapshotsStayOpen: who opened the sides may go on with them.
func TestSnapshotsStayOpen(t *testing.T) {
	g, err := given.Open(t.Context(), side(t, "old", catalogue()))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := compare.Snapshots(g, g, shipped(t)); err != nil {
			t.Error(err)
		}
	}
	if err := g.Close(); err != nil {
		t.Error(err)
	}
}
