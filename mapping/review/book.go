package review

import (
	"cmp"
	"slices"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// The sheets of a workbook, in their order. A sheet that is too large is divided: see [Divided].
const (
	SheetReadMe    = "Read me"
	SheetSummary   = "Summary"
	SheetPatterns  = "Patterns"
	SheetReview    = "Review"
	SheetMatched   = "Matched"
	SheetUnmapped  = "Unmapped"
	SheetNew       = "New on mi.com"
	SheetCatalogue = "Catalogue"
	SheetChanges   = "Changes"
	SheetIssues    = "Issues"
	SheetWords     = "Words"
	SheetLists     = "Lists" // hidden: what can be chosen on Review
)

// Book lays a snapshot out for people. Each source mapping that needs a decision is on the sheet Review; whatever is settled
// is on Matched or Unmapped. What is listed there and yet open stands on both, and is decided on Review: unmapped variants,
// and those whose flag asks something.
func Book(in Input) table.Book {
	x := newIndex(in)
	b := table.Book{Title: "Poco to mi.com: review", Author: "pocomigrate", Identifier: in.Digest, AsOf: x.asOf()}
	open := x.toReview()
	reviews := x.reviewSheets(open)
	b.Sheets = slices.Concat(
		[]table.Sheet{x.summarySheet(reviews), x.patternsSheet(open)}, reviews,
		x.matchedSheets(), x.unmappedSheets(), x.newSheets(), x.catalogueSheets(), x.changesSheets(), x.issuesSheets(), x.wordsSheets(),
		[]table.Sheet{x.skusSheet(open)},
	)
	b.Sheets = slices.Insert(b.Sheets, 0, x.readMeSheet(open, Divided(b)))
	return b
}

// most is how many rows a sheet holds.
func (x *index) most() int { return cmp.Or(x.SheetRows, DefaultSheetRows) }

// divided parts mappings by the shop under which they are counted.
func (x *index) divided(name string, rows []pair) []part[pair] {
	return divide(name, rows, x.most(), func(p pair) catalog.ShopID { return p.counted().shop })
}

// asOf is the time of the newest capture.
func (x *index) asOf() time.Time {
	var newest time.Time
	for _, p := range x.Provenance {
		if p.At.Time.After(newest) {
			newest = p.At.Time
		}
	}
	return newest
}

// replaced says whether something takes the variant's place, by a person's word or the matcher's.
func replaced(p pair) bool {
	if p.Settled() {
		return p.Ruling != mapping.NotSold && p.TargetID != ""
	}
	return p.Status == mapping.Matched
}

// irreplaceable says whether nothing does: by the matcher's word, or by that of a person who says so or accepts it.
func irreplaceable(p pair) bool {
	if p.Settled() {
		return !replaced(p)
	}
	return p.Status == mapping.Unmapped
}

// where returns the pairs that a sheet lists.
func (x *index) where(wanted func(pair) bool) []pair {
	var out []pair
	for _, p := range x.pairs {
		if wanted(p) {
			out = append(out, p)
		}
	}
	return out
}

// text makes a field of words.
func text[R any](header string, width int, words func(R) string) table.Field[R] {
	return table.Field[R]{
		Column: table.Column{Header: header, Width: width},
		Cell:   func(r R) table.Cell { return table.TextCell(words(r)) },
	}
}

// wrapped makes a field of words that run over several lines.
func wrapped[R any](header string, width int, words func(R) string) table.Field[R] {
	f := text(header, width, words)
	f.Wrap = true
	return f
}

// marked makes a field of words that run over several lines, in which some stand out.
func marked[R any](header string, width int, words func(R) string, marks func(R) []string) table.Field[R] {
	f := cell(header, width, func(r R) table.Cell { return table.MarkedCell(words(r), marks(r)...) })
	f.Wrap = true
	return f
}

// cell makes a field of typed values.
func cell[R any](header string, width int, value func(R) table.Cell) table.Field[R] {
	return table.Field[R]{Column: table.Column{Header: header, Width: width}, Cell: value}
}

// asked makes a field that people fill in.
func asked[R any](header string, width int, help string, choices ...string) table.Field[R] {
	return table.Field[R]{
		Column: table.Column{Header: header, Width: width, Role: table.ForInput, Help: help, Choices: choices, Wrap: true},
		Cell:   func(R) table.Cell { return table.Cell{} },
	}
}

// forProgram marks a field by which the program finds a row again.
func forProgram[R any](f table.Field[R]) table.Field[R] {
	f.Role = table.ForProgram
	return f
}

// oldPrice makes the fields of the newest price in the old shop.
func (x *index) oldPrice() []table.Field[pair] {
	return []table.Field[pair]{
		cell("Price", 14, func(p pair) table.Cell { return x.money(offer(p.old).Price) }),
		cell("Sale price", 14, func(p pair) table.Cell { return x.money(offer(p.old).SalePrice) }),
		cell("Price captured", 14, func(p pair) table.Cell { return table.DateCell(x.priceDate(p.old)) }),
	}
}
