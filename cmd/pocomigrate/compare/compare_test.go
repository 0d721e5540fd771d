package compare

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/diff"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/given"
)

// TestMergedAsHeld: what is found by walking over the files is what is found with all variants in memory.
func TestMergedAsHeld(t *testing.T) {
	dir := t.TempDir()
	for _, oneIn := range []int{1, 2, 7, 100} {
		sides := [2]*given.Snapshot{}
		for version := range sides {
			name := filepath.Join(dir, "snapshot")
			if err := (generator{n: 600, oneIn: oneIn, version: version}).write(name); err != nil {
				t.Fatal(err)
			}
			g, err := given.Open(t.Context(), name)
			if err != nil {
				t.Fatal(err)
			}
			sides[version] = g
			dir = t.TempDir()
		}
		got, err := diff.Merge(variantLines{sides[0]}, variantLines{sides[1]}, diff.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var held [2][]diff.Record
		for i, g := range sides {
			c, err := g.Contents()
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range c.Variants {
				held[i] = append(held[i], v)
			}
		}
		want, err := diff.Compare(held[0], held[1], diff.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if want.Counts.Moved == 0 && oneIn < 100 || want.Counts.Changed == 0 {
			t.Fatalf("one in %d: too dull to show anything: %+v", oneIn, want.Counts)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("one in %d (-held +merged):\n%s", oneIn, diff)
		}
	}
}

// TestMappingsFollow: a mapping goes with its variant to another key, and has the words of its variant.
func TestMappingsFollow(t *testing.T) {
	dir := t.TempDir()
	sides := [2]*given.Snapshot{}
	for version, name := range []string{"old", "new"} {
		name = filepath.Join(dir, name)
		if err := (generator{n: 400, oneIn: 4, version: version}).write(name); err != nil {
			t.Fatal(err)
		}
		g, err := given.Open(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		sides[version] = g
	}
	r, err := compareAll(sides[0], sides[1], census{}, census{}, false)
	if err != nil {
		t.Fatal(err)
	}
	// Of 100 variants 50 have another price, 25 another key, and 25 are another thing; so are 25 mappings each.
	if want := (diff.Counts{Added: 50, Removed: 50, Changed: 50, Moved: 50}); r.Counts != want {
		t.Errorf("Counts = %+v, want %+v", r.Counts, want)
	}
	for _, c := range r.Changes {
		if c.Kind == "mapping" && (c.Title == c.Key || c.Subject != "POCO X6 Pro") {
			t.Fatalf("a mapping is called %q, of %q", c.Title, c.Subject)
		}
	}
}
