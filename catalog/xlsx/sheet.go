package xlsx

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// sheetWriter writes one sheet. Rows and columns are counted from zero, as in [table.Address].
type sheetWriter struct {
	table.Sheet

	file   *excelize.File
	styles *styles
	book   table.Book
	stream *excelize.StreamWriter
	next   int // the row to be written

	right []bool     // columns whose headers stand flush right
	last  []lastLook // of each column

	// The row that is written, used again for the next.
	values  []any
	cells   []excelize.Cell
	address []byte

	pictures     []placed
	shown        map[string]bool // files of pictures
	pictureBytes int             // of those
}

func newSheetWriter(f *excelize.File, st *styles, b table.Book, s table.Sheet) *sheetWriter {
	n := len(s.Columns)
	return &sheetWriter{
		file: f, styles: st, book: b, Sheet: s,
		right: rightColumns(s), last: make([]lastLook, n), values: make([]any, n), cells: make([]excelize.Cell, n),
	}
}

// write writes the sheet. The steps stand in the only order in which the library keeps all of them: properties and
// dimension, the stream with widths and panes, the rows, what refers to rows, the end of the stream.
func (s *sheetWriter) write() error {
	for _, step := range []func() error{
		s.setUp, s.open, s.writeRows, s.addTable, s.addChoices, s.addRules, s.addPictures, s.addCharts, s.setPrint, s.guard,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return s.stream.Flush()
}

// headerRow is the line of the headers, below heading and notes.
func (s *sheetWriter) headerRow() int {
	n := len(s.Notes)
	if s.Heading != "" {
		n++
	}
	if n > 0 && s.Report {
		n++ // a blank line between prose and table
	}
	return n
}

func (s *sheetWriter) firstRow() int { return s.headerRow() + 1 }
func (s *sheetWriter) lastRow() int  { return s.headerRow() + s.Len() }

// below names the cells of the rows in some columns; without rows, those of one empty row.
func (s *sheetWriter) below(from, to int) string {
	return table.Address(s.firstRow(), from) + ":" + table.Address(max(s.lastRow(), s.firstRow()), to)
}

// frozen is how many columns stay in view.
func (s *sheetWriter) frozen() int { return min(max(s.Frozen, 0), len(s.Columns)) }

// quoted is the sheet's name as it stands in a reference.
func (s *sheetWriter) quoted() string { return "'" + s.Name + "'" }

// letters is the name of a column, "B" for 1.
func letters(col int) string { return strings.TrimRight(table.Address(0, col), "1") }

func (s *sheetWriter) setUp() error {
	tab := darkBlue
	for _, c := range s.Columns {
		if c.Role == table.ForInput {
			tab = darkOrange
		}
	}
	if err := s.file.SetSheetProps(s.Name, &excelize.SheetPropsOptions{FitToPage: new(true), TabColorRGB: &tab}); err != nil {
		return err
	}
	if err := s.file.SetSheetView(s.Name, 0, &excelize.ViewOptions{ShowGridLines: new(!s.Report)}); err != nil {
		return err
	}
	last := s.lastRow()
	if s.Totals != nil {
		last++
	}
	if limit := 1 << 20; last >= limit {
		return fmt.Errorf("%d rows: a sheet has room for %d", last+1, limit)
	}
	return s.file.SetSheetDimension(s.Name, "A1:"+table.Address(last, max(len(s.Columns)-1, 0)))
}

func (s *sheetWriter) open() error {
	stream, err := s.file.NewStreamWriter(s.Name)
	if err != nil {
		return err
	}
	s.stream = stream
	for i, c := range slices.Backward(s.Columns) { // the library puts each in front of those before; Excel wants them rising
		if err := stream.SetColWidth(i+1, i+1, float64(width(c))); err != nil {
			return err
		}
	}
	if s.Report || len(s.Columns) == 0 {
		return nil
	}
	frozen := s.frozen()
	corner := table.Address(s.firstRow(), frozen)
	pane := "bottomLeft"
	if frozen > 0 {
		pane = "bottomRight"
	}
	return stream.SetPanes(&excelize.Panes{
		Freeze: true, XSplit: frozen, YSplit: s.firstRow(), TopLeftCell: corner, ActivePane: pane,
		Selection: []excelize.Selection{{SQRef: corner, ActiveCell: corner, Pane: pane}},
	})
}

// width is a column's width in characters, with room for the header and its filter button where none is given.
func width(c table.Column) int {
	w := cmp.Or(c.Width, len([]rune(c.Header))+4)
	return min(max(w, 4), 255) // Excel's limit
}

// addTable makes the rows a table, which brings a filter and shades every other row, also when they are sorted. A filter beside
// a table would make Excel repair the file.
func (s *sheetWriter) addTable() error {
	if s.Report || s.Hidden || len(s.Columns) == 0 {
		return nil
	}
	whole := table.Address(s.headerRow(), 0) + ":" + table.Address(max(s.lastRow(), s.firstRow()), len(s.Columns)-1)
	return s.stream.AddTable(&excelize.Table{Range: whole, Name: s.tableName(), StyleName: "TableStyleLight1", ShowRowStripes: new(true)})
}

// tableName names the table in formulas: letters, digits and underscores, unlike any cell's name. The number keeps it unique.
func (s *sheetWriter) tableName() string {
	words := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, s.Name)
	at := slices.IndexFunc(s.book.Sheets, func(other table.Sheet) bool { return other.Name == s.Name })
	return "T" + strconv.Itoa(at+1) + "_" + words
}

// guard keeps people from changing a hidden sheet by mistake. Sheets that people work in have no guard: Excel would refuse to
// sort them.
func (s *sheetWriter) guard() error {
	if !s.Hidden {
		return nil
	}
	if err := s.file.ProtectSheet(s.Name, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true}); err != nil {
		return err
	}
	return s.file.SetSheetVisible(s.Name, false)
}
