package extract

import (
	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// Finding says which fields one layout found on a page.
type Finding struct {
	Layout string
	Fields []site.Field // each once, in the order of findable
}

// findable are the parts of a page that are counted when layouts are watched; a field of a row counts as the same field
// of the product does.
var findable = []struct {
	field site.Field
	of    func(*catalog.Listing) bool
	row   func(*catalog.Row) bool
}{
	{site.Name, func(l *catalog.Listing) bool { return len(l.Names) > 0 }, nil},
	{site.Brand, func(l *catalog.Listing) bool { return len(l.Brands) > 0 }, nil},
	{site.Image, func(l *catalog.Listing) bool { return len(l.Images) > 0 }, func(r *catalog.Row) bool { return len(r.Images) > 0 }},
	{site.Category, func(l *catalog.Listing) bool { return len(l.Categories) > 0 }, nil},
	{site.Price, func(l *catalog.Listing) bool { return len(l.Prices) > 0 }, func(r *catalog.Row) bool { return len(r.Prices) > 0 }},
	{site.ListPrice, func(l *catalog.Listing) bool { return len(l.ListPrices) > 0 }, func(r *catalog.Row) bool { return len(r.ListPrices) > 0 }},
	{site.Currency, func(l *catalog.Listing) bool { return len(l.Currencies) > 0 }, func(r *catalog.Row) bool { return len(r.Currencies) > 0 }},
	{
		site.Availability, func(l *catalog.Listing) bool { return len(l.Availabilities) > 0 },
		func(r *catalog.Row) bool { return len(r.Availabilities) > 0 },
	},
	{site.Specs, func(l *catalog.Listing) bool { return len(l.Specs) > 0 }, nil},
	{site.Rows, func(l *catalog.Listing) bool { return len(l.Rows) > 0 }, nil},
	{site.ID, nil, func(r *catalog.Row) bool { return r.ID.Text != "" }},
	{site.Options, nil, func(r *catalog.Row) bool { return len(r.Options) > 0 }},
	{site.Title, nil, func(r *catalog.Row) bool { return len(r.Titles) > 0 }},
	{site.GroupName, nil, func(r *catalog.Row) bool { return len(r.GroupNames) > 0 }},
	{site.SKU, nil, func(r *catalog.Row) bool { return len(r.SKUs) > 0 }},
	{site.GTIN, nil, func(r *catalog.Row) bool { return len(r.GTINs) > 0 }},
	{site.MPN, nil, func(r *catalog.Row) bool { return len(r.MPNs) > 0 }},
}

// note keeps what a layout found: the fragments and links of the reading from those numbers on.
func note(r *Reading, layout string, fragments, links int) {
	s := Finding{Layout: layout}
	for _, f := range findable {
		if anyHolds(r.Listings[fragments:], f.of, f.row) {
			s.Fields = append(s.Fields, f.field)
		}
	}
	if len(r.Links) > links {
		s.Fields = append(s.Fields, site.Links)
	}
	if len(s.Fields) > 0 {
		r.Findings = append(r.Findings, s)
	}
}

func anyHolds(fragments []catalog.Listing, of func(*catalog.Listing) bool, row func(*catalog.Row) bool) bool {
	for i := range fragments {
		l := &fragments[i]
		if of != nil && of(l) {
			return true
		}
		for j := range l.Rows {
			if row != nil && row(&l.Rows[j]) {
				return true
			}
		}
	}
	return false
}
