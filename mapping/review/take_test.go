package review_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// returned is what a workbook looks like when it is read back: rows of text, the header among them.
func returned(b table.Book) table.Book {
	var out table.Book
	for _, s := range b.Sheets {
		back := table.Sheet{Name: s.Name}
		for _, n := range s.Notes {
			back.Rows = append(back.Rows, []table.Cell{table.TextCell(n)})
		}
		var header []table.Cell
		for _, c := range s.Columns {
			header = append(header, table.TextCell(c.Header))
		}
		back.Rows = append(back.Rows, header)
		for _, row := range s.Rows {
			var words []table.Cell
			for _, c := range row {
				words = append(words, table.TextCell(c.String()))
			}
			back.Rows = append(back.Rows, words)
		}
		out.Sheets = append(out.Sheets, back)
	}
	return out
}

// enter puts text below a header in the row of a key.
func enter(t *testing.T, b table.Book, key, header, text string) {
	t.Helper()
	s, _ := b.Sheet("Review")
	h, ok := table.FindHeader(s, "Row id", header)
	if !ok {
		t.Fatalf("no header %q", header)
	}
	for _, row := range s.Rows {
		if h.Text(row, "Row id") == key {
			row[h.Column(header)] = table.TextCell(text)
			return
		}
	}
	t.Fatalf("no row %q", key)
}

const (
	bronze = "po.co/uk#item:4101500004"
	pad    = "poco-store-app@in#item:1"
)

func inputs(t *testing.T, b table.Book) []review.Row {
	t.Helper()
	rows, err := review.Inputs(b)
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		rows[i].Hash, rows[i].Title, rows[i].Proposed, rows[i].NewTitle = "", "", "", "" // change with the sample
	}
	return rows
}

func TestInputsOfAnUntouchedWorkbook(t *testing.T) {
	if rows := inputs(t, returned(review.Book(sample()))); len(rows) != 0 {
		t.Errorf("Inputs = %+v, want none", rows)
	}
}

func TestInputsOfEachColumn(t *testing.T) {
	for header, want := range map[string]review.Row{
		"Decision": {ID: bronze, Ruling: "x"},
		"SKU":      {ID: bronze, SKU: "x"},
		"Scope":    {ID: bronze, Scope: "x"},
		"Reviewer": {ID: bronze, Reviewer: "x"},
		"Note":     {ID: bronze, Note: "x"},
	} {
		b := returned(review.Book(sample()))
		enter(t, b, bronze, header, " x ")
		want.Sheet, want.Cell = "Review", "R3"
		if diff := cmp.Diff([]review.Row{want}, inputs(t, b)); diff != "" {
			t.Errorf("%s: %s", header, diff)
		}
	}
}

// TestInputsOfAnEditedWorkbook sorts rows, moves columns, takes the note away and adds a column of the reviewer's own.
func TestInputsOfAnEditedWorkbook(t *testing.T) {
	b := returned(review.Book(sample()))
	enter(t, b, bronze, "Decision", "reassigned")
	enter(t, b, bronze, "SKU", "4231500002")
	enter(t, b, pad, "Decision", "not_sold")
	i := slices.IndexFunc(b.Sheets, func(s table.Sheet) bool { return s.Name == "Review" })
	s := &b.Sheets[i]
	s.Name = "Review (Anna)"
	s.Rows = s.Rows[1:]
	slices.Reverse(s.Rows[1:])
	order := rand.New(rand.NewPCG(1, 2)).Perm(len(s.Rows[0]))
	for r, row := range s.Rows {
		moved := []table.Cell{table.TextCell("mine")}
		for _, c := range order {
			moved = append(moved, row[c])
		}
		s.Rows[r] = moved
	}
	got := map[catalog.Key]review.Row{}
	for _, r := range inputs(t, b) {
		r.Cell, r.Sheet = "", ""
		got[r.Key()] = r
	}
	want := map[catalog.Key]review.Row{
		bronze: {ID: bronze, Ruling: "reassigned", SKU: "4231500002"},
		pad:    {ID: pad, Ruling: "not_sold"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestInputsKeepARowWithoutKey(t *testing.T) {
	b := returned(review.Book(sample()))
	enter(t, b, bronze, "Decision", "accepted")
	enter(t, b, bronze, "Row id", "")
	if rows := inputs(t, b); len(rows) != 1 || rows[0].ID != "" || rows[0].Ruling != "accepted" {
		t.Errorf("Inputs = %+v, want the row although its key is gone", rows)
	}
}

func TestInputsOfAnotherWorkbook(t *testing.T) {
	other := table.Book{Sheets: []table.Sheet{{Name: "Review", Rows: [][]table.Cell{{table.TextCell("Decision"), table.TextCell("accepted")}}}}}
	if _, err := review.Inputs(other); !errors.Is(err, review.ErrNoReview) {
		t.Errorf("error = %v, want ErrNoReview", err)
	}
}

// ledgerOf returns the ledger that holds these decisions.
func ledgerOf(t *testing.T, decisions ...mapping.Decision) *ledger.Ledger {
	t.Helper()
	lines := make([]ledger.Line, len(decisions))
	for i, d := range decisions {
		lines[i].Decision = d
	}
	return reread(t, &ledger.Ledger{}, lines)
}

// reread returns the ledger that holds the lines of another and some more, as it is read from the disk.
func reread(t *testing.T, l *ledger.Ledger, more []ledger.Line) *ledger.Ledger {
	t.Helper()
	file, err := ledger.Encode(append(slices.Clone(l.Lines), more...))
	if err != nil {
		t.Fatal(err)
	}
	out, err := ledger.Read(bytes.NewReader(file), "decisions.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestUnsaved(t *testing.T) {
	const digest = "sha256:0"
	l := ledgerOf(t,
		mapping.Decision{Source: oldUK, Identities: []catalog.Identity{"opt:poco-c75|bronze", "item:1"}, Scope: mapping.ScopeVariant, Target: newUK, TargetID: "2", Ruling: mapping.Accepted, Reviewer: "Anna"},
		mapping.Decision{Source: app, Market: "in", Identities: []catalog.Identity{"item:1"}, Scope: mapping.ScopeProduct, ItemGroupID: "poco-pad", Target: newIN, Ruling: mapping.NotSold, Note: "ended"},
		mapping.Decision{Source: oldUK, Identities: []catalog.Identity{"item:5"}, Scope: mapping.ScopeVariant, Target: newUK, Ruling: mapping.Deferred, Origin: mapping.OriginPattern, Pattern: "only the colour differs"},
	)
	tests := []struct {
		name  string
		row   review.Row
		saved bool
	}{
		{"as ruled", review.Row{ID: "po.co/uk#item:1", Ruling: "accepted"}, true},
		{"capitals", review.Row{ID: "po.co/uk#item:1", Ruling: "Accepted", Scope: "Variant"}, true},
		{"by another identity", review.Row{ID: "po.co/uk#opt:poco-c75|bronze", Ruling: "accepted", Reviewer: "Anna", SKU: "2"}, true},
		{"in a market", review.Row{ID: "poco-store-app@in#item:1", Ruling: "not_sold", Scope: "product", Note: "ended"}, true},
		{"other ruling", review.Row{ID: "po.co/uk#item:1", Ruling: "rejected"}, false},
		{"other SKU", review.Row{ID: "po.co/uk#item:1", Ruling: "accepted", SKU: "3"}, false},
		{"other reviewer", review.Row{ID: "po.co/uk#item:1", Ruling: "accepted", Reviewer: "Ben"}, false},
		{"a note more", review.Row{ID: "po.co/uk#item:1", Ruling: "accepted", Note: "sure"}, false},
		{"wider scope", review.Row{ID: "po.co/uk#item:1", Ruling: "accepted", Scope: "product"}, false},
		{"other market", review.Row{ID: "poco-store-app@uk#item:1", Ruling: "not_sold", Scope: "product", Note: "ended"}, false},
		{"other shop", review.Row{ID: "po.co/fr#item:1", Ruling: "accepted"}, false},
		{"other variant", review.Row{ID: "po.co/uk#item:2", Ruling: "accepted"}, false},
		{"a note alone", review.Row{ID: "po.co/uk#item:1", Note: "ask Ben"}, false},
		{"no key", review.Row{Ruling: "accepted"}, false},
		{"a SKU with its words", review.Row{ID: "po.co/uk#item:1", Ruling: "accepted", SKU: "2 · POCO C75"}, true},
		{"a pattern", review.Row{ID: "pattern only the colour differs", Ruling: "deferred"}, true},
		{"another pattern", review.Row{ID: "pattern only the RAM differs", Ruling: "deferred"}, false},
		{"a pattern, otherwise", review.Row{ID: "pattern only the colour differs", Ruling: "not_sold"}, false},
		{"torn", review.Row{ID: "po.co/uk#item:1", Ruling: "accepted", Torn: "x"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if saved := len(review.Unsaved([]review.Row{tt.row}, l, digest)) == 0; saved != tt.saved {
				t.Errorf("saved = %v, want %v", saved, tt.saved)
			}
		})
	}
}

// TestInputsTellWhatTheyCannotRead: a ruling that stands where none belongs, or on a sheet that has lost a header, is torn and
// not passed over.
func TestInputsTellWhatTheyCannotRead(t *testing.T) {
	head := words4("Old title", "Proposed SKU", "Decision", "Reviewer", "Row id", "Row hash")
	row := func(words ...string) []table.Cell { return words4(words...) }
	a := row("POCO C75", "42", "not_sold", "Anna", bronze, "abcdefghijkl")
	without := func(cells []table.Cell, header string) []table.Cell {
		out := slices.Clone(cells)
		i := slices.IndexFunc(head, func(c table.Cell) bool { return c.Text == header })
		return slices.Delete(out, i, i+1)
	}
	for _, tt := range []struct {
		name string
		rows [][]table.Cell
		want string // cells and what is wrong with them
	}{
		{"whole", [][]table.Cell{head, a}, "C2: "},
		{"rows above the headers", [][]table.Cell{row("How to decide"), a, head}, "C2: "},
		{"a second table with other columns", [][]table.Cell{head, a, row("Row id", "Decision"), row(gold, "deferred")}, "C2: ; B4: "},
		{"a ruling over a header", [][]table.Cell{append(slices.Clone(head), row("rejected")...), a}, "G1: it stands among the headers; C2: "},
		{"two columns that agree", [][]table.Cell{append(slices.Clone(head), row("Decision")...), append(slices.Clone(a), row("not_sold")...)}, "C2: "},
		{"two columns that do not", [][]table.Cell{append(slices.Clone(head), row("Decision")...), append(slices.Clone(a), row("deferred")...)}, "C2: two columns named Decision say different things: not_sold, and deferred in G2"},
		{"the second of two columns", [][]table.Cell{append(slices.Clone(head), row("Decision")...), row("", "", "", "", gold, "", "deferred")}, "G2: "},
		{"a ruling in a column of one's own", [][]table.Cell{append(slices.Clone(head), row("Ben says")...), append(slices.Clone(a), row("deferred")...)}, "C2: "},
		{"a ruling there only", [][]table.Cell{append(slices.Clone(head), row("Ben says")...), row("", "", "", "", gold, "", "deferred")}, "C2: deferred stands in G2, outside of the column Decision: were cells shifted?"},
		{"no Row id", [][]table.Cell{without(head, "Row id"), without(a, "Row id")}, "C2: its sheet has no column Row id"},
		{"Decision renamed", [][]table.Cell{append(without(head, "Decision"), row("Entscheidung")...), append(without(a, "Decision"), row("not_sold")...)}, "F2: its sheet has no column Decision"},
		{"no headers", [][]table.Cell{a}, "C1: its sheet has no column Row id"},
		{"no headers, and a column of statuses", [][]table.Cell{row(bronze, "product_only"), row(gold, "review", "deferred")}, "C2: its sheet has no column Row id"},
		{"prose above the headers", [][]table.Cell{row("", "", "How to decide"), head, a}, "C3: "},
		{"a ruling in a column without a name", [][]table.Cell{append(slices.Clone(head), row("")...), append(slices.Clone(a), row("deferred")...)}, "C2: deferred stands in G2, outside of the column Decision: were cells shifted?"},
		{"the headers again, one of them renamed", [][]table.Cell{head, a, row("Old title", "Proposed SKU", "Entscheidung", "Reviewer", "Row id", "Row hash")}, "C2: "},
		{"no headers, and no Row id", [][]table.Cell{row("POCO C75", "not_sold", "abcdefghijkl")}, "B1: its sheet has no column Row id"},
		{"two headers of ours and nothing more", [][]table.Cell{row("Decision", "Reviewer"), row("accepted", "Anna")}, "A2: its sheet has no column Row id"},
		{"Matched", [][]table.Cell{row("SKU", "Ruling", "Row id"), row("42", "accepted", bronze)}, ""},
		{"Changes", [][]table.Cell{row("Field", "Old value", "Key"), row("ruling", "accepted", bronze)}, ""},
		{"somebody's notes", [][]table.Cell{row("Decision", "why"), row("accepted", "because")}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			other := table.Sheet{Name: "Other", Rows: [][]table.Cell{head}}
			rows, err := review.Inputs(table.Book{Sheets: []table.Sheet{{Name: "S", Rows: tt.rows}, other}})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range rows {
				got = append(got, r.Cell+": "+r.Torn)
			}
			if strings.Join(got, "; ") != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestUnreadSheets: a sheet on which words for Decision stand and nothing ties them to a variant is named.
func TestUnreadSheets(t *testing.T) {
	f := file(t, "x.xlsx", bronze+" | Decision | accepted", pad+" | Decision | deferred") // what is read is not left alone
	f.Book.Sheets = append(f.Book.Sheets, table.Sheet{Name: "Notes", Rows: [][]table.Cell{words4("accepted", "because")}})
	if got := take(t, sample(), &ledger.Ledger{}, review.Terms{}, f).Unread; !slices.Equal(got, []string{"x.xlsx, Notes"}) {
		t.Errorf("unread: %q, want the sheet Notes alone", got)
	}
}

// TestIgnoredColumns: a column that is none of ours is named where something stands in it beside input.
func TestIgnoredColumns(t *testing.T) {
	rows := [][]table.Cell{
		words4("Row id", "Decision", "Reviewer", "Bemerkung", "empty", "Why"),
		words4(bronze, "deferred", "Anna", "fragen", "", "x"),
		words4(pad, "", "", "", "not beside input", ""),
	}
	f := review.File{Name: "x.csv", Digest: "sha256:x", Book: table.Book{Sheets: []table.Sheet{{Name: "CSV", Rows: rows}}}}
	if got := take(t, sample(), &ledger.Ledger{}, review.Terms{}, f).Ignored; !slices.Equal(got, []string{"x.csv, CSV: Bemerkung"}) {
		t.Errorf("ignored: %q, want the column Bemerkung", got)
	}
	if got := take(t, sample(), &ledger.Ledger{}, review.Terms{Reviewer: "Anna"}, file(t, "x.xlsx", bronze+" | Decision | accepted")).Ignored; got != nil {
		t.Errorf("ignored: %q, want none of the program's own", got)
	}
}

// FuzzTake asserts that whatever stands in a sheet, each row with input becomes one kind and the sums close.
func FuzzTake(f *testing.F) {
	f.Add("Row id\tDecision\tReviewer\n" + bronze + "\tdeferred\tAnna\n" + gold + "\tclear\n")
	f.Add("Decision\tRow id\tRow hash\naccepted\tpattern x\tabcdefghijkl")
	f.Add("Row id\tDecision\tDECISION\n#\t4.2E5\t2024-01-01\nRow id\tSKU\tDecision")
	in := sample()
	f.Fuzz(func(t *testing.T, text string) {
		s := table.Sheet{Name: "S"}
		for line := range strings.SplitSeq(text, "\n") {
			s.Rows = append(s.Rows, words4(strings.Split(line, "\t")...))
		}
		l := ledgerOf(t, ruled(mapping.NotSold, "", "Anna"))
		file := review.File{Name: "x.csv", Digest: "sha256:x", Book: table.Book{Sheets: []table.Sheet{s}}}
		taken, err := review.Take(in, l, []review.File{file}, review.Terms{Reviewer: "Anna", At: noon})
		if err != nil {
			return
		}
		balance(t, taken)
		if again, err := review.Take(in, reread(t, l, taken.Lines), []review.File{file}, review.Terms{Reviewer: "Anna", At: noon}); err != nil || len(again.Lines) > 0 {
			t.Errorf("taken again, it gives %d lines more, %v", len(again.Lines), err)
		}
	})
}
