package addresses

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// taking turns the rows of one table into entries.
type taking struct {
	list    *List
	layout  layout
	options Options
	width   int // of the header; 0 without one
	column  wholeColumn
	odd     int    // cells in the column of counts that are no whole numbers
	firstOf string // the first of them
}

// totals are the words under which exports sum up a column.
var totals = []string{
	"total", "totals", "grand total", "gesamt", "gesamtsumme", "gesamtergebnis", "summe", "total général", "total general", "totale",
	"totaal", "totaux", "razem", "suma", "итого", "всего",
}

func isTotal(cell string) bool { return slices.Contains(totals, strings.ToLower(cell)) }

// bracketed is how exports write that they do not know: (not set), (other), (nicht festgelegt).
var bracketed = regexp.MustCompile(`^\([^()]+\)$`)

func (t *taking) row(r record) {
	if t.width > 0 && slices.ContainsFunc(r.cells[min(t.width, len(r.cells)):], func(c string) bool { return c != "" }) {
		t.list.ignore(Ragged, r.line, r.text(), 0)
		return
	}
	count, counted := t.count(r)
	cell := r.cell(t.layout.url)
	address, reason := t.options.address(cell, r.cell(t.layout.host))
	switch {
	case isTotal(cell), cell == "" && counted:
		reason, count = TotalRow, 0 // a total sums what the other rows count, and counts nothing of its own
	case bracketed.MatchString(cell):
		reason = Unattributed
	}
	if reason != "" {
		t.list.ignore(reason, r.line, cmp.Or(cell, r.text()), count)
		return
	}
	t.list.enter(r.line, address, count, counted, t.options)
}

// count reads the count of a row. Cells that are no whole number are told of at the end; the row then has no count.
func (t *taking) count(r record) (int64, bool) {
	cell := r.cell(t.layout.count)
	if cell == "" {
		return 0, false
	}
	n, ok := t.column.read(cell)
	if !ok {
		if t.odd == 0 {
			t.firstOf = fmt.Sprintf("%s: %s", t.list.place(r.line), shortened(cell))
		}
		t.odd++
	}
	return n, ok
}

// end refuses a table of which most rows are paths of nobody knows whose: their counts would go to the wrong shop.
func (t *taking) end() error {
	l := t.list
	if n := slices.IndexFunc(l.Ignored, func(i Ignored) bool { return i.Reason == NoHost }); n >= 0 && l.Ignored[n].Rows > len(l.Entries) {
		return fmt.Errorf("%s: its pages are paths without a host, such as %s; say whose they are with --host www.po.co", l.Name, l.Ignored[n].First)
	}
	if t.odd > 0 {
		l.Notes = append(l.Notes, fmt.Sprintf("%d cells in the column of %s are no whole numbers and count as not stated, first %s", t.odd, l.Unit, t.firstOf))
	}
	return nil
}

// address returns the address that a cell states, or the reason why it is none.
func (o *Options) address(cell, host string) (address, reason string) {
	switch _, ok := absolute(cell); {
	case len(cell) > maxAddress:
		return "", TooLong
	case ok:
		return cell, ""
	case looksPath(cell):
		if host == "" || !hostName.MatchString(host) {
			host = o.Host
		}
		if host == "" {
			return "", NoHost
		}
		address = "https://" + host + cell
	case bare.MatchString(cell):
		address = "https://" + cell
	}
	if _, ok := absolute(address); !ok {
		return "", NoAddress
	}
	return address, ""
}

// enter adds an address, unless it is furniture.
func (l *List) enter(line int, address string, count int64, counted bool, o Options) {
	if u, ok := absolute(address); ok && furniture.MatchString(u.Path) {
		l.ignore(Furniture, line, address, count)
		return
	}
	canonical := address
	if o.Canonical != nil {
		canonical = o.Canonical(address)
	}
	canonical, _, _ = strings.Cut(canonical, "#")
	l.Rows++
	l.Entries = append(l.Entries, Entry{Line: line, Address: address, Canonical: Fold(canonical), Count: count, Counted: counted})
}
