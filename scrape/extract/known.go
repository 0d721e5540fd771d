package extract

import (
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/claim"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// stateKnown states what the profile of the shop found. Of several listings, or of rows that state different things, nothing
// is stated: which of them is meant is not said.
func stateKnown(c *claim.Claims, known []catalog.Listing) {
	if len(known) == 0 {
		return
	}
	for _, l := range known[1:] {
		if l.Slug != known[0].Slug {
			return
		}
	}
	for i := range known {
		l := &known[i]
		quoted(c, site.Name, l.Names)
		quoted(c, site.Brand, l.Brands)
		quoted(c, site.Image, l.Images)
		quoted(c, site.Price, l.Prices)
		quoted(c, site.ListPrice, l.ListPrices)
		quoted(c, site.Currency, l.Currencies)
		quoted(c, site.Availability, l.Availabilities)
		for _, f := range rowFields {
			if agreed(l.Rows, f.quotes) {
				quoted(c, f.field, f.quotes(&l.Rows[0]))
			}
		}
	}
}

// rowFields are the fields of rows that say something about the product where all of its rows agree.
var rowFields = []struct {
	field  site.Field
	quotes func(*catalog.Row) []catalog.Quote
}{
	{site.Price, func(r *catalog.Row) []catalog.Quote { return r.Prices }},
	{site.ListPrice, func(r *catalog.Row) []catalog.Quote { return r.ListPrices }},
	{site.Currency, func(r *catalog.Row) []catalog.Quote { return r.Currencies }},
	{site.Availability, func(r *catalog.Row) []catalog.Quote { return r.Availabilities }},
	{site.SKU, func(r *catalog.Row) []catalog.Quote { return append(slices.Clip(r.SKUs), r.ID) }},
	{site.GTIN, func(r *catalog.Row) []catalog.Quote { return r.GTINs }},
	{site.MPN, func(r *catalog.Row) []catalog.Quote { return r.MPNs }},
}

// agreed says that all rows state one and the same.
func agreed(rows []catalog.Row, quotes func(*catalog.Row) []catalog.Quote) bool {
	for i := range rows {
		q, first := quotes(&rows[i]), quotes(&rows[0])
		if len(q) == 0 || q[0].Text != first[0].Text {
			return false
		}
	}
	return len(rows) > 0
}

// quoted states the quotes of a field, of which the first is the profile's best.
func quoted(c *claim.Claims, field site.Field, quotes []catalog.Quote) {
	for i := range quotes {
		if quotes[i].At.Reader == "any" {
			continue // the general reader votes for itself
		}
		c.Add(claim.Claim{Field: field, Text: quotes[i].Text, Reader: claim.FromProfile, Known: &quotes[i], Weight: claim.Trust(claim.FromProfile) / float64(i+1)})
	}
}
