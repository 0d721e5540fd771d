package structured_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/scrape/claim"
	"github.com/pocomigrate/pocomigrate/scrape/claim/structured"
	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
	"github.com/pocomigrate/pocomigrate/scrape/tree/script"
)

const (
	here = "https://shop.example/lamp?v=2"
	ld   = `<script type="application/ld+json">`
)

// claimed returns what the structured data of a page at here states.
func claimed(tb testing.TB, page string) *claim.Claims {
	tb.Helper()
	return claimedBy(tb, page, &script.Reader{})
}

func claimedBy(tb testing.TB, page string, r *script.Reader) *claim.Claims {
	tb.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		tb.Fatal(err)
	}
	base, err := url.Parse(here)
	if err != nil {
		tb.Fatal(err)
	}
	p := &structured.Page{Root: root, Base: base}
	p.Walk(root, false)
	var about claim.About
	about.Locate(here, "", nil)
	for _, h := range p.Headings {
		about.Call(element.Text(h))
	}
	about.Call(p.Title())
	var c claim.Claims
	p.Claim(&c, &about, r)
	return &c
}

// lines writes claims, each with field, text, and weight without the trust in its source.
func lines(c *claim.Claims) string {
	var out []string
	for n := range c.All() {
		out = append(out, fmt.Sprintf("%s %s %.2f", n.Field, n.Text, n.Weight/claim.Trust(n.Reader)))
	}
	return strings.Join(out, "; ")
}

func TestClaims(t *testing.T) {
	product := func(rest string) string { return ld + `{"@type":"Product","name":"Lamp"` + rest + `}</script>` }
	for _, tt := range []struct{ name, page, want string }{
		{
			"an offer", product(`,"offers":{"price":"5.00","priceCurrency":"EUR","availability":"InStock"}`),
			"name Lamp 1.00; availability InStock 1.00; price 5.00 1.00; currency EUR 1.00",
		},
		{"two offers of one price", product(`,"offers":[{"price":"5.00"},{"price":"5.0"}]`), "name Lamp 1.00; price 5.00 1.00"},
		{"two offers of two prices", product(`,"offers":[{"price":"5.00"},{"price":"6.00"}]`), "name Lamp 1.00; price 5.00 0.80"},
		{"two offers whose prices differ by a zero", product(`,"offers":[{"price":"10"},{"price":"100"}]`), "name Lamp 1.00; price 10 0.80"},
		{"the offer that the address names", product(`,"offers":[{"price":"5","url":"/lamp?v=1"},{"price":"6","url":"https://www.shop.example/lamp/?v=2"}]`), "name Lamp 1.00; price 6 1.00"},
		{"a range", product(`,"offers":{"lowPrice":"5","highPrice":"9"}`), "name Lamp 1.00; price 5 0.65"},
		{"a range of one", product(`,"offers":{"lowPrice":"5","highPrice":"5.00"}`), "name Lamp 1.00; price 5 1.00"},
		{"a price of nothing", product(`,"offers":{"price":"0.00"}`), "name Lamp 1.00"},
		{"a list price", product(`,"offers":{"price":"5","priceSpecification":{"priceType":"https://schema.org/ListPrice","price":"9"}}`), "name Lamp 1.00; price 5 1.00; list_price 9 1.00"},
		{"the price of a unit", product(`,"offers":{"priceSpecification":[{"price":"9","referenceQuantity":{}},{"price":"5","priceCurrency":"EUR"}]}`), "name Lamp 1.00; price 5 1.00; currency EUR 1.00"},
		{
			"the variant that can be bought", ld + `{"@type":"ProductGroup","name":"Lamp","hasVariant":[{"sku":"L1","offers":{"price":"5","availability":"SoldOut"}},{"sku":"L2","offers":{"price":"5","availability":"InStock"}}]}</script>`,
			"sku L2 1.00; name Lamp 1.00; availability InStock 1.00; price 5 1.00",
		},
		{"things by their names", product(`,"brand":{"@type":"Brand","name":"Acme"},"image":{"name":"front","url":"/1.jpg"}`), "name Lamp 1.00; brand Acme 1.00; image /1.jpg 1.00"},
		{"a reference", ld + `[{"@type":"Product","name":"Lamp","offers":{"@id":"#o"}},{"@id":"#o","price":"5","priceCurrency":"EUR"}]</script>`, "name Lamp 1.00; price 5 1.00; currency EUR 1.00"},
		{"the product that the page is called after", `<h1>Lamp</h1>` + ld + `[{"@type":"Product","name":"Table","sku":"T1"},{"@type":"Product","name":"Lamp","sku":"L1"}]</script>`, "sku L1 1.00; name Lamp 1.00"},
		{"a related product", ld + `{"@type":"Product","name":"Lamp","isRelatedTo":{"@type":"Product","name":"Table","offers":{"price":"9"}}}</script>`, "name Lamp 1.00"},
		{"an offer without a price", product(`,"offers":{"availability":"InStock"}`), "name Lamp 1.00; availability InStock 1.00"},
		{"offers of an aggregate", product(`,"offers":{"lowPrice":"5","highPrice":"9","offers":[{"price":"5","url":"https://shop.example/lamp?v=1"},{"price":"9","url":"https://shop.example/lamp?v=2"}]}`), "name Lamp 1.00; price 9 1.00"},
		{"offers in offers in offers", product(`,"offers":{"offers":{"offers":{"price":"5"}}}`), "name Lamp 1.00; price 5 1.00"},
		{"offers that lie too deep", product(`,"offers":{"offers":{"offers":{"offers":{"price":"5"}}}}`), "name Lamp 1.00"},
		{
			"the offer of a part, which has a number of its own", product(`,"sku":"L1","offers":{"price":"5","itemOffered":{"sku":"L2"}}`),
			"sku L2 1.00; sku L1 1.00; name Lamp 1.00; price 5 1.00",
		},
		{
			"numbers and makers", product(`,"sku":"L1","mpn":"M1","gtin13":"1","productID":"P1","model":"X1","manufacturer":{"name":"Acme"},"offers":{"sku":"L2","mpn":"M2","gtin":"2"}`),
			"sku L1 1.00; mpn M1 1.00; gtin 1 1.00; sku L2 0.98; sku P1 0.60; mpn M2 0.90; mpn X1 0.60; gtin 2 1.00; name Lamp 1.00; brand Acme 0.60",
		},
		{
			"a variant and a price by reference", ld + `[{"@type":"ProductGroup","name":"Lamp","hasVariant":{"@id":"#v"}},{"@id":"#v","sku":"L1","offers":{"priceSpecification":{"@id":"#p"}}},{"@id":"#p","price":"5","priceCurrency":"EUR"}]</script>`,
			"sku L1 1.00; name Lamp 1.00; price 5 1.00; currency EUR 1.00",
		},
		{"an image by reference", ld + `[{"@type":"Product","name":"Lamp","image":{"@id":"#i"}},{"@id":"#i","url":"/1.jpg"}]</script>`, "name Lamp 1.00; image /1.jpg 1.00"},
		{"a reference into a thing", ld + `{"@graph":[{"@type":"Product","name":"Lamp","offers":{"@id":"#o"}},{"a":{"@id":"#o","price":"5","priceCurrency":"EUR"}}]}</script>`, "name Lamp 1.00; price 5 1.00; currency EUR 1.00"},
		{"a thing that another speaks of, too", ld + `[{"@type":"Product","name":"Lamp","offers":{"@id":"#o","price":"5","priceCurrency":"EUR"}},{"@id":"#o","price":"9","a":1,"b":2,"c":3}]</script>`, "name Lamp 1.00; price 5 1.00; currency EUR 1.00"},
		{"a thing that is nothing", product(`,"brand":[["Acme"]],"image":[["/1.jpg"]]`), "name Lamp 1.00"},
		{"a quote in a name", ld + `{"@type":"Product","name":"Lamp 5" red","sku":"L1"}</script>`, `sku L1 1.00; name Lamp 5" red 1.00`},

		{"of two products the one that is sold", ld + `[{"@type":"Product","name":"Table","sku":"T1"},{"@type":"Product","name":"Lamp","offers":{"price":"5"}}]</script>`, "name Lamp 1.00; price 5 1.00"},
		{"of two products the one that is described", ld + `[{"@type":"Product","name":"Table"},{"@type":"Product","name":"Lamp","description":"red"}]</script>`, "name Lamp 1.00"},
		{
			"the product whose name is part of the page's", `<h1>Acme Lamp 500 red</h1>` + ld + `[{"@type":"Product","name":"Table","sku":"T1","offers":{"price":"5"}},{"@type":"Product","name":"Lamp 500 red"}]</script>`,
			"name Lamp 500 red 1.00",
		},
		{"the product whose address is the page's", ld + `[{"@type":"Product","name":"Table","sku":"T1","offers":{"price":"5"}},{"@type":"Product","name":"Lamp","url":"/lamp"}]</script>`, "name Lamp 1.00"},
		{"a name goes before addresses", `<h1>Table</h1>` + ld + `[{"@type":"Product","name":"Lamp","url":"/lamp","@id":"/lamp"},{"@type":"Product","name":"Table"}]</script>`, "name Table 1.00"},
		{"the product in a product", ld + `{"@type":"Product","name":"Lamp","isPartOf":{"@type":"Product","name":"Set","sku":"S1","offers":{"price":"9"}}}</script>`, "name Lamp 1.00"},
		{"a product of a list", ld + `[{"@type":"Product","name":"Lamp"},{"@type":"ItemList","itemListElement":[{"@type":"Product","name":"Table","sku":"T1","offers":{"price":"9"}}]}]</script>`, "name Lamp 1.00"},
		{"what the page is mainly about", ld + `[{"@type":"Product","name":"Table"},{"@type":"WebPage","mainEntity":{"@type":"Product","name":"Lamp","sku":"L1"}}]</script>`, "sku L1 1.00; name Lamp 1.00"},
		{"many products that are sold", ld + "[" + strings.Repeat(`{"@type":"Product","name":"A","sku":"1","offers":{}},{"@type":"Product","name":"B","sku":"1","offers":{}},`, 3) + "]</script>", ""},
		{
			"microdata of the product that JSON-LD names", product("") + `<p itemscope itemtype=Product><b itemprop=name>Table</b><b itemprop=sku>T1</b></p><p itemscope itemtype=Product><b itemprop=name>Lamp</b></p>`,
			"name Lamp 1.00; name Lamp 1.00",
		},
		{"many products", ld + `[{"@type":"Product","name":"A"},{"@type":"Product","name":"B"},{"@type":"Product","name":"C"},{"@type":"Product","name":"D"}]</script>`, ""},
		{"no product", ld + `{"@type":"Organization","name":"Shop"}</script>`, ""},
		{"microdata", `<p itemscope itemtype="http://schema.org/Product"><b itemprop=name>Lamp</b><i itemprop=offers itemscope><meta itemprop=price content=5></i></p>`, "name Lamp 1.00; price 5 1.00"},
		{"a property that is named twice", `<p itemscope itemtype=Product itemref=x><b itemprop=name id=x>Lamp</b></p>`, "name Lamp 1.00"},
		{"an item that refers to what it lies in", `<div id=x itemprop=x><p itemscope itemtype=Product itemref=x><b itemprop=name>Lamp</b></p></div>`, "name Lamp 1.00"},
		{"an address that cannot be read", `<p itemscope itemtype=Product><b itemprop=name>Lamp</b><img itemprop=image src="http://[x"></p>`, "name Lamp 1.00; image http://[x 1.00"},
		{"microdata beside a product", `<p itemscope itemtype=Product><b itemprop=name>Lamp</b></p><i itemprop=price>5</i>`, "name Lamp 1.00"},
		{"microdata of nothing", `<b itemprop=name>Lamp</b><i itemprop=price>5</i><i itemprop=price>6</i>`, "name Lamp 0.80; price 5 0.80"},
		{"Open Graph", `<meta property=og:title content="Lamp | Shop"><meta property=og:site_name content=Shop><meta property=product:price:amount content=5>`, "name Lamp 0.90; price 5 0.95"},
		{"Open Graph by name", `<meta name=OG:title content=Lamp><meta name=description content=x><meta name=product content=y>`, "name Lamp 0.90"},
		{"a title with a bar of its own", `<meta property=og:title content="Lamp | red">`, "name Lamp | red 0.90"},
		{"a heading in a title", `<h1>Lamp</h1><meta property=og:title content="Lamp - buy now">`, "name Lamp 0.90"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, lines(claimed(t, tt.page))); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// TestBounds: of data that has no end, or lies too deep, a part is read.
func TestBounds(t *testing.T) {
	deep := func(tag string, n int) string {
		return strings.Repeat("<"+tag+">", n) + "%s" + strings.Repeat("</div>", n)
	}
	const lamp = `<p itemscope itemtype=Product itemprop=x><b itemprop=name>Lamp</b></p>`
	sold := func(n int) string {
		return ld + "[" + strings.Repeat("{},", n) + `{"@type":"Product","name":"Lamp","offers":{"@id":"#o"}},{"@id":"#o","price":"5","a":1}]</script>`
	}
	for _, tt := range []struct{ name, page, want string }{
		{"items in items", `<div itemscope>` + fmt.Sprintf(deep("div itemscope itemprop=x", 20), lamp), "name Lamp 1.00"},
		{"items that lie too deep", `<div itemscope>` + fmt.Sprintf(deep("div itemscope itemprop=x", 30), lamp), ""},
		{"properties in properties", `<div itemscope itemtype=Product>` + fmt.Sprintf(deep("div itemprop=x", 20), "<b itemprop=name>Lamp</b>"), "name Lamp 1.00"},
		{"properties that lie too deep", `<div itemscope itemtype=Product>` + fmt.Sprintf(deep("div itemprop=x", 30), "<b itemprop=name>Lamp</b>"), ""},
		{"properties", `<p itemscope itemtype=Product><b itemprop="name ` + strings.Repeat("x ", 50_000) + ` sku">Lamp</b><b itemprop=mpn>M1</b></p>`, "name Lamp 1.00"},
		{"nodes", sold(90_000), "name Lamp 1.00; price 5 1.00"},
		{"too many nodes", sold(100_000), "name Lamp 1.00"},
		{"products", `<h1>Lamp</h1>` + ld + "[" + strings.Repeat(`{"@type":"Product","name":"Table"},`, 1000) + `{"@type":"Product","name":"Lamp"}]</script>`, ""},
		{"offers", ld + `{"@type":"Product","name":"Lamp","offers":[` + strings.Repeat(`{"price":"5"},`, 5000) + `{"price":"6"}]}</script>`, "name Lamp 1.00; price 5 1.00"},
	} {
		if got := lines(claimed(t, tt.page)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestStrayQuotes: what JSON-LD is forgiven is not forgiven the scripts that the same reader reads behind it.
func TestStrayQuotes(t *testing.T) {
	var r script.Reader
	claimedBy(t, ld+`{"@type":"Product","name":"Lamp 5" red"}</script>`, &r)
	if v, _, err := r.Value(`{"name":"Lamp 5" red"}`); err == nil {
		t.Errorf("a script is read as %+v", v)
	}
}

// TestSavedPages: of a page whose address is not known, links stay as they stand.
func TestSavedPages(t *testing.T) {
	root, err := html.Parse(strings.NewReader(`<base href=/de/><p itemscope itemtype=Product><b itemprop=name>Lamp</b><img itemprop=image src=1.jpg></p>`))
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{"": "name Lamp 1.00; image 1.jpg 1.00", here: "name Lamp 1.00; image https://shop.example/de/1.jpg 1.00"} {
		p := &structured.Page{Root: root}
		if address != "" {
			if p.Base, err = url.Parse(address); err != nil {
				t.Fatal(err)
			}
		}
		p.Walk(root, false)
		var c claim.Claims
		p.Claim(&c, &claim.About{}, &script.Reader{})
		if got := lines(&c); got != want {
			t.Errorf("at %q: %s, want %s", address, got, want)
		}
	}
}

// FuzzClaims: each claim has a text, a place, and no more weight than its source.
func FuzzClaims(f *testing.F) {
	f.Add(ld + `{"@type":"Product","name":"Lamp","offers":[{"price":"5","url":"/lamp?v=2"}]}</script>`)
	f.Add(`<p itemscope itemtype=Product><b itemprop="name sku">Lamp</b></p><meta property=og:title content=x>`)
	f.Fuzz(func(t *testing.T, page string) {
		var paths element.Paths
		for n := range claimed(t, page).All() {
			if n.Text == "" || n.Path(&paths) == "" || n.Weight <= 0 || n.Weight > claim.Trust(n.Reader) {
				t.Errorf("claim %+v at %q", n, n.Path(&paths))
			}
		}
	})
}
