package assemble

import (
	"cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// source tells fragments of captures of the same time apart, so that their order never depends on who was read first.
func source(at catalog.Locator) string {
	return at.URL + "\x00" + at.Record + "\x00" + at.Reader + "\x00" + at.Path
}

// place returns where one of a fragment's statements was read: all of them come from one capture.
func place(l *catalog.Listing) catalog.Locator {
	at := first(
		l.Names, l.Brands, l.Images, l.Descriptions, l.Prices, l.Availabilities, l.ListPrices, l.Currencies, l.Categories,
	)
	if len(l.Specs) > 0 {
		at = cmp.Or(at, l.Specs[0].At)
	}
	for i := 0; i < len(l.Rows) && at == (catalog.Locator{}); i++ {
		r := &l.Rows[i]
		at = r.ID.At
		if len(r.Options) > 0 {
			at = cmp.Or(at, r.Options[0].Word.At)
		}
		at = cmp.Or(at, first(
			r.Titles, r.GroupNames, r.Prices, r.ListPrices, r.Currencies, r.Availabilities, r.Images, r.SKUs, r.GTINs, r.MPNs, r.Links,
		))
	}
	return at
}

// first returns the place of the first of the quotes, the zero Locator where there are none.
func first(lists ...[]catalog.Quote) catalog.Locator {
	for _, quotes := range lists {
		if len(quotes) > 0 {
			return quotes[0].At
		}
	}
	return catalog.Locator{}
}

// doubts returns the issues of a whole listing.
func doubts(l catalog.Listing) []catalog.Issue {
	if len(l.Names) > 0 || len(l.Rows) > 0 {
		return nil
	}
	return []catalog.Issue{{
		Code: "no_name", Field: "title",
		Text: "no capture names the product " + l.Slug + "; capture its product page",
	}}
}
