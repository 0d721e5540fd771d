package extract

import (
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// rows reads the things for sale under a product by the layout's rule of a number, from 1.
func (p *pass) rows(product node, l *site.Layout, number int) []catalog.Row {
	rule := l.Rows[number-1]
	choices := make([]choice, len(rule.Options))
	for i, o := range rule.Options {
		choices[i] = p.choice(product, o)
	}
	var out []catalog.Row
	for _, at := range p.find(product, rule.Each) {
		row := p.row(at, l, number)
		for _, c := range choices {
			row.Options = append(row.Options, p.options(c, at, l, row.ID.Text)...)
		}
		p.fit.found(site.Options, number, len(row.Options) > 0)
		if row.ID.Text != "" || len(row.Options) > 0 || len(row.Titles) > 0 {
			out = append(out, row)
		}
	}
	return out
}

func (p *pass) row(at node, l *site.Layout, number int) catalog.Row {
	read := func(f site.Field) []catalog.Quote {
		return p.part(site.Part{Field: f, Rule: number}, at, l, l.Rows[number-1].Fields[f])
	}
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

// choice is an option rule made ready for the rows of one product.
type choice struct {
	site.OptionRule
	axes  []string
	lines map[string]node // of the joined table, by the row's number; the first line of a number counts
}

func (p *pass) choice(product node, rule site.OptionRule) choice {
	c := choice{OptionRule: rule}
	if rule.Axes == "" {
		c.axes = []string{rule.Axis}
	} else {
		for _, n := range p.find(product, rule.Axes) {
			c.axes = append(c.axes, p.words(n, ""))
		}
	}
	if rule.Table == "" {
		return c
	}
	c.lines = map[string]node{}
	for _, line := range p.find(product, rule.Table) {
		key := p.first(line, rule.Key)
		if key == nil {
			continue
		}
		number := p.words(key, "")
		if _, taken := c.lines[number]; !taken {
			c.lines[number] = line
		}
	}
	return c
}

// options reads the words that tell a row apart: in the row itself, or in the joined line with its number.
func (p *pass) options(c choice, row node, l *site.Layout, id string) []catalog.Option {
	if c.Table == "" {
		return p.optionWords(c, row, l, c.At)
	}
	line, ok := c.lines[id]
	if !ok || id == "" {
		return nil
	}
	return p.optionWords(c, line, l, c.Words)
}

// optionWords reads the words at one place. Words and axes go by their order, so that an empty word uses up its axis.
func (p *pass) optionWords(c choice, at node, l *site.Layout, expression string) []catalog.Option {
	var out []catalog.Option
	axis := 0
	for _, n := range p.find(at, expression) {
		texts := []string{p.words(n, "")}
		if c.Split != "" {
			texts = strings.Split(texts[0], c.Split)
		}
		for _, text := range texts {
			o := catalog.Option{Word: catalog.Quote{Text: strings.TrimSpace(text), At: p.locator(l.Reader, n.path())}}
			if axis < len(c.axes) {
				o.Axis = c.axes[axis]
			}
			axis++
			if o.Word.Text != "" {
				out = append(out, o)
			}
		}
	}
	return out
}
