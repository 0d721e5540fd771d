package xlsx

import (
	"strconv"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// rows reads the cells of a worksheet.
func (s *scanner) rows(text []byte) ([][]table.Cell, bool) {
	t := tags{text: text}
	for t.next() && t.name != "sheetData" {
	}
	if t.name != "sheetData" {
		return nil, false
	}
	if t.empty {
		return nil, t.rest("worksheet")
	}
	var rows [][]table.Cell
	filled, seen := 0, 0
	for t.next() && t.name == "row" && !t.closing {
		seen++
		number, ok := t.number("r", seen)
		if !ok || number < seen || number > maxRows {
			return nil, false
		}
		seen = number
		row, ok := s.row(&t, number)
		if !ok {
			return nil, false
		}
		for len(rows) < number-1 {
			rows = append(rows, nil)
		}
		if rows = append(rows, row); len(row) > 0 {
			filled = number
		}
	}
	if t.name != "sheetData" || !t.closing || !t.rest("worksheet") {
		return nil, false
	}
	return rows[:filled], true
}

// row reads the cells of a row whose tag was read.
func (s *scanner) row(t *tags, number int) ([]table.Cell, bool) {
	if t.empty {
		return nil, true
	}
	var row []table.Cell
	for t.next() && t.name == "c" && !t.closing {
		column := len(row)
		if place := t.attribute("r"); place != "" {
			at, ok := columnOf(place, number)
			if !ok || at < len(row) {
				return nil, false
			}
			column = at
		}
		if s.cells += column + 1 - len(row); s.cells > maxCells {
			return nil, false
		}
		text, ok := s.cell(t, t.attribute("t"))
		if !ok {
			return nil, false
		}
		if row == nil {
			row = make([]table.Cell, 0, max(s.wide, column+1))
		}
		for len(row) < column {
			row = append(row, table.Cell{})
		}
		row = append(row, table.TextCell(text))
	}
	s.wide = len(row)
	return row, t.name == "row" && t.closing
}

// inline is the kind of a cell that holds its text itself, in an element of its own.
const inline = "inlineStr"

// cell reads what is stored in a cell whose tag was read.
func (s *scanner) cell(t *tags, kind string) (string, bool) {
	if t.empty {
		return "", true
	}
	value := ""
	for t.next() && (t.name != "c" || !t.closing) {
		var ok bool
		switch {
		case t.closing: // of what did not begin
		case t.name == "f":
			ok = t.empty || t.skipText("f")
		case t.name == "v" && kind != inline:
			if ok = t.empty; !ok {
				value, ok = t.value("v")
			}
		case t.name == "is" && kind == inline && !t.empty:
			value, ok = t.texts("is")
		}
		if !ok {
			return "", false
		}
	}
	if t.name != "c" {
		return "", false
	}
	switch kind {
	case "s":
		i, err := strconv.Atoi(value)
		if err != nil || i < 0 || i >= len(s.shared) {
			return "", false
		}
		return s.shared[i], true
	case inline, "str", "n", "":
		return value, true
	}
	return "", false
}

// columnOf reads the column of a place such as "AB12", which must be in the row.
func columnOf(place string, row int) (int, bool) {
	column, i := 0, 0
	for i < len(place) && place[i] >= 'A' && place[i] <= 'Z' && i < 3 {
		column = column*26 + int(place[i]-'A') + 1
		i++
	}
	return column - 1, i > 0 && column <= 16384 && place[i:] == strconv.Itoa(row)
}
