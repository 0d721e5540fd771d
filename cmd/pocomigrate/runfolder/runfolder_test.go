package runfolder_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
)

// TestLock: of two who want a folder the second is refused and told what to do, until the first gives it back.
func TestLock(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	first, second := &runfolder.Lock{Dir: dir}, &runfolder.Lock{Dir: dir}
	for range 2 { // to take it again changes nothing
		if err := first.Take(); err != nil {
			t.Fatal(err)
		}
	}
	if err := second.Take(); err == nil || hint.Of(err) == "" {
		t.Errorf("the second take gives %v, hint %q", err, hint.Of(err))
	}
	if err := second.Release(); err != nil {
		t.Errorf("to release what was not taken: %v", err)
	}
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	if err := second.Take(); err != nil {
		t.Errorf("after the release: %v", err)
	}
	if err := second.Release(); err != nil {
		t.Fatal(err)
	}
}

// written writes a snapshot of two pages into a new run folder.
func written(t *testing.T) (dir string, c *runfolder.Contents) {
	t.Helper()
	dir = t.TempDir()
	snapshot := filepath.Join(dir, runfolder.SnapshotFolder)
	if err := os.Mkdir(snapshot, 0o750); err != nil {
		t.Fatal(err)
	}
	c = &runfolder.Contents{Coverage: []catalog.Coverage{
		{Shop: "po.co/uk", URL: "https://po.co/uk/product/poco-c75", State: catalog.Found},
		{Shop: "mi.com/uk", URL: "https://mi.com/uk/product/poco-c75", State: catalog.Unknown, Reason: "blocked"},
	}}
	if err := c.Write(snapshot); err != nil {
		t.Fatal(err)
	}
	return dir, c
}

// TestRead: a snapshot is found by its run folder and by itself, and no other folder is one.
func TestRead(t *testing.T) {
	dir, _ := written(t)
	for _, name := range []string{dir, filepath.Join(dir, runfolder.SnapshotFolder)} {
		c, err := runfolder.Read(name)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Coverage) != 2 || len(c.Manifest.Shops) != 2 {
			t.Errorf("%s holds %d pages of %d shops, want 2 of 2", name, len(c.Coverage), len(c.Manifest.Shops))
		}
	}
	if _, err := runfolder.Read(t.TempDir()); !errors.Is(err, runfolder.ErrNoSnapshot) || hint.Of(err) == "" {
		t.Errorf("an empty folder gives %v, hint %q", err, hint.Of(err))
	}
}

// TestLast: what the run before left is found where it was left half done, and is nothing where there was none.
func TestLast(t *testing.T) {
	dir, _ := written(t)
	snapshot := filepath.Join(dir, runfolder.SnapshotFolder)
	if err := os.Rename(snapshot, snapshot+".old"); err != nil {
		t.Fatal(err)
	}
	got, err := runfolder.LastAddresses(dir, []catalog.ShopID{"po.co/uk"})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"https://po.co/uk/product/poco-c75"}, got); d != "" {
		t.Errorf("addresses of one shop (-want +got):\n%s", d)
	}
	if _, err := os.Stat(snapshot); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("asking for addresses has changed the folder: %v", err)
	}
	if c, err := runfolder.ReadLast(dir); err != nil || len(c.Coverage) != 2 {
		t.Errorf("who is about to write finds %v, %v", c, err)
	}
	if c, err := runfolder.ReadLast(t.TempDir()); c != nil || err != nil {
		t.Errorf("no run before gives %v, %v", c, err)
	}
}

// TestReport: the sums close for each shop and in all, and a report is read as it was written.
func TestReport(t *testing.T) {
	dir, c := written(t)
	r := runfolder.NewReport(c, nil, nil)
	if r.Expected != 2 || r.Found != 1 || r.Unknown != 1 || len(r.Shops) != 2 || r.Shops[0].Expected != 1 {
		t.Errorf("sums %+v of %d shops", r.Sums, len(r.Shops))
	}
	if err := r.Write(dir); err != nil {
		t.Fatal(err)
	}
	back, err := runfolder.ReadReport(filepath.Join(dir, runfolder.ReportFile))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(r, back); d != "" {
		t.Errorf("(-written +read):\n%s", d)
	}
	if none, err := runfolder.ReadReport(filepath.Join(t.TempDir(), runfolder.ReportFile)); none != nil || err != nil {
		t.Errorf("no report gives %v, %v", none, err)
	}
}
