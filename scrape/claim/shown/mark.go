package shown

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
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

// classWords are what class names hold that carry a mark.
var classWords = []struct {
	mark  mark
	words []string
}{
	{markPrice, []string{"price", "prix", "preis", "precio", "prezzo", "preco", "cena", "amount"}},
	{markFormer, []string{
		"old", "was-", "-was", "was_", "_was", "wasprice", "list-price", "listprice", "rrp", "msrp", "compare", "strike", "crossed", "original",
		"before", "previous", "regular", "retail", "line-through", "basisprice", "stroke",
	}},
	{markRelated, []string{
		"related", "recommend", "upsell", "up-sell", "crosssell", "cross-sell", "similar", "also-", "recently", "minicart", "mini-cart",
		"cart-drawer", "carousel-prod", "accessor", "footer", "navigation", "megamenu", "suggest", "frequently", "bought", "breadcrumb",
		"product-card", "product-tile", "product-grid", "products-grid", "product-list", "productlist", "review", "bundle", "sponsor",
	}},
	{markCode, []string{"sku", "product-code", "productcode", "item-number", "itemnumber", "product-number", "article-number"}},
	{markNoPrice, []string{
		"shipping", "delivery", "installment", "instalment", "per-unit", "unit-price", "unitprice", "baseprice", "base-price", "month", "saving", "save",
		"member", "loyalty", "klarna", "afterpay", "paypal", "finance", "reward", "points", "price-filter", "price-range-slider", "coupon", "deposit", "tax-amount", "price-label",
	}},
	{markNet, []string{
		"ex-vat", "exvat", "exc-vat", "excl-vat", "ex_vat", "excl-tax", "excluding-tax", "excluding_tax", "ex-tax", "extax", "without-tax", "netto", "price-ht",
	}},
}

// wholeWords are parts of class names that carry a mark only as a whole, in the languages of shops that do not name their
// classes in English.
var wholeWords = map[string]mark{
	"pris": markPrice, "prisen": markPrice, "prijs": markPrice, "fiyat": markPrice, "hinta": markPrice, "pret": markPrice, "harga": markPrice,
	"kaina": markPrice, "cijena": markPrice, "tsena": markPrice,
	"standard": markFormer, "puvodni": markFormer, "stara": markFormer, "stary": markFormer, "przed": markFormer, "vecchio": markFormer, "ancien": markFormer,
	"barre": markFormer, "tachado": markFormer, "antes": markFormer, "anterior": markFormer, "eski": markFormer, "gammel": markFormer, "foer": markFormer,
	"tidigare": markFormer, "ordinarie": markFormer, "statt": markFormer, "vorher": markFormer, "uvp": markFormer, "streichpreis": markFormer, "oud": markFormer,
	"vechi": markFormer, "veche": markFormer, "precedente": markFormer, "antigo": markFormer, "vanha": markFormer, "regi": markFormer,
}

// notFormer are class names that hold a word of a former price and mean another thing.
var notFormer = []string{"threshold", "holder", "gold", "bold", "fold", "sold", "price-container-regular"}

// classMarks returns the marks of a class name or id.
func classMarks(class string) mark {
	low := strings.ToLower(class)
	var out mark
	for _, c := range classWords {
		for _, w := range c.words {
			if strings.Contains(low, w) {
				out |= c.mark
				break
			}
		}
	}
	for part := range strings.FieldsFuncSeq(low, func(r rune) bool { return !unicode.IsLetter(r) }) {
		out |= wholeWords[part]
	}
	if out&markFormer != 0 {
		plain := low
		for _, w := range notFormer {
			plain = strings.ReplaceAll(plain, w, "")
		}
		if plain != low && !holdsAny(plain, classWords[1].words) && !isWhole(plain, markFormer) {
			out &^= markFormer
		}
	}
	return out
}

// isWhole says that a part of a class name carries a mark as a whole.
func isWhole(class string, m mark) bool {
	for part := range strings.FieldsFuncSeq(class, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if wholeWords[part]&m != 0 {
			return true
		}
	}
	return false
}

func holdsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
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
	m := classMarks(class)
	if len(s.classes) < maxClasses {
		s.classes[class] = m
	}
	return m
}
