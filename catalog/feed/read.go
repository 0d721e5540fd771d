package feed

import (
	"cmp"
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

	fieldCondition = "condition"
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
		out.Sources = append(out.Sources, sources...)
		if q := t.quote(l, c, fieldCondition); q.Text != "" {
			out.Sources = append(out.Sources, readCondition(v, q, words.Title(q.Text, locale)))
		}
		out.Variants = append(out.Variants, *v)
	}
	if n := len(faults); n > maxFaults {
		faults = append(faults[:maxFaults], fmt.Errorf("%s: %d faults more", t.name, n-maxFaults))
	}
	return out, errors.Join(faults...)
}

// readCondition gives a variant the condition that a column states, and says where it stands. Where the title states another, what
// says more counts: goods that one of the two calls used are not new, and what is refurbished was used.
func readCondition(v *catalog.Variant, q catalog.Quote, says normalize.Title) catalog.Provenance {
	titled, stated := v.Condition, says.Condition
	if slices.Index(saysMore, stated) > slices.Index(saysMore, titled) {
		v.Condition = stated
	}
	switch {
	case stated == "":
		doubt(v, "unknown_condition", fmt.Sprintf("condition %q is not in the table; add it to conditions.csv", q.Text), q.Text)
	case titled != "" && titled != stated:
		doubt(v, "condition_conflict", fmt.Sprintf("title and column state different conditions; %s was followed", v.Condition), string(stated), string(titled))
	}
	return catalog.Provenance{
		Key: v.Key, Field: fieldCondition, Raw: q.Text, Used: stated != "" && v.Condition == stated, Rule: says.Rules.Condition, At: q.At,
	}
}

// saysMore orders conditions, the one that says least of the goods first.
var saysMore = []catalog.Condition{"", catalog.ConditionNew, catalog.ConditionUsed, catalog.ConditionRefurbished}

// doubt adds an issue about the condition where it is sorted.
func doubt(v *catalog.Variant, code, text string, values ...string) {
	slices.Sort(values)
	v.Issues = append(v.Issues, catalog.Issue{Code: code, Field: fieldCondition, Text: text, Values: values})
	slices.SortStableFunc(v.Issues, func(a, b catalog.Issue) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Field, b.Field))
	})
}

// quote returns a cell of a row with the place where it stands.
func (t *rows) quote(l line, c columns, field string) catalog.Quote {
	text := l.cell(c, field)
	if text == "" {
		return catalog.Quote{}
	}
	return catalog.Quote{Text: text, At: catalog.Locator{
		Archive: t.name, URL: l.cell(c, fieldLink), Reader: t.reader, Path: fmt.Sprintf("row %d, %s", l.number, t.header[c[field]]),
	}}
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
	quote := func(field string) catalog.Quote { return t.quote(l, c, field) }
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
