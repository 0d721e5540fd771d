package table

import (
	"strconv"
	"strings"
)

// Header is the line of a sheet read back that names its columns.
type Header struct {
	Row     int              // index of the line in Sheet.Rows
	columns map[string][]int // folded header to indexes, rising
}

// FindHeader returns the first row of s that holds all the names, case and spaces aside and in any order, and whether there
// is one. The whole sheet is looked through: a person who sorts it may have sorted the header into the rows.
func FindHeader(s Sheet, names ...string) (Header, bool) {
	for i := range s.Rows {
		if h, ok := HeaderAt(s, i, names...); ok {
			return h, true
		}
	}
	return Header{}, false
}

// HeaderAt returns what the row names, and whether it holds all the names.
func HeaderAt(s Sheet, row int, names ...string) (Header, bool) {
	cells := s.Rows[row]
	for _, n := range names {
		if !holds(cells, n) {
			return Header{}, false
		}
	}
	h := Header{Row: row, columns: map[string][]int{}}
	for j, c := range cells {
		if name := fold(c.Text); name != "" {
			h.columns[name] = append(h.columns[name], j)
		}
	}
	return h, true
}

// holds says whether a cell says a name, case and spaces aside. Nearly all cells are told by their first letters.
func holds(cells []Cell, name string) bool {
	folded := fold(name)
	for _, c := range cells {
		text := strings.TrimSpace(c.Text)
		if len(text) >= len(name) && strings.EqualFold(text[:1], name[:1]) && fold(text) == folded {
			return true
		}
	}
	return false
}

// Column returns the index of the first column with that name, or -1.
func (h Header) Column(name string) int {
	if at := h.columns[fold(name)]; len(at) > 0 {
		return at[0]
	}
	return -1
}

// Columns returns the indexes of all columns with that name, rising.
func (h Header) Columns(name string) []int { return h.columns[fold(name)] }

// Text returns the text of row's cell below that name, or "" where the sheet has no such column or the row ends before it.
func (h Header) Text(row []Cell, name string) string {
	if i := h.Column(name); i >= 0 && i < len(row) {
		return row[i].Text
	}
	return ""
}

// Address returns the name of a cell as spreadsheets write it, "B7" for row 6 and column 1: both are counted from zero.
func Address(row, column int) string {
	letters := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return letters + strconv.Itoa(row+1)
}
