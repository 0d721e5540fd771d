package extract

import (
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// fromProfile is the name under which what the profile of a shop found votes, and what it is believed. It goes before all
// other sources, however many agree, since somebody looked at the shop's pages.
const (
	fromProfile  = "profile"
	trustProfile = 0.97
)

// profiled states what the profile of the shop found. Of several listings, or of rows that state different things, nothing
// is stated: which of them is meant is not said.
func (c *claims) profiled(known []catalog.Listing) {
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
		c.quoted(site.Name, l.Names)
		c.quoted(site.Brand, l.Brands)
		c.quoted(site.Image, l.Images)
		c.quoted(site.Price, l.Prices)
		c.quoted(site.ListPrice, l.ListPrices)
		c.quoted(site.Currency, l.Currencies)
		c.quoted(site.Availability, l.Availabilities)
		for _, f := range rowFields {
			if agreed(l.Rows, f.quotes) {
				c.quoted(f.field, f.quotes(&l.Rows[0]))
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
func (c *claims) quoted(field site.Field, quotes []catalog.Quote) {
	for i := range quotes {
		if quotes[i].At.Reader == "any" {
			continue // the general reader votes for itself
		}
		c.add(claim{field: field, text: quotes[i].Text, reader: fromProfile, known: &quotes[i], weight: trustProfile / float64(i+1)})
	}
}

// answered states what JSON says that is a page by itself, when it holds one object that looks like a product.
func (c *claims) answered(v *value) {
	found := &claims{}
	r := &stateReader{claims: found, about: &about{any: true}, script: &lenient{}}
	r.find(v, 0)
	if r.found == 1 {
		c.list = append(c.list, found.list...)
	}
}
