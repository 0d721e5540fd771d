package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/catalog/xlsx"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/whole"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/workbook"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// sampleBook returns the workbook of the sample.
func sampleBook(t *testing.T) table.Book {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "run")
	command(t, "scrape", "--sample", "-q", "-o", dir)
	return bookOf(t, dir)
}

// bookOf returns the workbook of a run folder.
func bookOf(t *testing.T, dir string) table.Book {
	t.Helper()
	o := &exportOptions{app: &app{}, dir: dir}
	shops, words, err := o.knowledge()
	if err != nil {
		t.Fatal(err)
	}
	book, err := o.book(t.Context(), workbook.Terms{Shops: shops, Words: words})
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// enter writes a word into a cell of a sheet.
func enter(t *testing.T, b table.Book, sheet, header string, row int, word string) {
	t.Helper()
	s, ok := b.Sheet(sheet)
	if !ok || s.Index(header) < 0 || row >= len(s.Rows) {
		t.Fatalf("no cell below %q in row %d of %q", header, row, sheet)
	}
	s.Rows[row][s.Index(header)] = table.TextCell(word)
}

// TestLibreOfficeKeepsWhatMatters opens the workbook of the sample in LibreOffice, which works its formulas out again and
// saves it anew: every cell is as it was, links are still formulas, lists of SKUs still find their shop, and the counts of the
// Summary say what was entered.
func TestLibreOfficeKeepsWhatMatters(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Skip("LibreOffice (soffice) is not installed: what it keeps of a workbook is not tested")
	}
	book := sampleBook(t)
	enter(t, book, review.SheetReview, "Decision", 3, "not_sold")
	enter(t, book, review.SheetReview, "Decision", 20, "accepted")
	enter(t, book, review.SheetReview, "Reviewer", 20, "=R. Review") // what looks like a formula stays text
	enter(t, book, review.SheetPatterns, "Decision", 1, "product_only")
	dir := t.TempDir()
	before := filepath.Join(dir, "before.xlsx")
	if err := whole.Stream(before, func(w io.Writer) error { return xlsx.Write(w, book) }); err != nil {
		t.Fatal(err)
	}
	after := resave(t, before)
	old, saved := readBook(t, before), readBook(t, after)
	if diff := cmp.Diff(old.Names(), saved.Names()); diff != "" {
		t.Fatalf("sheets (-before +after):\n%s", diff)
	}
	for i, s := range old.Sheets {
		if s.Name == review.SheetSummary {
			continue // its counts are those from before anything was entered
		}
		if diff := cmp.Diff(textLines(s), textLines(saved.Sheets[i])); diff != "" {
			t.Errorf("sheet %q (-before +after):\n%s", s.Name, diff)
		}
	}
	was, is := partOf(t, before, "xl/worksheets/sheet4.xml"), partOf(t, after, "xl/worksheets/sheet4.xml")
	if n, m := strings.Count(was, ">HYPERLINK("), strings.Count(is, ">HYPERLINK("); n == 0 || n != m {
		t.Errorf("%d links were formulas, %d are after it was saved", n, m)
	}
	if !strings.Contains(is, "OFFSET(Lists!$B$1,") {
		t.Error("the list of SKUs is gone after it was saved")
	}
	if !strings.Contains(partOf(t, after, "xl/worksheets/sheet2.xml"), "COUNTIFS(Review!") {
		t.Error("the counts are no formulas after it was saved")
	}
	summaryCounts(t, book, saved)
}

// summaryCounts compares the Summary with a recount of what was entered.
func summaryCounts(t *testing.T, book, saved table.Book) {
	t.Helper()
	ruled := map[string]bool{}
	patterns, _ := book.Sheet(review.SheetPatterns)
	for _, row := range patterns.Rows {
		ruled[row[patterns.Index("Pattern")].Text] = row[patterns.Index("Decision")].Text != ""
	}
	type counts struct{ open, decided, byPattern int }
	want := map[string]counts{}
	rows, _ := book.Sheet(review.SheetReview)
	for _, row := range rows.Rows {
		shop := row[rows.Index("Old shop")].Text
		c := want[shop]
		c.open++
		if row[rows.Index("Decision")].Text != "" {
			c.decided++
		} else if ruled[row[rows.Index("Pattern")].Text] {
			c.byPattern++
		}
		want[shop] = c
	}
	sheet, _ := saved.Sheet(review.SheetSummary)
	h, ok := table.FindHeader(sheet, "Shop", "To decide")
	if !ok {
		t.Fatal("the Summary has no counts")
	}
	number := func(row []table.Cell, header string) int {
		n, err := strconv.Atoi(h.Text(row, header))
		if err != nil {
			t.Errorf("%s of %s: %v", header, row[0].Text, err)
		}
		return n
	}
	all := counts{}
	for _, row := range sheet.Rows[h.Row+1:] {
		c, isOld := want[row[0].Text]
		if row[0].Text == "All shops" {
			c, isOld = all, true
		}
		if !isOld {
			continue
		}
		all = counts{all.open + c.open, all.decided + c.decided, all.byPattern + c.byPattern}
		got := counts{number(row, "To decide"), number(row, "Decided"), number(row, "By pattern")}
		if got != c || number(row, "Left") != c.open-c.decided-c.byPattern {
			t.Errorf("%s: to decide, decided, by pattern %+v and left %s, want %+v", row[0].Text, got, h.Text(row, "Left"), c)
		}
	}
	if all.decided == 0 || all.byPattern == 0 {
		t.Errorf("nothing was entered: %+v", all)
	}
}

// resave opens a workbook in LibreOffice and saves it under another name.
func resave(t *testing.T, name string) string {
	t.Helper()
	out := t.TempDir()
	settings := filepath.Join(out, "profile", "user")
	if err := errors.Join(
		os.MkdirAll(settings, 0o750), os.WriteFile(filepath.Join(settings, "registrymodifications.xcu"), []byte(alwaysCalculate), 0o600),
	); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(
		t.Context(), "soffice", "-env:UserInstallation=file://"+filepath.Join(out, "profile"), "--headless", "--convert-to", "xlsx", "--outdir", out, name,
	)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, said)
	}
	return filepath.Join(out, filepath.Base(name))
}

// alwaysCalculate are settings by which LibreOffice works out every formula of a workbook that it opens, as it does of its own
// accord when a cell is changed.
const alwaysCalculate = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
`

func readBook(t *testing.T, name string) table.Book {
	t.Helper()
	b, err := xlsx.Read(bytes.NewReader(must(os.ReadFile(name))), name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// textLines returns the lines of a sheet as text, without empty cells at their ends.
func textLines(s table.Sheet) [][]string {
	var out [][]string
	for _, row := range s.Rows {
		line := make([]string, len(row))
		for i, c := range row {
			line[i] = c.Text
		}
		for len(line) > 0 && line[len(line)-1] == "" {
			line = line[:len(line)-1]
		}
		out = append(out, line)
	}
	for len(out) > 0 && len(slices.Compact(out[len(out)-1])) == 0 {
		out = out[:len(out)-1]
	}
	return out
}

// partOf returns a file of a workbook.
func partOf(t *testing.T, name, part string) string {
	t.Helper()
	archive := must(zip.OpenReader(name))
	f, err := archive.Open(part)
	if err != nil {
		t.Fatal(err)
	}
	text := string(must(io.ReadAll(f)))
	if err := archive.Close(); err != nil {
		t.Error(err)
	}
	return text
}
