package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/pocomigrate/pocomigrate/scrape/ascii"
)

// drawing adds an SVG drawing, whose elements have rules of their own: it is passed over, and x/net/html is asked for it
// alone.
func (b *builder) drawing(t tag) {
	begin := t.from - len("<")
	if !t.closed {
		b.skipDrawing()
	}
	body := &html.Node{Type: html.ElementNode, DataAtom: atom.Body, Data: atom.Body.String()}
	nodes, err := html.ParseFragment(strings.NewReader(b.text[begin:b.at]), body)
	// An element of the page ends the drawing.
	if b.odd = b.odd || err != nil || len(nodes) != 1 || nodes[0].Namespace != "svg"; !b.odd {
		b.top().AppendChild(nodes[0])
	}
}

// skipDrawing goes on behind the end of a drawing. One that holds elements of the page or another drawing, or whose tags
// are out of order, is odd.
func (b *builder) skipDrawing() {
	open := []string{"svg"}
	for len(open) > 0 && !b.odd {
		b.words()
		switch {
		case b.at+2 >= len(b.text):
			b.odd = true
		case ascii.IsLetter(b.text[b.at+1]):
			t := b.tag(b.at + 1)
			switch t.name {
			case "svg", "foreignobject", "desc":
				b.odd = true
			case "title":
				b.words()
				b.odd = b.odd || !t.closed && !b.begins("</title")
			}
			if !t.closed {
				open = append(open, t.name)
				b.odd = b.odd || b.text[b.at-2] == '/' || len(b.open)+len(open) > maxOpen // a value that ends in a stroke
			}
		case b.text[b.at+1] == '/' && ascii.IsLetter(b.text[b.at+2]):
			b.odd = b.odd || b.tag(b.at+2).name != open[len(open)-1]
			open = open[:len(open)-1]
		default:
			b.odd = true
		}
	}
}
