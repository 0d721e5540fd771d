package review

import (
	"errors"
	"fmt"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
)

// File is a workbook that came back.
type File struct {
	Name   string // without its folder
	Digest string // of its content
	Book   table.Book
}

// Terms say how what people entered is taken.
type Terms struct {
	Reviewer string    // who entered the rows that name nobody
	Overrule bool      // a ruling replaces that of another reviewer
	At       time.Time // when the rulings are taken into the ledger
}

// Kind says what becomes of a row that holds input.
type Kind string

// The kinds. Each row has exactly one; only RowNew, RowChanged and RowCleared lead to lines of the ledger.
const (
	RowNew       Kind = "new"       // the ledger holds no ruling about it
	RowChanged   Kind = "changed"   // the ledger holds another one, of the same reviewer or to be overruled
	RowCleared   Kind = "cleared"   // what the ledger holds is taken back
	RowUnchanged Kind = "unchanged" // the ledger holds it, or another row given says the same
	RowStale     Kind = "stale"     // the shops' words have changed since: to be looked at again
	RowConflict  Kind = "conflict"  // two people, or two rows, say different things; neither is taken
	RowOrphan    Kind = "orphan"    // the snapshot has no such variant
	RowInvalid   Kind = "invalid"   // it cannot be understood
	RowBlank     Kind = "blank"     // it bears a reviewer's name and no decision, which says nothing
)

// Kinds returns every kind in the order in which people are told of them.
func Kinds() []Kind {
	return []Kind{RowNew, RowChanged, RowCleared, RowUnchanged, RowBlank, RowStale, RowConflict, RowOrphan, RowInvalid}
}

// Taken reports whether rows of this kind lead to lines of the ledger.
func (k Kind) Taken() bool { return k == RowNew || k == RowChanged || k == RowCleared }

// Sound reports whether nobody has to look at rows of this kind again.
func (k Kind) Sound() bool { return k.Taken() || k == RowUnchanged || k == RowBlank }

// Outcome is what becomes of one row.
type Outcome struct {
	Row

	File   string
	Kind   Kind
	Reason string // what is the matter, in a sentence; empty where Kind says it all
	About  string // the variant in the shop's words, or the pattern; empty where it was not found
	Before string // the ruling that the ledger holds, in words
	// Seen and Now are both versions of a stale row: what the workbook shows, and what it would show now.
	Seen, Now string
	Members   Members
	Lines     int // how many lines of the ledger it leads to

	digest string
	answer answer
	on     *pair // the row's mapping as it is now
	saw    *pair // as the workbook showed it; nil where its words were others
	target string
	reread bool     // the ledger has it from this very file
	back   []string // digests of the lines that are taken back

	members []*Outcome // of a pattern: those that take its ruling
}

// Place names the cell in which the decision stands: "review.xlsx, Review!P14".
func (o *Outcome) Place() string { return o.File + ", " + o.Sheet + "!" + o.Cell }

// Members says what became of the rows that a pattern's ruling reaches. Their sum is the number on the sheet Patterns.
type Members struct {
	Taken     int // the pattern's ruling leads to a line for them
	Unchanged int // the ledger has the same about them
	Own       int // they have a ruling of their own, which wins
}

// Sum returns how many rows the pattern has.
func (m Members) Sum() int { return m.Taken + m.Unchanged + m.Own }

// Taken is what becomes of workbooks that came back.
type Taken struct {
	Rows  []*Outcome    // every row with input, in the order of the files, sheets and rows
	Lines []ledger.Line // what is to be appended to the ledger
	// Unread are sheets, "review.xlsx, Notes", on which words for Decision stand, and nothing that says which variants they are
	// about.
	Unread []string
	// Ignored are columns, "review.xlsx, Review: Ben says", that are not the program's and in which something stands beside input:
	// people's own, or one of ours under another name.
	Ignored []string
}

// Sums returns how many rows each kind has.
func (t *Taken) Sums() map[Kind]int {
	out := map[Kind]int{}
	for _, o := range t.Rows {
		out[o.Kind]++
	}
	return out
}

// Sound reports whether nobody has to look at any row again.
func (t *Taken) Sound() bool {
	for _, o := range t.Rows {
		if !o.Kind.Sound() {
			return false
		}
	}
	return true
}

// Take works out what becomes of every row with input in workbooks that came back, against the snapshot that is now and the
// ledger; it writes nothing.
//
// An empty Decision says nothing: it neither rules nor takes a ruling back, which the word [Clear] does. A row is joined to its
// variant by its Row id, through any identity of the variant. It is taken only where its Row hash, and the titles and SKU that
// it shows, are those of that variant: else it was decided on other grounds, or parts of rows were moved. What the ledger
// holds already, from this file or any other, stays as it is. A reviewer may change their own ruling; another's is
// replaced only by Terms.Overrule. A row's own ruling wins over its product's, and that over its pattern's.
//
// The error joins one for each file on which no decisions could be found.
func Take(in Input, l *ledger.Ledger, files []File, terms Terms) (*Taken, error) {
	t := newTaking(in, l, terms)
	var errs []error
	var sheets, columns []string
	for _, f := range files {
		rows, err := Inputs(f.Book)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", f.Name, err))
		}
		for _, s := range f.Book.Sheets {
			if unread(s) {
				sheets = append(sheets, f.Name+", "+s.Name)
			}
			for _, header := range strangeColumns(s) {
				columns = append(columns, f.Name+", "+s.Name+": "+header)
			}
		}
		for _, r := range rows {
			t.rows = append(t.rows, &Outcome{Row: r, File: f.Name, digest: f.Digest})
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	t.noteOwn()
	for _, o := range t.rows {
		if t.judge(o); o.Kind == "" {
			t.compare(o)
		}
	}
	t.contradictions()
	t.spread()
	return &Taken{Rows: t.rows, Lines: t.lines(), Unread: sheets, Ignored: columns}, nil
}
