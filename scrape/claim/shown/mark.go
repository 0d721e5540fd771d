package shown

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/pocomigrate/pocomigrate/scrape/claim/words"
)

// mark says what the name of an element, its class or its id tells about what stands in it. Class names are English on
// nearly all shops, whatever their language.
type mark uint8

const (
	markPrice   mark = 1 << iota // a price
	markFormer                   // what is struck through or compared with
	markRelated                  // other products than the page's own, and the frame of the page
	markCode                     // the shop's number
	markNoPrice                  // an amount that is no price of the goods: shipping, payments, a unit's price
	markHidden                   // shown to nobody, or not yet
	markNet                      // a price before tax
)

// saidOf are the marks by what the table of class names calls them.
var saidOf = map[string]mark{
	"price": markPrice, "former": markFormer, "related": markRelated, "code": markCode, "no_price": markNoPrice, "net": markNet,
}

// classMarks returns the marks of a class name or id.
func classMarks(known *words.Words, class string) mark {
	var out mark
	for says := range known.Class(class) {
		out |= saidOf[says]
	}
	return out
}

// maxClasses bounds the class names that are remembered, and maxClass the bytes of one that are looked at.
const (
	maxClasses = 4096
	maxClass   = 256
)

// marks returns the marks of an element.
func (s *Page) marks(e *html.Node) mark {
	var out mark
	switch e.DataAtom {
	case atom.Del, atom.S, atom.Strike:
		out = markFormer
	case atom.Nav, atom.Footer, atom.Aside, atom.Select, atom.Option:
		out = markRelated
	default:
	}
	for i := range e.Attr {
		switch a := &e.Attr[i]; a.Key {
		case "class", "id":
			out |= s.remembered(a.Val)
		case "style":
			if strings.Contains(a.Val, "line-through") {
				out |= markFormer
			}
			if strings.Contains(a.Val, "display:none") || strings.Contains(a.Val, "display: none") {
				out |= markHidden
			}
		case "hidden":
			out |= markHidden
		}
	}
	if e.DataAtom == atom.Body || e.DataAtom == atom.Html || e.DataAtom == atom.Main {
		out = 0 // whose classes speak of the whole page
	}
	return out
}

func (s *Page) remembered(class string) mark {
	class = class[:min(len(class), maxClass)]
	if m, ok := s.classes[class]; ok {
		return m
	}
	m := classMarks(s.known, class)
	if len(s.classes) < maxClasses {
		s.classes[class] = m
	}
	return m
}
