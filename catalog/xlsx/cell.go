package xlsx

import (
	"math"

	"github.com/xuri/excelize/v2"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// set fills a cell of the library, and reports whether there is anything to write: an empty cell that looks like nothing is
// left out. The cell is one that was used for the row before.
func (s *sheetWriter) set(out *excelize.Cell, p part, c *table.Cell, i int) (bool, error) {
	*out = excelize.Cell{}
	col := &s.Columns[i]
	if c.Kind == table.Picture && s.takePicture(s.next, i, *c) {
		return false, nil
	}
	if c.Kind == table.Empty && p == body && col.Role != table.ForInput {
		return false, nil
	}
	look := looks{part: p, kind: c.Kind, digits: c.Digits, currency: c.Currency}
	switch c.Kind {
	case table.Empty:
	case table.Link:
		out.Formula, out.Value = linkValue(*c)
		look.link = out.Formula != ""
	default:
		out.Value = plainValue(c)
		if c.Rich != nil {
			if err := s.enrich(out, c.Rich); err != nil {
				return false, err
			}
		}
	}
	if text, ok := out.Value.(string); ok {
		look.quoted = out.Formula == "" && looksLikeFormula(text)
		look.text = true
	}
	if runs, ok := out.Value.([]excelize.RichTextRun); ok {
		look.quoted, look.text = looksLikeFormula(runs[0].Text), true
	}
	var err error
	out.StyleID, err = s.look(look, i, c)
	return true, err
}

// enrich adds formula and marks.
func (s *sheetWriter) enrich(out *excelize.Cell, r *table.Rich) (err error) {
	if r.Formula != "" {
		if out.Formula, err = s.resolve(r.Formula); err != nil {
			return err
		}
	}
	if text, ok := out.Value.(string); ok && out.Formula == "" && len(r.Marks) > 0 {
		if runs := marked(text, r.Marks); runs != nil {
			out.Value = runs
		}
	}
	return nil
}

// looks is what decides on the style of the cells of one column.
type looks struct {
	part     part
	kind     table.Kind
	digits   int
	currency string
	link     bool
	quoted   bool
	text     bool // the value is stored as text, also where it is a number that cannot be one in a workbook
}

// look returns the style of a cell. Neighbours in a column mostly look alike, so that the last one is kept in mind.
func (s *sheetWriter) look(l looks, i int, c *table.Cell) (int, error) {
	last := &s.last[i]
	if last.known && last.looks == l {
		return last.id, nil
	}
	col := s.Columns[i]
	st := style{part: l.part, role: col.Role, wrap: col.Wrap, right: setRight(c.Kind), link: l.link, quoted: l.quoted}
	if !l.text {
		st.format = numberFormat(*c)
	}
	if l.part == header {
		st.right = s.right[i]
	}
	id, err := s.styles.id(st)
	last.known, last.looks, last.id = true, l, id
	return id, err
}

// lastLook is the style of the cell above.
type lastLook struct {
	looks

	known bool
	id    int
}

// rightColumns says which headers stand flush right above their cells, judged by the first filled one of the rows that begin
// the sheet.
func rightColumns(t table.Sheet) []bool {
	const enough = 100 // rows; a column that is empty as long is set as text is
	out, known := make([]bool, len(t.Columns)), make([]bool, len(t.Columns))
	n := 0
	for row := range t.All() {
		for i := range min(len(row), len(out)) {
			if !known[i] && row[i].Kind != table.Empty {
				out[i], known[i] = setRight(row[i].Kind), true
			}
		}
		if n++; n == enough {
			break
		}
	}
	return out
}

// setRight says whether a cell stands flush right: numbers, and dates, which programs set so by themselves but without
// room to the next column's text.
func setRight(k table.Kind) bool {
	switch k {
	case table.Integer, table.Decimal, table.Percent, table.Money, table.Date:
		return true
	default:
		return false
	}
}

// linkValue returns a link's formula and the text it shows. Words too long for a formula are cut; a link
// too long for one is shown as its address.
func linkValue(c table.Cell) (formula string, value any) {
	url, label := clean(c.URL), cut(clean(c.Text), maxLiteral)
	if formula, ok := hyperlink(url, label); ok {
		return formula, label
	}
	return "", url
}

// maxExact is the size from which Excel, which keeps 15 digits, would change an amount.
const maxExact = 1e15

// plainValue returns what a workbook stores for a cell that is no link: a number where it can hold it exactly, else text.
func plainValue(c *table.Cell) any {
	exact := c.Int > -maxExact && c.Int < maxExact
	switch {
	case c.Kind == table.Text:
		return clean(c.Text)
	case c.Kind == table.Integer && exact:
		return c.Int
	case c.Kind == table.Money && exact:
		return float64(c.Int) / math.Pow10(c.Digits) // the number nearest to the amount: both are exact up to 22 digits
	case c.Kind == table.Decimal || c.Kind == table.Percent:
		return c.Float
	case c.Kind == table.Date && c.Date.Year() > 1900: // the calendar of workbooks begins in 1900
		return c.Date
	}
	return clean(c.String())
}
