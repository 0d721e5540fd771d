package diff_test

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/diff"
)

// world returns up to n records with few keys, identities and values, so that two worlds have much in common.
func world(random *rand.Rand, n int) []diff.Record {
	byKey := map[string]diff.Record{}
	for range n {
		r := record{
			kind:  []string{"mapping", "variant"}[random.IntN(2)],
			key:   fmt.Sprint("k", random.IntN(3*n)),
			title: fmt.Sprint("POCO X", random.IntN(4)),
			group: []string{"po.co/uk", "po.co/fr"}[random.IntN(2)],
		}
		for range random.IntN(3) {
			r.identities = append(r.identities, fmt.Sprint("i", random.IntN(4*n)))
		}
		for _, name := range []string{"title", "price", "color"} {
			if v := random.IntN(3); v > 0 {
				r.fields = append(r.fields, name, fmt.Sprint(v, "00 GBP"))
			}
		}
		byKey[r.kind+r.key] = r
	}
	return slices.AppendSeq(make([]diff.Record, 0, n), maps.Values(byKey))
}

// worlds calls check with many pairs of worlds.
func worlds(t *testing.T, check func(random *rand.Rand, a, b []diff.Record)) {
	t.Helper()
	random := rand.New(rand.NewPCG(7, 11))
	for range 300 {
		n := 1 + random.IntN(30)
		check(random, world(random, n), world(random, n))
	}
}

func TestCompareWithItself(t *testing.T) {
	worlds(t, func(_ *rand.Rand, a, _ []diff.Record) {
		want := diff.Result{Old: len(a), New: len(a), Compared: len(a)}
		if diff := gocmp.Diff(want, compare(t, a, a)); diff != "" {
			t.Fatalf("result (-want +got):\n%s", diff)
		}
	})
}

// The order of the records shows nowhere.
func TestCompareIgnoresOrder(t *testing.T) {
	worlds(t, func(random *rand.Rand, a, b []diff.Record) {
		want := compare(t, a, b)
		for _, side := range [][]diff.Record{a, b} {
			random.Shuffle(len(side), func(i, j int) { side[i], side[j] = side[j], side[i] })
		}
		got := compare(t, a, b)
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Fatalf("result after shuffling (-before +after):\n%s", diff)
		}
		var first, second bytes.Buffer
		if err := diff.WriteText(&first, judge(t, want), diff.TextOptions{}); err != nil {
			t.Fatal(err)
		}
		if err := diff.WriteText(&second, judge(t, got), diff.TextOptions{}); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Fatal("the same result gave two texts")
		}
	})
}

// The way back is the way there, mirrored. Title and group follow the key, and so differ where a record changed them.
func TestCompareMirrored(t *testing.T) {
	normal := func(changes []diff.Change) []diff.Change {
		for i := range changes {
			changes[i].Title, changes[i].Group = "", ""
		}
		slices.SortFunc(changes, func(a, b diff.Change) int {
			return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Key, b.Key))
		})
		return changes
	}
	seen := diff.Counts{}
	worlds(t, func(_ *rand.Rand, a, b []diff.Record) {
		there, back := compare(t, a, b), compare(t, b, a)
		for i := range back.Changes {
			back.Changes[i] = mirror(back.Changes[i])
		}
		if diff := gocmp.Diff(normal(there.Changes), normal(back.Changes)); diff != "" {
			t.Fatalf("changes (-there +back, mirrored):\n%s", diff)
		}
		seen.Moved += there.Counts.Moved
		seen.Changed += there.Counts.Changed
		seen.Ambiguous += there.Counts.Ambiguous
	})
	if seen.Moved < 100 || seen.Changed < 100 || seen.Ambiguous < 100 {
		t.Errorf("the worlds are too dull to show anything: %+v", seen)
	}
}

func mirror(c diff.Change) diff.Change {
	switch c.Type {
	case diff.Added:
		c.Type = diff.Removed
	case diff.Removed:
		c.Type = diff.Added
	case diff.Moved:
		c.Key, c.OldKey = c.OldKey, c.Key
	default:
	}
	for i, f := range c.Fields {
		c.Fields[i].Old, c.Fields[i].New = f.New, f.Old
	}
	return c
}

// The old records with the changes applied are the new records.
func TestCompareApplied(t *testing.T) {
	type name struct{ kind, key string }
	contents := func(records []diff.Record) map[name]map[string]string {
		out := map[name]map[string]string{}
		for _, r := range records {
			out[name{r.RecordKind(), r.RecordKey()}] = maps.Collect(r.RecordFields())
		}
		return out
	}
	worlds(t, func(_ *rand.Rand, a, b []diff.Record) {
		r := compare(t, a, b)
		got := contents(a)
		arrived := map[name]map[string]string{}
		for _, c := range r.Changes {
			was := got[name{c.Kind, cmp.Or(c.OldKey, c.Key)}]
			delete(got, name{c.Kind, cmp.Or(c.OldKey, c.Key)})
			if c.Type == diff.Removed {
				continue
			}
			is := map[string]string{}
			maps.Copy(is, was)
			for _, f := range c.Fields {
				if is[f.Name] = f.New; f.New == "" {
					delete(is, f.Name)
				}
			}
			arrived[name{c.Kind, c.Key}] = is
		}
		maps.Copy(got, arrived)
		if diff := gocmp.Diff(contents(b), got); diff != "" {
			t.Fatalf("records (-new +old with changes):\n%s", diff)
		}
	})
}

// Joining must not slow down when every record claims the same identity.
func TestCompareManyClaims(t *testing.T) {
	const n = 20_000
	var a, b []diff.Record
	for i := range n {
		a = append(a, variant(fmt.Sprint("a", i), "everyone"))
		b = append(b, variant(fmt.Sprint("b", i), "everyone"))
	}
	if got, want := compare(t, a, b).Counts, (diff.Counts{Added: n, Removed: n, Ambiguous: 2 * n}); got != want {
		t.Errorf("Counts = %+v, want %+v", got, want)
	}
}
