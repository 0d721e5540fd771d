package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

// TestInterrupted: a run that is stopped ends with 130, says so, and leaves nothing behind.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := filepath.Join(t.TempDir(), "run")
	var out, err bytes.Buffer
	s := streams{in: strings.NewReader(""), out: &out, err: &err, env: func(string) (string, bool) { return "", false }, now: time.Now}
	if code := run(ctx, []string{"scrape", "--sample", "-o", dir}, s); code != statusInterrupted {
		t.Errorf("status %d, want %d:\n%s", code, statusInterrupted, err.String())
	}
	if !strings.Contains(err.String(), "interrupted") || out.Len() > 0 {
		t.Errorf("stdout %q, stderr %q", out.String(), err.String())
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the run folder was made")
	}
}

func TestWriteFileIsWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "report.json")
	for _, text := range []string{"one", "two"} {
		if err := writeFile(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got := string(must(os.ReadFile(name))); got != text {
			t.Errorf("the file holds %q, want %q", got, text)
		}
	}
	if err := writeFile(filepath.Join(dir, "none", "report.json"), nil); err == nil {
		t.Error("a file in a folder that does not exist was written")
	}
	// A name that is taken by a folder: the rename fails, and no temporary file stays.
	if err := os.Mkdir(filepath.Join(dir, "taken"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := writeFile(filepath.Join(dir, "taken"), []byte("x")); err == nil {
		t.Error("a folder was replaced by a file")
	}
	if left := must(os.ReadDir(dir)); len(left) != 2 {
		t.Errorf("the folder holds %v, want report.json and taken", left)
	}
}

func TestSwapFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "snapshot")
	for _, files := range []map[string][]byte{{"a": []byte("1"), "b": []byte("2")}, {"a": []byte("3")}} {
		if err := swapFolder(dir, fill(files)); err != nil {
			t.Fatal(err)
		}
		entries := must(os.ReadDir(dir))
		if len(entries) != len(files) {
			t.Errorf("the folder holds %v, want %d files", entries, len(files))
		}
		for name, want := range files {
			if got := must(os.ReadFile(filepath.Join(dir, name))); !bytes.Equal(got, want) {
				t.Errorf("%s holds %q, want %q", name, got, want)
			}
		}
	}
	broken := errors.New("broken")
	err := swapFolder(dir, func(fresh string) error {
		return errors.Join(os.WriteFile(filepath.Join(fresh, "a"), []byte("4"), 0o600), broken)
	})
	if !errors.Is(err, broken) {
		t.Errorf("error = %v, want that of who writes the files", err)
	}
	if got := string(must(os.ReadFile(filepath.Join(dir, "a")))); got != "3" {
		t.Errorf("after an error the folder holds %q", got)
	}
	if around := must(os.ReadDir(filepath.Dir(dir))); len(around) != 1 {
		t.Errorf("beside the snapshot stand %v", around)
	}
}

// fill returns a function that writes files into a folder.
func fill(files map[string][]byte) func(string) error {
	return func(dir string) error {
		for name, data := range files {
			if err := writeFile(filepath.Join(dir, name), data); err != nil {
				return err
			}
		}
		return nil
	}
}

// TestRestoreFolder: a crash between the two renames of swapFolder loses nothing.
func TestRestoreFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "snapshot")
	if err := restoreFolder(dir); err != nil {
		t.Errorf("nothing to restore: %v", err)
	}
	if err := swapFolder(dir, fill(map[string][]byte{"a": []byte("1")})); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(dir, dir+".old"); err != nil {
		t.Fatal(err)
	}
	if err := restoreFolder(dir); err != nil {
		t.Fatal(err)
	}
	if got := must(os.ReadFile(filepath.Join(dir, "a"))); string(got) != "1" {
		t.Errorf("restored %q", got)
	}
	if err := restoreFolder(dir); err != nil {
		t.Errorf("a folder that is there: %v", err)
	}
}

func TestPeopleReadMoney(t *testing.T) {
	words, err := normalize.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ field, raw, want string }{
		{"price", "19900 GBP", "199.00 GBP"},
		{"sale_price", "5 EUR", "0.05 EUR"},
		{"offer2.price", "69990 CLP", "69990 CLP"},
		{"price", "19900 XXX", "19900 XXX"},
		{"price", "", ""},
		{"title", "19900 GBP", "19900 GBP"},
	} {
		if got := people(words)(tt.field, tt.raw); got != tt.want {
			t.Errorf("%s %q reads %q, want %q", tt.field, tt.raw, got, tt.want)
		}
	}
}

func TestSummaryNamesWhatCannotBeRead(t *testing.T) {
	r := &runResult{report: &runReport{Damaged: []string{"a.wacz: record 7: no header"}}, foreign: []string{"https://example.com/"}}
	quiet, loud := r.summary(false), r.summary(true)
	for _, want := range []string{"0 unknown; 1 capture damaged\n", "damaged   a.wacz: record 7: no header\n", "workbook  none written"} {
		if !strings.Contains(quiet, want) {
			t.Errorf("the summary does not say %q:\n%s", want, quiet)
		}
	}
	if strings.Contains(quiet, "example.com") || !strings.Contains(loud, "foreign   https://example.com/\n") {
		t.Errorf("addresses of nobody are for --verbose:\n%s", loud)
	}
}

func TestHanging(t *testing.T) {
	for _, tt := range []struct {
		line    string
		columns int
		want    string
	}{
		{"pocomigrate: all of it fits", 40, "pocomigrate: all of it fits"},
		{"pocomigrate: no terminal breaks what is longer than it", 0, "pocomigrate: no terminal breaks what is longer than it"},
		{"pocomigrate: a line that goes on", 26, "pocomigrate: a line that\n               goes on"},
		{"pocomigrate: found     500 variants of 107 products", 38, "pocomigrate: found     500 variants of\n                       107 products"},
		{"pocomigrate: https://www.po.co/uk/product/poco-f6/: gone", 30, "pocomigrate: https://www.po.co/uk/product/poco-f6/:\n               gone"},
		{"pocomigrate: https://www.po.co/uk/product/poco-f6/", 30, "pocomigrate: https://www.po.co/uk/product/poco-f6/"},
		{"pocomigrate: größer größer", 19, "pocomigrate: größer\n               größer"},
	} {
		if got := hanging(tt.line, tt.columns); got != tt.want {
			t.Errorf("hanging(%q, %d) = %q, want %q", tt.line, tt.columns, got, tt.want)
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
