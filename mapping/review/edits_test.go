package review_test

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/catalog/xlsx"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// crowd is a move of many variants, of each of which somebody must decide.
func crowd(n int) review.Input {
	var in review.Input
	for i := range n {
		v := catalog.Variant{
			Key: catalog.Key(fmt.Sprintf("po.co/uk#item:41000%03d", i)), Shop: oldUK, ItemGroupID: fmt.Sprintf("phone-%d", i/3),
			Link: fmt.Sprintf("https://www.po.co/uk/product/phone-%d/", i/3), Title: fmt.Sprintf("POCO Phone %d", i/3), ColorLabel: []string{"Black", "Blue", "Gold"}[i%3],
		}
		v.Identities = []catalog.Identity{v.Key.Identity(), catalog.OptionIdentity(v.ItemGroupID, []string{v.ColorLabel})}
		w := v
		w.Key, w.Shop = catalog.Key(fmt.Sprintf("mi.com/uk#item:42000%03d", i)), newUK
		w.Link, w.Identities = strings.Replace(v.Link, "po.co", "mi.com", 1), []catalog.Identity{w.Key.Identity()}
		m := mapping.Mapping{
			Source: oldUK, SourceID: v.Key.Identity(), Target: newUK, TargetID: w.Key.Identity().Value(), Status: mapping.NeedsReview, Score: 0.5,
			Reason: "which?", Evidence: []mapping.Evidence{{Attribute: "color", Level: mapping.Conflict, Source: "a", Target: "b"}},
		}
		switch i % 4 {
		case 0:
			m.Status, m.TargetID, m.Evidence = mapping.Unmapped, "", nil
		case 1:
			m.Status, m.TargetID, m.RunnerUp = mapping.ProductOnly, "slug:"+w.ItemGroupID, &mapping.Candidate{Reason: "colour differs: a against b"}
		}
		in.Variants, in.Mappings = append(in.Variants, v, w), append(in.Mappings, m)
	}
	return in
}

// editor edits the Review sheet of a workbook as people do. What it enters stands in capitals, which the program never writes.
type editor struct {
	*rand.Rand

	book   table.Book
	sheet  *table.Sheet
	gentle bool // no edit so far parted what belongs to one row
	n      int
}

func (e *editor) rows() [][]table.Cell { return e.sheet.Rows }

// data is the index of some row, which may be any.
func (e *editor) data() int { return e.IntN(max(len(e.rows()), 1)) }

func (e *editor) width() int {
	w := 1
	for _, r := range e.rows() {
		w = max(w, len(r))
	}
	return w
}

func (e *editor) cell(row, col int) table.Cell {
	if row < 0 || row >= len(e.rows()) || col < 0 || col >= len(e.rows()[row]) {
		return table.Cell{}
	}
	return e.rows()[row][col]
}

func (e *editor) set(row, col int, c table.Cell) {
	for len(e.sheet.Rows) <= row {
		e.sheet.Rows = append(e.sheet.Rows, nil)
	}
	for len(e.sheet.Rows[row]) <= col {
		e.sheet.Rows[row] = append(e.sheet.Rows[row], table.Cell{})
	}
	e.sheet.Rows[row][col] = c
}

// header is the index of the row of headers, or -1.
func (e *editor) header() int {
	if h, ok := table.FindHeader(*e.sheet, "Row id", "Decision"); ok {
		return h.Row
	}
	return -1
}

// column is the index of a column, or -1.
func (e *editor) column(name string) int {
	if h, ok := table.FindHeader(*e.sheet, name); ok {
		return h.Column(name)
	}
	return -1
}

// edits are what people do to a workbook; those that are gentle leave together what belongs to one row.
var edits = []struct {
	name   string
	gentle bool
	do     func(e *editor)
}{
	{"sort the rows", true, func(e *editor) {
		first := e.header() + 1
		e.Shuffle(len(e.rows())-first, func(i, j int) { r := e.rows()[first:]; r[i], r[j] = r[j], r[i] })
	}},
	{"sort the headers into the rows", true, func(e *editor) { slices.Reverse(e.rows()) }},
	{"delete rows", true, func(e *editor) {
		if i := e.data(); i != e.header() && len(e.rows()) > 0 {
			e.sheet.Rows = slices.Delete(e.rows(), i, i+1)
		}
	}},
	{"insert an empty row", true, func(e *editor) { e.sheet.Rows = slices.Insert(e.rows(), e.data(), nil) }},
	{"insert a column", true, func(e *editor) {
		at := e.IntN(e.width())
		for i, r := range e.rows() {
			if at <= len(r) {
				e.sheet.Rows[i] = slices.Insert(slices.Clone(r), at, table.TextCell("mine "+strconv.Itoa(i)))
			}
		}
	}},
	{"move a column", true, func(e *editor) {
		from, to := e.IntN(e.width()), e.IntN(e.width())
		for i := range e.rows() {
			c := e.cell(i, from)
			e.set(i, e.width(), table.Cell{}) // so that each row is wide enough
			r := slices.Delete(slices.Clone(e.rows()[i]), from, from+1)
			e.sheet.Rows[i] = slices.Insert(r, min(to, len(r)), c)
		}
	}},
	{"delete a column for reading", true, func(e *editor) {
		for _, name := range []string{"Why", "Old page", "Evidence", "Bits", "Score"}[e.IntN(4):] {
			e.deleteColumn(e.column(name))
		}
	}},
	{"duplicate a row", true, func(e *editor) {
		if i := e.data(); i != e.header() && len(e.rows()) > 0 {
			e.sheet.Rows = slices.Insert(e.rows(), e.data(), slices.Clone(e.rows()[i]))
		}
	}},
	{"add a sheet", true, func(e *editor) {
		e.book.Sheets = append(e.book.Sheets, table.Sheet{Name: "Notes " + strconv.Itoa(e.n), Rows: [][]table.Cell{words4("Decision", "what Ben said"), words4("accepted", "nothing")}})
	}},
	{"rename the sheet", true, func(e *editor) { e.sheet.Name = "Blad " + strconv.Itoa(e.n) }},
	{"put the rows on two sheets", true, func(e *editor) {
		if h, cut := e.header(), e.data(); h >= 0 && cut > h {
			rest := slices.Concat([][]table.Cell{e.rows()[h]}, e.rows()[cut:])
			e.sheet.Rows = e.rows()[:cut]
			e.book.Sheets = append(e.book.Sheets, table.Sheet{Name: "Rest " + strconv.Itoa(e.n), Rows: rest})
		}
	}},
	{"put rows without headers on another sheet", false, func(e *editor) {
		if h, cut := e.header(), e.data(); h >= 0 && cut > h {
			e.book.Sheets = append(e.book.Sheets, table.Sheet{Name: "Bare " + strconv.Itoa(e.n), Rows: e.rows()[cut:]})
			e.sheet.Rows = e.rows()[:cut]
		}
	}},
	{"spaces and capitals", true, func(e *editor) {
		if h := e.header(); h >= 0 {
			for i, c := range e.rows()[h] {
				e.rows()[h][i].Text = "  " + strings.ToUpper(c.Text) + " "
			}
		}
	}},
	{"delete any column", false, func(e *editor) { e.deleteColumn(e.IntN(e.width())) }},
	{"delete the Row id", false, func(e *editor) { e.deleteColumn(e.column("Row id")) }},
	{"delete the Row hash", false, func(e *editor) { e.deleteColumn(e.column("Row hash")) }},
	{"rename a header", false, func(e *editor) {
		if h := e.header(); h >= 0 && len(e.rows()[h]) > 0 {
			e.rows()[h][e.IntN(len(e.rows()[h]))] = table.TextCell("Entscheidung")
		}
	}},
	{"duplicate a column", false, func(e *editor) {
		from := e.IntN(e.width())
		for i := range e.rows() {
			e.set(i, e.width(), e.cell(i, from))
		}
	}},
	{"blank cells", false, func(e *editor) {
		for range 5 {
			if i, j := e.data(), e.IntN(e.width()); j < len(e.sheet.Rows[i]) {
				e.set(i, j, table.Cell{})
			}
		}
	}},
	{"shift a range", false, func(e *editor) {
		top, left, down, right := e.data(), e.IntN(e.width()), e.IntN(3)-1, e.IntN(3)-1
		bottom, end := min(top+1+e.IntN(6), len(e.rows())), min(left+1+e.IntN(8), e.width())
		var copied [][]table.Cell
		for i := top; i < bottom; i++ {
			var row []table.Cell
			for j := left; j < end; j++ {
				row = append(row, e.cell(i, j))
			}
			copied = append(copied, row)
		}
		for i, row := range copied {
			for j, c := range row {
				if top+i+down >= 0 && left+j+right >= 0 {
					e.set(top+i+down, left+j+right, c)
				}
			}
		}
	}},
	{"sort some columns only", false, func(e *editor) {
		first, left := e.header()+1, e.IntN(e.width())
		end := min(left+1+e.IntN(e.width()), e.width())
		order := e.Perm(max(len(e.rows())-first, 0))
		var copied [][]table.Cell
		for _, i := range order {
			var row []table.Cell
			for j := left; j < end; j++ {
				row = append(row, e.cell(first+i, j))
			}
			copied = append(copied, row)
		}
		for i, row := range copied {
			for j, c := range row {
				e.set(first+i, left+j, c)
			}
		}
	}},
	{"swap cells of two rows", false, func(e *editor) {
		col := e.column([]string{"Row hash", "Row id", "Decision", "Old title", "Proposed SKU"}[e.IntN(5)])
		if a, b := e.data(), e.data(); col >= 0 && a != e.header() && b != e.header() {
			x, y := e.cell(a, col), e.cell(b, col)
			e.set(a, col, y)
			e.set(b, col, x)
		}
	}},
	{"misspell", false, func(e *editor) {
		if i, j := e.data(), e.column("Decision"); j >= 0 && i != e.header() && len(e.cell(i, j).Text) > 3 {
			text := e.cell(i, j).Text
			at := e.IntN(len(text) - 1)
			e.set(i, j, table.TextCell(text[:at]+text[at+1:]))
		}
	}},
	{"a row of another catalogue", false, func(e *editor) {
		if i, j := e.data(), e.column("Row id"); j >= 0 && i != e.header() {
			e.set(i, j, table.TextCell("po.co/uk#item:999"))
		}
	}},
	{"decide a copy otherwise", false, func(e *editor) {
		if i, j := e.data(), e.column("Decision"); j >= 0 && i != e.header() && len(e.rows()) > 0 {
			e.sheet.Rows = append(e.sheet.Rows, slices.Clone(e.rows()[i]))
			e.set(len(e.rows())-1, j, table.TextCell("DEFERRED"))
		}
	}},
	{"a number for the Row hash", false, func(e *editor) { e.set(e.data(), max(e.column("Row hash"), 0), table.TextCell("1.23457E+11")) }},
}

func (e *editor) deleteColumn(j int) {
	for i, r := range e.rows() {
		if j >= 0 && j < len(r) {
			e.sheet.Rows[i] = slices.Delete(slices.Clone(r), j, j+1)
		}
	}
}

// planted is a ruling that was entered before anything was edited.
type planted struct{ ruling, sku string }

// plant fills in some rows of the Review sheet.
func (e *editor) plant() map[catalog.Key]planted {
	h, _ := table.FindHeader(*e.sheet, "Row id", "Decision")
	out := map[catalog.Key]planted{}
	for i := h.Row + 1; i < len(e.rows()); i++ {
		if e.IntN(3) > 0 {
			continue
		}
		p := planted{ruling: string(mapping.Rulings()[e.IntN(6)])}
		key := catalog.Key(e.cell(i, h.Column("Row id")).Text)
		switch mapping.Ruling(p.ruling) {
		case mapping.Reassigned:
			p.sku = "42000" + string(key)[len(key)-3:]
			e.set(i, h.Column("SKU"), table.TextCell(p.sku))
		case mapping.RuledProduct, mapping.Accepted, mapping.NotSold, mapping.Rejected, mapping.Deferred:
			if e.cell(i, h.Column("Proposed SKU")).Text == "" {
				p.ruling = "not_sold"
			}
		}
		e.set(i, h.Column("Decision"), table.TextCell(strings.ToUpper(p.ruling)))
		e.set(i, h.Column("Reviewer"), table.TextCell("Anna"))
		out[key] = p
	}
	return out
}

// TestTenThousandEdits edits workbooks at random, as people do by accident. Whatever they do:
//
//   - every row in which a ruling stands is told of, and each is exactly one kind, or its sheet is named as one that nothing ties to
//     any variant: nothing is lost without a word;
//   - a ruling is taken only in a row whose Row id and Row hash are of one variant and which shows no other variant's title: it is never
//     given to another row than the one it stands in. (Who moves a decision alone into another row has decided that row.)
//   - when what belongs to one row stayed together, every ruling still there is taken as it was entered, or, where it is
//     there twice, once.
func TestTenThousandEdits(t *testing.T) {
	in := crowd(16)
	book := returned(review.Book(in))
	total := 10_000
	if testing.Short() {
		total = 1_000
	}
	shown, kinds := showingOf(book), map[review.Kind]int{}
	for seed := range total {
		viaFile := seed%40 == 0 // some as a file on disk has them
		edited(t, in, book, shown, uint64(seed), viaFile, kinds)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	for _, k := range review.Kinds() {
		if kinds[k] == 0 && k != review.RowCleared && k != review.RowChanged {
			t.Errorf("no edit led to a row that is %s", k)
		}
	}
	t.Logf("rows with input after %d edited workbooks: %v", total, kinds)
}

// showing is what the rows of the workbook show, by their Row ids, and all titles in it.
type showing struct {
	rows   map[string]map[string]string
	titles map[string]bool
}

func showingOf(book table.Book) showing {
	s, _ := book.Sheet(review.SheetReview)
	h, _ := table.FindHeader(s, "Row id", "Decision")
	out := showing{map[string]map[string]string{}, map[string]bool{}}
	for _, row := range s.Rows[h.Row+1:] {
		out.rows[h.Text(row, "Row id")] = map[string]string{"Row hash": h.Text(row, "Row hash"), "Old title": h.Text(row, "Old title")}
		out.titles[h.Text(row, "Old title")] = true
	}
	return out
}

func edited(t *testing.T, in review.Input, book table.Book, shown showing, seed uint64, viaFile bool, kinds map[review.Kind]int) {
	t.Helper()
	e := &editor{Rand: rand.New(rand.NewPCG(seed, 7)), gentle: true}
	for _, s := range book.Sheets {
		s.Rows = slices.Clone(s.Rows)
		for i := range s.Rows {
			s.Rows[i] = slices.Clone(s.Rows[i])
		}
		e.book.Sheets = append(e.book.Sheets, s)
	}
	at := slices.IndexFunc(e.book.Sheets, func(s table.Sheet) bool { return s.Name == review.SheetReview })
	e.book.Sheets[0], e.book.Sheets[at] = e.book.Sheets[at], e.book.Sheets[0]
	e.sheet = &e.book.Sheets[0]
	entered := e.plant()
	var done []string
	for range 1 + e.IntN(4) {
		edit := edits[e.IntN(len(edits))]
		e.n++
		edit.do(e)
		e.gentle = e.gentle && edit.gentle
		e.sheet = &e.book.Sheets[0]
		done = append(done, edit.name)
	}
	if viaFile {
		e.book = written(t, e.book)
	}
	taken, err := review.Take(in, &ledger.Ledger{}, []review.File{{Name: "x.xlsx", Digest: "sha256:x", Book: e.book}}, review.Terms{Reviewer: "Ben", At: noon})
	if err != nil {
		if n := e.rulings(); len(n) > 0 && e.gentle {
			t.Errorf("after %v: %v", done, err)
		}
		return // the whole file is refused, which nobody can miss
	}
	balance(t, taken)
	for k, n := range taken.Sums() {
		kinds[k] += n
	}
	e.nothingLost(t, taken, done)
	e.nothingMoved(t, shown, taken, done)
	if e.gentle {
		e.allTaken(t, taken, entered, done)
	}
}

// rulings returns the places of all rows in which a ruling stands that somebody entered.
func (e *editor) rulings() map[string][]string {
	out := map[string][]string{}
	for _, s := range e.book.Sheets {
		for i, row := range s.Rows {
			for _, c := range row {
				if c.Text != "" && c.Text == strings.ToUpper(c.Text) && slices.Contains(mapping.Rulings(), mapping.Ruling(strings.ToLower(c.Text))) {
					out[s.Name+"!"+strconv.Itoa(i+1)] = append(out[s.Name+"!"+strconv.Itoa(i+1)], strings.ToLower(c.Text))
				}
			}
		}
	}
	return out
}

func rowOf(o *review.Outcome) string {
	return o.Sheet + "!" + strings.TrimLeft(o.Cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}

func (e *editor) nothingLost(t *testing.T, taken *review.Taken, done []string) {
	t.Helper()
	told := map[string]bool{}
	for _, o := range taken.Rows {
		told[rowOf(o)] = true
	}
	for place := range e.rulings() {
		sheet, _, _ := strings.Cut(place, "!")
		if !told[place] && !slices.Contains(taken.Unread, "x.xlsx, "+sheet) {
			t.Errorf("after %v: nothing is said about the ruling in %s: %v", done, place, e.show(place))
		}
	}
}

func (e *editor) show(place string) []string {
	name, number, _ := strings.Cut(place, "!")
	i, err := strconv.Atoi(number)
	s, ok := e.book.Sheet(name)
	if err != nil || !ok {
		return nil
	}
	var out []string
	for _, c := range s.Rows[i-1] {
		if c.Text != "" {
			out = append(out, c.Text)
		}
	}
	return out
}

func (e *editor) nothingMoved(t *testing.T, shown showing, taken *review.Taken, done []string) {
	t.Helper()
	rulings := e.rulings()
	for _, l := range taken.Lines {
		place := l.From.Sheet + "!" + strings.TrimLeft(l.From.Cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
		cells := e.show(place)
		want := shown.rows[string(l.Key)]
		switch {
		case !slices.Contains(rulings[place], string(l.Ruling)):
			t.Errorf("after %v: %s was taken from %s, where nobody entered it: %q", done, l.Ruling, place, cells)
		case !slices.Contains(cells, string(l.Key)):
			t.Errorf("after %v: %s was taken for %s from another row: %q", done, l.Ruling, l.Key, cells)
		case l.Seen != "" && !slices.Contains(cells, want["Row hash"]):
			t.Errorf("after %v: %s was taken for %s with the hash of another row: %q", done, l.Ruling, l.Key, cells)
		}
		if col := e.titleIn(place); col != "" && shown.titles[col] && col != want["Old title"] {
			t.Errorf("after %v: %s was taken for %s in a row that shows %q: %q", done, l.Ruling, l.Key, col, cells)
		}
	}
}

// titleIn is what stands under Old title in a row.
func (e *editor) titleIn(place string) string {
	name, number, _ := strings.Cut(place, "!")
	i, err := strconv.Atoi(number)
	s, ok := e.book.Sheet(name)
	h, found := table.FindHeader(s, "Row id", "Decision")
	if err != nil || !ok || !found {
		return ""
	}
	return strings.TrimSpace(h.Text(s.Rows[i-1], "Old title"))
}

func (e *editor) allTaken(t *testing.T, taken *review.Taken, entered map[catalog.Key]planted, done []string) {
	t.Helper()
	left := map[catalog.Key]planted{}
	for place := range e.rulings() {
		for _, text := range e.show(place) {
			if p, ok := entered[catalog.Key(text)]; ok {
				left[catalog.Key(text)] = p
			}
		}
	}
	got := map[catalog.Key]planted{}
	for _, l := range taken.Lines {
		p := planted{ruling: string(l.Ruling)}
		if l.Ruling == mapping.Reassigned {
			p.sku = l.TargetID
		}
		got[l.Key] = p
	}
	if !maps.Equal(left, got) || len(got) != len(taken.Lines) {
		t.Errorf("after %v: taken %v, want %v\n%s", done, got, left, told(taken))
	}
}

// written is a book as it comes back from a file.
func written(t *testing.T, b table.Book) table.Book {
	t.Helper()
	for i, s := range b.Sheets {
		wide := 1
		for _, r := range s.Rows {
			wide = max(wide, len(r))
		}
		b.Sheets[i].Columns = nil
		for j := range wide {
			b.Sheets[i].Columns = append(b.Sheets[i].Columns, table.Column{Header: "column " + strconv.Itoa(j)})
		}
		b.Sheets[i].Report = true
	}
	var file bytes.Buffer
	if err := xlsx.Write(&file, b); err != nil {
		t.Fatal(err)
	}
	out, err := xlsx.Read(&file, "x.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	for i := range out.Sheets {
		out.Sheets[i].Rows = out.Sheets[i].Rows[1:] // the headers that only a writer asks for
	}
	return out
}
