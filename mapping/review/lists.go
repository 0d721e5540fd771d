package review

import (
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// forReading ends the note of each sheet from which nothing is taken back.
const forReading = " This sheet is for reading: nothing entered here is taken back."

// matchedSheet lists every variant whose place is taken, by the matcher's word or a person's.
func (x *index) matchedSheet() table.Sheet {
	rows := x.where(replaced)
	fields := slices.Concat(
		[]table.Field[pair]{
			text("Old shop", 20, func(p pair) string { return p.from().String() }),
			wrapped("Old title", 34, func(p pair) string { return title(p.old) }),
			cell("Old page", 10, func(p pair) table.Cell { return pageLink(link(p.old), "old page") }),
			text("SKU", 14, func(p pair) string { return p.TargetID }),
			wrapped("New title", 34, targetTitle),
			cell("New page", 10, func(p pair) table.Cell { return pageLink(link(p.new), "new page") }),
			score(),
			wrapped("Why", 44, func(p pair) string { return p.Reason }),
		},
		x.oldPrice(),
		[]table.Field[pair]{
			cell("New price", 14, func(p pair) table.Cell { return x.money(offer(p.new).Price) }),
			cell("New sale price", 14, func(p pair) table.Cell { return x.money(offer(p.new).SalePrice) }),
			wrapped("Evidence", 54, func(p pair) string { return argument(p.Evidence) }),
			text("Flags", 20, flags),
			text("Ruling", 14, func(p pair) string { return string(p.Ruling) }),
			rowID(),
		},
	)
	s := table.Of(SheetMatched, fields, rows)
	s.Notes = []string{
		"Variants that have their SKU or page; a flagged one that is still open is on the sheet Review too. To overrule one, copy its Row id into a new row at the end of the sheet Review and decide there." + forReading,
	}
	s.Frozen = 2
	s.Rules = []table.Rule{{Column: "Flags", Look: table.Alarm}}
	return s
}

// unmappedSheet lists every variant whose place nothing takes.
func (x *index) unmappedSheet() table.Sheet {
	rows := x.where(irreplaceable)
	fields := slices.Concat(
		[]table.Field[pair]{
			text("Old shop", 20, func(p pair) string { return p.from().String() }),
			wrapped("Old title", 34, func(p pair) string { return title(p.old) }),
			cell("Old page", 10, func(p pair) table.Cell { return pageLink(link(p.old), "old page") }),
			text("Searched in", 14, func(p pair) string { return string(p.Target) }),
			wrapped("Why", 50, func(p pair) string { return p.Reason }),
			wrapped("Closest and why not", 44, func(p pair) string { return runnerUp(p.RunnerUp) }),
		},
		x.oldPrice(),
		[]table.Field[pair]{text("Ruling", 14, func(p pair) string { return string(p.Ruling) }), rowID()},
	)
	s := table.Of(SheetUnmapped, fields, rows)
	s.Notes = []string{"Variants that nothing on mi.com replaces. They are decided on the sheet Review, under the same Row id." + forReading}
	s.Frozen = 2
	return s
}

// newSheet lists what only the new shops have.
func (x *index) newSheet() table.Sheet {
	rows := x.where(func(p pair) bool { return p.Status == mapping.New })
	s := table.Of(SheetNew, []table.Field[pair]{
		text("Shop", 14, func(p pair) string { return string(p.Target) }),
		wrapped("Title", 40, targetTitle),
		cell("Page", 10, func(p pair) table.Cell { return pageLink(link(p.new), "new page") }),
		text("SKU", 14, func(p pair) string { return p.TargetID }),
		cell("Price", 14, func(p pair) table.Cell { return x.money(offer(p.new).Price) }),
		cell("Sale price", 14, func(p pair) table.Cell { return x.money(offer(p.new).SalePrice) }),
		cell("Price captured", 14, func(p pair) table.Cell { return table.DateCell(x.priceDate(p.new)) }),
		text("Availability", 14, func(p pair) string { return plain(string(offer(p.new).Availability)) }),
		wrapped("Why", 54, func(p pair) string { return p.Reason }),
	}, rows)
	s.Notes = []string{"What a mi.com shop sells and none of the old shops that it replaces sold." + forReading}
	s.Frozen = 2
	return s
}
