package shown_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/scrape/claim"
	"github.com/pocomigrate/pocomigrate/scrape/claim/shown"
	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
	"github.com/pocomigrate/pocomigrate/scrape/site"
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

var vocabulary = sync.OnceValues(func() (*normalize.Vocabulary, error) { return normalize.Load(nil) })

// claimed returns what a page shows, a claim a line: field, text, and weight without the trust in the source.
func claimed(tb testing.TB, page, title string) []string {
	tb.Helper()
	words, err := vocabulary()
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
		{"a name with a number", `<h1>Lamp £5</h1>`, "name Lamp £5 1.00"},
		{"nothing", `<p class=price>£0.00</p>`, ""},
		{"a code", `<p>SKU: AB-12</p>`, "sku AB-12 1.00"},
		{"a code behind its label", `<b>Art. Nr.</b><i>AB-12</i>`, "sku AB-12 0.90"},
		{"a label and a colon", `<b>EAN</b><i>:</i><i>4006381333931</i>`, "gtin 4006381333931 0.90"},
		{"a label that ends in a number", `<b>ISBN 13</b><i>4006381333931</i>`, "gtin 4006381333931 0.90"},
		{"a label without a colon", `<p>Item # 4711</p>`, "sku 4711 0.75"},
		{"a currency behind a price", `<b class=price>5.99</b><i>CHF</i>`, "price 5.99 0.70; price 5.99 CHF 0.75; currency CHF 0.60"},
		{"several in a line", `<p>SKU: AB-12 | MPN: CD-34</p>`, "sku AB-12 1.00; mpn CD-34 0.90"},
		{"several in a line, of which one may be of many words", `<p>Brand: Acme | SKU: ab-12</p>`, "brand Acme 0.90; sku ab-12 1.00"},
		{"the second of a field", `<p>SKU: AB-12</p><p>SKU: AB-13</p>`, "sku AB-12 1.00; sku AB-13 0.60"},
		{"a code in an element of its own", `<p class=sku>AB-12</p>`, "sku AB-12 0.75"},
		{"no code", `<p>SKU: see the label below</p>`, ""},
		{"a code of another product", `<div class=related><p>SKU: AB-12</p></div>`, ""},
		{"a place not filled", `<p>SKU: {{sku}}</p>`, ""},
		{"a place not filled, before one that is", `<p>Brand: {{brand}}</p><p>Brand: Acme</p>`, "brand Acme 0.90"},
		{"a brand", `<p>Brand: Acme & Sons</p>`, "brand Acme & Sons 0.90"},
		{"in an attribute", `<p data-sku=AB-12 data-price=5.00></p>`, "sku AB-12 0.75; price 5.00 0.75"},
		{"in a form", `<input type=hidden name=product_sku value=AB-12>`, "sku AB-12 0.75"},
		{"in a form that is filled in", `<input name=product_sku value=AB-12>`, ""},
		{"a button", `<button>Sold out</button>`, "availability Sold out 0.70"},
		{"a button of the menu", `<nav><button>Sold out</button></nav>`, ""},
		{"a button that is an input", `<input type=submit value="Add to cart">`, "availability Add to cart 0.70"},
		{"another", `<input type=button value="Add to cart">`, "availability Add to cart 0.70"},
		{"a field that is filled in", `<input type=text value="Sold out">`, ""},
		{"a button whose words stand in its value", `<button value="Sold out"><img></button>`, "availability Sold out 0.70"},
		{"the first button that speaks of stock", `<button>Compare</button><button>Add to cart</button><button>Sold out</button>`, "availability Add to cart 0.70"},

		{"a dollar", `<p>$5.00</p>`, "price $5.00 0.75; currency $ 0.60"},
		{"a currency in capitals", `<p>CHF 5.00</p>`, "price CHF 5.00 0.75; currency CHF 0.60"},
		{"petrol, whose decimals go on", `<p class=price>£<b>1.5</b><sup>99</sup></p>`, "price £1.599 1.00; currency GBP 0.80"},
		{"a currency in letters of another script", `<p>5 دينار</p>`, "price 5 دينار 0.75; currency دينار 0.60"},
		{"a currency that counts no decimals", `<p class=price>JPY 5.55</p>`, ""},
		{"a measure in capitals", `<p>5.99 MHZ</p><p class=price>5.99 MHZ</p>`, ""},
		{"a measure that a letter names which is a currency, too", `<p class=price>3D</p><p class=price>4K</p><p class=price>5 K</p>`, "price 5 K 1.00; currency K 0.80"},
		{"a number with words of another kind", `<p class=price>Lamp 5.99</p><p class=price>5.99 lumens</p>`, ""},
		{"a number with words about a price", `<p class=price>now 5.99</p>`, "price now 5.99 0.70; price now 5.99 0.70"},
		{"a number in digits that are not ASCII", `<p class=price>٥٫٩٩</p>`, ""},
		{"a number that is no amount", `<p class=price>1234567890.12</p><p class=price>1234567890123.12</p>`, "price 1234567890.12 0.70; price 1234567890.12 0.70"},
		{"no decimals", `<p class=price>5,-</p><p class=price>6.–</p><p class=price>-</p>`, "price 5,- 0.70; price 5,- 0.70; price 6.– 0.42; price 6.– 0.42"},
		{"a sentence", `<p>Spend £5.00 on lamps</p><p class=price>Spend £7.00 on lamps</p>`, "price Spend £7.00 on lamps 1.00; currency GBP 0.80"},
		{"a long sentence", `<p class=price>£5.00` + strings.Repeat(" each", 40) + `</p>`, ""},
		{"a name that is an amount", `<h1>$100</h1>`, "name $100 1.00"},
		{"a code that ends like an amount", `<p class=price>6204-2RS</p><p class=price>6204-2EUR</p><p class=price>10-20 EUR</p><p class=price>£5-6EUR</p>`, "price 10-20 EUR 1.00; currency EUR 0.80; price £5-6EUR 0.60; currency GBP 0.48"},

		{"a former price, in words beside it", `<i>was</i><b>£9.00</b>`, "list_price £9.00 0.75; currency GBP 0.60"},
		{"words that are too far away", `<i>was</i><i>about</i><b>£9.00</b>`, "price £9.00 0.75; currency GBP 0.60"},
		{"words that are too many", `<i>was ` + strings.Repeat("a long time ago ", 4) + `</i><b>£9.00</b>`, "price £9.00 0.75; currency GBP 0.60"},
		{"a saving, and the former price", `<p class=price>save £2.00, was £9.00</p>`, "list_price save £2.00, was £9.00 1.00; currency GBP 0.80"},
		{"several amounts in one text", `<p class=price>was £9.00 now £5.00</p>`, "price was £9.00 now £5.00 1.00; currency GBP 0.80"},
		{"for a month, before another", `<b>£5.00</b><i>per month</i><b>£3.00</b>`, "price £3.00 0.75; currency GBP 0.60"},
		{"for a month, with a blank between", `<b>£5.00</b> <i>/ month</i>`, ""},
		{"for a unit, in words", `<p class=price>£5.00 pro 100 ml</p><p class=price>£6.00 per kg</p><p class=price>/kg £7.00</p>`, "price /kg £7.00 1.00; currency GBP 0.80"},
		{"the same amount again", `<p class=price>£5.00</p><p>£5.00</p><p class=price>£7.00</p>`, "price £5.00 1.00; currency GBP 0.80; price £5.00 0.75; currency GBP 0.60; price £7.00 0.60; currency GBP 0.48"},
		{"the same list price again", `<p class=price>was £9.00</p><p class=price>was £9.00</p><p class=price>was £8.00</p>`, "list_price was £9.00 1.00; currency GBP 0.80; list_price was £9.00 1.00; currency GBP 0.80; list_price was £8.00 0.60; currency GBP 0.48"},
		{"struck through by its style", `<p style="text-decoration:line-through">£9.00</p><p class=price>£5.00</p>`, "list_price £9.00 0.75; currency GBP 0.60; price £5.00 1.00; currency GBP 0.80"},
		{"hidden by its style", `<p class=price style="display:none">£5.00</p><p class=price style="display: none">£5.00</p>`, "price £5.00 0.60; currency GBP 0.48; price £5.00 0.60; currency GBP 0.48"},
		{"a page with a class", `<body class=related><main class=old><p class=price>£5.00</p></main>`, "price £5.00 1.00; currency GBP 0.80"},
		{"a class with a long name", `<p class="` + strings.Repeat("x", 256) + ` price">£5.00</p>`, "price £5.00 0.75; currency GBP 0.60"},

		{"in parts, and a number before it", `<div class=price><b>4.00</b>£<b>5</b><i>.99</i></div>`, "price 4.00£5.99 1.00; currency GBP 0.80"},
		{"a currency behind all of a price", `<p class=price><b>5.00</b><i>9.00</i><u>£</u></p>`, "price 5.00 0.70; price 9.00 0.42"},
		{"in parts, decimals behind thousands", `<p class=price>£<b>1,000</b><sup>99</sup></p>`, "price £1,000.99 1.00; currency GBP 0.80"},
		{"in parts, two numbers", `<p class=price>£<b>5.50</b><sup>99</sup></p>`, "price 5.50 0.70"},
		{"a price within a price", `<div class=price><p class=price>£5.00</p><i>5</i></div>`, "price £5.00 1.00; currency GBP 0.80"},
		{"a currency between two numbers", `<i>5.99</i><b>CHF</b><i>6.99</i>`, "price 5.99 CHF 0.75; currency CHF 0.60; price CHF 6.99 0.45; currency CHF 0.36"},
		{"two in parts", `<p class=price>£<b>5</b><sup>99</sup></p><p class=price>£<b>7</b><sup>99</sup></p>`, "price £5.99 1.00; currency GBP 0.80; price £7.99 0.60; currency GBP 0.48"},
		{"in parts, of which one is a number, and another price", `<p class=price><b>5.99</b><i>CHF</i></p><p class=price>CHF 7.00</p>`, "price 5.99CHF 1.00; currency CHF 0.80; price CHF 7.00 0.60; currency CHF 0.48"},
		{"a currency beside a number that is no amount", `<i>CHF</i><b>123456789012.50</b>`, ""},
		{"a word that is no currency behind a price", `<b class=price>5.99</b><i>XL</i>`, "price 5.99 0.70; price 5.99 0.70"},
		{"a word that is no currency beside a number", `<b>Size</b><i>5</i><b>6</b><i>XL</i><b>7</b><i>CHFCHF</i><b>8</b><i>C2</i>`, ""},

		{"labels without colons", `<p>SKU A-1 / MPN B-2</p>`, "sku A-1 1.00; mpn B-2 0.90"},
		{"a colon of another script", `<p>型番：AB-12</p>`, "sku AB-12 0.90"},
		{"a stroke that parts nothing", `<p>Brand: Acme / Sons</p>`, "brand Acme / Sons 0.90"},
		{"two texts behind a label", `<b>SKU</b><i>AB-12</i><i>CD-13</i>`, "sku AB-12 1.00"},
		{"a label far from a code", `<b>SKU</b><i>:</i><i>:</i><i>AB-12</i><b>MPN:</b><i>see below</i><i>CD-13</i>`, "sku AB-12 1.00"},
		{"a label before another", `<b>SKU</b><p>Lamp 5 | MPN: AB-12</p>`, "mpn AB-12 0.90"},
		{"a label in a long text", `<p>SKU: AB-12` + strings.Repeat(" ", 120) + `.</p>`, ""},
		{"a number that is no code", `<p>SKU: $12</p><p>SKU: 12%</p><p>SKU: -12</p><p>SKU: A</p><p>SKU: A 1 B 2</p><p>SKU: 12345678901234567890123456789012345678901</p>`, ""},
		{"capitals that are a code", `<p>SKU: ABC</p><p>MPN: AB CD</p>`, "sku ABC 1.00"},
		{"small letters that are none", `<p>SKU: lamp</p>`, ""},
		{"in an element of its own, with other words", `<p class=sku>Lamp</p><p class=sku>LAMP</p>`, ""},
		{"a long brand", `<p>Brand: ` + strings.Repeat("Acme ", 9) + `</p>`, ""},
		{"a code before the heading", `<p>SKU: AB-12</p><h1>Lamp</h1>`, "name Lamp 1.00; sku AB-12 0.60"},

		{"in attributes that give none", `<p data-sku=lamp data-price=0></p><p data-sku="" data-price=free></p>`, ""},
		{"in attributes, with blanks", `<p data-sku=" AB-12 " data-price=" 5 "></p>`, "sku AB-12 0.75; price 5 0.75"},
		{"a currency in an attribute", `<p data-currency=EUR></p>`, "currency EUR 0.75"},
		{"a former price in an attribute", `<p class=old data-price=5></p><div class=shipping><p data-price=5></p></div>`, ""},
		{"of another product, in attributes", `<div class=related><p data-sku=AB-12></p></div><p class=related data-price=5></p>`, ""},
		{"in a form, without a value", `<input type=hidden name=price value=0><input type=hidden name=sku>`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, strings.Join(claimed(t, tt.page, ""), "; ")); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// TestNotThere: a page in place of one that is not there names itself, and what it shows is there to lead on.
func TestNotThere(t *testing.T) {
	for _, tt := range []struct{ title, page string }{
		{"Page not found", `<h1>Lamp</h1><p class=price>£5.00</p>`},
		{"Lamp", `<h1>Page not found</h1><p>SKU: AB-12</p>`},
	} {
		if got := claimed(t, tt.page, tt.title); len(got) != 1 || !strings.HasPrefix(got[0], "name ") {
			t.Errorf("%s, titled %q, shows %q", tt.page, tt.title, got)
		}
	}
}

// TestCatalogue: what a page of many goods shows is believed less than a guess, unless it has a code or a button of one product.
func TestCatalogue(t *testing.T) {
	each := func(form string) string {
		var b strings.Builder
		for i := range 6 {
			fmt.Fprintf(&b, form, i+1)
		}
		return b.String()
	}
	amounts, numbers := each("<p class=price>£%d.00</p>"), each("<p data-sku=AB-%d></p>")
	for _, tt := range []struct{ name, page, want string }{
		{"many amounts", amounts, "price £1.00 0.40"},
		{"five and a former one", strings.Replace(amounts, "=price", "=old-price", 1), "price £2.00 1.00"},
		{"five and that of another product", strings.Replace(amounts, "=price", `="price related"`, 1), "price £1.00 0.20"},
		{"the same amount often", strings.Repeat("<p class=price>£1.00</p>", 6), "price £1.00 1.00"},
		{"and a code", amounts + `<p>SKU: AB-12</p>`, "price £1.00 1.00"},
		{"and a code in an attribute", amounts + `<p data-sku=AB-12></p>`, "price £1.00 1.00"},
		{"and a brand", amounts + `<p>Brand: Acme</p>`, "price £1.00 0.40"},
		{"and a button", amounts + `<button>Add to cart</button>`, "price £1.00 1.00"},
		{"many numbers of their own", numbers, "sku AB-1 0.30"},
		{"the same number often", strings.Repeat("<p data-sku=AB-12></p>", 6), "sku AB-12 0.75"},
		{"and a price", numbers + `<p class=price>£1.00</p>`, "price £1.00 0.40"},
	} {
		all := claimed(t, tt.page, "")
		if got := all[slices.IndexFunc(all, func(s string) bool { return !strings.HasPrefix(s, "list_price") && !strings.HasPrefix(s, "currency") })]; got != tt.want {
			t.Errorf("%s: the first claim is %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestBounds: of a page that has no end a part is read.
func TestBounds(t *testing.T) {
	var amounts, labels, numbers strings.Builder
	for i := range 500 {
		fmt.Fprintf(&amounts, "<p>£%d.00</p>", i+1)
		fmt.Fprintf(&labels, "<p>SKU: AB-%d</p>", i)
		fmt.Fprintf(&numbers, "<p data-sku=AB-%d></p>", i)
	}
	for _, tt := range []struct {
		name, page string
		want       int
	}{
		{"amounts, each with its currency", amounts.String(), 800},
		{"labels", labels.String(), 200},
		{"attributes", numbers.String(), 200},
	} {
		if n := len(claimed(t, tt.page, "")); n != tt.want {
			t.Errorf("%s: %d claims, want %d", tt.name, n, tt.want)
		}
	}
}

// TestHeading: of several headings the one names the product that bears a name which another source gives, else the first.
func TestHeading(t *testing.T) {
	var headings []*html.Node
	for _, name := range []string{"Shop", "Lamp 5", "Table"} {
		h := &html.Node{Type: html.ElementNode, DataAtom: atom.H1, Data: "h1"}
		h.AppendChild(&html.Node{Type: html.TextNode, Data: name})
		headings = append(headings, h)
	}
	for name, want := range map[string]string{"LAMP 5": "Lamp 5", "Chair": "Shop"} {
		var c claim.Claims
		c.Add(claim.Claim{Field: site.Name, Text: name, Reader: claim.FromJSONLD, Weight: 1})
		shown.New(nil, normalize.Locale{}).Claim(&c, "", headings)
		if got := c.Of(site.Name); len(got) != 2 || got[1].Text != want {
			t.Errorf("beside %s the heading is %+v, want %s", name, got, want)
		}
	}
}

// TestNobodyAsks: without a vocabulary nothing is looked for on the page.
func TestNobodyAsks(t *testing.T) {
	root, err := html.Parse(strings.NewReader(`<p class=price>£5.00</p><p data-sku=AB-12></p><button>Add to cart</button>`))
	if err != nil {
		t.Fatal(err)
	}
	p := shown.New(nil, normalize.Locale{})
	walk(p, root, shown.Place{})
	var c claim.Claims
	p.Claim(&c, "", nil)
	for n := range c.All() {
		t.Errorf("claim %+v", n)
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
	words, err := vocabulary()
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
