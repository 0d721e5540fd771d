package review

import (
	"errors"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
)

// ErrNoReview says that a workbook has no sheet on which decisions could be found, so that nothing can be said about them.
var ErrNoReview = errors.New("no sheet has the columns " + headerRowID + " and " + headerDecision)

// Clear is the word that people write under Decision to take back what the ledger holds about a row. An empty cell takes
// nothing back.
const Clear = "clear"

// Columns in which a person sees what a row is about. They are looked at again when the workbook comes back.
const (
	headerOldTitle    = "Old title"
	headerProposedSKU = "Proposed SKU"
	headerNewTitle    = "Proposed title"
)

// Row is what a person entered in one row, as it was typed, spaces around it aside. It is not checked.
type Row struct {
	ID       string // from the column Row id; empty where the person left it out
	Hash     string // from the column Row hash
	Ruling   string // from the column Decision
	SKU      string
	Scope    string
	Reviewer string
	Note     string
	Sheet    string
	Cell     string // where the decision stands, or would stand: "P14"
	// Title, Proposed and NewTitle are what the row shows of itself: words of ours, which a person may have moved to another row.
	Title, Proposed, NewTitle string
	// Torn says what makes the row unreadable: a ruling outside of the column Decision, two columns that contradict each
	// other. Empty means that it could be read.
	Torn string
}

// Key returns the key of the variant that the row is about; it is empty for a pattern.
func (r Row) Key() catalog.Key {
	if r.Pattern() != "" {
		return ""
	}
	return catalog.Key(r.ID)
}

// patternID begins the Row id of a line of the sheet Patterns; the pattern follows. No variant's key begins so.
const patternID = "pattern "

// Pattern returns the pattern that the row is about; it is empty for a variant.
func (r Row) Pattern() string {
	words, _ := strings.CutPrefix(r.ID, patternID)
	if words == r.ID {
		return ""
	}
	return words
}

// Inputs returns every row of a workbook in which a person entered something under Decision, SKU, Scope, Reviewer or Note,
// in the order of the sheets and rows. Columns are found by their headers on every sheet that has Row id and Decision,
// so rows and columns may have been moved, added or taken away, and a header may stand among the rows. A row that holds a
// ruling where none belongs is returned as torn, and so is one on a sheet that has lost a header by which rows are found.
// Without any sheet to read the error is [ErrNoReview].
func Inputs(b table.Book) ([]Row, error) {
	var out []Row
	found := false
	for _, s := range b.Sheets {
		rows, ok := inputsOf(s)
		found = found || ok
		out = append(out, rows...)
	}
	if !found && len(out) == 0 {
		return nil, ErrNoReview
	}
	return out, nil
}

// inputsOf returns the rows of a sheet that hold input, and whether the sheet is one to be read.
func inputsOf(s table.Sheet) ([]Row, bool) {
	h, ok := table.FindHeader(s, headerRowID, headerDecision)
	if !ok {
		return strays(s), false
	}
	var out []Row
	first := h.Row
	read := newReader(s, h)
	for i, cells := range s.Rows {
		if again, isHeader := table.HeaderAt(s, i, headerRowID, headerDecision); isHeader {
			read = newReader(s, again)
			out = append(out, answersIn(s, i)...)
			continue
		}
		if i < first && filledCells(cells) < 2 { // a line of prose above the table
			continue
		}
		if r := read.row(i); r.filled() {
			out = append(out, r)
		}
	}
	return out, true
}

// answersIn returns a row of headers that holds a ruling, which was moved over one of them.
func answersIn(s table.Sheet, row int) []Row {
	for j, c := range s.Rows[row] {
		if isAnswer(c.Text) {
			return []Row{{Ruling: c.Text, Sheet: s.Name, Cell: table.Address(row, j), Torn: "it stands among the headers"}}
		}
	}
	return nil
}

func filledCells(cells []table.Cell) int {
	n := 0
	for _, c := range cells {
		if c.Text != "" {
			n++
		}
	}
	return n
}

// reader reads the rows of a sheet by one header.
type reader struct {
	sheet   table.Sheet
	header  table.Header
	columns map[string][]int
	entered map[int]bool // columns in which people enter something
	known   map[int]bool // columns that are the program's, or have no name
	echoes  map[int]bool // columns that repeat what the ledger or the matcher said
}

func newReader(s table.Sheet, h table.Header) *reader {
	r := &reader{sheet: s, header: h, columns: map[string][]int{}, entered: map[int]bool{}, known: map[int]bool{}, echoes: map[int]bool{}}
	for _, name := range []string{
		headerRowID, headerRowHash, headerDecision, headerSKU, headerScope, headerReviewer, headerNote,
		headerOldTitle, headerProposedSKU, headerNewTitle,
	} {
		r.columns[name] = h.Columns(name)
	}
	for _, name := range []string{headerDecision, headerSKU, headerScope, headerReviewer, headerNote} {
		for _, i := range h.Columns(name) {
			r.entered[i] = true
		}
	}
	for i := range s.Rows[h.Row] {
		r.echoes[i] = echoes(h, i)
	}
	for _, name := range ownHeaders() {
		for _, i := range h.Columns(name) {
			r.known[i] = true
		}
	}
	for i, c := range s.Rows[h.Row] {
		if strings.TrimSpace(c.Text) == "" {
			r.known[i] = true
		}
	}
	return r
}

// ownHeaders returns the headers of the columns that the program fills in and that never hold the word of a ruling.
func ownHeaders() []string {
	var out []string
	for _, f := range (&index{}).reviewFields() {
		if f.Role != table.ForInput && f.Header != "Status" && !strings.HasPrefix(f.Header, "Ruling") {
			out = append(out, f.Header)
		}
	}
	return out
}

// row reads one row.
func (r *reader) row(i int) Row {
	cells := r.sheet.Rows[i]
	out := Row{Sheet: r.sheet.Name, Cell: table.Address(i, r.columns[headerDecision][0])}
	for _, at := range []struct {
		name string
		into *string
	}{
		{headerRowID, &out.ID},
		{headerRowHash, &out.Hash},
		{headerDecision, &out.Ruling},
		{headerSKU, &out.SKU},
		{headerScope, &out.Scope},
		{headerReviewer, &out.Reviewer},
		{headerNote, &out.Note},
		{headerOldTitle, &out.Title},
		{headerProposedSKU, &out.Proposed},
		{headerNewTitle, &out.NewTitle},
	} {
		for _, col := range r.columns[at.name] {
			text := cellText(cells, col)
			switch {
			case text == "" || text == *at.into:
			case *at.into == "":
				*at.into = text
				if at.name == headerDecision {
					out.Cell = table.Address(i, col)
				}
			case out.Torn == "":
				out.Torn = "two columns named " + at.name + " say different things: " + *at.into + ", and " + text + " in " + table.Address(i, col)
			}
		}
	}
	for col := range cells {
		if text := cellText(cells, col); out.Torn == "" && text != "" && !r.entered[col] && !r.echoes[col] && (r.isOwn(col) || out.Ruling == "") && isAnswer(text) {
			out.Torn = text + " stands in " + table.Address(i, col) + ", outside of the column " + headerDecision + ": were cells shifted?"
		}
	}
	if fold(out.ID) == fold(headerRowID) && out.Torn == "" && !isAnswer(out.Ruling) { // a row of headers that lacks some
		return Row{}
	}
	return out
}

// isOwn says whether no person has a reason to write into the column, where a ruling is wrong even beside one under Decision. In
// a column that somebody added it is one only where Decision is empty.
func (r *reader) isOwn(col int) bool {
	return r.known[col] || col >= len(r.sheet.Rows[r.header.Row])
}

func cellText(cells []table.Cell, col int) string {
	if col >= len(cells) {
		return ""
	}
	return strings.TrimSpace(cells[col].Text)
}

// strays returns every ruling on a sheet that lacks Row id or Decision among its headers but was one of ours: it has one of the
// two, two others of ours, or a row with a ruling and a variant's key or a Row hash. So none is lost with a header. Sheets of the
// program's for reading have a header Key.
func strays(s table.Sheet) []Row {
	if _, ours := table.FindHeader(s, "Key"); ours {
		return nil
	}
	h, named := table.FindHeader(s, headerRowID)
	ours := named || hasOurHeaders(s)
	lost := headerRowID
	if named {
		lost = headerDecision
	}
	status := statusColumns(s)
	var out []Row
	for i, cells := range s.Rows {
		r := Row{Sheet: s.Name, Torn: "its sheet has no column " + lost}
		for j := range cells {
			switch text := cellText(cells, j); {
			case isRowID(text) || strings.HasPrefix(text, patternID):
				r.ID = text
			case isDigest(text):
				r.Hash = text
			case isAnswer(text) && !status[j] && (!named || !echoes(h, j)) && r.Ruling == "":
				r.Ruling, r.Cell = text, table.Address(i, j)
			}
		}
		if r.Ruling != "" {
			out = append(out, r)
			ours = ours || r.ID != "" || r.Hash != ""
		}
	}
	if !ours {
		return nil
	}
	return out
}

// unread says whether a sheet is left alone although words for Decision stand on it, as on one of somebody's own.
func unread(s table.Sheet) bool {
	if _, ours := table.FindHeader(s, "Key"); ours || s.Name == SheetSummary || s.Name == SheetReadMe {
		return false
	}
	if rows, read := inputsOf(s); read || len(rows) > 0 {
		return false
	}
	h, named := table.FindHeader(s, headerRowID)
	return slices.ContainsFunc(s.Rows, func(cells []table.Cell) bool {
		for j := range cells {
			if isAnswer(cellText(cells, j)) && (!named || !echoes(h, j)) {
				return true
			}
		}
		return false
	})
}

// hasOurHeaders says whether a row holds at least two headers of the sheet Review.
func hasOurHeaders(s table.Sheet) bool {
	for _, cells := range s.Rows {
		n := 0
		for j := range cells {
			switch fold(cellText(cells, j)) {
			case fold(headerDecision), fold(headerSKU), fold(headerScope), fold(headerReviewer), fold(headerNote), fold(headerOldTitle), fold(headerProposedSKU):
				n++
			}
		}
		if n > 1 {
			return true
		}
	}
	return false
}

// strangeColumns returns the headers of columns that are none of ours and hold something in a row with input.
func strangeColumns(s table.Sheet) []string {
	h, ok := table.FindHeader(s, headerRowID, headerDecision)
	if !ok {
		return nil
	}
	ours := map[int]bool{}
	for _, name := range append(ownHeaders(), headerDecision, headerSKU, headerScope, headerReviewer, headerNote, "Status", "Ruling", "Ruling so far", "Clicks", "Picture", "Rows", "Products", "Samples") {
		for _, col := range h.Columns(name) {
			ours[col] = true
		}
	}
	read := newReader(s, h)
	filled := map[int]bool{}
	for i := range s.Rows {
		if i == h.Row || !read.row(i).filled() {
			continue
		}
		for col := range s.Rows[i] {
			filled[col] = filled[col] || cellText(s.Rows[i], col) != ""
		}
	}
	var out []string
	for col := range s.Rows[h.Row] {
		if name := cellText(s.Rows[h.Row], col); name != "" && !ours[col] && filled[col] {
			out = append(out, name)
		}
	}
	return out
}

// statusColumns returns the columns that hold the matcher's words, one of which is a ruling's, too.
func statusColumns(s table.Sheet) map[int]bool {
	out := map[int]bool{}
	for _, cells := range s.Rows {
		for j, c := range cells {
			switch mapping.Status(c.Text) {
			case mapping.Matched, mapping.NeedsReview, mapping.Unmapped:
				out[j] = true
			case mapping.ProductOnly, mapping.New:
			}
		}
	}
	return out
}

// echoes says whether a column of ours repeats what the ledger or the matcher said.
func echoes(h table.Header, col int) bool {
	return slices.Contains(h.Columns("Status"), col) || slices.Contains(h.Columns("Ruling"), col) || slices.Contains(h.Columns("Ruling so far"), col)
}

// isRowID says whether a text has the form of a variant's key: "po.co/uk#item:4101500031".
func isRowID(text string) bool {
	shop, id, ok := strings.Cut(text, "#")
	return ok && shop != "" && !strings.ContainsAny(shop, " \t\n") && slices.Contains([]string{"item", "opt", "slug"}, catalog.Identity(id).Kind())
}

func (r Row) filled() bool {
	return r.Ruling != "" || r.SKU != "" || r.Scope != "" || r.Reviewer != "" || r.Note != "" || r.Torn != ""
}

// onlyNamed says whether the row bears a reviewer's name and nothing else, as when somebody fills the column in beforehand.
func (r Row) onlyNamed() bool {
	return r.Reviewer != "" && r.Ruling == "" && r.SKU == "" && r.Scope == "" && r.Note == "" && r.Torn == ""
}

// Unsaved returns the rows of which the ledger holds no line that says all the person entered, in their order. The digest
// is that of the workbook's file. A row that was begun but holds no decision is always among them.
func Unsaved(rows []Row, l *ledger.Ledger, digest string) []Row {
	standing := l.Standing()
	back := l.TakenBack()
	var out []Row
	for _, r := range rows {
		cleared := func(line ledger.Line) bool {
			return len(line.Undo) > 0 && !back[line.Number] && line.From == (mapping.Entry{File: line.From.File, Digest: digest, Sheet: r.Sheet, Cell: r.Cell})
		}
		saved := slices.ContainsFunc(standing, r.savedAs) || fold(r.Ruling) == Clear && slices.ContainsFunc(l.Lines, cleared)
		if !saved {
			out = append(out, r)
		}
	}
	return out
}

// savedAs says whether a line is about r's variant and says what r says.
func (r Row) savedAs(line ledger.Line) bool {
	d := line.Decision
	scope := mapping.ScopeVariant
	if r.Scope != "" {
		scope = mapping.Scope(fold(r.Scope))
	}
	about := d.Pattern == r.Pattern() && d.Origin == mapping.OriginPattern
	if key := r.Key(); key != "" {
		about = d.Source == key.Shop() && d.Market == key.Market() && slices.Contains(d.Identities, key.Identity())
	}
	return about && r.Torn == "" && string(d.Ruling) == fold(r.Ruling) && d.Scope == scope &&
		(r.SKU == "" || d.TargetID == skuOf(r.SKU)) && (r.Reviewer == "" || sameName(d.Reviewer, r.Reviewer)) && d.Note == r.Note
}
