package shown

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/scrape/claim"
	"github.com/pocomigrate/pocomigrate/scrape/claim/words"
	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/tree"
)

// unlabelled is how surely a value is a code that no label announces, only the name of an attribute or a class.
const unlabelled = 0.75

// labelled is a label that was met, and the text at which it stood.
type labelled struct {
	words.Label
	at int
}

// coded is a value that stands behind its label, or in an attribute that names it.
type coded struct {
	field   site.Field
	text    string
	weight  float64 // how surely it is one of its field, by its label
	element *html.Node
	attr    string // of the element, where it stands in one
	at      int
}

// maxCodes bounds the labelled values of a page.
const maxCodes = 200

// code looks for a label of a code, with its value behind it or in the text that follows.
func (s *Page) code(e *html.Node, text string, marks mark) {
	if len(text) > 3*maxLabel || len(s.codes) >= maxCodes || claim.IsTemplate(text) {
		return
	}
	for _, bar := range []string{" | ", " • ", " · ", " ; ", " / "} {
		if before, _, ok := strings.Cut(text, bar); ok && (bar != " / " || s.startsWithLabel(before)) {
			for part := range strings.SplitSeq(text, bar) {
				s.label = labelled{}
				s.code(e, strings.TrimSpace(part), marks)
			}
			return
		}
	}
	if s.label.Field != "" && s.at-s.label.at == 1 {
		if value := strings.TrimSpace(strings.TrimLeft(text, ":：#\u00a0 ")); value != "" {
			s.took(s.label.Label, e, value)
			return
		}
		s.label.at = s.at // a colon of its own
	}
	name, value, ok := strings.Cut(text, ":")
	if !ok {
		name, value, _ = strings.Cut(text, "：")
	}
	if value == "" {
		name, value = s.labelWords(text)
	}
	label, ok := s.known.Label(name)
	if !ok {
		if marks&markCode != 0 && isCode(text) && strings.ContainsAny(text, "0123456789") {
			s.took(words.Label{Field: site.SKU, Weight: unlabelled}, e, text)
		}
		return
	}
	if value = strings.TrimSpace(value); value != "" {
		s.took(label, e, value)
		return
	}
	s.label = labelled{label, s.at}
}

// startsWithLabel says that a text begins with the label of a code, and the code.
func (s *Page) startsWithLabel(text string) bool {
	name, value := s.labelWords(text)
	_, ok := s.known.Label(name)
	return ok && value != ""
}

// labelWords parts "SKU ABC-1" and "Item # 123" into label and code. A text that is a label as a whole has no code.
func (s *Page) labelWords(text string) (name, value string) {
	if _, ok := s.known.Label(text); ok {
		return text, ""
	}
	cut := strings.LastIndexAny(text, " #\u00a0")
	if cut <= 0 || !strings.ContainsAny(text[cut:], "0123456789") {
		return text, ""
	}
	return text[:cut+1], text[cut+1:]
}

// took notes a value behind its label, when it looks like what the label says.
func (s *Page) took(l words.Label, e *html.Node, value string) {
	if l.Field != site.Brand && l.Field != site.Availability {
		if value = strings.Trim(value, "#()[] "); !isCode(value) {
			return
		}
	}
	if len(value) <= maxLabel {
		s.codes = append(s.codes, coded{field: l.Field, text: value, weight: l.Weight, element: e.Parent, at: s.at})
	}
}

// Attribute notes what an attribute of an element gives to the shop's own scripts, and reports whether it is one that does.
func (s *Page) Attribute(e *html.Node, a *html.Attribute, within Place) bool {
	field := dataAttributes[a.Key]
	if field != "" {
		s.given(e, a.Key, a.Val, field, within)
	}
	return field != ""
}

// dataAttributes are the attributes in which shops hand a product's data to their own scripts.
var dataAttributes = map[string]site.Field{
	"data-sku": site.SKU, "data-product-sku": site.SKU, "data-product_sku": site.SKU,
	"data-price": site.Price, "data-product-price": site.Price, "data-current-price": site.Price, "data-sale-price": site.Price, "data-price-amount": site.Price,
	"data-currency": site.Currency, "data-price-currency": site.Currency, "data-currency-code": site.Currency,
}

// inputNames are the names of hidden fields of the form that puts the goods into the cart.
var inputNames = map[string]site.Field{
	"sku": site.SKU, "product_sku": site.SKU, "item_sku": site.SKU, "price": site.Price, "product_price": site.Price, "currency": site.Currency,
	"product_name": site.Name, "currency_code": site.Currency,
}

// Input notes what a hidden field of a form says.
func (s *Page) Input(e *html.Node, within Place) {
	if field := inputNames[strings.ToLower(element.Attr(e, "name"))]; field != "" && strings.EqualFold(element.Attr(e, "type"), "hidden") {
		s.given(e, "value", element.Attr(e, "value"), field, within)
	}
}

// given notes a value that an attribute gives, when it looks like one of its field. The lists and numbers of whole catalogues are
// passed over with what belongs to other products.
func (s *Page) given(e *html.Node, attr, value string, field site.Field, within Place) {
	value = strings.TrimSpace(value)
	own := s.marks(e)
	if s.words == nil || (within.marks|own)&markRelated != 0 || len(s.codes) >= maxCodes || value == "" || len(value) > maxLabel {
		return
	}
	switch field {
	case site.SKU:
		if !isCode(value) {
			return
		}
	case site.Price:
		if (within.marks|own)&(markFormer|markNoPrice|markNet) != 0 || !tree.IsNumber(value) || !strings.ContainsAny(value, "123456789") {
			return
		}
	default:
	}
	s.codes = append(s.codes, coded{field: field, text: value, weight: unlabelled, element: e, attr: attr, at: s.at})
}

// isCode says that a text may be a number that a shop or a maker gives: one or two words with a digit, or capitals alone.
func isCode(s string) bool {
	if len(s) < 2 || len(s) > maxLabel || strings.Count(s, " ") > 2 || s[0] == '-' {
		return false
	}
	digit, lower := false, false
	for _, r := range s {
		switch {
		case '0' <= r && r <= '9':
			digit = true
		case 'a' <= r && r <= 'z':
			lower = true
		case r == '$' || r == '€' || r == '£' || r == '%' || r == '{':
			return false
		}
	}
	return digit || !lower && !strings.Contains(s, " ")
}
