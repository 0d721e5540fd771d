package extract

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// codeLabels are the words that stand before the codes of a product, in lower case and without their colon.
var codeLabels = map[string]site.Field{
	"sku": site.SKU, "sku#": site.SKU, "sku #": site.SKU, "item": site.SKU, "item #": site.SKU, "item#": site.SKU, "item no": site.SKU, "item no.": site.SKU,
	"item number": site.SKU, "item code": site.SKU, "product code": site.SKU, "product #": site.SKU, "product no": site.SKU, "product no.": site.SKU,
	"product number": site.SKU, "product id": site.SKU, "product sku": site.SKU, "stock code": site.SKU, "code": site.SKU, "style": site.SKU, "style #": site.SKU,
	"style no": site.SKU, "style number": site.SKU, "catalog number": site.SKU, "cat. no.": site.SKU, "cat no": site.SKU, "reference": site.SKU, "ref": site.SKU,
	"ref.": site.SKU, "art.-nr.": site.SKU, "art. nr.": site.SKU, "art.nr.": site.SKU, "art nr": site.SKU, "artikelnummer": site.SKU, "artikel-nr.": site.SKU,
	"artikelnr.": site.SKU, "bestellnummer": site.SKU, "bestell-nr.": site.SKU, "produktnummer": site.SKU, "référence": site.SKU, "réf": site.SKU, "réf.": site.SKU,
	"réf :": site.SKU, "código": site.SKU, "referencia": site.SKU, "codice": site.SKU, "codice articolo": site.SKU, "codice prodotto": site.SKU,
	"artikelnummer ": site.SKU, "artikelkode": site.SKU, "varenummer": site.SKU, "varenr.": site.SKU, "kod produktu": site.SKU, "артикул": site.SKU,
	"article number": site.SKU, "article no.": site.SKU, "part #": site.MPN, "id": "", "asin": site.SKU, "item model number": site.MPN,
	"mpn": site.MPN, "model": site.MPN, "model #": site.MPN, "model no": site.MPN, "model no.": site.MPN, "model number": site.MPN, "part number": site.MPN,
	"part no": site.MPN, "part no.": site.MPN, "mfr part #": site.MPN, "mfg part #": site.MPN, "manufacturer part number": site.MPN, "herstellernummer": site.MPN,
	"gtin": site.GTIN, "ean": site.GTIN, "ean code": site.GTIN, "upc": site.GTIN, "barcode": site.GTIN, "isbn": site.GTIN, "isbn-13": site.GTIN, "isbn13": site.GTIN,
	"ean-13": site.GTIN, "ean13": site.GTIN, "gtin/ean": site.GTIN, "upc code": site.GTIN,
	"brand": site.Brand, "manufacturer": site.Brand, "marke": site.Brand, "hersteller": site.Brand, "marque": site.Brand, "marca": site.Brand, "vendor": site.Brand,
}

// labelled is a label that was met, and the text at which it stood.
type labelled struct {
	field site.Field
	words string
	at    int
}

// coded is a value that stands behind its label.
type coded struct {
	field   site.Field
	text    string
	label   string
	element *html.Node
	at      int
}

// maxCodes bounds the labelled values of a page.
const maxCodes = 200

// code looks for a label of a code, with its value behind it or in the text that follows.
func (s *shown) code(e *html.Node, text string) {
	if len(text) > 2*maxLabel || len(s.codes) >= maxCodes {
		return
	}
	if s.label.field != "" && s.at-s.label.at == 1 {
		if value := strings.TrimSpace(strings.TrimLeft(text, ":#\u00a0 ")); value != "" {
			s.took(s.label, e, value)
			s.label = labelled{}
			return
		}
		s.label.at = s.at // a colon of its own
		return
	}
	name, value, _ := strings.Cut(text, ":")
	if value == "" {
		name, value = labelWords(text)
	}
	name = strings.ToLower(strings.Trim(name, " \u00a0\t\n:"))
	field := codeLabels[name]
	if field == "" {
		return
	}
	found := labelled{field: field, words: name, at: s.at}
	if value = strings.TrimSpace(value); value != "" {
		s.took(found, e, value)
		return
	}
	s.label = found
}

// labelWords parts "SKU ABC-1" and "Item # 123" into label and code. A text that is a label as a whole has no code.
func labelWords(text string) (name, value string) {
	low := strings.ToLower(text)
	if codeLabels[strings.TrimSpace(low)] != "" {
		return text, ""
	}
	cut := strings.LastIndexAny(text, " #\u00a0")
	if cut <= 0 || !strings.ContainsAny(text[cut:], "0123456789") {
		return text, ""
	}
	return text[:cut+1], text[cut+1:]
}

// took notes a value behind its label, when it looks like what the label says.
func (s *shown) took(l labelled, e *html.Node, value string) {
	if l.field != site.Brand {
		if value = strings.TrimPrefix(value, "#"); !isCode(value) {
			return
		}
	}
	if len(value) <= maxLabel {
		s.codes = append(s.codes, coded{field: l.field, text: value, label: l.words, element: e.Parent, at: s.at})
	}
}

// isCode says that a text may be a number that a shop or a maker gives: one or two words with a digit, or capitals alone.
func isCode(s string) bool {
	if len(s) < 2 || len(s) > maxLabel || strings.Count(s, " ") > 2 {
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
