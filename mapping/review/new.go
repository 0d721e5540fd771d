package review

import (
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// newSheets list what only the new shops have.
func (x *index) newSheets() []table.Sheet {
	fields := []table.Field[pair]{
		text("Shop", 14, func(p pair) string { return string(p.Target) }),
		wrapped("Title", 40, targetTitle),
		cell("Page", 10, func(p pair) table.Cell { return pageLink(link(p.new), "new page") }),
		text("SKU", 14, func(p pair) string { return p.TargetID }),
		cell("Price", 14, func(p pair) table.Cell { return x.money(offer(p.new).Price) }),
		cell("Sale price", 14, func(p pair) table.Cell { return x.money(offer(p.new).SalePrice) }),
		cell("Price captured", 14, func(p pair) table.Cell { return table.DateCell(x.priceDate(p.new)) }),
		text("Availability", 14, func(p pair) string { return plain(string(offer(p.new).Availability)) }),
		wrapped("Why", 54, func(p pair) string { return p.Reason }),
	}
	rows := x.where(func(p pair) bool { return p.Status == mapping.New })
	return sheets(x.divided(SheetNew, rows), func(name string, rows []pair) table.Sheet {
		s := table.Streamed(name, fields, rows)
		s.Notes = []string{"What a mi.com shop sells and none of the old shops that it replaces sold." + forReading}
		s.Frozen = 2
		return s
	})
}
