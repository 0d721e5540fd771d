package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/diff"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// lastChanges is what the file changes.json of a run folder holds: what became of the catalogue since the snapshot that the
// one in the folder replaced. It is kept because that snapshot is gone, and the workbook can be written again.
type lastChanges struct {
	Since    string          `json:"since"`    // digest of the snapshot that was replaced
	Snapshot string          `json:"snapshot"` // digest of the one that replaced it
	Changes  []review.Change `json:"changes"`
}

// readChanges reads the file of a folder; nil where there is none, or it speaks of another snapshot.
func readChanges(dir, snapshot string) (*lastChanges, error) {
	name := filepath.Join(dir, changesFile)
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // no file is what nil means here
	}
	if err != nil {
		return nil, err
	}
	var c lastChanges
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, hint.Add(fmt.Errorf("%s: %w", name, err), "remove it: the next run writes it anew")
	}
	if c.Snapshot != snapshot {
		return nil, nil //nolint:nilnil // as above
	}
	return &c, nil
}

// shown is what a workbook shows of it.
func (c *lastChanges) shown() *review.Changes {
	if c == nil {
		return nil
	}
	return &review.Changes{Since: c.Since, Rows: c.Changes}
}

// changesTo compares the snapshot in a run folder with the one that is about to replace it. Where both are the same, what is
// known of the change before stays; nil where there is no snapshot yet.
func (t terms) changesTo(ctx context.Context, dir, fresh string) (out *lastChanges, err error) {
	from, err := openGiven(ctx, filepath.Join(dir, snapshotFolder))
	if errors.Is(err, errNoSnapshot) {
		return nil, nil //nolint:nilnil // no snapshot before is what nil means here
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, from.close()) }()
	to, err := openGiven(ctx, fresh)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	since, now := from.manifest.Digest(), to.manifest.Digest()
	if since == now {
		return readChanges(dir, now)
	}
	policy, err := diff.ReadPolicy(strings.NewReader(diff.ShippedPolicy()), "policy.csv")
	if err != nil {
		return nil, err
	}
	report, err := judged(from, to, judges{policy: policy}, false, time.Time{}) // no baseline, and so no day
	if err != nil {
		return nil, err
	}
	return &lastChanges{Since: since, Snapshot: now, Changes: t.changeRows(report, from.mapped())}, nil
}

// mapped reports whether the snapshot holds mappings: one that a run without mapping left holds none, and that each variant got
// one is no news.
func (g *given) mapped() bool {
	for _, s := range g.manifest.Shops {
		if s.Mappings > 0 {
			return true
		}
	}
	return false
}

// changeRows words what a report found and is not to be ignored.
func (t terms) changeRows(r diff.Report, mapped bool) []review.Change {
	out := []review.Change{}
	words := people(t.words)
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
