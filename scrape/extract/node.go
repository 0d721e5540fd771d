package extract

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/tree"
)

// node is a place on a page that a layout speaks of: a JSON value or an HTML element. Nodes of one page and layout compare
// equal when they are the same place.
type node interface {
	// find returns the places that an expression of the layout stands for, in the page's order, relative to this one.
	find(expression string) []node
	// first returns the first of these places, nil where there is none.
	first(expression string) node
	// words returns the text of the place, or of its attribute; "" where there is none. It may be a part of the page.
	words(attribute string) string
	// path locates the place on its page: a JSON pointer or a selector.
	path() string
}

// jsonNode is one JSON value; comparable as htmlNode is.
type jsonNode struct{ v *tree.Value }

func (n jsonNode) find(pattern string) []node {
	found := n.v.Find(pattern)
	out := make([]node, len(found))
	for i, v := range found {
		out[i] = jsonNode{v}
	}
	return out
}

func (n jsonNode) first(pattern string) node {
	if found := n.v.Find(pattern); len(found) > 0 {
		return jsonNode{found[0]}
	}
	return nil
}

func (n jsonNode) words(string) string { return strings.TrimSpace(n.v.Text) }

func (n jsonNode) path() string { return n.v.Pointer() }

// htmlNode is one element. It is comparable: two nodes of one page are equal when they are the same element.
type htmlNode struct {
	e    *html.Node
	page *htmlPage
}

// htmlPage is what the nodes of one page share.
type htmlPage struct {
	layout *site.Layout // whose selectors are asked
	pool   *pool
	paths  element.Paths
}

// find counts the element itself in, so that a rule may speak of the attribute of the place that another rule found.
func (n htmlNode) find(selector string) []node {
	found := n.page.layout.Selector(selector).MatchAll(n.e)
	out := make([]node, len(found))
	for i, e := range found {
		out[i] = htmlNode{e, n.page}
	}
	return out
}

func (n htmlNode) first(selector string) node {
	if found := n.page.layout.Selector(selector).MatchFirst(n.e); found != nil {
		return htmlNode{found, n.page}
	}
	return nil
}

func (n htmlNode) words(attribute string) string {
	if attribute != "" {
		return strings.TrimSpace(element.Attr(n.e, attribute))
	}
	return element.Text(n.e)
}

func (n htmlNode) path() string { return n.page.pool.keep(n.page.paths.Of(n.e)) }
