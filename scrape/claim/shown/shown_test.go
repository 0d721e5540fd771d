package shown_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/scrape/claim"
	"github.com/pocomigrate/pocomigrate/scrape/claim/shown"
	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
)

// walk gives a page what stands in an element.
func walk(p *shown.Page, parent *html.Node, within shown.Place) {
	for e := parent.FirstChild; e != nil; e = e.NextSibling {
		switch e.Type {
		case html.TextNode:
			p.Text(e, within)
		case html.ElementNode:
			if e.DataAtom == atom.Input {
				p.Input(e, within)
			}
			for i := range e.Attr {
				p.Attribute(e, &e.Attr[i], within)
			}
			inside := p.Enter(e, within)
			walk(p, e, inside)
			p.Leave(e, inside)
		default:
		}
	}
}

// claimed returns what a page shows, a claim a line: field, text, and weight without the trust in the source.
func claimed(tb testing.TB, page, title string) []string {
	tb.Helper()
	words, err := normalize.Load(nil)
	if err != nil {
		tb.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		tb.Fatal(err)
	}
	p := shown.New(words, normalize.Locale{Lang: "en-GB"})
	walk(p, root, shown.Place{})
	var headings []*html.Node
	for e := range root.Descendants() {
		if e.DataAtom == atom.H1 {
			headings = append(headings, e)
		}
	}
	var c claim.Claims
	p.Claim(&c, title, headings)
	var out []string
	for n := range c.All() {
		out = append(out, fmt.Sprintf("%s %s %.2f", n.Field, n.Text, n.Weight/claim.Trust(claim.FromText)))
	}
	return out
}

func TestClaims(t *testing.T) {
	for _, tt := range []struct{ name, page, want string }{
		{"an amount in a price", `<p class=price>£5.00</p>`, "price £5.00 1.00; currency GBP 0.80"},
		{"an amount somewhere", `<p>£5.00</p>`, "price £5.00 0.75; currency GBP 0.60"},
		{"the second amount", `<p class=price>£5.00</p><p class=price>£7.00</p>`, "price £5.00 1.00; currency GBP 0.80; price £7.00 0.60; currency GBP 0.48"},
		{"before the heading", `<p class=price>£5.00</p><h1>Lamp</h1>`, "name Lamp 1.00; price £5.00 0.55; currency GBP 0.48"},
		{"struck through", `<p class=price><s>£9.00</s></p><p class=price>£5.00</p>`, "list_price £9.00 1.00; currency GBP 0.80; price £5.00 1.00; currency GBP 0.80"},
		{"of another product", `<div class=related><p class=price>£5.00</p></div>`, "price £5.00 0.20; currency GBP 0.16"},
		{"a list price, in words", `<p class=price>RRP £9.00</p><p class=price>£5.00</p>`, "list_price RRP £9.00 1.00; currency GBP 0.80; price £5.00 1.00; currency GBP 0.80"},
		{"a list price alone", `<p class=price>RRP £9.00</p>`, "price RRP £9.00 1.00; currency GBP 0.80"},
		{"a former price alone", `<p class=price>was £9.00</p>`, "list_price was £9.00 1.00; currency GBP 0.80"},
		{"a saving", `<p class=price>save £2.00</p>`, ""},
		{"a currency behind the number", `<p><b>5.99</b><i>CHF</i></p>`, "price 5.99 CHF 0.75; currency CHF 0.60"},
		{"a currency behind a number that is a price", `<p class=price><b>5.99</b><i>CHF</i></p>`, "price 5.99CHF 1.00; currency CHF 0.80"},
		{"a word that is a currency", `<p>5 kr</p>`, "price 5 kr 0.75; currency kr 0.60"},
		{"a word in the middle", `<p>Now 5 kr only</p>`, "price Now 5 kr only 0.75; currency kr 0.60"},
		{"hidden", `<p class=price hidden>£5.00</p>`, "price £5.00 0.60; currency GBP 0.48"},
		{"before tax", `<p class=price>£5.00 ex VAT</p>`, "price £5.00 ex VAT 0.60; currency GBP 0.48"},
		{"tax said behind it", `<p class=price><b>£5.00</b><i>excl. VAT</i></p>`, "price £5.00 0.60; currency GBP 0.48"},
		{"shipping", `<p class=shipping>£5.00</p>`, "price £5.00 0.30; currency GBP 0.24"},
		{"for a unit", `<p class=price>£5.00 / kg</p>`, ""},
		{"each", `<p class=price><b>£5.00</b><i>/ each</i></p>`, "price £5.00 1.00; currency GBP 0.80"},
		{"for a month", `<p class=price><b>£5.00</b><i>/ month</i></p>`, ""},
		{"in parts", `<p class=price><b>£</b><b>5</b><sup>99</sup></p>`, "price £5.99 1.00; currency GBP 0.80"},
		{"currency beside it", `<i>CHF</i><b>1'249.–</b>`, "price CHF 1'249.– 0.75; currency CHF 0.60"},
		{"no currency", `<p class=price>5.99</p>`, "price 5.99 0.70; price 5.99 0.70"},
		{"no currency, no price", `<p>5.99</p>`, ""},
		{"a measure", `<p>15 cm</p><p>3D</p><p>6204-2RS</p>`, ""},
		{"a measure that a letter names which is a currency, too", `<p class=price>3D</p><p class=price>4K</p><p class=price>5 K</p>`, "price 5 K 1.00; currency K 0.80"},
		{"a name with a number", `<h1>Lamp £5</h1>`, "name Lamp £5 1.00"},
		{"nothing", `<p class=price>£0.00</p>`, ""},
		{"a code", `<p>SKU: AB-12</p>`, "sku AB-12 1.00"},
		{"a code behind its label", `<b>Art. Nr.</b><i>AB-12</i>`, "sku AB-12 0.90"},
		{"a label and a colon", `<b>EAN</b><i>:</i><i>4006381333931</i>`, "gtin 4006381333931 0.90"},
		{"a label that ends in a number", `<b>ISBN 13</b><i>4006381333931</i>`, "gtin 4006381333931 0.90"},
		{"a label without a colon", `<p>Item # 4711</p>`, "sku 4711 0.75"},
		{"a currency behind a price", `<b class=price>5.99</b><i>CHF</i>`, "price 5.99 0.70; price 5.99 CHF 0.75; currency CHF 0.60"},
		{"several in a line", `<p>SKU: AB-12 | MPN: CD-34</p>`, "sku AB-12 1.00; mpn CD-34 0.90"},
		{"the second of a field", `<p>SKU: AB-12</p><p>SKU: AB-13</p>`, "sku AB-12 1.00; sku AB-13 0.60"},
		{"a code in an element of its own", `<p class=sku>AB-12</p>`, "sku AB-12 0.75"},
		{"no code", `<p>SKU: see the label below</p>`, ""},
		{"a code of another product", `<div class=related><p>SKU: AB-12</p></div>`, ""},
		{"a place not filled", `<p>SKU: {{sku}}</p>`, ""},
		{"a brand", `<p>Brand: Acme & Sons</p>`, "brand Acme & Sons 0.90"},
		{"in an attribute", `<p data-sku=AB-12 data-price=5.00></p>`, "sku AB-12 0.75; price 5.00 0.75"},
		{"in a form", `<input type=hidden name=product_sku value=AB-12>`, "sku AB-12 0.75"},
		{"in a form that is filled in", `<input name=product_sku value=AB-12>`, ""},
		{"a button", `<button>Sold out</button>`, "availability Sold out 0.70"},
		{"a button of the menu", `<nav><button>Sold out</button></nav>`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, strings.Join(claimed(t, tt.page, ""), "; ")); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
	if got := claimed(t, `<h1>Lamp</h1><p class=price>£5.00</p>`, "Page not found"); len(got) != 1 {
		t.Errorf("a page that is not there shows %q", got)
	}
	many := `<p class=price>£1.00</p><b>£2.00</b><b>£3.00</b><b>£4.00</b><b>£5.00</b><b>£6.00</b>`
	if got := claimed(t, many, ""); got[0] != "price £1.00 0.40" {
		t.Errorf("the first claim of a page of many goods is %s, want one that is less than a guess", got[0])
	}
}

// TestLanguage: the page and the country of its address say what a sign means, unless the shop's profile does.
func TestLanguage(t *testing.T) {
	for _, tt := range []struct{ known, declared, address, want string }{
		{"", "en", "https://shop.example.co.uk/p", "en-GB"},
		{"", "en_US", "https://shop.de/", "en-US"},
		{"", "", "https://shop.pl/", "und-PL"},
		{"", "en", "https://shop.io/", "en"},
		{"", "en", "https://shop.com/", "en"},
		{"", "sv", "https://shop.com/", "sv-SE"},
		{"", "de", "", "de"},
		{"fr", "de", "https://shop.de/", "fr"},
	} {
		p := shown.New(nil, normalize.Locale{Lang: tt.known})
		var base *url.URL
		if tt.address != "" {
			var err error
			if base, err = url.Parse(tt.address); err != nil {
				t.Fatal(err)
			}
		}
		if p.Speak(tt.declared, base); p.Locale.Lang != tt.want {
			t.Errorf("language of %q at %q is %q, want %q", tt.declared, tt.address, p.Locale.Lang, tt.want)
		}
	}
}

// FuzzClaims: what is shown stands on the page, and no claim is surer than its source.
func FuzzClaims(f *testing.F) {
	f.Add(`<p class=price>£5.00</p><p>SKU: AB-12</p>`)
	f.Add(`<i>CHF</i><b>1'249.–</b><del>2</del>`)
	words, err := normalize.Load(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, page string) {
		root, err := html.Parse(strings.NewReader(page))
		if err != nil {
			return
		}
		p := shown.New(words, normalize.Locale{})
		walk(p, root, shown.Place{})
		var c claim.Claims
		p.Claim(&c, "", nil)
		var paths element.Paths
		for n := range c.All() {
			if n.Text == "" || n.Weight <= 0 || n.Weight > claim.Trust(claim.FromText) || n.Path(&paths) == "" {
				t.Errorf("claim %+v at %q", n, n.Path(&paths))
			}
		}
	})
}
