package review

import (
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// unmappedSheets list every variant whose place nothing takes.
func (x *index) unmappedSheets() []table.Sheet {
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
	return sheets(x.divided(SheetUnmapped, x.where(irreplaceable)), func(name string, rows []pair) table.Sheet {
		s := table.Streamed(name, fields, rows)
		s.Notes = []string{"Variants that nothing on mi.com replaces. Those that are open are decided on Review, under the same Row id." + forReading}
		s.Frozen = 2
		return s
	})
}
