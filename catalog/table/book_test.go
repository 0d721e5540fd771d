package table_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

func columns(headers ...string) []table.Column {
	out := make([]table.Column, len(headers))
	for i, h := range headers {
		out[i] = table.Column{Header: h}
	}
	return out
}

func TestCheck(t *testing.T) {
	sheet := func(name string, headers ...string) table.Sheet {
		return table.Sheet{Name: name, Columns: columns(headers...)}
	}
	long := sheet("Data", "A")
	long.Rows = [][]table.Cell{{}, make([]table.Cell, 2)}
	ruled := sheet("Data", "A")
	ruled.Rules = []table.Rule{{Column: "B"}}
	charted := sheet("Data", "A", "B")
	charted.Charts = []table.Chart{{Category: "A", Series: []string{"C"}}}

	tests := []struct {
		name   string
		sheets []table.Sheet
		want   string // part of the error, "" for none
	}{
		{"fine", []table.Sheet{sheet("Data", "A", "B"), sheet("New on mi.com", "A")}, ""},
		{"31 letters", []table.Sheet{sheet(strings.Repeat("é", 31), "A")}, ""},
		{"32 letters", []table.Sheet{sheet(strings.Repeat("é", 32), "A")}, "longer than 31"},
		{"no name", []table.Sheet{sheet("", "A")}, "without a name"},
		{"forbidden character", []table.Sheet{sheet("po.co/uk", "A")}, `"po.co/uk": name holds one of`},
		{"apostrophe", []table.Sheet{sheet("'tis", "A")}, "apostrophe"},
		{"name twice", []table.Sheet{sheet("Data", "A"), sheet("DATA", "A")}, "given twice"},
		{"header twice", []table.Sheet{sheet("Data", "Old title", "old  TITLE")}, `header "old  TITLE" given twice`},
		{"empty header", []table.Sheet{sheet("Data", "A", " ")}, "column 2 has no header"},
		{"long row", []table.Sheet{long}, "row 2 has 2 cells for 1 columns"},
		{"rule for no column", []table.Sheet{ruled}, `no column "B"`},
		{"chart of no column", []table.Sheet{charted}, `no column "C"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := table.Book{Sheets: tt.sheets}.Check()
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("Check() = %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestBookSheet(t *testing.T) {
	b := table.Book{Sheets: []table.Sheet{{Name: "Summary"}, {Name: "New on mi.com"}}}
	if s, ok := b.Sheet("new on MI.com"); !ok || s.Name != "New on mi.com" {
		t.Errorf("Sheet = %q, %v, want the sheet whatever the case", s.Name, ok)
	}
	if _, ok := b.Sheet("New"); ok {
		t.Error("Sheet found part of a name")
	}
	if diff := cmp.Diff([]string{"Summary", "New on mi.com"}, b.Names()); diff != "" {
		t.Error(diff)
	}
}

func TestOf(t *testing.T) {
	type phone struct {
		name  string
		pence int64
	}
	got := table.Of("Phones", []table.Field[phone]{
		{Column: table.Column{Header: "Name", Width: 20}, Cell: func(p phone) table.Cell { return table.TextCell(p.name) }},
		{Column: table.Column{Header: "Price"}, Cell: func(p phone) table.Cell { return table.MoneyCell(p.pence, "GBP", 2) }},
	}, []phone{{"POCO C75", 11900}, {"POCO F6", 32900}})
	want := table.Sheet{
		Name:    "Phones",
		Columns: []table.Column{{Header: "Name", Width: 20}, {Header: "Price"}},
		Rows: [][]table.Cell{
			{table.TextCell("POCO C75"), table.MoneyCell(11900, "GBP", 2)},
			{table.TextCell("POCO F6"), table.MoneyCell(32900, "GBP", 2)},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFindHeader(t *testing.T) {
	row := func(words ...string) []table.Cell {
		var out []table.Cell
		for _, w := range words {
			out = append(out, table.TextCell(w))
		}
		return out
	}
	s := table.Sheet{Rows: [][]table.Cell{
		row("How to decide"),
		nil,
		row("Note", "", "decision", " Row  ID ", "Note"),
		row("soldes", "", "accepted", "po.co/uk#item:1", "mine"),
		row("short"),
	}}
	h, ok := table.FindHeader(s, "Row id", "Decision")
	if !ok || h.Row != 2 {
		t.Fatalf("FindHeader = row %d, %v, want row 2", h.Row, ok)
	}
	if got := h.Text(s.Rows[3], "Row id"); got != "po.co/uk#item:1" {
		t.Errorf("Row id = %q", got)
	}
	if got := h.Text(s.Rows[3], "NOTE"); got != "soldes" {
		t.Errorf("Note = %q, want the first of two columns of that name", got)
	}
	if got := h.Text(s.Rows[4], "Decision"); got != "" {
		t.Errorf("Decision of a short row = %q, want none", got)
	}
	if got := h.Columns("note"); !slices.Equal(got, []int{0, 4}) {
		t.Errorf("Columns(note) = %d, want both", got)
	}
	if got := h.Column("Scope"); got != -1 {
		t.Errorf("Column(Scope) = %d, want -1", got)
	}
	if _, ok := table.FindHeader(s, "Row id", "Scope"); ok {
		t.Error("FindHeader found a header that lacks a name")
	}
	slices.Reverse(s.Rows)
	s.Rows = append(make([][]table.Cell, 5000), s.Rows...)
	if h, ok := table.FindHeader(s, "Row id", "Decision"); !ok || h.Row != 5002 {
		t.Errorf("FindHeader = row %d, %v, want the header among the rows", h.Row, ok)
	}
	if _, ok := table.HeaderAt(s, 5003, "Note"); ok {
		t.Error("an empty row is no header")
	}
}

func TestAddress(t *testing.T) {
	for want, at := range map[string][2]int{"A1": {0, 0}, "B7": {6, 1}, "Z1": {0, 25}, "AA10": {9, 26}, "XFD1048576": {1048575, 16383}} {
		if got := table.Address(at[0], at[1]); got != want {
			t.Errorf("Address(%d, %d) = %s, want %s", at[0], at[1], got, want)
		}
	}
}
