package workbook

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/diff"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/compare"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/given"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// ChangesTo compares the snapshot in a run folder with the one that is about to replace it. Where both are the same, what is
// known of the change before stays; nil where there is no snapshot yet.
func (t Terms) ChangesTo(ctx context.Context, dir, fresh string) (*runfolder.Changes, error) {
	from, err := given.Open(ctx, filepath.Join(dir, runfolder.SnapshotFolder))
	if errors.Is(err, runfolder.ErrNoSnapshot) {
		return nil, nil //nolint:nilnil // no snapshot before is what nil means here
	}
	if err != nil {
		return nil, err
	}
	defer from.Close() //nolint:errcheck // read-only
	to, err := given.Open(ctx, fresh)
	if err != nil {
		return nil, err
	}
	defer to.Close() //nolint:errcheck // read-only
	since, now := from.Manifest.Digest(), to.Manifest.Digest()
	if since == now {
		return runfolder.ReadChanges(dir, now)
	}
	policy, err := diff.ReadPolicy(strings.NewReader(diff.ShippedPolicy()), "policy.csv")
	if err != nil {
		return nil, err
	}
	report, err := compare.Snapshots(from, to, compare.Terms{Policy: policy}) // no baseline, and so no day
	if err != nil {
		return nil, err
	}
	return &runfolder.Changes{Since: since, Snapshot: now, Rows: t.changeRows(report, mapped(from.Manifest))}, nil
}

// mapped reports whether the snapshot holds mappings: one that a run without mapping left holds none, and that each variant got
// one is no news.
func mapped(m snapshot.Manifest) bool {
	for _, s := range m.Shops {
		if s.Mappings > 0 {
			return true
		}
	}
	return false
}

// changeRows words what a report found and is not to be ignored.
func (t Terms) changeRows(r diff.Report, mapped bool) []review.Change {
	out := []review.Change{}
	words := t.Words.Written
	for _, f := range r.Findings {
		if f.Level == diff.Ignore || !mapped && strings.HasPrefix(f.Kind, "mapping-") {
			continue
		}
		c := review.Change{
			Level: f.Level.String(), What: strings.ReplaceAll(f.Kind, "-", " "), Shop: catalog.ShopID(f.Group), Product: f.Subject, Title: f.Title,
			Field: f.Field.Name, Old: words(f.Field.Name, f.Field.Old), New: words(f.Field.Name, f.Field.New), Key: f.Key, Rule: f.Rule,
		}
		if f.Text != "" {
			c.New = f.Text
		}
		out = append(out, c)
	}
	return out
}
