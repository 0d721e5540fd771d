package compare

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog/diff"
)

// BenchmarkDiff compares two snapshots of 50,000 variants and as many mappings, of which one in a hundred differs.
func BenchmarkDiff(b *testing.B) {
	dir := b.TempDir()
	for version, name := range []string{"old", "new"} {
		if err := (generator{n: 50_000, oneIn: 100, version: version}).write(filepath.Join(dir, name)); err != nil {
			b.Fatal(err)
		}
	}
	policy, err := diff.ReadPolicy(strings.NewReader(diff.ShippedPolicy()), "policy.csv")
	if err != nil {
		b.Fatal(err)
	}
	terms := Terms{Policy: policy}
	b.ReportAllocs()
	for b.Loop() {
		r, err := Named(b.Context(), filepath.Join(dir, "old"), filepath.Join(dir, "new"), terms)
		// Of 500 variants half have another price, a quarter another key, and a quarter are another thing; their mappings follow.
		want := diff.Counts{Added: 250, Removed: 250, Changed: 250, Moved: 250}
		if err != nil || r.Counts != want {
			b.Fatalf("Counts = %+v, want %+v, error %v", r.Counts, want, err)
		}
	}
}
