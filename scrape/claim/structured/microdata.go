package structured

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
	"github.com/pocomigrate/pocomigrate/scrape/tree"
)

// The bounds of the microdata of one page. A listing of 500 products has some 5,000 properties; real items lie four deep.
const (
	maxProperties = 50_000
	maxItemDepth  = 24
	maxProperty   = 64 << 10 // bytes of one property's text
)

// microdata reads the items of a page by the rules of the HTML standard, into the same shape that JSON-LD has: "@type"
// and "@id" beside the properties. One exception is made, as every reader of shops makes it: the attribute content counts on any element.
type microdata struct {
	base *url.URL // what links are relative to; nil leaves them as they stand
	root *html.Node
	ids  map[string]*html.Node // made when the first itemref is met
	left int                   // properties that may still be read
}

// item reads the item that an element with itemscope is.
func (m *microdata) item(e *html.Node, depth int) *tree.Value {
	v := &tree.Value{Kind: tree.Object, Element: e}
	types := &tree.Value{Kind: tree.Array, Element: e}
	for t := range strings.FieldsSeq(element.Attr(e, "itemtype")) {
		types.Add(&tree.Value{Kind: tree.Scalar, Text: t, Element: e})
	}
	if len(types.Items) > 0 {
		v.Put("@type", types)
	}
	if id := element.Attr(e, "itemid"); id != "" {
		v.Put("@id", &tree.Value{Kind: tree.Scalar, Text: m.link(id), Element: e})
	}
	seen := map[*html.Node]bool{e: true}
	for c := e.FirstChild; c != nil; c = c.NextSibling {
		m.properties(c, v, seen, depth, 0)
	}
	for id := range strings.FieldsSeq(element.Attr(e, "itemref")) {
		if other := m.byID(id); other != nil {
			m.properties(other, v, seen, depth, 0)
		}
	}
	if len(v.Items) == 0 || v.Names[len(v.Names)-1][0] == '@' { // an item without properties is what its element says
		v.Put("@value", &tree.Value{Kind: tree.Scalar, Text: m.valueOf(e), Element: e})
	}
	return v
}

// properties reads what an element and those in it say about an item. Nested is how many properties of it the element lies
// within.
func (m *microdata) properties(e *html.Node, of *tree.Value, seen map[*html.Node]bool, depth, nested int) {
	if e.Type != html.ElementNode || m.left <= 0 || depth > maxItemDepth || nested > maxItemDepth {
		return
	}
	names, scope := "", false
	for _, a := range e.Attr {
		switch a.Key {
		case "itemprop":
			names = a.Val
		case "itemscope":
			scope = true
		}
	}
	if names != "" || scope || e.Parent == nil {
		if seen[e] {
			return // an itemref that leads back
		}
		seen[e] = true
	}
	if names != "" {
		nested++
		m.property(e, of, names, scope, depth)
	}
	if scope {
		return
	}
	for c := e.FirstChild; c != nil; c = c.NextSibling {
		m.properties(c, of, seen, depth, nested)
	}
}

func (m *microdata) property(e *html.Node, of *tree.Value, names string, scope bool, depth int) {
	for name := range strings.FieldsSeq(names) {
		if m.left--; m.left < 0 {
			return
		}
		if scope {
			of.Put(name, m.item(e, depth+1))
			continue
		}
		of.Put(name, &tree.Value{Kind: tree.Scalar, Text: m.valueOf(e), Element: e})
	}
}

// valueOf returns the value of a property that is no item.
func (m *microdata) valueOf(e *html.Node) string {
	if attr := element.ValueAttr(e); attr != "" {
		text := strings.TrimSpace(element.Attr(e, attr))
		if attr == "src" || attr == "href" || attr == "data" {
			return m.link(text)
		}
		return text
	}
	return string(element.AppendText(nil, e, maxProperty))
}

// link returns an address in full, as it stands where it cannot be.
func (m *microdata) link(text string) string {
	if m.base == nil || text == "" {
		return text
	}
	full, err := m.base.Parse(text)
	if err != nil {
		return text
	}
	return full.String()
}

func (m *microdata) byID(id string) *html.Node {
	if m.ids == nil {
		m.ids = map[string]*html.Node{}
		for e := range m.root.Descendants() {
			if at := element.Attr(e, "id"); e.Type == html.ElementNode && at != "" && m.ids[at] == nil {
				m.ids[at] = e
			}
		}
	}
	return m.ids[id]
}

// microdata returns the items of the page.
func (p *Page) microdata() []*tree.Value {
	m := &microdata{base: p.Base, root: p.Root, left: maxProperties}
	var out []*tree.Value
	for _, e := range p.items {
		out = append(out, m.item(e, 0))
	}
	return out
}
