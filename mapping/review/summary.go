package review

import (
	"cmp"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// side says what a shop is in the move.
type side string

const (
	oldSide side = "old"
	newSide side = "new"
	noSide  side = "" // no mapping speaks of the shop, as when its other side was not captured
)

// rank is the place of a side on the sheet.
func (s side) rank() int { return slices.Index([]side{oldSide, newSide, noSide}, s) }

// tally holds the numbers of one shop.
type tally struct {
	place

	side     side
	variants int
	toDecide int
	status   map[mapping.Status]int
	pages    map[catalog.State]int
	note     string
}

// summarySheet says how to read the workbook and counts by shop. In each line the statuses add up to the variants, and
// found, gone and unknown to the pages expected.
func (x *index) summarySheet(reviews []table.Sheet) table.Sheet {
	s := table.Of(SheetSummary, x.summaryFields(reviews), x.tallies())
	s.Report = true
	s.Heading = "Poco to mi.com: what takes the place of what"
	s.Notes = []string{
		"The statuses of a shop add up to its variants, decided and left to what is to decide, and found, gone and unknown to the pages expected.",
		"To decide, Decided, By pattern and Left follow what is entered on Review and Patterns. A page that is gone is an answer; of an unknown one (blocked, damaged, not captured) nothing is concluded.",
	}
	s.Totals = totals(s)
	s.Charts = []table.Chart{{
		Title: "Variants by shop and status", Category: "Shop",
		Series: []string{"Matched", "Review", "Product only", "Unmapped", "New"},
	}, {
		Title: "Review by shop: decided, decided by pattern, left", Category: "Shop", Series: []string{"Decided", "By pattern", "Left"},
	}}
	return s
}

// tallies returns the numbers of each shop and market: old ones, new ones, then those that no mapping speaks of.
func (x *index) tallies() []tally {
	byPlace := map[place]*tally{}
	at := func(p place) *tally {
		if byPlace[p] == nil {
			byPlace[p] = &tally{place: p, status: map[mapping.Status]int{}, pages: map[catalog.State]int{}}
		}
		return byPlace[p]
	}
	for _, v := range x.Variants {
		at(place{v.Shop, v.Market}).variants++
	}
	for _, c := range x.Coverage {
		at(place{c.Shop, c.Market}).pages[c.State]++
	}
	for _, p := range x.pairs {
		at(p.counted()).count(p)
		if p.Target != "" { // empty where no route leads on
			at(place{shop: p.Target}).side = newSide
		}
	}
	var out []tally
	for _, t := range byPlace {
		if x.ShopNote != nil {
			t.note = x.ShopNote(t.shop)
		}
		out = append(out, *t)
	}
	slices.SortFunc(out, func(a, b tally) int {
		return cmp.Or(cmp.Compare(a.side.rank(), b.side.rank()), comparePlaces(a.place, b.place))
	})
	return out
}

// counted is the place under which a mapping is counted: its source, or its target for New.
func (p pair) counted() place {
	if p.Status == mapping.New {
		return place{shop: p.Target}
	}
	return p.from()
}

func (t *tally) count(p pair) {
	t.status[p.Status]++
	if p.Status != mapping.New {
		t.side = oldSide
	}
	if p.Open() {
		t.toDecide++
	}
}

func (x *index) summaryFields(reviews []table.Sheet) []table.Field[tally] {
	number := func(header string, width int, applies func(tally) bool, n func(tally) int) table.Field[tally] {
		return cell(header, width, func(t tally) table.Cell {
			if !applies(t) {
				return table.Cell{}
			}
			return table.IntegerCell(n(t))
		})
	}
	always := func(tally) bool { return true }
	source := func(t tally) bool { return t.side == oldSide }
	target := func(t tally) bool { return t.side == newSide }
	status := func(header string, applies func(tally) bool, st mapping.Status) table.Field[tally] {
		return number(header, 13, applies, func(t tally) int { return t.status[st] })
	}
	pages := func(header string, state catalog.State) table.Field[tally] {
		return number(header, 10, always, func(t tally) int { return t.pages[state] })
	}
	fields := []table.Field[tally]{
		text("Shop", 24, tally.String),
		text("Side", 7, func(t tally) string { return string(t.side) }),
		number("Variants", 10, always, func(t tally) int { return t.variants }),
		status("Matched", source, mapping.Matched),
		status("Review", source, mapping.NeedsReview),
		status("Product only", source, mapping.ProductOnly),
		status("Unmapped", source, mapping.Unmapped),
		status("New", target, mapping.New),
		number("Not new", 10, target, func(t tally) int { return t.variants - t.status[mapping.New] }),
		live("To decide", source, toDecideFormula(reviews), func(t tally) int { return t.toDecide }),
		live("Decided", source, decidedFormula(reviews), func(tally) int { return 0 }),
		live("By pattern", source, byPatternFormula(reviews), func(tally) int { return 0 }),
		live("Left", source, "{{@To decide}}-{{@Decided}}-{{@By pattern}}", func(t tally) int { return t.toDecide }),
		number("Pages expected", 10, always, func(t tally) int {
			return t.pages[catalog.Found] + t.pages[catalog.Gone] + t.pages[catalog.Unknown]
		}),
		pages("Found", catalog.Found),
		pages("Gone", catalog.Gone),
		pages("Unknown", catalog.Unknown),
	}
	if x.ShopNote != nil {
		fields = append(fields, text("About the shop", 70, func(t tally) string { return t.note }))
	}
	return fields
}

// totals adds up the whole numbers of each column.
func totals(s table.Sheet) []table.Cell {
	out := make([]table.Cell, len(s.Columns))
	out[0] = table.TextCell("All shops")
	for i := range s.Columns {
		sum, counted := 0, false
		for _, row := range s.Rows {
			if row[i].Kind == table.Integer {
				sum, counted = sum+int(row[i].Int), true
			}
		}
		if counted {
			out[i] = table.FormulaCell(sum, "SUM({{"+s.Name+"|"+s.Columns[i].Header+"}})")
		}
	}
	return out
}
