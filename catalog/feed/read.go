package feed

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// The fields that are asked for by name; data/columns.csv names them all.
const (
	fieldID    = "id"
	fieldSKU   = "sku"
	fieldGTIN  = "gtin"
	fieldMPN   = "mpn"
	fieldTitle = "title"
	fieldModel = "model"
	fieldShop  = "shop"
	fieldLink  = "link"
)

// Options say how a file is read. The zero Options recognise every column by its header.
type Options struct {
	// Shop is the shop of every row where no column holds the shop, or where OneShop says that such a column does not count.
	Shop    catalog.ShopID
	OneShop bool
	// Columns names the header of the column that holds a field, for fields of which the header is not recognised.
	Columns map[string]string
	Locale  normalize.Locale
}

// Catalogue is a file understood: variants and where their values come from, each sorted as in a snapshot.
type Catalogue struct {
	Variants []catalog.Variant
	Sources  []catalog.Provenance
}

// Read reads a catalogue from CSV, TSV, JSON lines or a Merchant feed. The name stands in errors and provenance.
func Read(data []byte, name string, words *normalize.Vocabulary, o Options) (*Catalogue, error) {
	t, err := parse(data, name)
	if err != nil {
		return nil, err
	}
	return t.understand(words, o)
}

// ReadSheet reads a catalogue from a sheet of a workbook.
func ReadSheet(s table.Sheet, name string, words *normalize.Vocabulary, o Options) (*Catalogue, error) {
	return fromSheet(s, name).understand(words, o)
}

// maxFaults is how many faults of one file are told; a thousand more of the same kind help nobody.
const maxFaults = 20

func (t *rows) understand(words *normalize.Vocabulary, o Options) (*Catalogue, error) {
	t.lines = slices.DeleteFunc(t.lines, func(l line) bool { return strings.TrimSpace(strings.Join(l.cells, "")) == "" })
	if len(t.lines) == 0 {
		return nil, t.faultf(0, "no rows below the header")
	}
	c, err := t.find(o)
	if err != nil {
		return nil, err
	}
	out := &Catalogue{}
	var faults []error
	rowOf := map[catalog.Key]int{}
	for _, l := range t.lines {
		listing, err := t.listing(l, c, o)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		locale := o.Locale
		if listing.Market != "" {
			locale.Market = listing.Market
		}
		variants, sources := words.Variants(listing, locale)
		v := &variants[0] // one row with an id is one variant
		if before := rowOf[v.Key]; before > 0 {
			faults = append(faults, t.faultf(l.number, "id %q stands in row %d already", l.cell(c, fieldID), before))
			continue
		}
		rowOf[v.Key] = l.number
		if text := l.cell(c, "condition"); text != "" && v.Condition == "" {
			v.Condition = words.Title(text, locale).Condition
		}
		out.Variants = append(out.Variants, *v)
		out.Sources = append(out.Sources, sources...)
	}
	if n := len(faults); n > maxFaults {
		faults = append(faults[:maxFaults], fmt.Errorf("%s: %d faults more", t.name, n-maxFaults))
	}
	return out, errors.Join(faults...)
}

// listing returns what a row says, in its own words.
func (t *rows) listing(l line, c columns, o Options) (catalog.Listing, error) {
	id, title := l.cell(c, fieldID), l.cell(c, fieldTitle)
	shop := catalog.ShopID(l.cell(c, fieldShop))
	if _, ok := c[fieldShop]; !ok {
		shop = o.Shop
	}
	switch {
	case id == "":
		return catalog.Listing{}, t.faultf(l.number, "the row has no id")
	case title == "":
		return catalog.Listing{}, t.faultf(l.number, "id %q has no title", id)
	case shop == "":
		return catalog.Listing{}, t.faultf(l.number, "id %q names no shop", id)
	case strings.ContainsAny(string(shop), "#@"):
		return catalog.Listing{}, t.faultf(l.number, "the shop %q has a # or @ in its name", shop)
	}
	link := l.cell(c, fieldLink)
	quote := func(field string) catalog.Quote {
		return catalog.Quote{Text: l.cell(c, field), At: catalog.Locator{
			Archive: t.name, URL: link, Reader: t.reader, Path: fmt.Sprintf("row %d, %s", l.number, t.header[c[field]]),
		}}
	}
	quotes := func(fields ...string) []catalog.Quote {
		var out []catalog.Quote
		for _, f := range fields {
			if l.cell(c, f) != "" {
				out = append(out, quote(f))
			}
		}
		return out
	}
	row := catalog.Row{
		ID: quote(fieldID), Titles: quotes(fieldTitle), GroupNames: quotes(fieldModel), Currencies: quotes("currency"),
		Prices: quotes("price"), Availabilities: quotes("availability"), Images: quotes("image link"),
		SKUs: quotes(fieldSKU), GTINs: quotes(fieldGTIN), MPNs: quotes(fieldMPN), Links: quotes(fieldLink),
	}
	if row.MPNs == nil { // a maker's code often stands in the column for SKUs
		row.MPNs = row.SKUs
	}
	if l.cell(c, "sale price") != "" {
		row.Prices, row.ListPrices = quotes("sale price"), quotes("price")
	}
	if c[fieldModel] == c[fieldTitle] {
		row.GroupNames = nil
	}
	row.Options = options(quotes)
	slug := l.cell(c, "item group id")
	if slug == "" {
		slug = id
	}
	return catalog.Listing{
		Shop: shop, Market: l.cell(c, "market"), Slug: slug, URL: link, Rows: []catalog.Row{row},
		Brands: quotes("brand"), Categories: quotes("product type"),
	}, nil
}

// options returns what tells the row apart. A bare number in a column for memory is one of gigabytes.
func options(quotes func(...string) []catalog.Quote) []catalog.Option {
	var out []catalog.Option
	for _, field := range []string{"ram", "storage", "memory", "color"} {
		for _, q := range quotes(field) {
			if (field == "ram" || field == "storage") && strings.Trim(q.Text, "0123456789") == "" {
				q.Text += " GB"
			}
			out = append(out, catalog.Option{Axis: field, Word: q})
		}
	}
	return out
}
