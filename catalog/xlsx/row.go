package xlsx

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// writeRows writes all lines of the sheet from the top.
func (s *sheetWriter) writeRows() error {
	if err := s.writeProse(); err != nil {
		return err
	}
	s.next = s.headerRow()
	headers := make([]table.Cell, len(s.Columns))
	for i, c := range s.Columns {
		headers[i] = table.TextCell(c.Header)
	}
	if err := s.writeRow(header, headers); err != nil {
		return err
	}
	for _, row := range s.Rows {
		if err := s.writeRow(body, row); err != nil {
			return err
		}
	}
	if s.Totals == nil {
		return nil
	}
	return s.writeRow(totals, s.Totals)
}

func (s *sheetWriter) writeProse() error {
	if s.Heading != "" {
		if err := s.writeLine(heading, s.Heading, 24); err != nil {
			return err
		}
	}
	for _, n := range s.Notes {
		if err := s.writeLine(note, n, 16); err != nil {
			return err
		}
	}
	return nil
}

// writeLine writes a line of prose, which runs across the empty cells to its right.
func (s *sheetWriter) writeLine(p part, text string, height float64) error {
	id, err := s.styles.id(style{part: p, quoted: looksLikeFormula(text)})
	if err != nil {
		return err
	}
	s.next++
	return s.stream.SetRow("A"+strconv.Itoa(s.next), []any{excelize.Cell{StyleID: id, Value: clean(text)}}, excelize.RowOpts{Height: height})
}

func (s *sheetWriter) writeRow(p part, row []table.Cell) error {
	values := make([]any, len(s.Columns))
	for i := range values {
		var c table.Cell
		if i < len(row) {
			c = row[i]
		}
		v, err := s.value(p, c, s.Columns[i])
		if err != nil {
			return fmt.Errorf("cell %s: %w", table.Address(s.next, i), err)
		}
		values[i] = v
	}
	opts := excelize.RowOpts{}
	if n := s.lines(p, row); n > 1 {
		opts.Height = lineHeight * float64(n)
	}
	s.next++
	return s.stream.SetRow("A"+strconv.Itoa(s.next), values, opts)
}

// The height of a line in points, and how many lines of a long text show before it must be opened to be read.
const (
	lineHeight = 15
	maxLines   = 10
)

// lines is how many lines a row takes. It is worked out here because programs do not agree on doing so for a file they
// did not write.
func (s *sheetWriter) lines(p part, row []table.Cell) int {
	if p == header {
		return 2
	}
	n := 1
	for i, c := range row {
		if i < len(s.Columns) && s.Columns[i].Wrap && c.Kind == table.Text {
			n = max(n, wrappedLines(c.Text, width(s.Columns[i])-2))
		}
	}
	return min(n, maxLines)
}

// value returns the cell as the library wants it, nil for an empty one that looks like nothing either.
func (s *sheetWriter) value(p part, c table.Cell, col table.Column) (any, error) {
	if c.Kind == table.Empty && p == body && col.Role != table.ForInput {
		return nil, nil
	}
	st := style{part: p, role: col.Role, wrap: col.Wrap, format: numberFormat(c), number: isNumber(c)}
	if p == header {
		st.number = s.numeric[col.Header]
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
		if st.format != "" { // a number that cannot be one in a workbook
			st.format = ""
		}
	}
	id, err := s.styles.id(st)
	out.StyleID = id
	return out, err
}

// numericColumns returns the headers of the columns whose first filled cell is a number: they stand above their numbers.
func numericColumns(t table.Sheet) map[string]bool {
	out := map[string]bool{}
	for i, c := range t.Columns {
		for _, row := range t.Rows {
			if i < len(row) && row[i].Kind != table.Empty {
				out[c.Header] = isNumber(row[i])
				break
			}
		}
	}
	return out
}

func isNumber(c table.Cell) bool {
	return c.Kind == table.Integer || c.Kind == table.Decimal || c.Kind == table.Percent || c.Kind == table.Money
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

// dropDown makes a validation rule offer the column's choices.
func dropDown(rule *excelize.DataValidation, c table.Column) error {
	for _, choice := range c.Choices {
		if strings.Contains(choice, ",") {
			return fmt.Errorf("column %q: choice %q holds a comma, which would split it", c.Header, choice)
		}
	}
	if err := rule.SetDropList(c.Choices); err != nil {
		return fmt.Errorf("column %q: choices: %w", c.Header, err)
	}
	rule.SetError(excelize.DataValidationErrorStyleStop, cut(clean(c.Header), 32), "Choose one of: "+cut(strings.Join(c.Choices, ", "), 200)+".")
	return nil
}
