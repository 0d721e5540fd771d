package extract

import (
	"net/url"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/tree"
)

// part reads the quotes of a field that is a part of the layout.
func (p *pass) part(part site.Part, at node, l *site.Layout, rules []site.Rule) []catalog.Quote {
	before := p.skipped
	quotes := p.field(at, l, rules)
	p.fit.found(part.Field, part.Rule, len(quotes) > 0 || p.skipped > before)
	return quotes
}

// field reads the quotes of one field, best rule first. Equal words are kept once.
func (p *pass) field(at node, l *site.Layout, rules []site.Rule) []catalog.Quote {
	var out []catalog.Quote
	known := map[string]bool{}
	for _, rule := range rules {
		for _, q := range p.quotes(at, l, rule) {
			if !known[q.Text] {
				known[q.Text] = true
				out = append(out, q)
			}
		}
	}
	return out
}

// quotes reads what one rule finds.
func (p *pass) quotes(at node, l *site.Layout, rule site.Rule) []catalog.Quote {
	if rule.Query != "" {
		u, err := url.Parse(p.page.URL)
		if err != nil || u.Query().Get(rule.Query) == "" {
			return nil
		}
		return []catalog.Quote{{Text: u.Query().Get(rule.Query), At: p.locator("url", rule.Query)}}
	}
	if rule.If != "" {
		if n := p.first(at, rule.If); n != nil && slices.Contains([]string{"", "0", "false"}, p.pageWords(n, "")) {
			p.skipped++
			return nil
		}
	}
	var out []catalog.Quote
	for _, n := range p.find(at, rule.At) {
		q := catalog.Quote{Text: p.words(n, rule.Attr), At: p.locator(l.Reader, n.path())}
		if rule.Attr != "" {
			q.At.Path += "@" + rule.Attr
		}
		if rule.JSON != "" {
			q = within(q, rule.JSON)
		}
		if rule.Words != nil {
			q.At.Path += "=" + q.Text // the word that comes out is not the shop's
		}
		if q.Text = rule.Clean(q.Text); q.Text == "" {
			continue
		}
		out = append(out, q)
		if rule.First {
			break
		}
	}
	return out
}

// within reads a pointer of the JSON that a quote's text is.
func within(q catalog.Quote, pointer string) catalog.Quote {
	v, err := tree.Parse([]byte(q.Text), "", false)
	if err != nil {
		return catalog.Quote{}
	}
	found := v.Find(pointer)
	if len(found) == 0 {
		return catalog.Quote{}
	}
	q.Text = found[0].Text
	q.At.Path += "!" + found[0].Pointer()
	return q
}

func (p *pass) locator(reader, path string) catalog.Locator {
	p.budget.text += len(path)
	return catalog.Locator{
		Archive: p.page.Archive, Record: p.page.Record, URL: p.page.URL, Time: p.page.Time,
		Reader: reader, Path: path,
	}
}

// lastElement returns the last element of an address's path, which is a product's slug.
func lastElement(link string) string {
	u, err := url.Parse(scrape.Canonical(link))
	if err != nil {
		return ""
	}
	return u.Path[strings.LastIndexByte(u.Path, '/')+1:]
}
