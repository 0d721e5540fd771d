package har_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/har"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

// TestArchiveKeepsTheLawOfSources has the same captures from every exporter.
func TestArchiveKeepsTheLawOfSources(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, data string }{
		{"chrome", spoken(chrome)},
		{"firefox", spoken(firefox)},
		{"safari", spoken(safari)},
		{"plain", spoken(plain)},
		{"with a byte order mark", "\xef\xbb\xbf" + spoken(chrome) + "\r\n"},
	}
	for _, tt := range tests {
		t.Run("bytes/"+tt.name, func(t *testing.T) {
			t.Parallel()
			scrapetest.Source(t, open(t, tt.data), pages())
		})
		t.Run("file/"+tt.name, func(t *testing.T) {
			t.Parallel()
			a := openFile(t, t.TempDir(), tt.data)
			if a.Name() != "x.har" {
				t.Errorf("Name() = %q", a.Name())
			}
			scrapetest.Source(t, a, pages())
		})
	}
}

// TestBodiesBesideTheFile has them in files of their own, as Playwright writes them.
func TestBodiesBesideTheFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	attached := func(p *scrape.Page) object {
		e := plain(p)
		c := object{"size": len(p.Body), "mimeType": p.ContentType()}
		if len(p.Body) > 0 {
			name := filepath.Base(p.URL) + p.Time.Format("150405") + ".dat"
			c["_file"] = name
			write(t, filepath.Join(dir, name), string(p.Body))
		}
		response(e)["content"] = c
		return e
	}
	scrapetest.Source(t, openFile(t, dir, spoken(attached)), pages())
}

// TestBodyBesideTheFileIsTooLarge has one byte more than a body may have.
func TestBodyBesideTheFileIsTooLarge(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "large"), "")
	if err := os.Truncate(filepath.Join(dir, "large"), 32<<20+1); err != nil {
		t.Fatal(err)
	}
	got := contents(t, openFile(t, dir, file(entry("a", "200", `{"size":33554433,"_file":"large"}`))))
	if want := []string{"! body is larger than 32 MiB"}; !same(got, want) {
		t.Errorf("reads as %q, want %q", got, want)
	}
}

// TestBodiesBesideTheFileCannotLeadElsewhere names files outside of the folder, which are there.
func TestBodiesBesideTheFileCannotLeadElsewhere(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	dir := filepath.Join(top, "export")
	write(t, filepath.Join(top, "secret"), "secret")
	if err := os.MkdirAll(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../secret", filepath.Join(dir, "link")); err != nil {
		t.Logf("no symbolic links here: %v", err)
	}
	names := []struct{ name, want string }{
		{"../secret", "! statat ../secret: path escapes from parent"},
		{filepath.Join(top, "secret"), "! path escapes from parent"},
		{"link", "! statat link: "},
		{"folder", `! page cannot be read: body "folder" is no file`},
		{"missing", "! statat missing: "},
	}
	entries := make([]string, len(names))
	for i, tt := range names {
		entries[i] = entry("a", "200", `{"size":6,"_file":"`+filepath.ToSlash(tt.name)+`"}`)
	}
	got := contents(t, openFile(t, dir, file(entries...)))
	for i, tt := range names {
		if want := []string{tt.want}; !same(got[i:i+1], want) {
			t.Errorf("body in %q: %q, want %q", tt.name, got[i], tt.want)
		}
	}
	a := open(t, file(entry("a", "200", `{"size":6,"_file":"secret"}`)))
	if got, want := contents(t, a), []string{`! body is in a file of its own, "secret"`}; !same(got, want) {
		t.Errorf("in memory: %q, want %q", got, want)
	}
	if err := a.Close(); err != nil {
		t.Errorf("Close of what is in memory: %v", err)
	}
}

// TestFileThatShrinks: what is no longer there when it is asked for is damage, and no empty page.
func TestFileThatShrinks(t *testing.T) {
	t.Parallel()
	dir, whole := t.TempDir(), file(entry("a", "200", `{"text":"A"}`), entry("b", "200", `{"text":"B"}`))
	a := openFile(t, dir, whole)
	if err := os.Truncate(filepath.Join(dir, "x.har"), int64(strings.LastIndex(whole, `"response"`))); err != nil {
		t.Fatal(err)
	}
	if got, want := contents(t, a), []string{"200 a A", "! /log/entries/1: https://www.po.co/uk/b: page cannot be read: unexpected EOF"}; !same(got, want) {
		t.Errorf("reads as %q, want %q", got, want)
	}
}

// TestFolderThatGoes takes the bodies beside the file with it, and not those within.
func TestFolderThatGoes(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "export")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	a := openFile(t, dir, file(entry("a", "200", `{"size":1,"_file":"a"}`), entry("b", "200", `{"size":1,"text":"B"}`)))
	if err := os.RemoveAll(dir); err != nil {
		t.Skipf("an open file is not removed here: %v", err)
	}
	if got, want := contents(t, a), []string{"! page cannot be read: open " + dir, "200 b B"}; !same(got, want) {
		t.Errorf("reads as %q, want %q", got, want)
	}
}

func write(tb testing.TB, path, data string) {
	tb.Helper()
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		tb.Fatal(err)
	}
}

func openFile(tb testing.TB, dir, data string) *har.Archive {
	tb.Helper()
	path := filepath.Join(dir, "x.har")
	write(tb, path, data)
	a, err := har.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := a.Close(); err != nil {
			tb.Errorf("Close() error: %v", err)
		}
	})
	return a
}
