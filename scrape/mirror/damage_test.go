package mirror_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/mirror"
)

// TestNoMirror is refused, with what is missing.
func TestNoMirror(t *testing.T) {
	t.Parallel()
	saved := tree{"POCO F6.html": "<html>", "POCO F6_files/logo.png": "x", "www.po.co": "a file"}
	if _, err := mirror.Open(plant(t, "saved page", saved), mirror.Options{}); !errors.Is(err, mirror.ErrNoHost) {
		t.Errorf("a page that a browser saved: error %v, want ErrNoHost", err)
	}
	if _, err := mirror.Open(filepath.Join(t.TempDir(), "missing"), mirror.Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("nothing: error %v", err)
	}
	if _, err := mirror.Open(filepath.Join(plant(t, "a", tree{"file": "x"}), "file"), mirror.Options{}); err == nil {
		t.Error("a file: no error")
	}
	for _, base := range []string{"www.po.co", "ftp://www.po.co/", "https:///uk", "https://www.po.co/?a=b", ":"} {
		if _, err := mirror.Open(t.TempDir(), mirror.Options{Base: base}); err == nil || !strings.Contains(err.Error(), "it must be an address such as") {
			t.Errorf("base %q: error %v", base, err)
		}
	}
}

// TestNothingElseIsRead has in a mirror what is no plain file of it. Each is reported, the rest is read.
func TestNothingElseIsRead(t *testing.T) {
	t.Parallel()
	dir := plant(t, "copy", tree{
		"www.po.co/a": "A", "www.po.co/folder/b": "B", "www.po.co/large": "", "other/secret": "inside, of no host", "z.po.co/c": "C",
	})
	outside := plant(t, "outside", tree{"secret": "secret"})
	if err := os.Truncate(filepath.Join(dir, "www.po.co", "large"), 33<<20); err != nil {
		t.Fatal(err)
	}
	links := [][2]string{
		{filepath.Join(outside, "secret"), "www.po.co/absolute"},
		{"../../../outside/secret", "www.po.co/up"},
		{"../other/secret", "www.po.co/inside"},
		{"../../../outside/secret", "www.po.co/a.orig"},
		{"nothing", "www.po.co/missing"},
		{"loop", "www.po.co/loop"},
		{"folder", "www.po.co/to-folder"},
		{outside, "www.po.co/to-outside"},
		{outside, "x.po.co"},
		{"www.po.co", "y.po.co"},
	}
	for _, link := range links {
		if err := os.Symlink(link[0], filepath.Join(dir, filepath.FromSlash(link[1]))); err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
	}
	got := contents(t, open(t, dir, mirror.Options{}))
	const base = "https://www.po.co/"
	want := []string{
		"200 " + base + "a text/plain A",
		"! copy: record www.po.co/absolute: " + base + "absolute: link is not followed",
		"200 " + base + "folder/b text/plain B",
		"200 " + base + "inside text/plain inside, of no host",
		"! copy: record www.po.co/large: " + base + "large: file is larger than 32 MiB",
		"! www.po.co/loop",
		"! www.po.co/missing",
		"! " + base + "to-folder: link to a folder is not followed",
		"! " + base + "to-outside: link is not followed",
		"! " + base + "up: link is not followed",
		"! record x.po.co: https://x.po.co/: link is not followed",
		"! record y.po.co: https://y.po.co/: link to a folder is not followed",
		"200 https://z.po.co/c text/plain C",
	}
	if !same(got, want) {
		t.Errorf("mirror holds\n%s", cmp.Diff(want, got))
	}
}

// TestPipesAreNotOpened would wait for ever for somebody who writes.
func TestPipesAreNotOpened(t *testing.T) {
	t.Parallel()
	dir := plant(t, "copy", tree{"www.po.co/a": "A"})
	if err := exec.CommandContext(t.Context(), "mkfifo", filepath.Join(dir, "www.po.co", "pipe"), filepath.Join(dir, "www.po.co", "new")).Run(); err != nil {
		t.Skipf("no named pipes here: %v", err)
	}
	want := []string{"200 https://www.po.co/a text/plain A", "! new: is no file (p", "! pipe: is no file (p"}
	m := open(t, dir, mirror.Options{})
	if got := contents(t, m); !same(got, want) {
		t.Errorf("mirror holds\n%s", cmp.Diff(want, got))
	}
	a := filepath.Join(dir, "www.po.co", "a")
	if err := errors.Join(os.Remove(a), os.Rename(filepath.Join(dir, "www.po.co", "pipe"), a)); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Fetch(t.Context(), "https://www.po.co/a"); err == nil || !strings.Contains(err.Error(), "is no file") {
		t.Errorf("Fetch of a file that has become a pipe: error %v", err)
	}
}

// TestListThatIsNoFile is damage beside the files, which are read by their names.
func TestListThatIsNoFile(t *testing.T) {
	t.Parallel()
	outside := filepath.Join(plant(t, "outside", tree{"secret": "secret"}), "secret")
	const damage = "! poco: record hts-cache/new.txt: HTTrack's list cannot be read to its end: "
	for _, tt := range []struct {
		name string
		make func(list string) error
		want string
	}{
		{"a folder", func(list string) error { return os.Mkdir(list, 0o700) }, damage + filepath.Join("hts-cache", "new.txt") + " is no file"},
		{"a pipe", func(list string) error { return exec.CommandContext(t.Context(), "mkfifo", list).Run() }, damage + filepath.Join("hts-cache", "new.txt") + " is no file"},
		{"a link that leads elsewhere", func(list string) error { return os.Symlink(outside, list) }, damage + "statat"},
	} {
		dir := plant(t, "poco", tree{"www.po.co/a": "A", "hts-cache/": ""})
		if err := tt.make(filepath.Join(dir, "hts-cache", "new.txt")); err != nil {
			t.Logf("no test of %s here: %v", tt.name, err)
			continue
		}
		if got, want := contents(t, open(t, dir, mirror.Options{})), []string{tt.want, "200 https://www.po.co/a text/plain A"}; !same(got, want) {
			t.Errorf("with %s for a list, mirror holds\n%s", tt.name, cmp.Diff(want, got))
		}
	}
}

// unreadable is a mirror of which one folder cannot be read.
type unreadable struct {
	fstest.MapFS
	folder string
}

func (u unreadable) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == u.folder {
		return nil, fs.ErrPermission
	}
	return u.MapFS.ReadDir(name)
}

// TestFolderOfHostsThatCannotBeRead is refused: nobody can say whose pages are in it.
func TestFolderOfHostsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{".", "http", "https"} {
		top := unreadable{fstest.MapFS{"http/www.po.co/a": {}, "https/www.po.co/a": {}, "www.mi.com/a": {}}, folder}
		if err := mirror.Places(top); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("with %s not to be read: error %v", folder, err)
		}
	}
}

// TestFilesThatGo are damage, with what is known of them.
func TestFilesThatGo(t *testing.T) {
	t.Parallel()
	dir := plant(t, "copy", tree{"www.po.co/a": "A", "www.po.co/locked/b": "B"})
	if err := os.Chmod(filepath.Join(dir, "www.po.co", "locked"), 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.Chmod(filepath.Join(dir, "www.po.co", "locked"), 0o700); err != nil {
			t.Error(err)
		}
	})
	m := open(t, dir, mirror.Options{})
	if os.Geteuid() > 0 {
		want := []string{"200 https://www.po.co/a text/plain A", "! record www.po.co/locked: https://www.po.co/locked: folder cannot be read: open"}
		if got := contents(t, m); !same(got, want) {
			t.Errorf("mirror holds\n%s", cmp.Diff(want, got))
		}
	}
	if err := os.Remove(filepath.Join(dir, "www.po.co", "a")); err != nil {
		t.Fatal(err)
	}
	_, err := m.Fetch(t.Context(), "https://www.po.co/a")
	damage, ok := errors.AsType[*scrape.DamagedError](err)
	if !ok || damage.Archive != "copy" || damage.Record != "www.po.co/a" || damage.URL != "https://www.po.co/a" || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Fetch of a file that is gone: error %+v", err)
	}
}

// TestDepthIsBounded has one folder too many.
func TestDepthIsBounded(t *testing.T) {
	t.Parallel()
	deep := "www.po.co/" + strings.Repeat("d/", 64)
	got := contents(t, open(t, plant(t, "copy", tree{deep + "a": "A", deep + "d/b": "B"}), mirror.Options{}))
	if len(got) != 2 || !strings.Contains(got[0], "/d/a text/plain A") || !strings.Contains(got[1], "lies deeper than 64 folders") {
		t.Errorf("mirror holds %q", got)
	}
}

// TestNumberOfFilesIsBounded stops in the second folder. What is in a folder that is too large is not read at all.
func TestNumberOfFilesIsBounded(t *testing.T) {
	t.Parallel()
	root, err := os.OpenRoot(plant(t, "copy", tree{"a/1": "", "a/2": "", "b/1": "", "b/2": "", "c": ""}))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := root.Close(); err != nil {
			t.Error(err)
		}
	}()
	paths, faults, err := mirror.Walk(root, 6)
	if err == nil || len(paths) != 2 || len(faults) != 1 || !strings.HasPrefix(faults[0], "b more than ") {
		t.Errorf("Walk of 7 with a limit of 6 = %q, %q, %v", paths, faults, err)
	}
	if paths, faults, err := mirror.Walk(root, 7); err != nil || len(paths) != 5 || len(faults) != 0 {
		t.Errorf("Walk of 7 with a limit of 7 = %q, %q, %v", paths, faults, err)
	}
}

// TestHeads has files that begin as wget --save-headers writes them, and some that only look so.
func TestHeads(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, file, want string }{
		{"not found", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html>", "404 https://www.po.co/a text/html; charset=utf-8 <html>"},
		{"line feeds alone", "HTTP/1.0 200\nContent-Type: text/css\n\nA\r\n\r\nB", "200 https://www.po.co/a text/css A\r\n\r\nB"},
		{"no type", "HTTP/2 200 OK\r\nServer: x\r\n\r\n<html>", "200 https://www.po.co/a text/html <html>"},
		{"chunks that are undone", "HTTP/1.1 200 OK\r\nContent-Type: text/css\r\nTransfer-Encoding: chunked\r\n\r\nA", "200 https://www.po.co/a text/css A"},
		{"cut", "HTTP/1.1 200 OK\r\nContent-Type: text/css\r\nContent-Length: 9\r\n\r\nA", "! body ends after 1 of 9 bytes"},
		{"no end", "HTTP/1.1 200 OK\r\nContent-Type: text/css\r\nA", "200 https://www.po.co/a text/plain HTTP/1.1 200 OK\r\nContent-Type: text/css\r\nA"},
		{"no header", "HTTP/1.1 200 OK\r\nis what a server says\r\n\r\nA", "200 https://www.po.co/a text/plain HTTP/1.1 200 OK\r\nis what a server says\r\n\r\nA"},
		{"no status", "HTTP/1.1 999999\r\nA: b\r\n\r\nA", "200 https://www.po.co/a text/plain HTTP/1.1 999999\r\nA: b\r\n\r\nA"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := contents(t, open(t, plant(t, "copy", tree{"www.po.co/a": tt.file}), mirror.Options{}))
			if want := []string{tt.want}; !same(got, want) {
				t.Errorf("reads as %q, want %q", got, want)
			}
		})
	}
}

// TestPackedFiles were saved as they came over the wire, by a client that did not unpack them.
func TestPackedFiles(t *testing.T) {
	t.Parallel()
	const gz = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xb3\xc9\x28\xc9\xcd\xb1\x03\x00"
	file := plant(t, "copy", tree{"www.po.co/a.html": gz, "www.po.co/a.gz": gz})
	got := contents(t, open(t, file, mirror.Options{}))
	want := []string{"200 https://www.po.co/a.gz application/gzip " + gz, "! www.po.co/a.html: page cannot be read: content encoding gzip"}
	if !same(got, want) {
		t.Errorf("reads as %q, want %q", got, want)
	}
}

// TestTheNewestCounts has one address in two files.
func TestTheNewestCounts(t *testing.T) {
	t.Parallel()
	dir := plant(t, "copy", tree{"http/www.po.co/a": "old", "https/www.po.co/a": "new"})
	for _, newer := range []string{"http", "https"} {
		later := noon.Add(time.Hour)
		for _, scheme := range []string{"http", "https"} {
			at := noon
			if scheme == newer {
				at = later
			}
			if err := os.Chtimes(filepath.Join(dir, scheme, "www.po.co", "a"), at, at); err != nil {
				t.Fatal(err)
			}
		}
		p, err := open(t, dir, mirror.Options{}).Fetch(t.Context(), "https://www.po.co/a")
		if err != nil || p.Record != newer+"/www.po.co/a" || !p.Time.Equal(later) {
			t.Errorf("with the newer file in %s: %+v, %v", newer, p, err)
		}
	}
}

// TestHostFoldersCountBeforeTheName has a mirror that is named for a host and holds others.
func TestHostFoldersCountBeforeTheName(t *testing.T) {
	t.Parallel()
	dir := plant(t, "www.po.co", tree{"www.mi.com/a": "A", "b": "no page"})
	if got, want := contents(t, open(t, dir, mirror.Options{})), []string{"200 https://www.mi.com/a text/plain A"}; !same(got, want) {
		t.Errorf("mirror holds %q, want %q", got, want)
	}
}
