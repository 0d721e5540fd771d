package review

import (
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// forReading ends the note of each sheet of which nothing is read that people enter.
const forReading = " This sheet is for reading: nothing entered here is read."

// matchedSheets list every variant whose place is taken, by the matcher's word or a person's.
func (x *index) matchedSheets() []table.Sheet {
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
			wrapped("Evidence", 46, func(p pair) string { return argument(p.Evidence) }),
			text("Flags", 20, flags),
			text("Ruling", 14, func(p pair) string { return string(p.Ruling) }),
			rowID(),
		},
	)
	return sheets(x.divided(SheetMatched, x.where(replaced)), func(name string, rows []pair) table.Sheet {
		s := table.Streamed(name, fields, rows)
		s.Notes = []string{
			"Variants that have their SKU or page; a flagged one that is still open is on Review too. To overrule one, copy its Row id into a new row at the end of Review and decide there." + forReading,
		}
		s.Frozen = 2
		s.Rules = []table.Rule{{Column: "Flags", Look: table.Alarm}}
		return s
	})
}
