package workbook_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder/runfoldertest"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// stored writes a snapshot of one variant into a folder: at a price, 0 for none, and mapped with a score, 0 for no mapping.
func stored(t *testing.T, dir string, price int64, score mapping.Score) {
	t.Helper()
	v := variant("po.co/uk", "1", "POCO C75")
	if price > 0 {
		v.Offers = []catalog.Offer{{Price: &catalog.Money{Amount: price, Currency: "GBP"}}}
	}
	c := &runfolder.Contents{Variants: []catalog.Variant{v}, Coverage: []catalog.Coverage{
		{Shop: "po.co/uk", URL: v.Link, Slug: v.ItemGroupID, State: catalog.Found},
	}}
	if score > 0 {
		c.Mappings = []mapping.Mapping{{Source: "po.co/uk", SourceID: "item:1", Target: "mi.com/uk", TargetID: "9", Status: mapping.Matched, Score: score}}
	}
	runfoldertest.Write(t, dir, c)
}

// digestOf returns the digest of the snapshot in a folder.
func digestOf(t *testing.T, folder string) string {
	t.Helper()
	s, err := runfolder.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	return s.Manifest.Digest()
}

// TestChangesTo: what became of the catalogue since the snapshot in the folder, in the words of people; that every variant got a
// mapping where none was mapped before is no news, and what the policy ignores is left out.
func TestChangesTo(t *testing.T) {
	dir, fresh := t.TempDir(), filepath.Join(t.TempDir(), "snapshot.new")
	inFolder := filepath.Join(dir, runfolder.SnapshotFolder)
	to := func(t *testing.T) *runfolder.Changes {
		t.Helper()
		c, err := terms(t).ChangesTo(t.Context(), dir, fresh)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	price := func(level, old, now, rule string) review.Change {
		return review.Change{
			Level: level, What: "variant changed", Shop: "po.co/uk", Product: "POCO C75", Title: "POCO C75", Field: "price",
			Old: old, New: now, Key: "po.co/uk#item:1", Rule: rule,
		}
	}
	for _, tt := range []struct {
		name                  string
		before, now           int64
		scoreBefore, scoreNow mapping.Score
		want                  []review.Change
	}{
		{"the price", 19900, 9900, 0.9, 0.9, []review.Change{price("error", "199.00 GBP", "99.00 GBP", "price-fell")}},
		{"a score that moved a little", 9900, 9900, 0.9, 0.91, []review.Change{}},
		{"the first mapping", 9900, 9900, 0, 0.9, []review.Change{}},
		{"no mapping left", 9900, 9900, 0.9, 0, []review.Change{{
			Level: "error", What: "mapping removed", Shop: "po.co/uk", Product: "POCO C75", Title: "POCO C75", Key: "po.co/uk#item:1", Rule: "mapping-lost",
		}}},
		{"no price left", 9900, 0, 0.9, 0.9, []review.Change{
			{Level: "error", What: "shop unpriced", Shop: "po.co/uk", New: "none of 1 variants has a price", Rule: "shop-unpriced"},
			price("warning", "99.00 GBP", "", "price-replaced"),
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			stored(t, inFolder, tt.before, tt.scoreBefore)
			stored(t, fresh, tt.now, tt.scoreNow)
			want := &runfolder.Changes{Since: digestOf(t, inFolder), Snapshot: digestOf(t, fresh), Rows: tt.want}
			if d := cmp.Diff(want, to(t)); d != "" {
				t.Errorf("changes (-want +got):\n%s", d)
			}
		})
	}
	t.Run("the same snapshot", func(t *testing.T) {
		stored(t, inFolder, 9900, 0.9)
		stored(t, fresh, 9900, 0.9)
		if got := to(t); got != nil {
			t.Errorf("nothing is known of a change before: %+v", got)
		}
		kept := &runfolder.Changes{Since: "a", Snapshot: digestOf(t, fresh), Rows: []review.Change{{Level: "info", What: "shop added"}}}
		if err := kept.Write(dir); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(kept, to(t)); d != "" {
			t.Errorf("what was known of the change before (-want +got):\n%s", d)
		}
	})
	t.Run("no snapshot before", func(t *testing.T) {
		if err := os.RemoveAll(inFolder); err != nil {
			t.Fatal(err)
		}
		if got := to(t); got != nil {
			t.Errorf("changes: %+v", got)
		}
	})
}

// TestChangesToDamaged: a snapshot that cannot be read, on either side, is named.
func TestChangesToDamaged(t *testing.T) {
	dir, fresh := t.TempDir(), filepath.Join(t.TempDir(), "snapshot.new")
	inFolder := filepath.Join(dir, runfolder.SnapshotFolder)
	for _, folder := range []string{inFolder, fresh} {
		stored(t, inFolder, 19900, 0.9)
		stored(t, fresh, 9900, 0.9)
		for _, file := range []string{snapshot.VariantsFile, snapshot.ManifestFile} {
			write(t, folder, file, "{")
			if _, err := terms(t).ChangesTo(t.Context(), dir, fresh); err == nil || !strings.Contains(err.Error(), filepath.Join(folder, file)) {
				t.Errorf("%s of %s: %v", file, folder, err)
			}
		}
	}
}
