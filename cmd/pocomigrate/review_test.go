package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/catalog/xlsx"
)

// TestReviewNamesSheetsThatItDoesNotRead: decisions on a sheet that says of no variant that they are about it are not passed over
// in silence.
func TestReviewNamesSheetsThatItDoesNotRead(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, sampleRun(t, "po.co/uk", "mi.com/uk")); err != nil {
		t.Fatal(err)
	}
	ours := table.Sheet{Name: "Review", Columns: []table.Column{{Header: "Row id"}, {Header: "Decision"}}}
	ours.Rows = [][]table.Cell{{table.TextCell("po.co/uk#item:4101500024"), table.TextCell("not_sold")}}
	theirs := table.Sheet{Name: "Notes", Columns: []table.Column{{Header: "POCO X3 NFC"}, {Header: "not_sold"}}}
	var book bytes.Buffer
	if err := xlsx.Write(&book, table.Book{Sheets: []table.Sheet{ours, theirs}}); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "back.xlsx")
	write(t, name, book.String())
	status, said := pocomigrate(t, "review", "--run", dir, "--reviewer", "Anna", name)
	const want = "pocomigrate: not read: back.xlsx, Notes: words for Decision stand there, but no headings and no Row ids\n"
	if status != statusFine || !strings.Contains(said, want) {
		t.Errorf("status %d, said %q, want %q", status, said, want)
	}
}
