package state

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/scrape/claim"
	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
	"github.com/pocomigrate/pocomigrate/scrape/tree"
	"github.com/pocomigrate/pocomigrate/scrape/tree/script"
)

// Page is the data that a page carries for its own scripts. A walk over the page gives it every script element that holds no
// JSON-LD, and the attributes of the other elements.
type Page struct {
	scripts []*html.Node // that hold text
	data    []*html.Node // elements with an attribute that may hold JSON
}

// Script takes a script element.
func (p *Page) Script(e *html.Node) {
	if e.FirstChild != nil {
		p.scripts = append(p.scripts, e)
	}
}

// maxData bounds the elements whose attributes are read as JSON. A listing has one for each of its products.
const maxData = 500

// Attribute takes an attribute of an element.
func (p *Page) Attribute(e *html.Node, a *html.Attribute) {
	if len(a.Val) > minJSON && (a.Val[0] == '{' || strings.HasPrefix(a.Val, `[{`)) && len(p.data) < maxData {
		p.data = append(p.data, e)
	}
}

// minJSON is the length that the shortest data of a product exceeds: {"id":1}.
const minJSON = 8

// Claim states what the objects in the page's scripts and attributes say about the product that it is about. They are read by
// scripts, whose allowance they share with the page's JSON-LD.
func (p *Page) Claim(c *claim.Claims, about *claim.About, scripts *script.Reader) {
	r := &reader{claims: c, about: about, script: scripts}
	for _, v := range p.embedded(scripts) {
		r.find(v, 0)
	}
}

// embedded returns the objects and arrays that the scripts of a page hold: whole scripts that are JSON, what is assigned to
// variables, what is given to functions (dataLayer.push, JSON.parse), and the attributes that hold JSON. JSON within
// strings of JSON is read where a value is looked for; see reader.within.
func (p *Page) embedded(r *script.Reader) []*tree.Value {
	var out []*tree.Value
	for i, e := range p.scripts {
		text := element.Raw(e)
		name := "script[" + strconv.Itoa(i) + "]"
		if id := element.Attr(e, "id"); id != "" {
			name = "script#" + id
		}
		if isJSONScript(e) {
			out = append(out, r.All(text, name)...)
			continue
		}
		out = append(out, r.Literals(text, name)...)
	}
	return append(out, p.attributes(r)...)
}

func isJSONScript(e *html.Node) bool {
	kind := strings.ToLower(element.Attr(e, "type"))
	return strings.Contains(kind, "json") || strings.HasSuffix(kind, "x-magento-init")
}

// attributes reads the attributes of elements that hold JSON, which the parser of HTML has unescaped.
func (p *Page) attributes(r *script.Reader) []*tree.Value {
	var out []*tree.Value
	for _, e := range p.data {
		for _, a := range e.Attr {
			if len(a.Val) <= minJSON || a.Val[0] != '{' && !strings.HasPrefix(a.Val, `[{`) || strings.HasPrefix(a.Key, "on") || a.Key == "style" {
				continue
			}
			if v, _, err := r.Value(a.Val); err == nil {
				v.Element, v.Inside = e, "@"+a.Key
				out = append(out, v)
			}
		}
	}
	return out
}

// ClaimAnswer states what JSON says that is a page by itself, when it holds one object that looks like a product.
func ClaimAnswer(c *claim.Claims, v *tree.Value) {
	found := &claim.Claims{}
	r := &reader{claims: found, about: &claim.About{Any: true}, script: &script.Reader{}}
	r.find(v, 0)
	if r.found == 1 {
		c.Join(found)
	}
}
