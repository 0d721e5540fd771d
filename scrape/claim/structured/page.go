package structured

import (
	"net/url"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/pocomigrate/pocomigrate/scrape/claim"
	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
	"github.com/pocomigrate/pocomigrate/scrape/tree/script"
)

// Page is the structured data of one page. A walk over the page gives it every element, in the page's order.
type Page struct {
	Root     *html.Node
	Base     *url.URL     // of the page, with its base element; nil where the address is not known
	Headings []*html.Node // h1, which tell a product's name from the shop's

	linked   []*html.Node // script elements with JSON-LD
	metas    []*html.Node
	items    []*html.Node // elements with itemscope that are nobody's property
	orphans  []*html.Node // elements with itemprop that are in no item
	prefixes string       // that the page declares for its meta elements, as declared writes them
}

// Script takes a script element, and reports whether it holds JSON-LD.
func (p *Page) Script(e *html.Node) bool {
	linked := isLinkedData(e)
	if linked {
		p.linked = append(p.linked, e)
	}
	return linked
}

// Element takes any other element. It is told whether the element lies in an item of microdata, and reports whether what lies
// in the element does.
func (p *Page) Element(e *html.Node, item bool) bool {
	switch e.DataAtom {
	case atom.Html, atom.Head:
		p.prefixes += declared(e)
	case atom.Base:
		p.rebase(element.Attr(e, "href"))
	case atom.Meta:
		p.metas = append(p.metas, e)
	case atom.H1:
		p.Headings = append(p.Headings, e)
	default:
	}
	scope, prop := false, false
	for i := range e.Attr {
		switch e.Attr[i].Key {
		case "itemscope":
			scope = true
		case "itemprop":
			prop = true
		}
	}
	switch {
	case scope && !prop:
		p.items = append(p.items, e)
	case prop && !item:
		p.orphans = append(p.orphans, e)
	}
	return item || scope
}

func (p *Page) rebase(href string) {
	if p.Base == nil || href == "" {
		return
	}
	if base, err := p.Base.Parse(href); err == nil {
		p.Base = base
	}
}

// Title returns the title that the page gives to social networks, "" for none.
func (p *Page) Title() string { return openGraph(p.metas, p.prefixes).Say("og:title") }

// Claim states what the structured data says about the product that the page is about, as far as it can be told which one that
// is, and adds its names to what the page is about. Blocks of JSON-LD are read by r.
func (p *Page) Claim(c *claim.Claims, about *claim.About, r *script.Reader) {
	linked := newGraph(claim.FromJSONLD, linkedData(p.linked, r))
	items := newGraph(claim.FromMicrodata, p.microdata())
	for _, g := range []*graph{linked, items} {
		if main := g.main(about); main != nil {
			g.claim(c, main, about)
			about.Call(main.Say("name"))
		}
	}
	p.orphaned(c, items)
	p.openGraph(c)
}
