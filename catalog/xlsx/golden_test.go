package xlsx_test

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestWrittenParts: what of a book stands in the file, part by part. Most of it shows in a spreadsheet program alone, so that a
// difference is to be read beside the rules of the format, and looked at.
func TestWrittenParts(t *testing.T) {
	for name, b := range map[string]table.Book{
		"report": aReport(), "worklist": aWorklist(), "cells": allCells(), "bare": bareSheets(), "wide": wideSheets(), "pictures": somePictures(t),
	} {
		t.Run(name, func(t *testing.T) {
			got := document(parts(t, write(t, b)))
			golden := filepath.Join("testdata", "written", name+".golden")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", golden, diff)
			}
		})
	}
}

var (
	broken = regexp.MustCompile(`><([a-zA-Z])`)
	joined = regexp.MustCompile(`>\n<(is|t|f|v|r|rPr|a:off|a:ext|xdr:(?:col|colOff|row|rowOff))\b`)
	// Namespaces, and what of a chart is the library's own.
	boring = regexp.MustCompile(` (?:xmlns(?::\w+)?|mc:Ignorable|xr:uid)="[^"]*"`)
	charts = regexp.MustCompile(`<f>|<a:t>|srgbClr|gapWidth|overlap|orientation|grouping|barDir|legendPos|<ser>|formatCode="#| sz=`)
	ending = regexp.MustCompile(`><(/(?:sheetData|worksheet|row|cols|styleSheet|workbook|c:chartSpace|xdr:wsDr)>)`)
)

// document writes the parts that a book decides on, an element a line; what is in a cell or says where something is stays together.
func document(parts map[string]string) string {
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		if !regexp.MustCompile(`^xl/(worksheets|tables|charts|drawings)/\w+\.xml$|^xl/(workbook|styles)\.xml$`).MatchString(name) {
			continue
		}
		text := boring.ReplaceAllString(unquote.Replace(parts[name]), "")
		text = joined.ReplaceAllString(broken.ReplaceAllString(text, ">\n<$1"), "><$1")
		text = ending.ReplaceAllString(text, ">\n<$1")
		out.WriteString("-- " + name + " --\n")
		for line := range strings.Lines(text + "\n") {
			if !strings.HasPrefix(name, "xl/charts/") || charts.MatchString(line) {
				out.WriteString(line)
			}
		}
	}
	return out.String()
}

// aReport is read like a page: prose, counts with totals, two charts beside each other.
func aReport() table.Book {
	columns := []table.Column{{Header: "Shop", Width: 40}, {Header: "Matched"}, {Header: "Open"}, {Header: "Note & more", Width: 60, Wrap: true}}
	return table.Book{Title: "Shops & counts", Identifier: "sha256:1", Sheets: []table.Sheet{{
		Name: "Summary", Report: true, Heading: "=Shops", Notes: []string{"One line.", "-another"}, Columns: columns,
		Rows: [][]table.Cell{
			{table.TextCell("po.co/uk"), table.IntegerCell(3), table.IntegerCell(0)},
			{table.TextCell("po.co/fr"), table.IntegerCell(4), table.IntegerCell(1), table.TextCell(strings.Repeat("as wide as that ", 8))},
		},
		Totals: []table.Cell{table.TextCell("All"), table.IntegerCell(7), table.IntegerCell(1)},
		Rules:  []table.Rule{{Column: "Open", Row: true, Look: table.Calm}},
		Charts: []table.Chart{
			{Title: "State\x01s", Category: "Shop", Series: []string{"Matched", "Open"}},
			{Title: "What is left", Category: "Shop", Series: []string{"Open"}},
		},
	}}}
}

// aWorklist is a sheet to work through: a column to fill in, one for the program, choices of its own and of a hidden sheet, rules.
func aWorklist() table.Book {
	long := strings.Repeat("long ", 60)
	return table.Book{Title: strings.Repeat("A title, & more. ", 6), Sheets: []table.Sheet{
		{
			Name: "Re-view 1", Notes: []string{"How to decide."}, Frozen: 2,
			Columns: []table.Column{
				{Header: "Row id", Role: table.ForProgram},
				{Header: "Shop"},
				{Header: "Price"},
				{Header: "Status"},
				{Header: "Decision", Role: table.ForInput, Choices: []string{"accepted", "rejected"}, Help: "What is to happen."},
				{Header: "New SKU, of the shop that is named beside", Role: table.ForInput, ChoicesFrom: &table.Lookup{By: "Shop", Sheet: "Lists", Key: "Shop", Header: "SKU"}, Help: long},
				{Header: "A header that is longer than prompts", Role: table.ForInput, Choices: strings.Fields(strings.Repeat("choice ", 30))},
				{Header: "Note", Role: table.ForInput, Help: "Anything."},
			},
			Rows: [][]table.Cell{
				{table.TextCell("abc"), table.TextCell("mi.com/uk"), table.MoneyCell(32900, "GBP", 2), table.TextCell(`"new"`)},
				{table.TextCell("abd"), table.TextCell("mi.com/fr"), table.MoneyCell(33900, "EUR", 2), table.TextCell("old"), table.TextCell("accepted")},
			},
			Rules: []table.Rule{
				{Column: "Status", Equals: `"new"`, Look: table.Alarm},
				{Column: "Status", Equals: long, Look: table.Notice},
				{Column: "Decision", Row: true, Look: table.Done},
			},
		},
		{
			// Its last cell brings the last style, which begins where a formula would.
			Name: "Lists", Hidden: true, Columns: []table.Column{{Header: "Shop"}, {Header: "SKU"}},
			Rows: [][]table.Cell{{table.TextCell("mi.com/uk"), table.TextCell("1")}, {table.TextCell("mi.com/uk"), table.TextCell("=2")}},
		},
	}}
}

// allCells has a cell of each kind, in ordinary and odd values, below and in rows of their own.
func allCells() table.Book {
	day := time.Date(2024, time.November, 3, 0, 0, 0, 0, time.UTC)
	link := "https://www.po.co/uk/"
	cells := []table.Cell{
		table.TextCell("POCO"), table.TextCell("=1"),
		{},
		table.LinkCell(link, `the "page"`), table.LinkCell(link, "=the\npage"),
		table.IntegerCell(1234),
		{Kind: table.Integer, Int: 1e15 - 1},
		{Kind: table.Integer, Int: 1e15},
		{Kind: table.Integer, Int: -1e15 + 1},
		{Kind: table.Integer, Int: -1e15},
		table.MoneyCell(32900, "GBP", 2), table.MoneyCell(1e15, "GBP", 2), table.MoneyCell(-5, "EUR", 2), table.MoneyCell(5, "EUR", 400),
		table.DecimalCell(6.67, 1), table.PercentCell(0.5), table.DateCell(day), table.DateCell(day.AddDate(-123, 0, 0)), table.DateCell(day.AddDate(-124, 0, 0)),
		table.MarkedCell("Black phone, black", "BLACK"), table.MarkedCell("=Black", "black"), table.MarkedCell("Black", "red"),
		table.FormulaCell(7, `SUM({{All|Count}})+{{@Count}}`),
		{Kind: table.Text, Text: "-7", Rich: &table.Rich{Formula: "A1", Marks: []string{"7"}}},
		table.PictureCell([]byte("no picture"), "the phone"),
	}
	s := table.Sheet{Name: "All", Columns: []table.Column{{Header: "Value"}, {Header: "Count"}, {Header: "Enter", Role: table.ForInput}, {Header: "Id", Role: table.ForProgram, Wrap: true}}}
	for i, c := range cells {
		s.Rows = append(s.Rows, []table.Cell{c, table.IntegerCell(i), {}, table.TextCell("id")})
	}
	s.Totals = []table.Cell{table.TextCell("All"), table.IntegerCell(len(cells))}
	// A header stands as the first filled cell below it does.
	late := table.Sheet{Name: "Late", Columns: []table.Column{{Header: "Never"}, {Header: "Early"}, {Header: "Hundredth"}, {Header: "Later"}}, Rows: make([][]table.Cell, 101)}
	late.Rows[1] = []table.Cell{{}, table.IntegerCell(1)}
	late.Rows[2] = []table.Cell{{}, table.TextCell("x")}
	late.Rows[99] = []table.Cell{{}, {}, table.DateCell(day)}
	late.Rows[100] = []table.Cell{{}, {}, {}, table.DateCell(day)}
	return table.Book{Sheets: []table.Sheet{s, late}}
}

// bareSheets lack what most have: columns, rows, or a name for a header's width.
func bareSheets() table.Book {
	chart := []table.Chart{{Title: "Nothing", Category: "A", Series: []string{"B"}}}
	return table.Book{Sheets: []table.Sheet{
		{Name: "Prose", Heading: "Nothing was found.", Notes: []string{"Nothing at all."}},
		{Name: "Report", Report: true, Columns: []table.Column{{Header: "A"}, {Header: "B"}}, Charts: chart, Frozen: 1},
		{
			Name: "List", Frozen: -1, Columns: []table.Column{{Header: "A", Width: 1, Choices: []string{"x"}, Help: "Help."}, {Header: "B", Width: 999, Role: table.ForInput}},
			Rules: []table.Rule{{Column: "A", Look: table.Alarm}},
		},
		{Name: "Frozen", Frozen: 9, Columns: []table.Column{{Header: "A"}}, Rows: [][]table.Cell{{table.IntegerCell(1)}}, Charts: []table.Chart{{Title: "One", Category: "A", Series: []string{"A"}}, {Title: "Right of it", Category: "A", Series: []string{"A"}}}},
		{Name: "Asks", Columns: []table.Column{{Header: "A", ChoicesFrom: &table.Lookup{By: "A", Sheet: "List", Key: "A", Header: "B"}}, {Header: "n"}}, Rows: [][]table.Cell{{{}, table.FormulaCell(0, "COUNTA({{List|B}})+COUNTA({{Report|A}})")}}},
	}}
}

// wideSheets take A4, A3 and more pages of it; more charts stand below one than it has columns.
func wideSheets() table.Book {
	var b table.Book
	for _, wide := range []int{240, 241, 360, 361} {
		s := table.Sheet{Name: "S" + string(rune('A'+len(b.Sheets))), Columns: []table.Column{{Header: "A", Width: 120}, {Header: "B", Width: 100}, {Header: "C", Width: wide - 220}}}
		s.Rows = [][]table.Cell{{table.TextCell("x"), table.IntegerCell(1), table.IntegerCell(2)}}
		b.Sheets = append(b.Sheets, s)
	}
	b.Sheets[3].Charts = []table.Chart{
		{Title: "Many", Category: "A", Series: []string{"B", "C", "B", "C", "B", "C", "B"}},
		{Title: "Second", Category: "A", Series: []string{"B"}},
		{Title: "Third", Category: "A", Series: []string{"B"}},
		{Title: "Fourth", Category: "A", Series: []string{"B"}},
	}
	return b
}

// somePictures is a sheet with rows of one picture, of none, and of text higher than a picture.
func somePictures(t *testing.T) table.Book {
	t.Helper()
	paint := func(width, height int) []byte {
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	return table.Book{Sheets: []table.Sheet{{
		Name: "Pictures", Columns: []table.Column{{Header: "Title", Width: 12, Wrap: true}, {Header: "Picture", Width: 12}},
		Rows: [][]table.Cell{
			{table.TextCell("wide"), table.PictureCell(paint(720, 54), "a wide\x01 one")},
			{table.TextCell("high"), table.PictureCell(paint(72, 540), "a high one")},
			{table.TextCell("small"), table.PictureCell(paint(10, 10), "a small one")},
			{table.TextCell("none")},
			{table.TextCell(strings.Repeat("line\n", 8)), table.PictureCell(paint(10, 10), "the same")},
		},
	}}}
}
