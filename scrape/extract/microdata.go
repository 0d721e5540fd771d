package extract

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
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
func (m *microdata) item(e *html.Node, depth int) *value {
	v := &value{kind: object, element: e}
	types := &value{kind: array, element: e}
	for t := range strings.FieldsSeq(attributeOf(e, "itemtype")) {
		types.add(&value{kind: scalar, text: t, element: e})
	}
	if len(types.items) > 0 {
		v.put("@type", types)
	}
	if id := attributeOf(e, "itemid"); id != "" {
		v.put("@id", &value{kind: scalar, text: m.link(id), element: e})
	}
	seen := map[*html.Node]bool{e: true}
	for c := e.FirstChild; c != nil; c = c.NextSibling {
		m.properties(c, v, seen, depth, 0)
	}
	for id := range strings.FieldsSeq(attributeOf(e, "itemref")) {
		if other := m.byID(id); other != nil {
			m.properties(other, v, seen, depth, 0)
		}
	}
	if len(v.items) == 0 || v.names[len(v.names)-1][0] == '@' { // an item without properties is what its element says
		v.put("@value", &value{kind: scalar, text: m.valueOf(e), element: e})
	}
	return v
}

// properties reads what an element and those in it say about an item. Nested is how many properties of it the element lies
// within.
func (m *microdata) properties(e *html.Node, of *value, seen map[*html.Node]bool, depth, nested int) {
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

func (m *microdata) property(e *html.Node, of *value, names string, scope bool, depth int) {
	for name := range strings.FieldsSeq(names) {
		if m.left--; m.left < 0 {
			return
		}
		if scope {
			of.put(name, m.item(e, depth+1))
			continue
		}
		of.put(name, &value{kind: scalar, text: m.valueOf(e), element: e})
	}
}

// valueOf returns the value of a property that is no item.
func (m *microdata) valueOf(e *html.Node) string {
	if attr := valueAttribute(e); attr != "" {
		text := strings.TrimSpace(attributeOf(e, attr))
		if attr == "src" || attr == "href" || attr == "data" {
			return m.link(text)
		}
		return text
	}
	return string(beginning(nil, e, maxProperty))
}

// valueAttribute returns the attribute that holds an element's value as a property, "" where its text does.
func valueAttribute(e *html.Node) string {
	has := func(name string) string {
		for _, a := range e.Attr {
			if a.Key == name {
				return name
			}
		}
		return ""
	}
	switch e.Data {
	case "meta":
		return "content"
	case "data", "meter":
		return has("value")
	case "time":
		if at := has("datetime"); at != "" {
			return at
		}
	}
	if content := has("content"); content != "" {
		return content
	}
	switch e.Data {
	case "audio", "embed", "iframe", "img", "source", "track", "video":
		return "src"
	case "a", "area", "link":
		return "href"
	case "object":
		return "data"
	}
	return ""
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
			if at := attributeOf(e, "id"); e.Type == html.ElementNode && at != "" && m.ids[at] == nil {
				m.ids[at] = e
			}
		}
	}
	return m.ids[id]
}

// put adds a property to an object.
func (v *value) put(name string, item *value) {
	v.names = append(v.names, name)
	v.add(item)
}

// add adds an element.
func (v *value) add(item *value) {
	item.parent, item.index = v, len(v.items)
	v.items = append(v.items, item)
}
