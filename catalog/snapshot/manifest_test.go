package snapshot_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
)

// manifest returns a new manifest each time, so that a test may change it.
func manifest() snapshot.Manifest {
	return snapshot.Manifest{
		Schema: snapshot.Schema,
		Shops: []snapshot.ShopCount{
			{Shop: "po.co/uk", Variants: 120, Mappings: 120},
			{Shop: "mi.com/uk", Variants: 300, Mappings: 4},
		},
		Vocabularies: map[string]string{"colors": snapshot.Sum([]byte("colors")), "brands": snapshot.Sum(nil)},
		Files:        map[string]string{snapshot.VariantsFile: snapshot.Sum([]byte("v")), snapshot.CoverageFile: snapshot.Sum(nil)},
		Uncompared:   map[string]string{snapshot.SourcesFile: snapshot.Sum([]byte("s"))},
	}
}

func TestManifestEncode(t *testing.T) {
	m := snapshot.Manifest{
		Schema: 3,
		Shops:  []snapshot.ShopCount{{Shop: "po.co/uk", Variants: 2, Mappings: 2}, {Shop: "mi.com/uk", Variants: 3}},
		Files:  map[string]string{"variants.jsonl": "ab", "coverage.jsonl": "cd"},
	}
	const want = `{
  "files": {
    "coverage.jsonl": "cd",
    "variants.jsonl": "ab"
  },
  "schema": 3,
  "shops": [
    {
      "mappings": 0,
      "shop": "mi.com/uk",
      "variants": 3
    },
    {
      "mappings": 2,
      "shop": "po.co/uk",
      "variants": 2
    }
  ]
}
`
	got, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("manifest (-want +got):\n%s", diff)
	}
	if m.Shops[0].Shop != "po.co/uk" {
		t.Error("Encode sorted its caller's slice")
	}
}

func TestManifestRoundTrip(t *testing.T) {
	text, err := manifest().Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := snapshot.DecodeManifest(strings.NewReader(string(text)), "manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	want := manifest()
	want.Shops[0], want.Shops[1] = want.Shops[1], want.Shops[0]
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("manifest (-want +got):\n%s", diff)
	}
	if got.Digest() != manifest().Digest() {
		t.Error("the digest changed on the way through the file")
	}
}

// TestDecodeManifestBefore: what schema 2 lacks are rules, and nothing that was there means anything else; it is read as it is.
func TestDecodeManifestBefore(t *testing.T) {
	m, err := snapshot.DecodeManifest(strings.NewReader(`{"schema":2,"files":{"variants.jsonl":"ab"}}`), "m.json")
	if err != nil || m.Schema != 2 || m.Files["variants.jsonl"] != "ab" {
		t.Errorf("manifest = %+v, %v", m, err)
	}
	if _, err := m.Encode(); err == nil || err.Error() != "encode manifest: schema 2: want 3" {
		t.Errorf("encoded under its old number: %v", err)
	}
}

func TestManifestEncodeErrors(t *testing.T) {
	tests := []struct {
		name   string
		change func(*snapshot.Manifest)
		want   string
	}{
		{"no schema", func(m *snapshot.Manifest) { m.Schema = 0 }, "encode manifest: schema 0: want 3"},
		{"a schema to come", func(m *snapshot.Manifest) { m.Schema = 4 }, "encode manifest: schema 4: want 3"},
		{
			"two files whose names are written alike", func(m *snapshot.Manifest) { m.Files["\xfe"], m.Files["\xff"] = "a", "b" },
			"encode manifest: field \"\uFFFD\" is given twice",
		},
		{
			"shop twice", func(m *snapshot.Manifest) { m.Shops = append(m.Shops, snapshot.ShopCount{Shop: "po.co/uk"}) },
			`encode manifest: shop "po.co/uk" is given twice`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := manifest()
			tt.change(&m)
			if _, err := m.Encode(); err == nil || err.Error() != tt.want {
				t.Errorf("error = %v, want %s", err, tt.want)
			}
		})
	}
}

// The digest depends on what is compared and on nothing else.
func TestManifestDigest(t *testing.T) {
	tests := []struct {
		name   string
		change func(*snapshot.Manifest)
		same   bool
	}{
		{"nothing", func(*snapshot.Manifest) {}, true},
		{"sources", func(m *snapshot.Manifest) { m.Uncompared[snapshot.SourcesFile] = snapshot.Sum([]byte("t")) }, true},
		{"no sources", func(m *snapshot.Manifest) { m.Uncompared = nil }, true},
		{"order of shops", func(m *snapshot.Manifest) { m.Shops[0], m.Shops[1] = m.Shops[1], m.Shops[0] }, true},
		{"content of a file", func(m *snapshot.Manifest) { m.Files[snapshot.VariantsFile] = snapshot.Sum([]byte("w")) }, false},
		{"one file less", func(m *snapshot.Manifest) { delete(m.Files, snapshot.CoverageFile) }, false},
		{"a vocabulary", func(m *snapshot.Manifest) { m.Vocabularies["colors"] = snapshot.Sum([]byte("colours")) }, false},
		{"a count", func(m *snapshot.Manifest) { m.Shops[0].Mappings++ }, false},
		{"schema", func(m *snapshot.Manifest) { m.Schema++ }, false},
		{"names that are not UTF-8", func(m *snapshot.Manifest) { m.Files["\xfe"], m.Files["\xff"] = "a", "b" }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := manifest()
			tt.change(&m)
			if same := m.Digest() == manifest().Digest(); same != tt.same {
				t.Errorf("same digest: %v, want %v", same, tt.same)
			}
		})
	}
}

// Names that no file can keep have digests, too, each its own.
func TestManifestDigestOfAnyNames(t *testing.T) {
	digest := func(sum string) string {
		m := manifest()
		m.Files["\xfe"], m.Files["\xff"] = sum, "b"
		return m.Digest()
	}
	if first, again, other := digest("a"), digest("a"), digest("c"); first != again || first == other {
		t.Errorf("digests %.8s, %.8s and of another sum %.8s", first, again, other)
	}
}

// The digest is a promise to files already written: it may change only together with the schema number.
func TestManifestDigestForm(t *testing.T) {
	m := snapshot.Manifest{
		Schema:       1,
		Shops:        []snapshot.ShopCount{{Shop: "s", Variants: 1, Mappings: 2}},
		Vocabularies: map[string]string{"v": "w"},
		Files:        map[string]string{"f": "g"},
		Uncompared:   map[string]string{"u": "x"},
	}
	sum := sha256.Sum256([]byte(`{"files":{"f":"g"},"schema":1,"shops":[{"mappings":2,"shop":"s","variants":1}],"vocabularies":{"v":"w"}}`))
	if got, want := m.Digest(), hex.EncodeToString(sum[:]); got != want {
		t.Errorf("Digest = %s, want %s", got, want)
	}
}

// An error of the reader is passed on, with the name of the file.
func TestDecodeManifestReadError(t *testing.T) {
	broken := errors.New("the disk is gone")
	r := io.MultiReader(strings.NewReader(`{"schema":3}`), iotest.ErrReader(broken))
	if _, err := snapshot.DecodeManifest(r, "m.json"); !errors.Is(err, broken) || err.Error() != "m.json: the disk is gone" {
		t.Errorf("error = %v, want m.json: the disk is gone", err)
	}
}

func TestDecodeManifestErrors(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"newer", `{"schema":4,"files":[]}`, "m.json: was written by a newer pocomigrate (schema 4; this one reads 3): upgrade"},
		{"older", `{"schema":1}`, "m.json: was written by an older pocomigrate (schema 1; this one reads 3): scrape into a new folder, or rewrite it with 'pocomigrate snapshot fmt'"},
		{
			"newer with fields unknown here", `{"schema":7,"regions":[]}`,
			"m.json: was written by a newer pocomigrate (schema 7; this one reads 3): upgrade",
		},
		{"no schema", `{}`, "m.json: schema 0: want 3"},
		{"negative schema", `{"schema":-1}`, "m.json: schema -1: want 3"},
		{"empty", "", "m.json: the line is empty"},
		{"torn", "{\n  \"schema\": 2,\n", "m.json: the object does not end"},
		{"not JSON", "<html>", `m.json: want a JSON object, found "<html>"`},
		{"unknown field", `{"schema":3,"host":"a"}`, `m.json: unknown field "host"`},
		{"schema twice", `{"schema":3,"schema":2}`, `m.json: field "schema" is given twice`},
		{"shop twice", `{"schema":3,"shops":[{"shop":"a"},{"shop":"a"}]}`, `m.json: shop "a" is given twice`},
		{"something behind", `{"schema":3}` + "\n{}", `m.json: something follows the object, at byte 13`},
		{"too large", `{"schema":3` + strings.Repeat(" ", 5<<20) + "}", "m.json: larger than 4 MiB: not a manifest"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := snapshot.DecodeManifest(strings.NewReader(tt.text), "m.json")
			if err == nil || err.Error() != tt.want {
				t.Errorf("error = %v\nwant    %s", err, tt.want)
			}
		})
	}
}
