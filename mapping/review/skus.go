package review

import (
	"cmp"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// choiceBreak parts a SKU from its title in the drop-down, "4231505302 · POCO F6 8/256 Black"; what stands before it is the
// SKU.
const choiceBreak = " · "

// The columns of the sheet Lists.
const (
	listShop = "Shop"
	listSKU  = "SKU"
)

// skusSheet holds the SKUs that can be chosen under SKU on the sheet Review: every variant of the new shops that a row leads
// to. It is sorted by shop, as [table.Lookup] wants it, then by title, since people look for a name.
func (x *index) skusSheet(rows []pair) table.Sheet {
	wanted := map[catalog.ShopID]bool{}
	for _, p := range rows {
		wanted[p.Target] = true
	}
	var list []variant
	for i := range x.Variants {
		if v := &x.Variants[i]; wanted[v.Shop] {
			list = append(list, v)
		}
	}
	slices.SortFunc(list, func(a, b variant) int {
		return cmp.Or(cmp.Compare(a.Shop, b.Shop), cmp.Compare(title(a), title(b)), cmp.Compare(a.Key, b.Key))
	})
	s := table.Of(SheetLists, []table.Field[variant]{
		text(listShop, 16, func(v variant) string { return string(v.Shop) }),
		text(listSKU, 70, func(v variant) string { return targetID(v) + choiceBreak + title(v) }),
	}, list)
	s.Hidden = true
	return s
}

// targetID is what a mapping to the variant has as its target: the item number, or the whole identity where there is none.
func targetID(v variant) string {
	id := v.Key.Identity()
	if id.Kind() == "item" {
		return id.Value()
	}
	return string(id)
}
