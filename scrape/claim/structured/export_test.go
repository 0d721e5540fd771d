package structured

import (
	"bytes"
	"net/url"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/pocomigrate/pocomigrate/scrape/tree"
	"github.com/pocomigrate/pocomigrate/scrape/tree/script"
)

// Statement is what a page states in one of the general ways, as tests see it: text, a list, or an object whose names may
// repeat.
type Statement struct {
	Text  string
	Names []string
	Items []Statement
}

func statement(v *tree.Value) Statement {
	s := Statement{Text: v.Text, Names: v.Names}
	for _, item := range v.Items {
		s.Items = append(s.Items, statement(item))
	}
	return s
}

// Walk gives a page all of its elements.
func (p *Page) Walk(parent *html.Node, item bool) {
	for e := parent.FirstChild; e != nil; e = e.NextSibling {
		switch {
		case e.Type != html.ElementNode:
		case e.DataAtom == atom.Script:
			p.Script(e)
		default:
			p.Walk(e, p.Element(e, item))
		}
	}
}

// Stated returns what a page states as "json-ld", "microdata" or "opengraph".
func Stated(page []byte, address, reader string) ([]Statement, error) {
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, err
	}
	p := &Page{Root: root}
	if base, err := url.Parse(address); err == nil && base.IsAbs() {
		p.Base = base
	}
	p.Walk(root, false)
	var found []*tree.Value
	switch reader {
	case "json-ld":
		found = linkedData(p.linked, &script.Reader{})
	case "microdata":
		found = p.microdata()
	case "opengraph":
		found = []*tree.Value{openGraph(p.metas, p.prefixes)}
	}
	var out []Statement
	for _, v := range found {
		out = append(out, statement(v))
	}
	return out, nil
}
