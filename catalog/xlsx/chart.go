package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// shades tell the parts of a bar apart; neighbours differ in lightness, and black numbers can be read on each.
var shades = []string{"6FA8DC", "F6B26B", "FFE699", "999999", "C9DAF8", "E6B8AF"}

// addCharts draws the sheet's charts side by side below its last row: how high a row is, and so where a second chart below
// would begin, is not the same in all programs. Rows are bars, the first on top, with their numbers written in them.
func (s *sheetWriter) addCharts() error {
	if s.Len() == 0 || len(s.Charts) == 0 {
		return nil
	}
	wide := s.pixels() / len(s.Charts)
	last := charPixels * (s.characters() - width(s.Columns[len(s.Columns)-1])) // where the last column begins
	free := 0                                                                  // from where on nothing is drawn yet
	for i, c := range s.Charts {
		column, begin := s.columnAt(max(min(i*wide, last), free))
		if err := s.addChart(c, table.Address(s.lastRow()+3, column), wide-chartGap); err != nil {
			return err
		}
		free = begin + wide - chartGap
	}
	return nil
}

// chartGap is the room between two charts, in pixels; a chart begins where a column does, which may be later.
const chartGap = 40

// columnAt is the first column that begins so many pixels from the left edge, or later, and where it begins. Right of the
// sheet's own columns stand those of a new sheet.
func (s *sheetWriter) columnAt(pixels int) (column, begin int) {
	const usual = 64 // pixels
	for begin < pixels {
		if column < len(s.Columns) {
			begin += charPixels * width(s.Columns[column])
		} else {
			begin += usual
		}
		column++
	}
	return column, begin
}

func (s *sheetWriter) addChart(c table.Chart, at string, wide int) error {
	chart := &excelize.Chart{
		Type:      excelize.BarStacked,
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: clean(c.Title), Font: dark(14)}}},
		Legend:    excelize.ChartLegend{Position: "bottom"},
		Dimension: excelize.ChartDimension{Width: uint(wide), Height: uint(150 + 26*s.Len())},
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
	return s.file.AddChart(s.Name, at, chart)
}

// charPixels is the width of a character on a screen.
const charPixels = 7

// pixels is the width of the columns on a screen, and at most that of a wide window.
func (s *sheetWriter) pixels() int { return min(max(charPixels*s.characters(), 480), 1400) }

// ref names the cells of one column in some rows from any other sheet.
func (s *sheetWriter) ref(first, last, col int) string {
	if first == last {
		return fmt.Sprintf("%s!$%s$%d", s.quoted(), letters(col), first+1)
	}
	return fmt.Sprintf("%s!$%s$%d:$%s$%d", s.quoted(), letters(col), first+1, letters(col), last+1)
}

// dark is a font that can be read; the library's charts are written in pale grey.
func dark(size float64) *excelize.Font { return &excelize.Font{Color: "262626", Size: size} }
