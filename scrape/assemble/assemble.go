// Package assemble joins the fragments of one product into whole listings.
//
// One product's facts are spread over several captures: its page names it, its specs page describes it, the shop's JSON
// holds its rows. Fragments are joined by shop, market and slug; rows by their number. Nothing is dropped or chosen:
// different words for one thing stand side by side, newest capture first, and where they cannot both be true an issue
// says so.
package assemble

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// Join returns one listing for each product that the fragments speak of, sorted by shop, market and slug. The order of the
// fragments does not matter. The fragments are not changed.
func Join(fragments []catalog.Listing) []catalog.Listing {
	sorted := make([]*catalog.Listing, len(fragments))
	for i := range fragments {
		sorted[i] = &fragments[i]
	}
	slices.SortStableFunc(sorted, compare)
	var out []catalog.Listing
	for _, f := range sorted {
		if len(out) == 0 || compareProducts(&out[len(out)-1], f) != 0 {
			out = append(out, catalog.Listing{Shop: f.Shop, Market: f.Market, Slug: f.Slug, URL: f.URL})
		}
		add(&out[len(out)-1], f)
	}
	for i := range out {
		out[i].Issues = append(out[i].Issues, doubts(out[i])...)
	}
	return out
}

// compare orders the fragments of a product by their captures, the newest first.
func compare(a, b *catalog.Listing) int {
	if n := compareProducts(a, b); n != 0 {
		return n
	}
	of, other := place(a), place(b)
	return cmp.Or(other.Time.Compare(of.Time), cmp.Compare(source(of), source(other)))
}

func compareProducts(a, b *catalog.Listing) int {
	return cmp.Or(cmp.Compare(a.Shop, b.Shop), cmp.Compare(a.Market, b.Market), cmp.Compare(a.Slug, b.Slug))
}

// add puts what a fragment says behind what is already known.
func add(l, f *catalog.Listing) {
	l.Names = union(l.Names, f.Names)
	l.Brands = union(l.Brands, f.Brands)
	l.Images = union(l.Images, f.Images)
	l.Descriptions = union(l.Descriptions, f.Descriptions)
	l.Categories = union(l.Categories, f.Categories)
	l.Prices = append(l.Prices, f.Prices...)
	l.ListPrices = append(l.ListPrices, f.ListPrices...)
	l.Currencies = append(l.Currencies, f.Currencies...)
	l.Availabilities = append(l.Availabilities, f.Availabilities...)
	l.Specs = unionSpecs(l.Specs, f.Specs)
	for _, r := range f.Rows {
		addRow(l, r)
	}
	l.Issues = append(l.Issues, f.Issues...)
}

// addRow joins a row with the one of the same number from another capture. Two rows of one number on one page stay two:
// the shop lists them twice.
func addRow(l *catalog.Listing, r catalog.Row) {
	i := slices.IndexFunc(l.Rows, func(o catalog.Row) bool {
		return r.ID.Text != "" && o.ID.Text == r.ID.Text && o.ID.At.Record != r.ID.At.Record
	})
	if i < 0 {
		l.Rows = append(l.Rows, r)
		return
	}
	o := &l.Rows[i]
	if len(o.Options) == 0 {
		o.Options = r.Options
	} else if len(r.Options) > 0 && words(o.Options) != words(r.Options) {
		l.Issues = append(l.Issues, catalog.Issue{
			Code: "option_conflict", Field: "identities",
			Text:   "captures of item " + r.ID.Text + " describe it by different options; the newest one is used, check the shop",
			Values: slices.Sorted(slices.Values([]string{words(o.Options), words(r.Options)})),
		})
	}
	o.GroupNames = union(o.GroupNames, r.GroupNames)
	o.Titles = union(o.Titles, r.Titles)
	o.Prices = append(o.Prices, r.Prices...)
	o.ListPrices = append(o.ListPrices, r.ListPrices...)
	o.Currencies = append(o.Currencies, r.Currencies...)
	o.Availabilities = append(o.Availabilities, r.Availabilities...)
	o.Images = union(o.Images, r.Images)
	o.SKUs = union(o.SKUs, r.SKUs)
	o.GTINs = union(o.GTINs, r.GTINs)
	o.MPNs = union(o.MPNs, r.MPNs)
	o.Links = union(o.Links, r.Links)
}

func words(options []catalog.Option) string {
	out := make([]string, len(options))
	for i, o := range options {
		out[i] = o.Word.Text
	}
	return strings.Join(out, ", ")
}

// union appends the quotes whose words are not there yet.
func union(have, more []catalog.Quote) []catalog.Quote {
	if len(more) == 0 {
		return have
	}
	known := map[string]bool{}
	for _, q := range have {
		known[fold(q.Text)] = true
	}
	for _, q := range more {
		if words := fold(q.Text); !known[words] {
			known[words] = true
			have = append(have, q)
		}
	}
	return have
}

// unionSpecs is union for lines of specifications, which are the same when label and value are. The lines of the first
// table stand as they are.
func unionSpecs(have, more []catalog.SpecTable) []catalog.SpecTable {
	if len(have) == 0 {
		return more
	}
	key := func(d catalog.ProductDetail) [2]string { return [2]string{fold(d.Label), fold(d.Value)} }
	known := map[[2]string]bool{}
	for _, t := range have {
		for _, d := range t.Lines {
			known[key(d)] = true
		}
	}
	for _, t := range more {
		fresh := catalog.SpecTable{At: t.At}
		for i, d := range t.Lines {
			if words := key(d); !known[words] {
				known[words] = true
				fresh.Lines, fresh.Paths = append(fresh.Lines, d), append(fresh.Paths, t.Paths[i])
			}
		}
		if len(fresh.Lines) > 0 {
			have = append(have, fresh)
		}
	}
	return have
}

func fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
