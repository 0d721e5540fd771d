package xlsx_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// TestHeights: a row is as high as its longest wrapped text needs, up to ten lines, since programs do not agree on working it out; a
// header has two lines, and what does not wrap has one.
func TestHeights(t *testing.T) {
	s := table.Sheet{
		Name: "S", Columns: []table.Column{{Header: "Note", Width: 12, Wrap: true}, {Header: "Title", Width: 12}},
		Rows: [][]table.Cell{
			{table.TextCell("one line")},
			{table.TextCell("ten letters, and more")},
			{table.TextCell(strings.Repeat("a line\n", 50))},
			{table.TextCell("short"), table.TextCell(strings.Repeat("does not wrap ", 20))},
		},
	}
	sheet := parts(t, write(t, table.Book{Sheets: []table.Sheet{s}}))["xl/worksheets/sheet1.xml"]
	var got []string
	for _, row := range regexp.MustCompile(`<row [^>]*>`).FindAllString(sheet, -1) {
		height := "-"
		if m := regexp.MustCompile(` ht="([^"]*)"`).FindStringSubmatch(row); m != nil {
			height = m[1]
		}
		got = append(got, height)
	}
	if want := []string{"30", "-", "45", "150", "-"}; !slices.Equal(got, want) {
		t.Errorf("heights %q, want %q", got, want)
	}
}
