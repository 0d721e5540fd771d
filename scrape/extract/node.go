package extract

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/scrape/site"
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
type jsonNode struct{ v *value }

func (n jsonNode) find(pattern string) []node {
	found := n.v.find(pattern)
	out := make([]node, len(found))
	for i, v := range found {
		out[i] = jsonNode{v}
	}
	return out
}

func (n jsonNode) first(pattern string) node {
	if found := n.v.find(pattern); len(found) > 0 {
		return jsonNode{found[0]}
	}
	return nil
}

func (n jsonNode) words(string) string { return strings.TrimSpace(n.v.text) }

func (n jsonNode) path() string { return n.v.pointer() }

// htmlNode is one element. It is comparable: two nodes of one page are equal when they are the same element.
type htmlNode struct {
	e    *html.Node
	page *htmlPage
}

// htmlPage is what the nodes of one page share.
type htmlPage struct {
	layout *site.Layout // whose selectors are asked
	spots  map[*html.Node]spot
	pool   *pool
	path   []byte // the path that is being written
}

// spot is where an element stands among its siblings of the same tag.
type spot struct {
	nth   int // from 1
	alone bool
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
		return strings.TrimSpace(attributeOf(n.e, attribute))
	}
	return visible(n.e)
}

// path returns a selector that leads to the element from the nearest ancestor with an id, or from the root.
func (n htmlNode) path() string {
	n.page.path = n.page.appendPath(n.page.path[:0], n.e)
	return n.page.pool.keep(n.page.path)
}

func (p *htmlPage) appendPath(path []byte, e *html.Node) []byte {
	if e == nil || e.Type != html.ElementNode {
		return path
	}
	if id := attributeOf(e, "id"); id != "" && !strings.ContainsAny(id, " .:#[]>") {
		return append(append(append(path, e.Data...), '#'), id...)
	}
	if path = p.appendPath(path, e.Parent); len(path) > 0 {
		path = append(path, " > "...)
	}
	path = append(path, e.Data...)
	if key := attributeOf(e, "data-key"); key != "" && !strings.ContainsAny(key, `"\>`) {
		return append(append(append(path, `[data-key="`...), key...), `"]`...)
	}
	if at := p.spot(e); !at.alone {
		path = append(strconv.AppendInt(append(path, ":nth-of-type("...), int64(at.nth), 10), ')')
	}
	return path
}

func attributeOf(e *html.Node, name string) string {
	for _, a := range e.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// maxNear is how far to look for siblings one by one, as in a row or a table of a shop's page.
const maxNear = 32

// spot returns where an element stands.
func (p *htmlPage) spot(e *html.Node) spot {
	at, far := spot{nth: 1, alone: true}, 0
	for s := e.PrevSibling; s != nil && far < maxNear; s, far = s.PrevSibling, far+1 {
		if s.Type == html.ElementNode && s.Data == e.Data {
			at.nth++
			at.alone = false
		}
	}
	for s := e.NextSibling; s != nil && far < maxNear && at.alone; s, far = s.NextSibling, far+1 {
		at.alone = s.Type != html.ElementNode || s.Data != e.Data
	}
	if far < maxNear {
		return at
	}
	return p.farSpot(e)
}

// farSpot is spot for an element with many siblings, of which a page may have a hundred thousand: all are counted at once.
func (p *htmlPage) farSpot(e *html.Node) spot {
	if at, ok := p.spots[e]; ok {
		return at
	}
	first := e
	for first.PrevSibling != nil {
		first = first.PrevSibling
	}
	count := map[string]int{}
	for s := first; s != nil; s = s.NextSibling {
		if s.Type == html.ElementNode {
			count[s.Data]++
			p.spots[s] = spot{nth: count[s.Data]}
		}
	}
	for s := first; s != nil; s = s.NextSibling {
		if s.Type == html.ElementNode && count[s.Data] == 1 {
			p.spots[s] = spot{nth: 1, alone: true}
		}
	}
	return p.spots[e]
}
