package runfolder_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// TestChanges: what is kept is read for the snapshot that it speaks of, and for no other.
func TestChanges(t *testing.T) {
	dir := t.TempDir()
	if none, err := runfolder.ReadChanges(dir, "b"); none != nil || err != nil {
		t.Errorf("a folder without: %v, %v", none, err)
	}
	kept := &runfolder.Changes{Since: "a", Snapshot: "b", Rows: []review.Change{{Level: "warn", What: "variant removed", Key: "po.co/uk#item:1", Old: "<1>"}}}
	if err := kept.Write(dir); err != nil {
		t.Fatal(err)
	}
	got, err := runfolder.ReadChanges(dir, "b")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(kept, got); d != "" {
		t.Errorf("changes (-written +read):\n%s", d)
	}
	if d := cmp.Diff(&review.Changes{Since: "a", Rows: kept.Rows}, got.Shown()); d != "" {
		t.Errorf("shown (-want +got):\n%s", d)
	}
	if other, err := runfolder.ReadChanges(dir, "c"); other != nil || err != nil || other.Shown() != nil {
		t.Errorf("of another snapshot: %v, %v", other, err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Fatalf("the folder holds %v, %v", files, err)
	}
	name := filepath.Join(dir, files[0].Name())
	text, err := os.ReadFile(name)
	if err != nil || !strings.Contains(string(text), "\n  \"since\": \"a\"") || !strings.Contains(string(text), `"<1>"`) {
		t.Errorf("the file is one for people, too: %s, %v", text, err)
	}
	if err := os.WriteFile(name, text[:len(text)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := runfolder.ReadChanges(dir, "b"); err == nil || !strings.HasPrefix(err.Error(), name+": ") || hint.Of(err) != "remove it: the next run writes it anew" {
		t.Errorf("a file that was cut off: %v, hint %q", err, hint.Of(err))
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(name, 0o750); err != nil {
		t.Fatal(err)
	}
	if _, err := runfolder.ReadChanges(dir, "b"); err == nil || hint.Of(err) != "" {
		t.Errorf("a folder in the file's place: %v, hint %q, though the next run cannot write there", err, hint.Of(err))
	}
}
