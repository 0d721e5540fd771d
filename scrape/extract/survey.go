package extract

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/scrape/claim/shown"
	"github.com/pocomigrate/pocomigrate/scrape/claim/state"
	"github.com/pocomigrate/pocomigrate/scrape/claim/structured"
	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
)

// survey is what one walk over a page finds for the readers that know no profile: where each of them has to look.
type survey struct {
	page    string            // its address
	charset encoding.Encoding // nil for UTF-8

	structured structured.Page
	state      state.Page
	shown      *shown.Page
	title      string // of the head
	canonical  string
}

// newSurvey walks over a page. Words may be nil, when nobody asks what people see on it.
func newSurvey(root *html.Node, address string, words *normalize.Vocabulary, locale normalize.Locale) *survey {
	s := &survey{page: address, structured: structured.Page{Root: root}, shown: shown.New(words, locale)}
	if base, err := url.Parse(address); err == nil && base.IsAbs() {
		s.structured.Base = base
	}
	s.walk(root, shown.Place{}, false)
	if s.structured.Base == nil { // a saved page whose address is known to itself only
		if base, err := url.Parse(s.canonical); err == nil && base.IsAbs() {
			s.structured.Base, s.page = base, s.canonical
		}
	}
	return s
}

// walk looks at what stands in an element, which is in an item of microdata or not.
func (s *survey) walk(parent *html.Node, within shown.Place, item bool) {
	for e := parent.FirstChild; e != nil; e = e.NextSibling {
		switch e.Type {
		case html.ElementNode:
			s.element(e, within, item)
		case html.TextNode:
			s.shown.Text(e, within)
		case html.CommentNode, html.DoctypeNode, html.ErrorNode, html.DocumentNode, html.RawNode:
		}
	}
}

func (s *survey) element(e *html.Node, within shown.Place, item bool) {
	switch e.DataAtom {
	case atom.Script:
		if !s.structured.Script(e) {
			s.state.Script(e)
		}
		return
	case atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe:
		return
	case atom.Html:
		s.shown.Speak(element.Attr(e, "lang"), s.structured.Base)
	case atom.Title:
		if s.title == "" {
			s.title = element.Text(e)
		}
	case atom.Link:
		if s.canonical == "" && strings.EqualFold(element.Attr(e, "rel"), "canonical") {
			s.canonical = element.Attr(e, "href")
		}
	case atom.Input:
		s.shown.Input(e, within)
	default:
	}
	for i := range e.Attr {
		switch a := &e.Attr[i]; {
		case a.Key == "itemscope" || a.Key == "itemprop":
		case strings.HasPrefix(a.Key, "data-") && s.shown.Attribute(e, a, within):
		default:
			s.state.Attribute(e, a)
		}
	}
	item = s.structured.Element(e, item)
	inside := s.shown.Enter(e, within)
	s.walk(e, inside, item)
	s.shown.Leave(e, inside)
}
