package extract

import (
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// rows reads the things for sale under a product.
func (p *pass) rows(product node, l *site.Layout, rule site.RowRule) []catalog.Row {
	var out []catalog.Row
	for _, at := range product.find(rule.Each) {
		row := p.row(at, l, rule)
		for _, o := range rule.Options {
			row.Options = append(row.Options, p.options(product, at, l, o, row.ID.Text)...)
		}
		if row.ID.Text != "" || len(row.Options) > 0 || len(row.Titles) > 0 {
			out = append(out, row)
		}
	}
	return out
}

func (p *pass) row(at node, l *site.Layout, rule site.RowRule) catalog.Row {
	read := func(f site.Field) []catalog.Quote { return p.field(at, l, rule.Fields[f]) }
	row := catalog.Row{
		GroupNames: read(site.GroupName), Titles: read(site.Title),
		Prices: read(site.Price), ListPrices: read(site.ListPrice), Currencies: read(site.Currency),
		Availabilities: read(site.Availability), Images: read(site.Image),
		SKUs: read(site.SKU), GTINs: read(site.GTIN), MPNs: read(site.MPN), Links: read(site.Link),
	}
	// Gateways write 0 where an item has no number.
	if ids := read(site.ID); len(ids) > 0 && ids[0].Text != "0" {
		row.ID = ids[0]
	}
	return row
}

// options reads the words that tell a row apart.
func (p *pass) options(product, row node, l *site.Layout, rule site.OptionRule, id string) []catalog.Option {
	axes := p.axes(product, rule)
	if rule.Table == "" {
		return p.words(row, l, rule.At, rule.Split, axes)
	}
	if id == "" {
		return nil
	}
	for _, line := range product.find(rule.Table) {
		if key := first(line.find(rule.Key)); key != nil && key.words("") == id {
			return p.words(line, l, rule.Words, rule.Split, axes)
		}
	}
	return nil
}

func (p *pass) axes(product node, rule site.OptionRule) []string {
	if rule.Axes == "" {
		return []string{rule.Axis}
	}
	var out []string
	for _, n := range product.find(rule.Axes) {
		out = append(out, n.words(""))
	}
	return out
}

func (p *pass) words(at node, l *site.Layout, expression, split string, axes []string) []catalog.Option {
	var out []catalog.Option
	for _, n := range at.find(expression) {
		texts := []string{n.words("")}
		if split != "" {
			texts = strings.Split(texts[0], split)
		}
		for _, text := range texts {
			o := catalog.Option{Word: catalog.Quote{Text: strings.TrimSpace(text), At: p.locator(l.Reader, n.path())}}
			if len(out) < len(axes) {
				o.Axis = axes[len(out)]
			}
			if o.Word.Text != "" {
				out = append(out, o)
			}
		}
	}
	return out
}
