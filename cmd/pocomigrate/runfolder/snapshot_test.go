package runfolder_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// TestWrite: what is written is read back in the order of its files, with the sums of those and the counts of each shop; a mapping
// counts for the old shop, a new SKU for its own.
func TestWrite(t *testing.T) {
	dir := t.TempDir()
	c := &runfolder.Contents{
		Variants: []catalog.Variant{phone("po.co/uk", "", "c75", "2"), phone("po.co/uk", "", "c75", "1"), phone("mi.com/uk", "", "c75", "9")},
		Mappings: []mapping.Mapping{
			{Target: "mi.com/uk", TargetID: "9", Status: mapping.New},
			{Source: "po.co/uk", SourceID: "item:2", Target: "mi.com/uk", Status: mapping.Unmapped},
			{Source: "po.co/uk", SourceID: "item:1", Target: "mi.com/uk", Status: mapping.Unmapped},
		},
		Coverage: []catalog.Coverage{
			page("po.co/uk", "", "", "https://po.co/uk", catalog.Found), page("closed.example", "", "", "https://closed.example/", catalog.Gone),
		},
		Sources: []catalog.Sources{source(phone("po.co/uk", "", "c75", "2"), "b"), source(phone("mi.com/uk", "", "c75", "9"), "a")},
	}
	c.Manifest.Vocabularies = map[string]string{"colors.csv": "ab"}
	if err := c.Write(dir); err != nil {
		t.Fatal(err)
	}
	sum := func(file string) string {
		text, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		return snapshot.Sum(text)
	}
	want := &runfolder.Contents{
		Manifest: snapshot.Manifest{
			Schema: snapshot.Schema, Vocabularies: map[string]string{"colors.csv": "ab"},
			Shops: []snapshot.ShopCount{{Shop: "closed.example"}, {Shop: "mi.com/uk", Variants: 1, Mappings: 1}, {Shop: "po.co/uk", Variants: 2, Mappings: 2}},
			Files: map[string]string{
				snapshot.VariantsFile: sum(snapshot.VariantsFile), snapshot.MappingsFile: sum(snapshot.MappingsFile), snapshot.CoverageFile: sum(snapshot.CoverageFile),
			},
			Uncompared: map[string]string{snapshot.SourcesFile: sum(snapshot.SourcesFile)},
		},
		Variants: []catalog.Variant{c.Variants[2], c.Variants[1], c.Variants[0]},
		Mappings: []mapping.Mapping{c.Mappings[0], c.Mappings[2], c.Mappings[1]},
		Coverage: []catalog.Coverage{c.Coverage[1], c.Coverage[0]},
		Sources:  []catalog.Sources{c.Sources[1], c.Sources[0]},
	}
	got, err := runfolder.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +read):\n%s", d)
	}
}

// TestNotWritten: what cannot be stored, and where nothing can be, is an error.
func TestNotWritten(t *testing.T) {
	twice := &runfolder.Contents{Variants: []catalog.Variant{phone("po.co/uk", "", "c75", "1"), phone("po.co/uk", "", "c75", "1")}}
	dir := t.TempDir()
	if err := twice.Write(dir); err == nil || !strings.Contains(err.Error(), snapshot.VariantsFile) {
		t.Errorf("a key that two variants share: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, snapshot.ManifestFile)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a manifest tells of what was not written: %v", err)
	}
	if err := new(runfolder.Contents).Write(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
	bad := &runfolder.Contents{}
	bad.Manifest.Vocabularies = map[string]string{"a\xff": "1", "a\xfe": "2"} // names that are one once they are written
	if err := bad.Write(dir); err == nil || !strings.Contains(err.Error(), "encode manifest") {
		t.Errorf("a manifest that cannot be written: %v", err)
	}
}

// TestTornSnapshot: a file that was cut off is an error that names the line, and what stands before it is handed out.
func TestTornSnapshot(t *testing.T) {
	dir, c := written(t)
	name := filepath.Join(dir, runfolder.SnapshotFolder, snapshot.CoverageFile)
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, text[:len(text)-9], 0o600); err != nil {
		t.Fatal(err)
	}
	want := name + ":2: the last line has no newline: the file was cut off"
	if _, err := runfolder.Read(dir); err == nil || err.Error() != want {
		t.Errorf("Read: %v, want %s", err, want)
	}
	s, err := runfolder.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []catalog.Coverage
	if err := runfolder.Collect(s, snapshot.CoverageFile, &got); err == nil || err.Error() != want {
		t.Errorf("Collect: %v, want %s", err, want)
	}
	if d := cmp.Diff(c.Coverage[1:], got); d != "" {
		t.Errorf("before it (-want +got):\n%s", d)
	}
	for c, err := range runfolder.Lines[catalog.Coverage](s, snapshot.CoverageFile) {
		if err != nil || c.Shop != "mi.com/uk" {
			t.Errorf("the first line: %+v, %v", c, err)
		}
		break // who has seen enough does not meet the error
	}
	if _, err := runfolder.LastAddresses(dir, []catalog.ShopID{"po.co/uk"}); err == nil || err.Error() != want {
		t.Errorf("LastAddresses: %v, want %s", err, want)
	}
	if c, err := runfolder.ReadLast(dir); err == nil {
		t.Errorf("who is about to write takes it for %v", c)
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := runfolder.Collect(s, snapshot.CoverageFile, &got); !errors.Is(err, fs.ErrNotExist) || len(got) != 1 {
		t.Errorf("a file that is missing: %v", err)
	}
}

// TestNoFolder: what is no folder, and a manifest that cannot be read, are other errors than that there is no snapshot.
func TestNoFolder(t *testing.T) {
	dir, _ := written(t)
	manifest := filepath.Join(dir, runfolder.SnapshotFolder, snapshot.ManifestFile)
	if err := os.WriteFile(manifest, []byte(`{"schema":99}`), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{dir: manifest + ": was written by a newer pocomigrate", file: "not a directory"} {
		if _, err := runfolder.Open(name); err == nil || errors.Is(err, runfolder.ErrNoSnapshot) || !strings.Contains(err.Error(), want) {
			t.Errorf("Open(%s): %v, want %s", name, err, want)
		}
		if _, err := runfolder.Read(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Read(%s): %v, want %s", name, err, want)
		}
		if _, err := runfolder.ReadRestored(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ReadRestored(%s): %v, want %s", name, err, want)
		}
		if _, err := runfolder.LastAddresses(name, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("LastAddresses(%s): %v, want %s", name, err, want)
		}
	}
	if got, err := runfolder.LastAddresses(t.TempDir(), nil); got != nil || err != nil {
		t.Errorf("of no run: %q, %v", got, err)
	}
}

// TestLockedOut: a folder that cannot be made or locked is an error that says which of the two.
func TestLockedOut(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := (&runfolder.Lock{Dir: filepath.Join(file, "run")}).Take(); err == nil || !strings.HasPrefix(err.Error(), "make the run folder: ") {
		t.Errorf("below a file: %v", err)
	}
	if err := os.Mkdir(filepath.Join(dir, runfolder.LockFile), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := (&runfolder.Lock{Dir: dir}).Take(); err == nil || !strings.HasPrefix(err.Error(), "lock the run folder: ") {
		t.Errorf("a folder in the lock's place: %v", err)
	}
}

// TestLedger: the ledger is the one that was named, which must be there, else that of the folder, which need not.
func TestLedger(t *testing.T) {
	dir := t.TempDir()
	named := filepath.Join(t.TempDir(), "decisions.jsonl")
	for _, tt := range []struct{ named, want string }{{"", filepath.Join(dir, runfolder.LedgerFile)}, {named, named}} {
		if got := runfolder.LedgerName(tt.named, dir); got != tt.want {
			t.Errorf("LedgerName(%q) = %s, want %s", tt.named, got, tt.want)
		}
	}
	if l, err := runfolder.Ledger("", dir); err != nil || len(l.Lines) != 0 {
		t.Errorf("nobody decided anything: %v, %v", l, err)
	}
	if _, err := runfolder.Ledger(named, dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a ledger that was named and is not there: %v", err)
	}
	if err := os.WriteFile(named, []byte("no ledger\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := runfolder.Ledger(named, dir); err == nil || !strings.Contains(err.Error(), named+":1") {
		t.Errorf("a ledger that is none: %v", err)
	}
}
