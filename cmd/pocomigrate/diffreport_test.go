package main

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/diff"
)

// TestMergedAsHeld: what is found by walking over the files is what is found with all variants in memory.
func TestMergedAsHeld(t *testing.T) {
	dir := t.TempDir()
	for _, oneIn := range []int{1, 2, 7, 100} {
		sides := [2]*given{}
		for version := range sides {
			name := filepath.Join(dir, "snapshot")
			if err := (generator{n: 600, oneIn: oneIn, version: version}).write(name); err != nil {
				t.Fatal(err)
			}
			g, err := openGiven(t.Context(), name)
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
			c, err := g.contents()
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range c.variants {
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
