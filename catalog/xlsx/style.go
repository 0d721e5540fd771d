package xlsx

import (
	"github.com/xuri/excelize/v2"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// The colours: dark ones carry white text, light ones black, each with a contrast of at least 4.5 to 1. Blue and orange
// stay apart for readers who confuse red with green, and differ in lightness on a grey printer.
const (
	darkBlue   = "1F3864"
	darkOrange = "833C0B"
	linkBlue   = "0B5394"
	paleYellow = "FFF9E5"
	grey       = "595959"
	lineGrey   = "BFBFBF"
)

// style says how a cell looks; equal styles are written once.
type style struct {
	part   part
	role   table.Role
	format string // number format code
	wrap   bool
	right  bool // set flush right, a little off the next column's text
	link   bool
	quoted bool // the program must not read the text as a formula when a person edits the cell
}

type part int

const (
	body part = iota
	heading
	note
	header
	totals
)

// styles turns styles into the library's numbers.
type styles struct {
	file *excelize.File
	ids  map[style]int
}

func newStyles(f *excelize.File) *styles {
	return &styles{file: f, ids: map[style]int{}}
}

func (s *styles) id(st style) (int, error) {
	if id, ok := s.ids[st]; ok {
		return id, nil
	}
	id, err := s.file.NewStyle(st.excel())
	if err != nil {
		return 0, err
	}
	if st.quoted {
		id = s.quote(id)
	}
	s.ids[st] = id
	return id, nil
}

// quote copies a style and sets the copy's quote prefix, for which the library has no function.
func (s *styles) quote(id int) int {
	xfs := s.file.Styles.CellXfs
	xf := xfs.Xf[id]
	xf.QuotePrefix = new(true)
	xfs.Xf = append(xfs.Xf, xf)
	xfs.Count = len(xfs.Xf)
	return len(xfs.Xf) - 1
}

func (s style) excel() *excelize.Style {
	out := &excelize.Style{
		Font:      &excelize.Font{Family: "Calibri", Size: 11},
		Alignment: &excelize.Alignment{Vertical: "top", WrapText: s.wrap},
	}
	if s.format != "" {
		out.CustomNumFmt = &s.format
	}
	if s.right {
		out.Alignment.Horizontal, out.Alignment.Indent = "right", 1
	}
	switch s.part {
	case heading:
		out.Font.Bold, out.Font.Size, out.Font.Color = true, 16, darkBlue
	case note:
		out.Alignment.Vertical = "center"
	case header:
		s.header(out)
	case totals:
		out.Font.Bold = true
		out.Border = []excelize.Border{{Type: "top", Color: "000000", Style: 1}, {Type: "bottom", Color: "000000", Style: 6}}
	case body:
		s.body(out)
	}
	return out
}

func (s style) header(out *excelize.Style) {
	fill := darkBlue
	switch s.role {
	case table.ForInput:
		fill = darkOrange
	case table.ForProgram:
		fill = grey
	case table.ForReading:
	}
	out.Font.Bold, out.Font.Color = true, "FFFFFF"
	out.Fill = solid(fill)
	out.Alignment.Vertical, out.Alignment.WrapText = "center", true
}

func (s style) body(out *excelize.Style) {
	switch s.role {
	case table.ForInput:
		out.Fill = solid(paleYellow)
		out.Border = frame(lineGrey, 1)
	case table.ForProgram:
		out.Font.Color = grey
	case table.ForReading:
	}
	if s.link {
		out.Font.Color, out.Font.Underline = linkBlue, "single"
	}
}

func solid(color string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
}

func frame(color string, line int) []excelize.Border {
	var out []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		out = append(out, excelize.Border{Type: side, Color: color, Style: line})
	}
	return out
}
