package given_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/given"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder/runfoldertest"
	"github.com/pocomigrate/pocomigrate/mapping"
)

const otherFile = ": the file ends here and is not the one that the manifest tells of: it was cut off or edited, or is being written"

// TestCheck: what was made wrong is told with file and line, and nothing but that.
func TestCheck(t *testing.T) {
	to := func(target catalog.ShopID, id string, flags ...mapping.Flag) func(*runfolder.Contents) {
		return func(c *runfolder.Contents) {
			m := &c.Mappings[0]
			m.Target, m.TargetID, m.Flags = target, id, flags
		}
	}
	for _, tt := range []struct {
		name string
		do   func(c *runfolder.Contents) // before the snapshot is written, nil for nothing
		edit [3]string                   // file, words, and those in their place
		want []string
	}{
		{"nothing", nil, [3]string{}, nil},
		{"a product without a variant to lead to", to("mi.com/uk", "slug:poco-c75"), [3]string{}, nil},
		{"a whole identity to lead to", to("mi.com/uk", "item:9"), [3]string{}, nil},
		{"a target that is known to be missing", to("mi.com/uk", "8", mapping.TargetMissing), [3]string{}, nil},
		{"another flag", to("mi.com/uk", "8", mapping.SoldTwice), [3]string{}, []string{`mappings.jsonl:1: mi.com/uk has no "8" to lead to`}},
		{"the product of another shop", to("mi.com/de", "slug:poco-c75"), [3]string{}, []string{`mappings.jsonl:1: mi.com/de has no "slug:poco-c75" to lead to`}},
		{
			"a source and a target that are not there", func(c *runfolder.Contents) { c.Mappings[0].SourceID, c.Mappings[0].TargetID = "item:5", "8" },
			[3]string{},
			[]string{`mappings.jsonl:1: there is no variant "po.co/uk#item:5"; mi.com/uk has no "8" to lead to`},
		},
		{
			"a new SKU", func(c *runfolder.Contents) {
				c.Mappings = append(c.Mappings, mapping.Mapping{Target: "mi.com/uk", TargetID: "9", Status: mapping.New})
			}, [3]string{}, nil,
		},
		{
			"sources of nothing", func(c *runfolder.Contents) { c.Sources[1].Key = "po.co/uk#item:2" },
			[3]string{},
			[]string{`sources.jsonl:2: there is no variant "po.co/uk#item:2"`},
		},
		{
			"a key that is not the first identity", func(c *runfolder.Contents) { c.Variants[1].Identities[0] = "item:3" },
			[3]string{},
			[]string{`variants.jsonl:2: the key "po.co/uk#item:1" is not shop, market and first identity`},
		},
		{
			"no identity", func(c *runfolder.Contents) { c.Variants[1].Identities = nil },
			[3]string{},
			[]string{`variants.jsonl:2: the key "po.co/uk#item:1" is not shop, market and first identity`},
		},
		{
			"another form", nil,
			[3]string{"coverage.jsonl", `"shop":"mi.com/uk",`, `"shop": "mi.com/uk",`},
			[]string{"coverage.jsonl:1: the line is not in canonical form", "coverage.jsonl:4" + otherFile},
		},
		{
			"a value of another kind", nil,
			[3]string{"coverage.jsonl", `"state":"gone"`, `"state":1`},
			[]string{`coverage.jsonl:3: field "state": want catalog.State, found number`},
		},
		{
			"a line that ends early", nil,
			[3]string{"mappings.jsonl", "}\n{", "\n{"},
			[]string{"mappings.jsonl:1: the object does not end"},
		},
		{
			"another schema", nil,
			[3]string{"manifest.json", `"schema": 3`, `"schema": 2`},
			[]string{"manifest.json: is of schema 2, this pocomigrate writes 3: 'pocomigrate snapshot fmt' rewrites it"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := sound()
			if tt.do != nil {
				tt.do(c)
			}
			dir := run(t, c)
			if tt.edit[0] != "" {
				edit(t, dir, tt.edit[0], tt.edit[1], tt.edit[2])
			}
			var want []string
			for _, line := range tt.want {
				want = append(want, dir+"/snapshot/"+line)
			}
			if d := cmp.Diff(want, given.Check(open(t, dir))); d != "" {
				t.Errorf("faults (-want +got):\n%s", d)
			}
		})
	}
}

// TestCheckOrder: lines out of order are told, each against the one before, and after twenty of a file only how many more.
func TestCheckOrder(t *testing.T) {
	c := sound()
	c.Coverage = nil
	for i := range 30 {
		c.Coverage = append(c.Coverage, catalog.Coverage{Shop: "po.co/uk", URL: fmt.Sprintf("https://po.co/uk/%02d", i), State: catalog.Gone})
	}
	dir := run(t, c)
	edit(t, dir, snapshot.CoverageFile, "https://po.co/uk/00", "https://po.co/uk/01")
	edit(t, dir, snapshot.CoverageFile, "https://po.co/uk/29", "https://po.co/uk/27")
	at := dir + "/snapshot/coverage.jsonl"
	want := []string{
		at + `:2: the key "po.co/uk\x00\x00https://po.co/uk/01" stands in the line before, too`,
		at + `:30: the key "po.co/uk\x00\x00https://po.co/uk/27" stands behind "po.co/uk\x00\x00https://po.co/uk/28"`,
		at + ":31" + otherFile,
	}
	if d := cmp.Diff(want, given.Check(open(t, dir))); d != "" {
		t.Errorf("faults (-want +got):\n%s", d)
	}
	for range 30 { // each line in another form, and so a fault of its own
		edit(t, dir, snapshot.CoverageFile, `"shop":"po.co/uk","state"`, `"shop":"po.co/uk", "state"`)
	}
	got := given.Check(open(t, dir))
	if len(got) != 22 || got[20] != want[2] || got[21] != at+": 12 more faults" {
		t.Errorf("%d faults, the last of them %q", len(got), got[max(0, len(got)-2):])
	}
}

// TestCheckCounts: the manifest is held against what was counted, shop by shop, once all could be read.
func TestCheckCounts(t *testing.T) {
	c := sound()
	c.Coverage = append(c.Coverage, catalog.Coverage{Shop: "poco.in", URL: "https://www.poco.in/", State: catalog.Gone})
	dir := run(t, c)
	c.Manifest.Shops = []snapshot.ShopCount{{Shop: "po.co/uk", Variants: 2, Mappings: 1}, {Shop: "poco-store-app", Variants: 1}, {Shop: "closed.example"}}
	runfoldertest.Manifest(t, filepath.Join(dir, runfolder.SnapshotFolder), c.Manifest)
	at := dir + "/snapshot/manifest.json: "
	want := []string{
		at + "does not tell of mi.com/uk",
		at + "does not tell of poco.in",
		at + "po.co/uk has 1 variants and 1 mappings, not 2 and 1",
		at + "poco-store-app has 1 variants and 1 mappings, not 1 and 0",
	}
	if d := cmp.Diff(want, given.Check(open(t, dir))); d != "" {
		t.Errorf("faults (-want +got):\n%s", d)
	}
	edit(t, dir, snapshot.VariantsFile, "POCO poco-c65", "POCO C65")
	if got := given.Check(open(t, dir)); len(got) != 1 {
		t.Errorf("of what could not be read nothing is counted, want that one fault: %q", got)
	}
}

// TestCheckMissing: each file that cannot be opened is a fault, and the others are checked all the same.
func TestCheckMissing(t *testing.T) {
	c := sound()
	dir := run(t, c)
	c.Manifest.Files = sums(c.Manifest.Files, snapshot.CoverageFile)
	runfoldertest.Manifest(t, filepath.Join(dir, runfolder.SnapshotFolder), c.Manifest)
	edit(t, dir, snapshot.MappingsFile, `"source_id":"item:1","status":"unmapped"`, `"source_id":"item:7","status":"unmapped"`)
	at := dir + "/snapshot/"
	want := []string{
		dir + ": " + at + "manifest.json does not tell of coverage.jsonl",
		at + `mappings.jsonl:2: there is no variant "poco-store-app@in#item:7"`,
		at + "mappings.jsonl:3" + otherFile,
	}
	if d := cmp.Diff(want, given.Check(open(t, dir))); d != "" {
		t.Errorf("faults (-want +got):\n%s", d)
	}
}
