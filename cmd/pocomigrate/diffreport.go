package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/diff"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
)

// report compares two snapshots and judges what differs.
func (o *diffOptions) report(ctx context.Context, before, after string, j judges) (r diff.Report, err error) {
	from, err := openGiven(ctx, before)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, from.close()) }()
	to, err := openGiven(ctx, after)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	return judged(from, to, j, o.requireNew, o.Now())
}

// judged compares two snapshots that are open; today is what the entries of the baseline are held against.
func judged(from, to *given, j judges, requireNew bool, today time.Time) (r diff.Report, err error) {
	old, current := census{}, census{}
	tables := changedTables(from.manifest, to.manifest)
	result, err := compareGiven(from, to, old, current, len(tables) > 0)
	if err != nil {
		return r, err
	}
	measures := guards(old, current, result)
	same := from.manifest.Digest() == to.manifest.Digest()
	if same && requireNew {
		measures = append(measures, diff.Measure{Kind: "same-snapshot", Text: "both are the same snapshot, " + to.manifest.Digest()[:12]})
	}
	r = diff.Judge(result, measures, j.policy, j.baseline, today)
	r.Same = same
	r.Notes = notes(from, to, tables)
	return r, nil
}

// compareGiven compares two snapshots, file by file, and counts what each holds of each shop. Reread says that our own
// tables changed.
func compareGiven(from, to *given, old, current census, reread bool) (diff.Result, error) {
	variants, err := diff.Merge(variantLines{from}, variantLines{to}, diff.Options{
		Unknown: to.unknown,
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
	named, err := diff.Compare(parts(from.manifest), parts(to.manifest), diff.Options{})
	if err != nil {
		return diff.Result{}, err
	}
	named.Old, named.New, named.Compared = 0, 0, 0 // a snapshot of tables and shops alone is empty
	err = errors.Join(from.countUnknown(old), to.countUnknown(current))
	return diff.Together(variants, mappings, named), err
}

// compareMappings compares the mappings of two snapshots, given what became of their variants.
func compareMappings(from, to *given, variants []diff.Change) (diff.Result, error) {
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
func (g *given) countUnknown(shops census) error {
	return g.coverage(func(c catalog.Coverage) {
		if s := shops.at(string(c.Shop)); c.State == catalog.Unknown {
			s.unknown++
		}
	})
}

// notes says what a reader should know of the two sides.
func notes(from, to *given, tables []string) []string {
	var out []string
	for _, g := range []*given{from, to} {
		if g.manifest.Schema < snapshot.Schema {
			out = append(out, fmt.Sprintf("%s was written by an older pocomigrate (schema %d): what that could not hold shows as a change",
				g.name, g.manifest.Schema))
		}
	}
	if len(tables) > 0 {
		out = append(out, "our own tables changed ("+strings.Join(tables, ", ")+
			"): what is read from unchanged words in another way is marked as our reading, not the shop's")
	}
	return out
}
