package given_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/diff"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/given"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder/runfoldertest"
)

// TestWhereItLies: a snapshot is found by its run folder and by its own, in an archive of either, with or without the folder that
// holds all, and in a commit; and errors call its files as the person who named it would.
func TestWhereItLies(t *testing.T) {
	dir := run(t, sound())
	inside := filepath.Join(dir, runfolder.SnapshotFolder)
	repository(t, map[string]*runfolder.Contents{runfolder.Default: sound(), "runs/may": sound()})
	for _, tt := range []struct{ name, of, label string }{
		{"a run folder", dir, dir + "/snapshot/variants.jsonl"},
		{"a run folder with a slash behind it", dir + "/", dir + "/snapshot/variants.jsonl"},
		{"the snapshot itself", inside, inside + "/variants.jsonl"},
		{"an archive of what is in a run folder", packed(t, "run.zip", map[string]string{"": dir}), "run.zip/snapshot/variants.jsonl"},
		{"an archive of a run folder", packed(t, "run.zip", map[string]string{"may": dir}), "run.zip/may/snapshot/variants.jsonl"},
		{"an archive of what is in a snapshot", packed(t, "run.ZIP", map[string]string{"": inside}), "run.ZIP/variants.jsonl"},
		{"an archive of a snapshot", packed(t, "run.zip", map[string]string{"may": inside}), "run.zip/may/variants.jsonl"},
		{"a commit", "git:HEAD", "git:HEAD:snapshot/variants.jsonl"},
		{"a folder of a commit", "git:HEAD:runs/may", "git:HEAD:runs/may/snapshot/variants.jsonl"},
		{"the snapshot's folder of a commit", "git:HEAD:./runs//may/snapshot/", "git:HEAD:./runs//may/snapshot/variants.jsonl"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := open(t, tt.of)
			if label := g.Label(snapshot.VariantsFile); !strings.HasSuffix(label, tt.label) {
				t.Errorf("its variants are called %s, want %s", label, tt.label)
			}
			for range 2 { // what is read once can be read again
				if got := pages(t, g); len(got) != 3 || got[0] != "https://mi.com/uk/product/poco-c75" {
					t.Errorf("its pages are %q", got)
				}
			}
			got, err := g.Contents()
			if err != nil {
				t.Fatal(err)
			}
			want := sound()
			want.Manifest = g.Manifest
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("contents (-written +read):\n%s", d)
			}
			if faults := given.Check(g); faults != nil {
				t.Errorf("faults: %q", faults)
			}
		})
	}
}

// TestWhereNoneLies: each error names what was named, and where the name can be mended says how.
func TestWhereNoneLies(t *testing.T) {
	dir := run(t, sound())
	repository(t, map[string]*runfolder.Contents{runfolder.Default: sound()})
	write := func(name, text string) string {
		name = filepath.Join(t.TempDir(), name)
		if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	newer := write(snapshot.ManifestFile, `{"schema":99}`)
	for _, tt := range []struct {
		name, of, want string
		none, hinted   bool
	}{
		{"no folder", filepath.Join(dir, "other"), "other: no snapshot here: it has no snapshot/manifest.json", true, true},
		{"a folder without one", t.TempDir(), ": no snapshot here: it has no snapshot/manifest.json", true, true},
		{"the folder above a run folder", filepath.Dir(dir), ": no snapshot here: it has no snapshot/manifest.json", true, true},
		{"a file", write("run.json", "{}"), "run.json: open manifest.json: not a directory", false, false},
		{"no archive", filepath.Join(dir, "other.zip"), "open " + filepath.Join(dir, "other.zip") + ": no such file or directory", false, false},
		{"an archive that is none", write("run.zip", "PK"), "run.zip: zip: not a valid zip file", false, false},
		{"an archive of two folders", packed(t, "two.zip", map[string]string{"a": dir, "b": dir}), "two.zip: no snapshot here: it has no snapshot/manifest.json", true, true},
		{"a commit without one", "git:HEAD:runs", "git:HEAD:runs: no snapshot here: it has no snapshot/manifest.json", true, true},
		{"no commit", "git:none", "git:none: Needed a single revision", false, false},
		{"no commit but an option", "git:--all", "git:--all: Needed a single revision", false, false},
		{"a path from the root", "git:HEAD:/runs", "git:HEAD:/runs: the path must be relative to the working folder", false, false},
		{"a manifest of a newer schema", filepath.Dir(newer), newer + ": was written by a newer pocomigrate (schema 99; this one reads 3): upgrade", false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g, err := given.Open(t.Context(), tt.of)
			if g != nil || err == nil || !strings.HasSuffix(err.Error(), tt.want) {
				t.Fatalf("Open gives %v, %v, want the error %s", g, err, tt.want)
			}
			if none := errors.Is(err, runfolder.ErrNoSnapshot); none != tt.none {
				t.Errorf("that there is none: %v", none)
			}
			if want := "'pocomigrate scrape' writes one; name the folder that it wrote, a .zip of it, or git:REF[:PATH]"; (hint.Of(err) == want) != tt.hinted {
				t.Errorf("hint %q", hint.Of(err))
			}
		})
	}
	t.Run("no git", func(t *testing.T) {
		t.Setenv("PATH", "")
		if _, err := given.Open(t.Context(), "git:HEAD"); err == nil || !strings.Contains(err.Error(), "git:HEAD: exec: \"git\"") {
			t.Errorf("error %v", err)
		}
	})
}

// TestOtherFile: a file that was cut off or edited is read, and its end is an error which says what to do.
func TestOtherFile(t *testing.T) {
	dir := run(t, sound())
	edit(t, dir, snapshot.VariantsFile, "POCO poco-c65", "POCO C65")
	edit(t, dir, snapshot.SourcesFile, "POCO poco-c65", "POCO C65") // whose sum stands apart from the others
	edit(t, dir, snapshot.CoverageFile, "https://po.co/uk/product/poco-f6", "https://po.co/uk/product/poco-x6")
	g := open(t, dir)
	for _, file := range []string{snapshot.VariantsFile, snapshot.SourcesFile} {
		for range 2 { // a file that was other is not taken for sound the next time
			f, err := g.Open(file)
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(f)
			if err == nil || !strings.Contains(err.Error(), "is not the one that the manifest tells of") || !bytes.HasSuffix(text, []byte("\n")) {
				t.Errorf("%s: all of it is read, %d bytes, and then %v", file, len(text), err)
			}
			if err := given.Explain(err); hint.Of(err) == "" || !strings.Contains(err.Error(), "cut off or edited") {
				t.Errorf("%s is explained by %v, hint %q", file, err, hint.Of(err))
			}
			if err := f.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	var got []catalog.Coverage
	err := g.Coverage(func(c catalog.Coverage) { got = append(got, c) })
	if err == nil || len(got) != 3 || got[2].URL != "https://po.co/uk/product/poco-x6" {
		t.Errorf("of pages that were edited %d are told, and then %v", len(got), err)
	}
	if f, err := g.Open(snapshot.MappingsFile); err != nil {
		t.Error(err)
	} else if _, err := io.ReadAll(f); err != nil {
		t.Errorf("the file that nobody touched: %v", err)
	}
	if _, err := g.Contents(); err != nil {
		t.Errorf("what makes the snapshot again takes what stands there: %v", err)
	}
}

// TestExplain: what is wrong with the order of a file is explained, too, and nothing else is.
func TestExplain(t *testing.T) {
	if err := given.Explain(diff.ErrOrder); hint.Of(err) != "'pocomigrate snapshot fmt FOLDER' puts the lines of a snapshot in order" {
		t.Errorf("hint %q", hint.Of(err))
	}
	if err := given.Explain(io.ErrUnexpectedEOF); err != io.ErrUnexpectedEOF { //nolint:errorlint // it is to be the same, not to wrap it
		t.Errorf("%v", err)
	}
}

// TestUntoldFile: a file that the manifest does not tell of is none of the snapshot's, and nor is one that is missing.
func TestUntoldFile(t *testing.T) {
	c := sound()
	dir := run(t, c)
	c.Manifest.Files = sums(c.Manifest.Files, snapshot.CoverageFile)
	c.Manifest.Uncompared = nil
	runfoldertest.Manifest(t, filepath.Join(dir, runfolder.SnapshotFolder), c.Manifest)
	g := open(t, dir)
	err := g.Coverage(func(catalog.Coverage) { t.Error("a page is told of") })
	if want := dir + ": " + dir + "/snapshot/manifest.json does not tell of coverage.jsonl"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	if c, err := g.Contents(); err != nil || len(c.Coverage) != 3 || len(c.Sources) != 3 {
		t.Errorf("what makes the snapshot again does not need to be told: %v", err)
	}
	if err := os.Remove(filepath.Join(dir, runfolder.SnapshotFolder, snapshot.MappingsFile)); err != nil {
		t.Fatal(err)
	}
	if _, err := g.Open(snapshot.MappingsFile); !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(err.Error(), dir+": open snapshot/mappings.jsonl: ") {
		t.Errorf("a file that is missing: %v", err)
	}
	if _, err := g.Contents(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a snapshot of which a file is missing: %v", err)
	}
}

// TestTornCoverage: pages are told up to the line that cannot be read, which is named.
func TestTornCoverage(t *testing.T) {
	dir := run(t, sound())
	edit(t, dir, snapshot.CoverageFile, `"state":"gone"`, `"state":7`)
	got := 0
	err := open(t, dir).Coverage(func(catalog.Coverage) { got++ })
	if err == nil || !strings.HasPrefix(err.Error(), dir+"/snapshot/coverage.jsonl:3: field") || got != 2 {
		t.Errorf("%d pages are told of, and then %v", got, err)
	}
}

// TestOldSchemas: of schema 1 the sources are folded to a line a variant, whatever their order; schema 2 is read as it is.
func TestOldSchemas(t *testing.T) {
	want := sound()
	dir := run(t, want)
	folder := filepath.Join(dir, runfolder.SnapshotFolder)
	edit(t, dir, snapshot.ManifestFile, `"schema": 3`, `"schema": 2`)
	if got, err := open(t, dir).Contents(); err != nil || !cmp.Equal(want.Sources, got.Sources) {
		t.Errorf("schema 2 (-want +got), %v:\n%s", err, cmp.Diff(want.Sources, got.Sources))
	}
	edit(t, dir, snapshot.ManifestFile, `"schema": 2`, `"schema": 1`)
	var fields []catalog.Provenance
	for _, s := range slices.Backward(want.Sources) {
		fields = append(fields, s.Provenance()...)
	}
	// Two fields of one variant stood apart.
	more := fields[0]
	more.Field = "model"
	fields = append(fields, more)
	last := len(want.Sources) - 1
	want.Sources[last] = catalog.NewSources(more.Key, []catalog.Provenance{fields[0], more})
	var text bytes.Buffer
	for _, p := range fields {
		line, err := snapshot.Encode([]catalog.Provenance{p})
		if err != nil {
			t.Fatal(err)
		}
		text.Write(line)
	}
	if err := os.WriteFile(filepath.Join(folder, snapshot.SourcesFile), text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	g := open(t, dir)
	got, err := g.Contents()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want.Sources, got.Sources); d != "" {
		t.Errorf("schema 1 (-want +got):\n%s", d)
	}
	if err := os.Remove(filepath.Join(folder, snapshot.SourcesFile)); err != nil {
		t.Fatal(err)
	}
	if _, err := g.Contents(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without sources: %v", err)
	}
}

// TestGitStops: a file of a commit that is stopped in its middle, or that git cannot read to its end, is an error and no short
// file; one that is closed before its end keeps no git waiting.
func TestGitStops(t *testing.T) {
	c := sound()
	long := variant("po.co/uk", "", "item:2", "poco-f6")
	long.Title = strings.Repeat("POCO F6 ", 1<<17) // more than a pipe takes
	c.Variants = append(c.Variants, long)
	repository(t, map[string]*runfolder.Contents{runfolder.Default: c})
	ctx, cancel := context.WithCancel(t.Context())
	g, err := given.Open(ctx, "git:HEAD")
	if err != nil {
		t.Fatal(err)
	}
	begun := func() io.ReadCloser {
		f, err := g.Open(snapshot.VariantsFile)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := f.Read(make([]byte, 16)); n != 16 || err != nil {
			t.Fatalf("the beginning: %d bytes, %v", n, err)
		}
		return f
	}
	t.Run("closed", func(t *testing.T) {
		f := begun()
		for range 2 {
			if err := f.Close(); err != nil {
				t.Error(err)
			}
		}
		if n, err := f.Read(make([]byte, 16)); n != 0 || !errors.Is(err, fs.ErrClosed) {
			t.Errorf("what was closed gives %d bytes, %v", n, err)
		}
	})
	t.Run("at its end", func(t *testing.T) {
		f, err := g.Open(snapshot.CoverageFile)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(f); err != nil {
			t.Fatal(err)
		}
		if n, err := f.Read(make([]byte, 16)); n != 0 || !errors.Is(err, io.EOF) {
			t.Errorf("behind the end stand %d bytes, %v", n, err)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Run("stopped", func(t *testing.T) {
		f := begun()
		cancel()
		if _, err := io.ReadAll(f); err == nil || strings.Contains(err.Error(), "manifest") {
			t.Errorf("what was stopped ends with %v", err)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
		if _, err := g.Open(snapshot.VariantsFile); err == nil {
			t.Error("after the stop a file can be opened")
		}
	})
	t.Run("damaged", func(t *testing.T) {
		object := git(t, "rev-parse", "HEAD:"+runfolder.Default+"/snapshot/coverage.jsonl")
		g := open(t, "git:HEAD")
		name := filepath.Join(".git", "objects", object[:2], object[2:])
		if err := os.Chmod(name, 0o600); err != nil {
			t.Skipf("git keeps its objects elsewhere: %v", err)
		}
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(name, info.Size()-20); err != nil {
			t.Fatal(err)
		}
		err = g.Coverage(func(catalog.Coverage) {})
		if err == nil || !strings.Contains(err.Error(), object) {
			t.Errorf("what git cannot read ends with %v", err)
		}
	})
}
