package table_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// numbered are the fields of a table of numbers.
var numbered = []table.Field[int]{
	{Column: table.Column{Header: "Number", Width: 9}, Cell: table.IntegerCell},
	{Column: table.Column{Header: "Twice"}, Cell: func(n int) table.Cell { return table.IntegerCell(2 * n) }},
}

// held returns the rows of a sheet, copied.
func held(s table.Sheet) [][]table.Cell {
	var rows [][]table.Cell
	for row := range s.All() {
		rows = append(rows, slices.Clone(row))
	}
	return rows
}

// A streamed sheet says what the one that holds its rows says, however often it is asked.
func TestStreamedIsAsOf(t *testing.T) {
	values := []int{3, 1, 2}
	of, streamed := table.Of("Numbers", numbered, values), table.Streamed("Numbers", numbered, values)
	if d := cmp.Diff(of.Columns, streamed.Columns); d != "" || streamed.Name != of.Name {
		t.Errorf("sheet %q, columns:\n%s", streamed.Name, d)
	}
	if of.Len() != 3 || streamed.Len() != 3 {
		t.Errorf("%d and %d rows, want 3", of.Len(), streamed.Len())
	}
	for range 2 {
		if d := cmp.Diff(held(of), held(streamed)); d != "" {
			t.Errorf("rows (-held +streamed):\n%s", d)
		}
	}
	for range streamed.All() {
		break // a reader may stop anywhere
	}
	var a, b bytes.Buffer
	if err := errors.Join(table.WriteCSV(&a, of), table.WriteCSV(&b, streamed)); err != nil {
		t.Fatal(err)
	}
	if a.String() != b.String() || !strings.HasSuffix(a.String(), "2,4\r\n") {
		t.Errorf("as CSV: %q and %q", a.String(), b.String())
	}
}

// A writer that fails stops the reading of rows: they may be many.
func TestWriteCSVStopsWithItsWriter(t *testing.T) {
	read := 0
	s := table.Sheet{Name: "S", Columns: columns("A"), StreamLen: 1 << 20, Stream: func(yield func([]table.Cell) bool) {
		for read = range 1 << 20 {
			if !yield([]table.Cell{table.TextCell(strings.Repeat("x", 100))}) {
				return
			}
		}
	}}
	full := errors.New("disk full")
	if err := table.WriteCSV(&short{room: 1 << 16, err: full}, s); !errors.Is(err, full) || !strings.Contains(err.Error(), `sheet "S"`) {
		t.Errorf("error = %v, want the writer's, with the sheet", err)
	}
	small := table.Of("S", numbered, []int{1})
	if err := table.WriteCSV(&short{room: 3, err: full}, small); !errors.Is(err, full) {
		t.Errorf("error at the end = %v, want the writer's", err)
	}
	if read > 2000 {
		t.Errorf("%d rows were read for a writer that took 64 KiB", read)
	}
}

// short takes so many bytes.
type short struct {
	room int
	err  error
}

func (s *short) Write(p []byte) (int, error) {
	if s.room -= len(p); s.room < 0 {
		return 0, s.err
	}
	return len(p), nil
}

func TestRichCells(t *testing.T) {
	for _, tt := range []struct {
		name      string
		got, want table.Cell
	}{
		{"marks", table.MarkedCell("POCO C75", "C75"), table.Cell{Kind: table.Text, Text: "POCO C75", Rich: &table.Rich{Marks: []string{"C75"}}}},
		{"no marks", table.MarkedCell("POCO C75"), table.TextCell("POCO C75")},
		{"marks of no words", table.MarkedCell("", "C75"), table.Cell{}},
		{"a count that works itself out", table.FormulaCell(7, "SUM({{A|B}})"), table.Cell{Kind: table.Integer, Int: 7, Rich: &table.Rich{Formula: "SUM({{A|B}})"}}},
		{"a picture", table.PictureCell([]byte("PNG"), "the phone"), table.Cell{Kind: table.Picture, Text: "the phone", Rich: &table.Rich{Image: []byte("PNG")}}},
		{"no picture", table.PictureCell(nil, "the phone"), table.Cell{}},
		{"a link that shows its address", table.LinkCell("https://www.po.co/", ""), table.Cell{Kind: table.Link, URL: "https://www.po.co/", Text: "https://www.po.co/"}},
		{"digits below none", table.DecimalCell(6.7, -1), table.Cell{Kind: table.Decimal, Float: 6.7}},
	} {
		if d := cmp.Diff(tt.want, tt.got); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, d)
		}
	}
	if got := table.PictureCell([]byte("PNG"), "=the phone").String(); got != "=the phone" {
		t.Errorf("a picture in words = %q", got)
	}
	if got := field(t, table.PictureCell([]byte("PNG"), "=the phone")); got != "'=the phone" {
		t.Errorf("the words of a picture are written as %q, without an apostrophe", got)
	}
	if got := table.IntegerCell(7).Amount(); got != "0" {
		t.Errorf("amount of what is no money = %q", got)
	}
}

// What a sheet lets people choose from another must be there.
func TestCheckLookups(t *testing.T) {
	lists := table.Sheet{Name: "Lists", Columns: columns("Product", "SKU")}
	book := func(l table.Lookup) table.Book {
		s := table.Sheet{Name: "Decide", Columns: columns("Product", "New SKU")}
		s.Columns[1].ChoicesFrom = &l
		return table.Book{Sheets: []table.Sheet{s, lists}}
	}
	for _, tt := range []struct {
		name string
		l    table.Lookup
		want string
	}{
		{"fine", table.Lookup{By: "Product", Sheet: "Lists", Key: "Product", Header: "SKU"}, ""},
		{"no such sheet", table.Lookup{By: "Product", Sheet: "Skus", Key: "Product", Header: "SKU"}, `sheet "Decide": column "New SKU": no sheet "Skus" with columns "Product" and "SKU" to choose from`},
		{"no such key", table.Lookup{By: "Product", Sheet: "Lists", Key: "Slug", Header: "SKU"}, `no sheet "Lists" with columns "Slug" and "SKU" to choose from`},
		{"no such choice", table.Lookup{By: "Product", Sheet: "Lists", Key: "Product", Header: "Title"}, `no sheet "Lists" with columns "Product" and "Title" to choose from`},
		{"no such column to look up by", table.Lookup{By: "Slug", Sheet: "Lists", Key: "Product", Header: "SKU"}, `no column "Slug" for a rule, chart or choice`},
	} {
		err := book(tt.l).Check()
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: Check() = %v, want %q", tt.name, err, tt.want)
		}
	}
	both := table.Streamed("S", numbered, []int{1})
	both.Rows = [][]table.Cell{{table.IntegerCell(1)}}
	fewer := table.Sheet{Name: "S", Columns: columns("A"), StreamLen: -1}
	for _, s := range []table.Sheet{both, fewer} {
		if err := s.Check(); err == nil || !strings.Contains(err.Error(), "rows are held or streamed, not both, and not fewer than none") {
			t.Errorf("%d rows held, %d streamed: Check() = %v", len(s.Rows), s.StreamLen, err)
		}
	}
	if err := (table.Sheet{Name: "S", Columns: columns("A", "B"), Rules: []table.Rule{{Column: "a"}}, Charts: []table.Chart{{Category: "C", Series: []string{"B"}}}}).Check(); err == nil ||
		!strings.Contains(err.Error(), `no column "C"`) {
		t.Errorf("a chart whose bars nothing names: %v", err)
	}
}
