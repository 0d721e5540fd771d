package table

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// Sheet is a table with named columns, and what surrounds it.
type Sheet struct {
	Name string
	// Heading and Notes stand above the header, one line each.
	Heading string
	Notes   []string
	// Report marks a sheet that is read like a page rather than worked through: its header does not stay in view and it
	// has no filter.
	Report bool
	// Hidden marks a sheet that serves others, such as with lists to choose from: it is out of sight and guarded against
	// slips.
	Hidden bool

	Columns []Column
	// Rows hold the cells in the order of Columns; missing ones at the end are empty.
	Rows [][]Cell
	// Stream yields the rows of a sheet too large to be held, StreamLen of them; Rows is nil then. It yields the same each
	// time. What it yields is read before the next row is asked for, and may be changed after that.
	Stream    iter.Seq[[]Cell]
	StreamLen int
	// Totals is a last line set apart from the rows; nil for none. It is not data: CSV leaves it out.
	Totals []Cell

	// Frozen is how many columns, from the first, stay in view when the sheet is scrolled sideways.
	Frozen int
	Rules  []Rule
	Charts []Chart
}

// All yields the rows, wherever they are.
func (s Sheet) All() iter.Seq[[]Cell] {
	if s.Stream != nil {
		return s.Stream
	}
	return slices.Values(s.Rows)
}

// Len returns how many rows the sheet has.
func (s Sheet) Len() int {
	if s.Stream != nil {
		return s.StreamLen
	}
	return len(s.Rows)
}

// Column says how the cells below one header look and what may be entered there.
type Column struct {
	Header string // unique within the sheet, case aside
	Width  int    // in characters; 0 leaves it to the writer
	Wrap   bool   // long text runs over several lines
	Role   Role
	// Choices are the words that may be entered; a writer that can offers them as a drop-down.
	Choices []string
	// ChoicesFrom takes the choices from another sheet instead, for each row its own.
	ChoicesFrom *Lookup
	// Help is a sentence shown to a person who enters something.
	Help string
}

// Lookup finds the choices of a row on another sheet: the cells below Header in all lines whose cell below Key is that of the
// row below By. The other sheet is sorted by Key.
type Lookup struct {
	By     string // header of a column of the sheet that asks
	Sheet  string // name of the sheet that answers
	Key    string // header there
	Header string // header there
}

// Role says whom a column is for.
type Role int

// The roles.
const (
	ForReading Role = iota
	ForInput        // people enter something
	ForProgram      // the program finds the row again by it; people leave it alone
)

// Rule makes cells stand out. It never adds meaning: the word that triggers it stands in the cell.
type Rule struct {
	Column string // header of the column that is looked at
	Equals string // the cell's text; empty means any text at all
	Row    bool   // the whole row stands out, not the cell alone
	Look   Look
}

// Look is a way to stand out that shows in black and white too.
type Look int

// The looks.
const (
	Calm   Look = iota // nothing to do here: light blue, plain
	Notice             // look when there is time: light orange, italic
	Alarm              // look first: orange, bold, framed
	Done               // dealt with: grey, italic
)

// Chart is a stacked bar for each row, drawn below the table and the charts before it.
type Chart struct {
	Title    string
	Category string   // header of the column that names the bars
	Series   []string // headers of the columns stacked in each bar
}

// Check returns an error for a header that is empty or given twice, a row in Rows with more cells than the sheet has
// columns, rows both held and streamed, and a rule, chart or choice that speaks of a column the sheet lacks.
func (s Sheet) Check() error {
	var errs []error
	complain := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("sheet %q: "+format, append([]any{s.Name}, args...)...))
	}
	seen := map[string]bool{}
	for i, c := range s.Columns {
		name := fold(c.Header)
		switch {
		case name == "":
			complain("column %d has no header", i+1)
		case seen[name]:
			complain("header %q given twice", c.Header)
		}
		seen[name] = true
	}
	if s.Stream != nil && len(s.Rows) > 0 || s.StreamLen < 0 {
		complain("rows are held or streamed, not both, and not fewer than none")
	}
	for i, row := range s.Rows {
		if len(row) > len(s.Columns) {
			complain("row %d has %d cells for %d columns", i+1, len(row), len(s.Columns))
		}
	}
	for _, name := range s.mentioned() {
		if s.Index(name) < 0 {
			complain("no column %q for a rule, chart or choice", name)
		}
	}
	return errors.Join(errs...)
}

func (s Sheet) mentioned() []string {
	var names []string
	for _, r := range s.Rules {
		names = append(names, r.Column)
	}
	for _, c := range s.Charts {
		names = append(append(names, c.Category), c.Series...)
	}
	for _, c := range s.Columns {
		if c.ChoicesFrom != nil {
			names = append(names, c.ChoicesFrom.By)
		}
	}
	return names
}

// Index returns the position of the column with that header, case and spaces aside, or -1.
func (s Sheet) Index(header string) int {
	for i, c := range s.Columns {
		if fold(c.Header) == fold(header) {
			return i
		}
	}
	return -1
}

// fold makes headers comparable that differ in case and spaces only.
func fold(header string) string {
	return strings.ToLower(strings.Join(strings.Fields(header), " "))
}
