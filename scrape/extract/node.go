package extract

import (
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// node is a place on a page that a layout speaks of: a JSON value or an HTML element.
type node interface {
	// find returns the places that an expression of the layout stands for, in the page's order, relative to this one.
	find(expression string) []node
	// words returns the text of the place, or of its attribute; "" where there is none.
	words(attribute string) string
	// path locates the place on its page: a JSON pointer or a selector.
	path() string
}

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

type htmlNode struct {
	s      *goquery.Selection // one element
	layout *site.Layout       // whose selectors are asked
}

func (n htmlNode) find(selector string) []node {
	m := n.layout.Selector(selector)
	var out []node
	found := n.s.FindMatcher(m)
	if n.s.IsMatcher(m) {
		found = n.s.AddSelection(found)
	}
	for _, s := range found.EachIter() {
		out = append(out, htmlNode{s, n.layout})
	}
	return out
}

func (n htmlNode) words(attribute string) string {
	if attribute != "" {
		return strings.TrimSpace(n.s.AttrOr(attribute, ""))
	}
	return visible(n.s.Get(0))
}

// path returns a selector that leads to the element from the nearest ancestor with an id, or from the root.
func (n htmlNode) path() string {
	var steps []string
	for e := n.s.Get(0); e != nil && e.Type == html.ElementNode; e = e.Parent {
		if id := attribute(e, "id"); id != "" && !strings.ContainsAny(id, " .:#[]>") {
			steps = append(steps, e.Data+"#"+id)
			break
		}
		if key := attribute(e, "data-key"); key != "" && !strings.ContainsAny(key, `"\`) {
			steps = append(steps, e.Data+`[data-key="`+key+`"]`)
			continue
		}
		step := e.Data
		if nth, alone := position(e); !alone {
			step += ":nth-of-type(" + strconv.Itoa(nth) + ")"
		}
		steps = append(steps, step)
	}
	for i, j := 0, len(steps)-1; i < j; i, j = i+1, j-1 {
		steps[i], steps[j] = steps[j], steps[i]
	}
	return strings.Join(steps, " > ")
}

func attribute(e *html.Node, name string) string {
	for _, a := range e.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// position returns which of its parent's children of the same tag e is, from 1, and whether it is the only one.
func position(e *html.Node) (nth int, alone bool) {
	nth, alone = 1, true
	for s := e.PrevSibling; s != nil; s = s.PrevSibling {
		if s.Type == html.ElementNode && s.Data == e.Data {
			nth++
			alone = false
		}
	}
	for s := e.NextSibling; s != nil; s = s.NextSibling {
		if s.Type == html.ElementNode && s.Data == e.Data {
			alone = false
		}
	}
	return nth, alone
}

// visible returns the text that a reader of the page sees in e, with the white space of the markup folded. A line break
// separates words; no-break and thin spaces are the shop's own and stay.
func visible(e *html.Node) string {
	var b strings.Builder
	writeVisible(&b, e)
	return strings.Join(strings.FieldsFunc(b.String(), func(r rune) bool {
		return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f'
	}), " ")
}

func writeVisible(b *strings.Builder, e *html.Node) {
	switch e.Type {
	case html.TextNode:
		b.WriteString(e.Data)
	case html.ElementNode:
		switch e.Data {
		case "script", "style", "noscript", "template":
			return
		case "br", "p", "div", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "tr", "option", "button":
			b.WriteByte(' ')
			defer b.WriteByte(' ')
		}
	case html.CommentNode, html.DoctypeNode, html.ErrorNode, html.DocumentNode, html.RawNode:
	}
	for c := e.FirstChild; c != nil; c = c.NextSibling {
		writeVisible(b, c)
	}
}
