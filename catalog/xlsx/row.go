package xlsx

import (
	"fmt"
	"strconv"

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
	n := 0
	for row := range s.All() {
		if n++; n > s.Len() || len(row) > len(s.Columns) {
			break
		}
		if err := s.writeRow(body, row); err != nil {
			return err
		}
	}
	if n != s.Len() {
		return fmt.Errorf("row %d of the stream: it is one too many for %d rows, one too few, or wider than the header", n, s.Len())
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
	text = clean(text)
	id, err := s.styles.id(style{part: p, quoted: looksLikeFormula(text)})
	if err != nil {
		return err
	}
	s.next++
	return s.stream.SetRow("A"+strconv.Itoa(s.next), []any{excelize.Cell{StyleID: id, Value: text}}, excelize.RowOpts{Height: height})
}

// writeRow writes one line. Its cells lie in the memory of the line before.
func (s *sheetWriter) writeRow(p part, row []table.Cell) error {
	pictures := len(s.pictures)
	none := table.Cell{}
	for i := range s.values {
		c := &none
		if i < len(row) {
			c = &row[i]
		}
		filled, err := s.set(&s.cells[i], p, c, i)
		if err != nil {
			return fmt.Errorf("cell %s: %w", table.Address(s.next, i), err)
		}
		s.values[i] = nil
		if filled {
			s.values[i] = &s.cells[i]
		}
	}
	opts := excelize.RowOpts{}
	if n := s.lines(p, row); n > 1 {
		opts.Height = lineHeight * float64(n)
	}
	if len(s.pictures) > pictures {
		opts.Height = max(opts.Height, pictureHeight)
	}
	s.next++
	at := strconv.AppendInt(append(s.address[:0], 'A'), int64(s.next), 10)
	return s.stream.SetRow(string(at), s.values, opts)
}

// The height of a line in points, how many lines of a long text show before it must be opened to be read, and how high a
// line with a picture is: three quarters of a point are a pixel.
const (
	lineHeight    = 15
	maxLines      = 10
	pictureHeight = (boxHeight + 2*boxMargin) * 0.75
)

// lines is how many lines a row takes. It is worked out here because programs do not agree on doing so for a file they
// did not write.
func (s *sheetWriter) lines(p part, row []table.Cell) int {
	if p == header {
		return 2
	}
	n := 1
	for i := range row {
		if c := &row[i]; c.Kind == table.Text && i < len(s.Columns) && s.Columns[i].Wrap {
			n = max(n, wrappedLines(c.Text, width(s.Columns[i])-2))
		}
	}
	return min(n, maxLines)
}
