package extract_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/scrape"
)

const ld = `<script type="application/ld+json">`

// hostile are pages that would make a careless reader slow, large or wrong. None of them states a product.
var hostile = map[string]string{
	"nested arrays":            ld + strings.Repeat("[", 3<<20),
	"nested objects":           ld + strings.Repeat(`{"a":`, 1<<20),
	"a value too many":         ld + "[" + strings.Repeat("0,", 3<<20) + "0]",
	"comments":                 ld + strings.Repeat("/**/", 3<<19) + "x",
	"comments in a value":      ld + `{"a": 1 ` + strings.Repeat("/**/ 1 ", 1<<20) + "}",
	"markup in a script":       ld + strings.Repeat("<!--", 3<<17),
	"backslashes":              ld + `{"a":"` + strings.Repeat(`\`, 7<<20),
	"quotes":                   ld + `{"a":"` + strings.Repeat(`" `, 3<<20),
	"escaped quotes":           "<script>" + strings.Repeat(`\"`, 3<<20),
	"open strings":             "<script>x = " + strings.Repeat(`'"`, 3<<20) + "`",
	"braces":                   "<script>" + strings.Repeat("={", 3<<20),
	"brackets":                 "<script>x=" + strings.Repeat("[{a:", 1<<20),
	"unfinished literals":      "<script>" + strings.Repeat("x={a:1,b:", 1<<19),
	"calls of functions":       "<script>" + strings.Repeat("f({}", 3<<19),
	"a regular expression":     "<script>" + strings.Repeat("/[", 3<<20),
	"JSON in JSON":             `<script type="application/json">` + strings.Repeat(`{"a":"{\"b\":\"{\\\"c`, 1<<17) + `"}`,
	"many items":               strings.Repeat("<p itemscope itemtype=Thing><b itemprop=x>1</b></p>", 100_000),
	"items in items":           strings.Repeat(`<div itemscope itemprop="a b c d" itemtype=Thing>`, 400),
	"properties in each other": strings.Repeat(`<div itemscope><div itemprop="a">`, 1) + strings.Repeat(`<div itemprop="a b c">`, 400) + strings.Repeat("text ", 1<<18),
	"itemref in a circle":      strings.Repeat(`<div id="a" itemscope itemref="a b"></div><div id="b" itemprop="x" itemscope itemref="a b"></div>`, 1000),
	"references in a circle":   ld + `[{"@type":"Thing","@id":"#a","offers":{"@id":"#a"}},{"@type":"Thing","@id":"#b","offers":{"@id":"#a"}}]`,
	"many prices":              strings.Repeat(`<span class="price">$</span>`, 200_000),
	"prices in each other":     strings.Repeat(`<div class="price">x `, 400) + strings.Repeat("<b>1</b>", 100_000),
	"class names":              strings.Repeat(`<p class="`+strings.Repeat("old price ", 20)+`">`, 20_000),
	"attributes":               strings.Repeat(`<p data-x='{"a":{"b":[1,2,3'></p>`, 100_000),
	"meta elements":            strings.Repeat(`<meta property="og:title" content="">`, 150_000),
	"NULs":                     strings.Repeat("\x00", 1<<20),
}

// TestHostilePages: whatever a page holds, reading it ends, and no product is made up.
func TestHostilePages(t *testing.T) {
	reader := general(t)
	for name, body := range hostile {
		t.Run(name, func(t *testing.T) {
			p, err := reader.Read(&scrape.Page{URL: "https://shop.example/p", Status: http.StatusOK, Body: []byte(body)}, normalize.Locale{})
			if err != nil {
				t.Logf("refused: %v", err)
			}
			if p.Price != "" || p.SKU != "" || p.GTIN != "" {
				t.Errorf("a product was read: %+v", p)
			}
		})
	}
}

// TestOddPages: what is merely odd does not keep the rest from being read, and is not taken for more than it says.
func TestOddPages(t *testing.T) {
	product := func(rest string) string {
		return ld + `{"@type":"Product","name":"Lamp","sku":"L1"` + rest + `}</script><h1>Lamp</h1>`
	}
	tests := []struct{ name, page, price, sku string }{
		{"script behind the end", "<html><body><h1>Lamp</h1></body></html>" + product(`,"offers":{"price":"5.00"}`), "5.00", "L1"},
		{"a comma too many", product(`,"offers":{"price":"5.00",},`), "5.00", "L1"},
		{"entities", strings.ReplaceAll(product(`,"offers":{"price":"5.00"}`), `":"`, `&quot;:&quot;`), "5.00", "L1"},
		{"all entities", ld + strings.ReplaceAll(`{"@type":"Product","name":"Lamp","sku":"L1","offers":{"price":"5.00"}}`, `"`, "&quot;") + "</script>", "5.00", "L1"},
		{"a huge number", product(`,"offers":{"price":1e400000000}`), "", "L1"},
		{"many digits", product(`,"offers":{"price":` + strings.Repeat("9", 100_000) + `}`), "", "L1"},
		{"a price of nothing", product(`,"offers":{"price":"0.00"}`), "", "L1"},
		{"a price below nothing", product(`,"offers":{"price":-5}`), "", "L1"},
		{"not a number", product(`,"offers":{"price":NaN}`), "", "L1"},
		{"marks of direction", product(`,"offers":{"price":"` + "\u200f5.00\u200e" + `"}`), "5.00", "L1"},
		{"NUL in a string", product(`,"x":"` + "\x00" + `","offers":{"price":"5.00"}`), "5.00", "L1"},
		{"half a pair", product(`,"x":"\ud83d","offers":{"price":"5.00"}`), "5.00", "L1"},
		{"a script of 10 MB before", "<script>var x='" + strings.Repeat("x{", 5<<20) + "'</script>" + product(`,"offers":{"price":"5.00"}`), "5.00", "L1"},
		{"two currencies", product(`,"offers":{"price":"5.00 €","priceCurrency":"USD"}`), "5.00", "L1"},
		{"a wrong check digit", product(`,"gtin13":"4006381333932"`), "", "L1"},
		{"Latin 1", "<meta charset=iso-8859-1>" + product(`,"description":"caf`+"\xe9"+`","offers":{"price":"5.00"}`), "5.00", "L1"},
		{"wrong UTF-8", "<meta charset=utf-8>" + product(`,"description":"caf`+"\xe9"+`","offers":{"price":"5.00"}`), "5.00", "L1"},
		{"the nearer amount", `<h1>Lamp</h1><p>£5.00</p><p class="price">£7.00</p>`, "5.00", ""},
		{"cents, by what is seen", `<script>x={name:"Lamp",sku:"L1",price:500}</script><h1>Lamp</h1><p>£5.00</p>`, "5.00", "L1"},
		{"cents, by the program", `<script>x={title:"Lamp",sku:"L1",price:500,price_varies:false}</script><h1>Lamp</h1>`, "5.00", "L1"},
		{"no cents", `<script>x={title:"Lamp",sku:"L1",price:500}</script><h1>Lamp</h1>`, "500", "L1"},
		{"one of a list", ld + `[{"@type":"WebPage","itemListElement":[{"@type":"Product","name":"Lamp","sku":"X9","offers":{"price":"9.00"}}]},` +
			`{"@type":"Product","name":"Lamp","sku":"L1"}]</script><h1>Lamp</h1>`, "", "L1"},
		{"a payment", `<h1>Lamp</h1><b>£2.00</b><i>/month</i><p>£30.00</p>`, "30.00", ""},
		{"several offers", product(`,"offers":[{"price":"5.00"},{"price":"6.00"}]`) +
			`<meta property="product:price:amount" content="6.00"><p class="price">£6.00</p>`, "6.00", "L1"},
	}
	reader := general(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := reader.Read(&scrape.Page{URL: "https://shop.example/p", Status: http.StatusOK, Body: []byte(tt.page)}, normalize.Locale{})
			if err != nil || p.Price != tt.price || p.SKU != tt.sku || p.GTIN != "" {
				t.Errorf("price %q, sku %q, gtin %q, %v; want %q and %q", p.Price, p.SKU, p.GTIN, err, tt.price, tt.sku)
			}
		})
	}
}

// FuzzAnyShop: any page is read, twice the same, into text that is UTF-8, prices that are decimals, and codes whose check
// digits are right.
func FuzzAnyShop(f *testing.F) {
	pages, err := filepath.Glob("testdata/anyshop/*.html")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range pages {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	reader := general(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		page := &scrape.Page{URL: "https://shop.example/p", Status: http.StatusOK, Body: bytes.Clone(body)}
		p, err := reader.Read(page, normalize.Locale{})
		if err != nil {
			return
		}
		if !bytes.Equal(page.Body, body) {
			t.Fatal("the page was written to")
		}
		if again, err := reader.Read(page, normalize.Locale{}); err != nil || conclusion(again) != conclusion(p) {
			t.Fatalf("read twice: %v\n%s\nand\n%s", err, conclusion(p), conclusion(again))
		}
		checkFacts(t, p)
		if !utf8.ValidString(conclusion(p)) {
			t.Errorf("not UTF-8: %q", conclusion(p))
		}
		if strings.Trim(p.Price, "0123456789.") != "" || strings.Count(p.Price, ".") > 1 {
			t.Errorf("price %q", p.Price)
		}
		if p.GTIN != "" && catalog.GTIN14(p.GTIN) == "" {
			t.Errorf("gtin %q", p.GTIN)
		}
	})
}
