package sources_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/sources"
	"github.com/pocomigrate/pocomigrate/scrape/har"
	"github.com/pocomigrate/pocomigrate/scrape/mirror"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

const harText = `{"log": {"version": "1.2", "entries": []}}`

// write writes a file, and the folders that it lies in, below a new folder, and returns its name.
func write(t *testing.T, name, text string) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// archive returns a WARC with nothing but its own description in it.
func archive(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := warc.NewWriter(&b).Info(noon); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestOpenHeld: what lies on disk is opened by what it is, whatever its name.
func TestOpenHeld(t *testing.T) {
	shops, err := site.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, of, base string
		want           any // of the type that is opened
	}{
		{"a HAR", write(t, "a.har", harText), "", &har.Archive{}},
		{"a HAR in capitals", write(t, "a.HAR", harText), "", &har.Archive{}},
		{"a HAR that is called otherwise", write(t, "a.json", harText), "", &har.Archive{}},
		{"one with a mark and lines before it", write(t, "a.txt", "\ufeff\r\n\t "+harText), "", &har.Archive{}},
		{"a WARC", write(t, "a.warc.gz", archive(t)), "", &warc.Archive{}},
		{"a WARC that is called otherwise", write(t, "a.json", archive(t)), "", &warc.Archive{}},
		{"a WACZ", filepath.Join("..", "..", "..", "testdata", "trouble.wacz"), "", &warc.Archive{}},
		{"a mirror that tells its host", filepath.Dir(filepath.Dir(write(t, "www.po.co/index.html", "<html>"))), "", &mirror.Mirror{}},
		{"one that does not", filepath.Dir(write(t, "index.html", "<html>")), "https://www.po.co/uk/", &mirror.Mirror{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, err := sources.OpenHeld(tt.of, tt.base, shops)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := typeOf(h), typeOf(tt.want); got != want {
				t.Errorf("is opened as a %s, want %s", got, want)
			}
			if err := h.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func typeOf(v any) string {
	switch v.(type) {
	case *har.Archive:
		return "HAR"
	case *warc.Archive:
		return "WARC"
	case *mirror.Mirror:
		return "mirror"
	}
	return "?"
}

// TestMirrorKnowsShops: what the name of a saved file stands for is decided by the profiles, where it may stand for several
// addresses.
func TestMirrorKnowsShops(t *testing.T) {
	shops, err := site.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	file := write(t, "www.po.co/uk/product/poco-f6/specs.html", "<html>")
	h, err := sources.OpenHeld(strings.TrimSuffix(file, filepath.FromSlash("/www.po.co/uk/product/poco-f6/specs.html")), "", shops)
	if err != nil {
		t.Fatal(err)
	}
	for c, err := range h.List(t.Context()) {
		if c.URL != "https://www.po.co/uk/product/poco-f6/specs" || err != nil {
			t.Errorf("the file is taken for %s, %v", c.URL, err)
		}
	}
	if err := h.Close(); err != nil {
		t.Error(err)
	}
}

// TestNotHeld: what cannot be opened is named, with what could have been meant, or what is missing.
func TestNotHeld(t *testing.T) {
	const all = "--from takes live, browser, wayback, a .wacz, .warc, .warc.gz or .har file, or a mirror folder"
	empty := t.TempDir()
	for _, tt := range []struct {
		name, of   string
		want, hint string
	}{
		{"nothing", filepath.Join(empty, "crawl.wacz"), "no such file or directory", all},
		{"a word that is nearly one", "browsr", "browsr: no such file or directory", "did you mean browser? " + all},
		{"below a file", filepath.Join(write(t, "a.har", harText), "b.har"), "not a directory", ""},
		{"a folder of no host", empty, "no folder in it is named for a host, as www.po.co is", "say whose pages they are with --base https://www.po.co/"},
		{"no bytes", write(t, "a.warc", ""), "a.warc", ""},
		{"other words", write(t, "a.txt", "other words"), "a.txt", ""},
		{"a HAR in name alone", write(t, "b.har", "other words"), "b.har", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, err := sources.OpenHeld(tt.of, "", nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("%v, %v, want the error %s", h, err, tt.want)
			}
			if hint.Of(err) != tt.hint {
				t.Errorf("hint %q, want %q", hint.Of(err), tt.hint)
			}
			if missing := errors.Is(err, fs.ErrNotExist); missing != strings.Contains(tt.want, "no such file") {
				t.Errorf("that it is missing: %v", missing)
			}
		})
	}
}
