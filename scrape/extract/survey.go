package extract

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

// survey is what one walk over a page finds for the readers that know no profile: where each of them has to look.
type survey struct {
	root    *html.Node
	page    string            // its address
	charset encoding.Encoding // nil for UTF-8
	base    *url.URL          // of the page, with its base element; nil where the address is not known

	linked  []*html.Node // script elements with JSON-LD
	scripts []*html.Node // other script elements that hold text
	metas   []*html.Node
	items   []*html.Node // elements with itemscope that are nobody's property
	orphans []*html.Node // elements with itemprop that are in no item
	data    []*html.Node // elements with an attribute that may hold JSON

	lang      string
	prefixes  string // that the page declares for its meta elements
	title     string // of the head
	canonical string
	headings  []*html.Node // h1
	shown     shown
}

// newSurvey walks over a page. Words may be nil, when nobody asks what people see on it.
func newSurvey(root *html.Node, address string, words *normalize.Vocabulary, locale normalize.Locale) *survey {
	s := &survey{root: root, page: address, shown: shown{words: words, locale: locale, classes: map[string]mark{}}}
	if base, err := url.Parse(address); err == nil && base.IsAbs() {
		s.base = base
	}
	s.walk(root, place{})
	if s.base == nil { // a saved page whose address is known to itself only
		if base, err := url.Parse(s.canonical); err == nil && base.IsAbs() {
			s.base, s.page = base, s.canonical
		}
	}
	return s
}

func (s *survey) walk(parent *html.Node, within place) {
	for e := parent.FirstChild; e != nil; e = e.NextSibling {
		switch e.Type {
		case html.ElementNode:
			s.element(e, within)
		case html.TextNode:
			s.shown.text(e, within)
		case html.CommentNode, html.DoctypeNode, html.ErrorNode, html.DocumentNode, html.RawNode:
		}
	}
}

func (s *survey) element(e *html.Node, within place) {
	switch e.DataAtom {
	case atom.Script:
		if isLinkedData(e) {
			s.linked = append(s.linked, e)
		} else if e.FirstChild != nil {
			s.scripts = append(s.scripts, e)
		}
		return
	case atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe:
		return
	case atom.Meta:
		s.metas = append(s.metas, e)
	case atom.Html:
		s.lang = attributeOf(e, "lang")
		s.prefixes += prefixes(e)
		s.shown.speak(s.lang, s.base)
	case atom.Head:
		s.prefixes += prefixes(e)
	case atom.Title:
		if s.title == "" {
			s.title = visible(e)
		}
	case atom.Base:
		s.rebase(attributeOf(e, "href"))
	case atom.Link:
		if s.canonical == "" && strings.EqualFold(attributeOf(e, "rel"), "canonical") {
			s.canonical = attributeOf(e, "href")
		}
	case atom.Input:
		s.shown.input(e, within)
	case atom.H1:
		s.headings = append(s.headings, e)
	default:
	}
	scope, prop := false, false
	for i := range e.Attr {
		switch a := &e.Attr[i]; {
		case a.Key == "itemscope":
			scope = true
		case a.Key == "itemprop":
			prop = true
		case strings.HasPrefix(a.Key, "data-") && dataAttributes[a.Key] != "":
			s.shown.attribute(e, a, within)
		case len(a.Val) > 8 && (a.Val[0] == '{' || strings.HasPrefix(a.Val, `[{`)) && len(s.data) < maxDataAttributes:
			s.data = append(s.data, e)
		}
	}
	switch {
	case scope && !prop:
		s.items = append(s.items, e)
	case prop && !within.item:
		s.orphans = append(s.orphans, e)
	}
	within.item = within.item || scope
	inside := s.shown.enter(e, within)
	s.walk(e, inside)
	s.shown.leave(e, inside)
}

// maxDataAttributes bounds the elements whose attributes are read as JSON. A listing has one for each of its products.
const maxDataAttributes = 500

func (s *survey) rebase(href string) {
	if s.base == nil || href == "" {
		return
	}
	if base, err := s.base.Parse(href); err == nil {
		s.base = base
	}
}

// microdata returns the items of the page.
func (s *survey) microdata() []*value {
	m := &microdata{base: s.base, root: s.root, left: maxProperties}
	var out []*value
	for _, e := range s.items {
		out = append(out, m.item(e, 0))
	}
	return out
}
