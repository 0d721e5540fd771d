package workbook_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/workbook"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// TestRead: a file that came back is read by what it holds, whatever its name, and is known by its name and its bytes.
func TestRead(t *testing.T) {
	dir := t.TempDir()
	book, csv := packed(t, entered(t, "not_sold")), "Row id,Decision\npo.co/uk#item:1,not_sold\n"
	for name, text := range map[string]string{"review.xlsx": book, "review.csv": book, "answers.csv": csv, "answers.xlsx": csv} {
		f, err := workbook.Read(write(t, dir, name, text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if want := fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(text))); f.Name != name || f.Digest != want {
			t.Errorf("%s, %s, want %s, %s", f.Name, f.Digest, name, want)
		}
		rows, err := review.Inputs(f.Book)
		if err != nil || len(rows) != 1 || rows[0].Ruling != "not_sold" || rows[0].Key() != "po.co/uk#item:1" {
			t.Errorf("%s is read as %+v, %v", name, rows, err)
		}
	}
}

// zipped returns a ZIP file with one entry.
func zipped(t *testing.T, entry string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	if _, err := w.Create(entry); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestNotRead: what is no such file is said by its name, with what to do where the program that wrote it is known.
func TestNotRead(t *testing.T) {
	dir := t.TempDir()
	large := write(t, dir, "large.csv", "Row id,Decision\n")
	if err := os.Truncate(large, 1<<40); err != nil {
		t.Skipf("no file with holes here: %v", err)
	}
	for _, tt := range []struct{ name, want string }{
		{write(t, dir, "a.ods", zipped(t, "mimetype")), "a.ods: an OpenDocument spreadsheet: save it as .xlsx (Excel 2007-365) in LibreOffice and hand that back"},
		{write(t, dir, "a.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "a.xls: an .xls file, or one with a password: save it as .xlsx without a password"},
		{write(t, dir, "a.zip", zipped(t, "a.txt")), "a.zip"},
		{write(t, dir, "cut.xlsx", packed(t, entered(t, ""))[:1000]), "cut.xlsx"},
		{write(t, dir, "a.csv", "a,b\n\"1"), "a.csv"},
		{large, "read " + large + ": larger than 64 MiB"},
		{dir, "read " + dir},
		{filepath.Join(dir, "none.xlsx"), "none.xlsx: no such file or directory"},
	} {
		if f, err := workbook.Read(tt.name); err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "OpenDocument") != strings.Contains(tt.want, "OpenDocument") {
			t.Errorf("%s is read with %d sheets, %v, want the error %s", tt.name, len(f.Book.Sheets), err, tt.want)
		}
	}
}

// TestReadAll: files keep their order, and every one that cannot be read is told at once.
func TestReadAll(t *testing.T) {
	dir := t.TempDir()
	book := packed(t, entered(t, ""))
	b, a := write(t, dir, "b.xlsx", book), write(t, dir, "a.xlsx", book)
	files, err := workbook.ReadAll([]string{b, a})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Name)
	}
	if d := cmp.Diff([]string{"b.xlsx", "a.xlsx"}, names); d != "" {
		t.Errorf("files (-want +got):\n%s", d)
	}
	_, err = workbook.ReadAll([]string{filepath.Join(dir, "1.xlsx"), a, filepath.Join(dir, "2.xlsx")})
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "1.xlsx") || !strings.Contains(err.Error(), "2.xlsx") {
		t.Errorf("error %v", err)
	}
}
