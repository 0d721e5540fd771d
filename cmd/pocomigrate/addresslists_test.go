package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/catalog/xlsx"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
)

// TestListsOfWorkbook: every sheet that holds addresses is a list of its own, and the others are named.
func TestListsOfWorkbook(t *testing.T) {
	sheet := func(name string, header []string, rows ...[]string) table.Sheet {
		s := table.Sheet{Name: name}
		for _, h := range header {
			s.Columns = append(s.Columns, table.Column{Header: h})
		}
		for _, r := range rows {
			var cells []table.Cell
			for _, c := range r {
				cells = append(cells, table.TextCell(c))
			}
			s.Rows = append(s.Rows, cells)
		}
		return s
	}
	write := func(name string, sheets ...table.Sheet) string {
		var b bytes.Buffer
		if err := xlsx.Write(&b, table.Book{Sheets: sheets}); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	queries := sheet("Queries", []string{"Top queries", "Clicks"}, []string{"poco f6", "12"})
	file := write(
		"lists.xlsx", queries,
		sheet("Pages", []string{"Top pages", "Clicks"}, []string{"https://www.po.co/uk/product/poco-f6/", "1204"}, []string{"https://www.po.co/uk/", "7"}),
		sheet("Old", []string{"Address"}, []string{"http://po.co/uk"}),
	)
	var said bytes.Buffer
	l := addressLists{files: []string{file}}
	set, err := l.addresses(&app{Streams: terminal.Streams{Err: &said}})
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Lists) != 2 || len(set.Rows) != 2 || len(set.Rows[1].Spellings) != 2 {
		t.Errorf("set %+v", set)
	}
	for _, want := range []string{
		file + " (Pages) (list): 2 rows = 2 addresses + 0 folded into them; 1211 clicks\n", file + " (Old) (list): 1 rows", "beside it stand the sheets Queries, which hold no addresses",
	} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("nothing is said of %q:\n%s", want, said.String())
		}
	}

	l.files = []string{write("queries.xlsx", queries)}
	if _, err := l.addresses(&app{Streams: terminal.Streams{Err: &said}}); err == nil || !strings.Contains(err.Error(), "none of its sheets holds addresses: Queries; say what each column holds with --columns") {
		t.Errorf("a workbook without addresses: %v", err)
	}
}
