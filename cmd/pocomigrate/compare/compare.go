// Package compare compares two snapshots and has the changes judged. It knows what package catalog/diff, which compares any records,
// does not: which pages a variant stood on, that a mapping follows its variant, and how much of a shop may be gone.
package compare

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/diff"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/given"
)

// Terms are what a comparison is judged by.
type Terms struct {
	Policy     diff.Policy
	Baseline   diff.Baseline
	RequireNew bool      // that both are the same snapshot is a finding
	Today      time.Time // what the days of the baseline are held against
}

// Named compares two snapshots by their names, see [given.Open], and judges what differs.
func Named(ctx context.Context, before, after string, t Terms) (r diff.Report, err error) {
	from, err := given.Open(ctx, before)
	if err != nil {
		return r, err
	}
	defer from.Close() //nolint:errcheck // read-only
	to, err := given.Open(ctx, after)
	if err != nil {
		return r, err
	}
	defer to.Close() //nolint:errcheck // read-only
	return Snapshots(from, to, t)
}

// Snapshots compares two snapshots and judges what differs. It closes none.
func Snapshots(from, to *given.Snapshot, t Terms) (r diff.Report, err error) {
	old, current := census{}, census{}
	tables := changedTables(from.Manifest, to.Manifest)
	result, err := compareAll(from, to, old, current, len(tables) > 0)
	if err != nil {
		return r, err
	}
	measures := guards(old, current, result)
	same := from.Manifest.Digest() == to.Manifest.Digest()
	if same && t.RequireNew {
		measures = append(measures, diff.Measure{Kind: "same-snapshot", Text: "both are the same snapshot, " + to.Manifest.Digest()[:12]})
	}
	r = diff.Judge(result, measures, t.Policy, t.Baseline, t.Today)
	r.Same = same
	r.Notes = notes(from, to, tables)
	return r, nil
}

// compareAll compares two snapshots, file by file, and counts what each holds of each shop. Reread says that our own
// tables changed.
func compareAll(from, to *given.Snapshot, old, current census, reread bool) (diff.Result, error) {
	variants, err := diff.Merge(variantLines{from}, variantLines{to}, diff.Options{
		Unknown: func(missing []diff.Record) ([]bool, error) { return unknownIn(to, missing) },
		Reread:  func(c diff.Change) bool { return reread && onlyOurReading(c) },
		Seen: func(key, before, after []byte) {
			old.add(key, before)
			current.add(key, after)
		},
	})
	if err != nil {
		return diff.Result{}, err
	}
	mappings, err := compareMappings(from, to, variants.Changes)
	if err != nil {
		return diff.Result{}, err
	}
	named, err := diff.Compare(parts(from.Manifest), parts(to.Manifest), diff.Options{})
	if err != nil {
		return diff.Result{}, err
	}
	named.Old, named.New, named.Compared = 0, 0, 0 // a snapshot of tables and shops alone is empty
	err = errors.Join(countUnknown(from, old), countUnknown(to, current))
	return diff.Together(variants, mappings, named), err
}

// compareMappings compares the mappings of two snapshots, given what became of their variants.
func compareMappings(from, to *given.Snapshot, variants []diff.Change) (diff.Result, error) {
	ahead, back, unread := map[string]string{}, map[string]string{}, map[string]bool{}
	for _, c := range variants {
		switch c.Type {
		case diff.Moved:
			ahead[c.OldKey], back[c.Key] = c.Key, c.OldKey
		case diff.Unknown:
			unread[c.Key] = true
		case diff.Added, diff.Removed, diff.Changed:
		}
	}
	r, err := diff.Merge(mappingLines{from, ahead}, mappingLines{to, back}, diff.Options{
		Unknown: func(missing []diff.Record) ([]bool, error) {
			out := make([]bool, len(missing))
			for i, m := range missing {
				out[i] = unread[m.RecordKey()]
			}
			return out, nil
		},
	})
	if err != nil {
		return r, err
	}
	return r, nameMappings(r.Changes, from, to)
}

// countUnknown counts the pages of each shop that could not be read.
func countUnknown(g *given.Snapshot, shops census) error {
	return g.Coverage(func(c catalog.Coverage) {
		if s := shops.at(string(c.Shop)); c.State == catalog.Unknown {
			s.unknown++
		}
	})
}

// notes says what a reader should know of the two sides.
func notes(from, to *given.Snapshot, tables []string) []string {
	var out []string
	for _, g := range []*given.Snapshot{from, to} {
		if g.Manifest.Schema < snapshot.Schema {
			out = append(out, fmt.Sprintf("%s was written by an older pocomigrate (schema %d): what that could not hold shows as a change",
				g.Name, g.Manifest.Schema))
		}
	}
	if len(tables) > 0 {
		out = append(out, "our own tables changed ("+strings.Join(tables, ", ")+
			"): what is read from unchanged words in another way is marked as our reading, not the shop's")
	}
	return out
}
