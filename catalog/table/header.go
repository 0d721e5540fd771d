package table

import "strconv"

// Header is the line of a sheet read back that names its columns.
type Header struct {
	Row     int            // index of the line in Sheet.Rows; the data begin below it
	columns map[string]int // folded header to index; the first where a name occurs twice
}

// FindHeader returns the first row of s that holds all the names, case and spaces aside and in any order, and whether there is one.
// Looking is limited to the first hundred rows, so that data are not taken for a header.
func FindHeader(s Sheet, names ...string) (Header, bool) {
	for i, row := range s.Rows[:min(len(s.Rows), 100)] {
		h := Header{Row: i, columns: map[string]int{}}
		for j, c := range row {
			name := fold(c.Text)
			if _, taken := h.columns[name]; name != "" && !taken {
				h.columns[name] = j
			}
		}
		if h.has(names) {
			return h, true
		}
	}
	return Header{}, false
}

func (h Header) has(names []string) bool {
	for _, n := range names {
		if _, ok := h.columns[fold(n)]; !ok {
			return false
		}
	}
	return true
}

// Column returns the index of the column with that name, or -1.
func (h Header) Column(name string) int {
	if i, ok := h.columns[fold(name)]; ok {
		return i
	}
	return -1
}

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
