package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// shades tell the parts of a bar apart; neighbours differ in lightness, and black numbers can be read on each.
var shades = []string{"6FA8DC", "F6B26B", "FFE699", "999999", "C9DAF8", "E6B8AF"}

// addChart draws the sheet's chart below its last row. Rows are bars, the first on top, with their numbers written in
// them.
func (s *sheetWriter) addChart() error {
	c := s.Chart
	if c == nil || len(s.Rows) == 0 {
		return nil
	}
	chart := &excelize.Chart{
		Type:      excelize.BarStacked,
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: clean(c.Title), Font: dark(14)}}},
		Legend:    excelize.ChartLegend{Position: "bottom"},
		Dimension: excelize.ChartDimension{Width: uint(s.pixels()), Height: uint(150 + 26*len(s.Rows))},
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: *dark(9)},
		YAxis:     excelize.ChartAxis{Font: *dark(9)},
		// Without a number format of its own a bar of nothing would be labelled 0.
		PlotArea: excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "#,##0;;"}},
		GapWidth: new(uint(40)),
		Overlap:  new(100),
	}
	for i, name := range c.Series {
		chart.Series = append(chart.Series, excelize.ChartSeries{
			Name:       s.ref(s.headerRow(), s.headerRow(), s.Index(name)),
			Categories: s.ref(s.firstRow(), s.lastRow(), s.Index(c.Category)),
			Values:     s.ref(s.firstRow(), s.lastRow(), s.Index(name)),
			Fill:       solid(shades[i%len(shades)]),
		})
	}
	below := s.lastRow() + 3
	return s.file.AddChart(s.Name, table.Address(below, 0), chart)
}

// pixels is the width of the columns on a screen, where a character takes seven, and at most that of a wide window.
func (s *sheetWriter) pixels() int { return min(max(7*s.characters(), 480), 1200) }

// ref names the cells of one column in some rows from any other sheet.
func (s *sheetWriter) ref(first, last, col int) string {
	if first == last {
		return fmt.Sprintf("%s!$%s$%d", s.quoted(), letters(col), first+1)
	}
	return fmt.Sprintf("%s!$%s$%d:$%s$%d", s.quoted(), letters(col), first+1, letters(col), last+1)
}

// dark is a font that can be read; the library's charts are written in pale grey.
func dark(size float64) *excelize.Font { return &excelize.Font{Color: "262626", Size: size} }
