package xlsx

import (
	"strconv"

	"github.com/xuri/excelize/v2"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// value returns the cell as the library wants it, nil for an empty one that looks like nothing either.
func (s *sheetWriter) value(p part, c table.Cell, col table.Column) (any, error) {
	if c.Kind == table.Empty && p == body && col.Role != table.ForInput {
		return nil, nil
	}
	st := style{part: p, role: col.Role, wrap: col.Wrap, format: numberFormat(c), right: setRight(c)}
	if p == header {
		st.right = s.right[col.Header]
	}
	out := excelize.Cell{}
	switch c.Kind {
	case table.Empty:
	case table.Link:
		out.Formula, out.Value = linkValue(c)
		st.link = out.Formula != ""
	default:
		out.Value = plainValue(c)
	}
	if text, ok := out.Value.(string); ok {
		st.quoted = out.Formula == "" && looksLikeFormula(text)
		st.format = "" // also of a number that cannot be one in a workbook
	}
	id, err := s.styles.id(st)
	out.StyleID = id
	return out, err
}

// rightColumns returns the headers that stand flush right above their cells, judged by the first filled one.
func rightColumns(t table.Sheet) map[string]bool {
	out := map[string]bool{}
	for i, c := range t.Columns {
		for _, row := range t.Rows {
			if i < len(row) && row[i].Kind != table.Empty {
				out[c.Header] = setRight(row[i])
				break
			}
		}
	}
	return out
}

// setRight says whether a cell stands flush right: numbers, and dates, which programs set so by themselves but without
// room to the next column's text.
func setRight(c table.Cell) bool {
	switch c.Kind {
	case table.Integer, table.Decimal, table.Percent, table.Money, table.Date:
		return true
	default:
		return false
	}
}

// linkValue returns a link's formula and the text it shows. A link too long for a formula is shown as its address.
func linkValue(c table.Cell) (formula string, value any) {
	url, label := clean(c.URL), clean(c.Text)
	if formula, ok := hyperlink(url, label); ok {
		return formula, label
	}
	if formula, ok := hyperlink(url, cut(label, maxLiteral)); ok {
		return formula, cut(label, maxLiteral)
	}
	return "", url
}

// maxExact is the size from which Excel, which keeps 15 digits, would change an amount.
const maxExact = 1e15

// plainValue returns what a workbook stores for a cell that is no link: a number where it can hold it exactly, else text.
func plainValue(c table.Cell) any {
	exact := c.Int > -maxExact && c.Int < maxExact
	switch {
	case c.Kind == table.Integer && exact:
		return c.Int
	case c.Kind == table.Money && exact:
		f, err := strconv.ParseFloat(c.Amount(), 64)
		if err != nil { // an amount of absurdly many digits
			return clean(c.String())
		}
		return f
	case c.Kind == table.Decimal || c.Kind == table.Percent:
		return c.Float
	case c.Kind == table.Date && c.Date.Year() > 1900: // the calendar of workbooks begins in 1900
		return c.Date
	}
	return clean(c.String())
}
