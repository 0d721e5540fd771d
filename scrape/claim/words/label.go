package words

import (
	"strings"
	"unicode/utf8"

	"github.com/pocomigrate/pocomigrate/scrape/ascii"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// CodeLabels are the words that stand before the codes of a product, in lower case and without their colon.
var CodeLabels = foldLabels(map[site.Field][]string{
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
			out[LabelKey(label)] = field
		}
	}
	return out
}

// LabelKey returns a label in the form in which labels are compared: its letters and digits in lower case. It is "" for what
// is longer than any label.
func LabelKey(s string) string {
	if len(s) > longest {
		return ""
	}
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && !ascii.IsLetter(byte(r)) && !ascii.IsDigit(byte(r)) || r == '\u00a0' || r == '–' || r == '№' || r == '°' || r == 'º' {
			return -1
		}
		return r
	}, s))
}

const longest = 40
