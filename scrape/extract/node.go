package extract

import (
	"slices"
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
	// words returns the text of the place, or of its attribute; "" where there is none.
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

func (n htmlNode) words(attribute string) string {
	if attribute != "" {
		return strings.TrimSpace(attributeOf(n.e, attribute))
	}
	return visible(n.e)
}

// path returns a selector that leads to the element from the nearest ancestor with an id, or from the root.
func (n htmlNode) path() string {
	var steps []string
	for e := n.e; e != nil && e.Type == html.ElementNode; e = e.Parent {
		if id := attributeOf(e, "id"); id != "" && !strings.ContainsAny(id, " .:#[]>") {
			steps = append(steps, e.Data+"#"+id)
			break
		}
		if key := attributeOf(e, "data-key"); key != "" && !strings.ContainsAny(key, `"\>`) {
			steps = append(steps, e.Data+`[data-key="`+key+`"]`)
			continue
		}
		step := e.Data
		if at := n.page.spot(e); !at.alone {
			step += ":nth-of-type(" + strconv.Itoa(at.nth) + ")"
		}
		steps = append(steps, step)
	}
	slices.Reverse(steps)
	return strings.Join(steps, " > ")
}

func attributeOf(e *html.Node, name string) string {
	for _, a := range e.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// spot returns where an element stands. All siblings are counted at once, since a page may have a hundred thousand.
func (p *htmlPage) spot(e *html.Node) spot {
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
