package extract

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// codeLabels are the words that stand before the codes of a product, in lower case and without their colon.
var codeLabels = foldLabels(map[site.Field][]string{
	site.SKU: {
		"sku", "product sku", "item sku", "item", "item no", "item number", "item code", "product code", "product", "product no", "product number", "product id",
		"stock code", "code", "style", "style no", "style number", "catalog number", "catalogue number", "cat no", "reference", "ref", "ref no", "asin",
		"our sku", "our code", "vendor sku", "internet", "item id", "product ref", "product reference", "catalog no", "catalogue no", "part sku", "web id", "dpci", "tcin",
		"article", "article number", "article no", "art nr", "art no", "artikelnummer", "artikel nr", "artikelnr", "bestellnummer", "bestell nr", "best nr", "produktnummer",
		"référence", "réf", "référence produit", "réf produit", "code article", "code produit", "n° d'article", "numéro d'article",
		"código", "cód", "código de producto", "código del producto", "código do produto", "cód produto", "cód do produto", "referencia", "número de artículo", //nolint:misspell // Spanish
		"codice", "cod", "cod art", "codice articolo", "codice prodotto", "cod prodotto", "riferimento",
		"artikel", "artikelkode", "artikelcode", "varenummer", "varenr", "vare nr", "produktnr", "produkt nr", "produktkode", "artikelnr", "artnr",
		"kod produktu", "kod towaru", "kod", "indeks", "symbol", "nr katalogowy", "numer katalogowy", "kód produktu", "kód zboží", "kód", "číslo produktu",
		"katalogové číslo", "objednací kód", "kód tovaru", "cikkszám", "termékkód", "katalógusszám", "cod produs", "šifra", "šifra artikla",
		"kataloški broj", "артикул", "код товара", "код", "арт", "код товару", "tuotenumero", "tuotekoodi", "tuotenro", "referência", "ürün kodu", "stok kodu",
		"ürün no", "κωδικός", "κωδικός προϊόντος", "型番", "品番", "商品番号", "商品コード", "货号", "商品编号", "貨號", "商品編號", "상품코드", "상품번호", "제품번호",
		"mã sản phẩm", "รหัสสินค้า", "kode produk",
	},
	site.MPN: {
		"mpn", "model", "model no", "model number", "item model number", "part", "part no", "part number", "mfr part", "mfg part", "mfr", "manufacturer part number",
		"manufacturer part", "herstellernummer", "hersteller nr", "hersteller artikelnummer", "herstellerartikelnummer", "référence fabricant", "réf fabricant",
		"referencia fabricante", "codice produttore", "kod producenta", "kód výrobce", "fabrikantcode", "モデル番号", "モデル", "モデル名", "모델명", "型號", "型号",
	},
	site.GTIN: {
		"gtin", "ean", "ean code", "upc", "upc code", "barcode", "isbn", "isbn 13", "ean 13", "gtin ean", "ean gtin", "ean kód", "kod ean", "código de barras",
		"code barre", "code barres", "codice a barre", "barkod", "strichcode", "streckkod", "stregkode", "vonalkód", "штрихкод", "штрих код", "jan", "janコード", "바코드", "条码",
	},
	site.Availability: {"availability", "stock", "stock status", "verfügbarkeit", "disponibilité", "disponibilidad", "disponibilità", "beschikbaarheid", "dostępność"},
	site.Brand:        {"brand", "manufacturer", "marke", "hersteller", "marque", "marca", "vendor", "merk", "märke"},
})

func foldLabels(of map[site.Field][]string) map[string]site.Field {
	out := map[string]site.Field{}
	for field, labels := range of {
		for _, label := range labels {
			out[labelKey(label)] = field
		}
	}
	return out
}

// labelKey returns a label in the form in which labels are compared: its letters and digits in lower case. It is "" for what
// is longer than any label.
func labelKey(s string) string {
	if len(s) > maxLabel {
		return ""
	}
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && !isLetterByte(byte(r)) && !isDigitByte(byte(r)) || r == '\u00a0' || r == '–' || r == '№' || r == '°' || r == 'º' {
			return -1
		}
		return r
	}, s))
}

// The labels of codes that stand behind none.
const (
	ofAttribute = "@"
	ofClass     = "."
)

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
	attr    string // of the element, where it stands in one
	at      int
}

// maxCodes bounds the labelled values of a page.
const maxCodes = 200

// code looks for a label of a code, with its value behind it or in the text that follows.
func (s *shown) code(e *html.Node, text string, marks mark) {
	if len(text) > 3*maxLabel || len(s.codes) >= maxCodes || isTemplate(text) {
		return
	}
	for _, bar := range []string{" | ", " • ", " · ", " ; ", " / "} {
		if before, _, ok := strings.Cut(text, bar); ok && (bar != " / " || startsWithLabel(before)) {
			for part := range strings.SplitSeq(text, bar) {
				s.label = labelled{}
				s.code(e, strings.TrimSpace(part), marks)
			}
			return
		}
	}
	if s.label.field != "" && s.at-s.label.at == 1 {
		if value := strings.TrimSpace(strings.TrimLeft(text, ":：#\u00a0 ")); value != "" {
			s.took(s.label, e, value)
			s.label = labelled{}
			return
		}
		s.label.at = s.at // a colon of its own
		return
	}
	name, value, ok := strings.Cut(text, ":")
	if !ok {
		name, value, _ = strings.Cut(text, "：")
	}
	if value == "" {
		name, value = labelWords(text)
	}
	name = labelKey(name)
	field := codeLabels[name]
	if field == "" {
		if marks&markCode != 0 && isCode(text) && strings.ContainsAny(text, "0123456789") {
			s.took(labelled{field: site.SKU, words: ofClass}, e, text)
		}
		return
	}
	found := labelled{field: field, words: name, at: s.at}
	if value = strings.TrimSpace(value); value != "" {
		s.took(found, e, value)
		return
	}
	s.label = found
}

// startsWithLabel says that a text begins with the label of a code, and the code.
func startsWithLabel(text string) bool {
	name, value := labelWords(text)
	return value != "" && codeLabels[labelKey(name)] != ""
}

// labelWords parts "SKU ABC-1" and "Item # 123" into label and code. A text that is a label as a whole has no code.
func labelWords(text string) (name, value string) {
	if codeLabels[labelKey(text)] != "" {
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
	if l.field != site.Brand && l.field != site.Availability {
		if value = strings.Trim(value, "#()[] "); !isCode(value) {
			return
		}
	}
	if len(value) <= maxLabel {
		s.codes = append(s.codes, coded{field: l.field, text: value, label: l.words, element: e.Parent, at: s.at})
	}
}

// attribute notes the shop's number that an attribute of an element gives to the shop's own scripts.
func (s *shown) attribute(e *html.Node, a *html.Attribute, within place) {
	s.given(e, a.Key, a.Val, dataAttributes[a.Key], within)
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

// input notes what a hidden field of a form says.
func (s *shown) input(e *html.Node, within place) {
	if field := inputNames[strings.ToLower(attributeOf(e, "name"))]; field != "" && strings.EqualFold(attributeOf(e, "type"), "hidden") {
		s.given(e, "value", attributeOf(e, "value"), field, within)
	}
}

// given notes a value that an attribute gives, when it looks like one of its field. The lists and numbers of whole catalogues are
// passed over with what belongs to other products.
func (s *shown) given(e *html.Node, attr, value string, field site.Field, within place) {
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
		if (within.marks|own)&(markFormer|markNoPrice|markNet) != 0 || !isNumber(value) || !strings.ContainsAny(value, "123456789") {
			return
		}
	default:
	}
	s.codes = append(s.codes, coded{field: field, text: value, label: ofAttribute, element: e, attr: attr, at: s.at})
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
