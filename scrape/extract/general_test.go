package extract_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

func general(tb testing.TB) *extract.General {
	tb.Helper()
	words, err := normalize.Load(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return extract.NewGeneral(words)
}

// TestAnyShop reads pages that are reconstructed after the shapes in which shops are built, and compares each conclusion
// with the file beside it.
func TestAnyShop(t *testing.T) {
	reader := general(t)
	pages, err := filepath.Glob("testdata/anyshop/*.html")
	if err != nil || len(pages) == 0 {
		t.Fatal("no pages: ", err)
	}
	for _, file := range pages {
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			product, err := reader.Read(&scrape.Page{Status: http.StatusOK, Body: body}, normalize.Locale{})
			if err != nil {
				t.Fatal(err)
			}
			got := conclusion(product)
			golden := strings.TrimSuffix(file, ".html") + ".want"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			checkFacts(t, product)
		})
	}
}

// conclusion writes what was concluded, one field a line, and the issues.
func conclusion(p extract.Product) string {
	var b strings.Builder
	for _, f := range [][2]string{
		{"name", p.Name},
		{"brand", p.Brand},
		{"sku", p.SKU},
		{"gtin", p.GTIN},
		{"mpn", p.MPN},
		{"price", p.Price},
		{"list price", p.ListPrice},
		{"currency", p.Currency},
		{"availability", p.Availability},
		{"image", p.Image},
	} {
		if f[1] != "" {
			fmt.Fprintf(&b, "%s: %s\n", f[0], f[1])
		}
	}
	for _, issue := range p.Issues {
		fmt.Fprintf(&b, "! %s: %s\n", issue.Code, issue.Text)
	}
	return b.String()
}

// checkFacts holds what is concluded to the facts: every value that is used has a place, a source and a sound confidence.
func checkFacts(t *testing.T, p extract.Product) {
	t.Helper()
	used := map[string]bool{}
	for _, f := range p.Facts {
		if f.Quote.Text == "" || f.Quote.At.Reader == "" || f.Quote.At.Path == "" {
			t.Errorf("fact %+v has no text, source or place", f)
		}
		if f.Confidence <= 0 || f.Confidence > 1 {
			t.Errorf("confidence %v of %s", f.Confidence, f.Field)
		}
		if f.Used {
			used[string(f.Field)] = true
		}
	}
	for field, value := range map[string]string{"name": p.Name, "sku": p.SKU, "price": p.Price, "currency": p.Currency, "gtin": p.GTIN, "list_price": p.ListPrice} {
		if used[field] != (value != "") {
			t.Errorf("%s is %q, and facts used for it: %t", field, value, used[field])
		}
	}
}

// TestRelativeAddresses: what a page names by a relative address lies beside its own address, or beside the one that its base element
// gives.
func TestRelativeAddresses(t *testing.T) {
	reader := general(t)
	const product = `<div itemscope itemtype="https://schema.org/Product"><h1 itemprop=name>Acme Lamp 500</h1><img itemprop=image src="a.jpg"></div>`
	for head, want := range map[string]string{
		"":                               "https://shop.example/p/a.jpg",
		`<base href="/shop/">`:           "https://shop.example/shop/a.jpg",
		`<base href="//cdn.example/x/">`: "https://cdn.example/x/a.jpg",
	} {
		page := &scrape.Page{URL: "https://shop.example/p/lamp", Status: http.StatusOK, Body: []byte("<html><head>" + head + "</head><body>" + product)}
		got, err := reader.Read(page, normalize.Locale{})
		if err != nil {
			t.Fatal(err)
		}
		var image string
		for _, f := range got.Facts {
			if f.Field == site.Image && f.Used {
				image = f.Value
			}
		}
		if image != want {
			t.Errorf("%s: the picture is %q, want %q", head, image, want)
		}
	}
}

// TestConclusions: what is concluded from all that surrounds a page: its address, language, character set and titles.
func TestConclusions(t *testing.T) {
	const ld = `<script type="application/ld+json">`
	for _, tt := range []struct{ name, url, media, body, want string }{
		{
			"an image beside the base", "https://shop.example/p/lamp", "text/html", `<base href="/de/"><meta property=og:title content=Lamp><meta property=product:price:amount content=5><meta property=og:image content=1.jpg>`,
			"name: Lamp\nprice: 5\nimage: https://shop.example/de/1.jpg\n! currency_missing: no source says what currency the price is in\n",
		},
		{
			"a sign by the language", "https://shop.example/", "text/html", `<html lang=sv><h1>Lampa</h1><p class=price>5 kr</p>`,
			"name: Lampa\nprice: 5\ncurrency: SEK\n",
		},
		{
			"the offer of the address, in the page's own characters", "https://shop.example/p?c=%E9", "text/html; charset=iso-8859-1",
			ld + `{"@type":"Product","name":"Lamp","offers":[{"price":"5.00","priceCurrency":"EUR"},{"price":"6.00","priceCurrency":"EUR","url":"https://shop.example/p?c=` + "\xe9" + `"}]}</script>`,
			"name: Lamp\nprice: 6.00\ncurrency: EUR\n",
		},
		{
			"the product that the title for networks names", "https://shop.example/p", "text/html",
			`<meta property=og:title content="Acme Lamp | Shop">` + ld + `[{"@type":"Product","name":"Table","sku":"T1","offers":{"price":"9.00","priceCurrency":"EUR"}},{"@type":"Product","name":"Acme Lamp","sku":"L1"}]</script>`,
			"name: Acme Lamp\nsku: L1\n",
		},
		{
			"a number with a wrong digit, said twice", "https://shop.example/p", "text/html",
			ld + `{"@type":"Product","name":"Lamp","sku":"L1","gtin":["4006381333932","4006381333932"]}</script>`,
			"name: Lamp\nsku: L1\n! gtin_invalid: the check digit of 4006381333932, which stands at ld+json[0]/gtin/0, is wrong; the number is left out\n",
		},
		{
			"what scripts may show later", "https://shop.example/p", "text/html", `<h1>Lamp</h1><template><p class=price>£9.00</p></template><svg><text class=price>£8.00</text></svg><p class=price>£5.00</p>`,
			"name: Lamp\nprice: 5.00\ncurrency: GBP\n",
		},
		{"an answer of JSON", "https://shop.example/p", "application/json", `{"product":{"name":"Lamp","sku":"L1","price":"5.00"}}`, "name: Lamp\nsku: L1\nprice: 5.00\n! currency_missing: no source says what currency the price is in\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			page := &scrape.Page{URL: tt.url, Status: http.StatusOK, Header: http.Header{"Content-Type": {tt.media}}, Body: []byte(tt.body)}
			p, err := general(t).Read(page, normalize.Locale{})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, conclusion(p)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// TestOpenCurrency: the signs that say no currency are named, whatever their order on the page.
func TestOpenCurrency(t *testing.T) {
	for _, body := range []string{`<p class=price>$5.00</p><p>¥6.00</p><p>$7.00</p>`, `<p>¥6.00</p><p class=price>$5.00</p>`} {
		p, err := general(t).Read(&scrape.Page{URL: "https://shop.example/", Status: http.StatusOK, Body: []byte("<h1>Lamp</h1>" + body)}, normalize.Locale{})
		if err != nil {
			t.Fatal(err)
		}
		want := []catalog.Issue{{
			Code: "currency_ambiguous", Field: "currency", Values: []string{"$", "¥"},
			Text: "the sign beside the price stands for several currencies, and nothing says which",
		}}
		if d := cmp.Diff(want, p.Issues); d != "" {
			t.Errorf("%s (-want +got):\n%s", body, d)
		}
	}
}

// TestFacts: all that the sources state is told, by field, what is used before what is not, the surer before the less sure, and of
// what is stated again and again a part.
func TestFacts(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{
			"an amount before the heading", `<p class=price>£5.00</p><h1>Lamp</h1><p class=price>£6.00</p>`,
			"name Lamp 0.65 used; price £6.00 0.65 used; price £5.00 0.36; currency GBP 0.52 used; currency GBP 0.52 used",
		},
		{
			"two that agree against a surer one", `<h1>Lamp</h1><p class=price>£7.00</p><script>p={name:"Lamp",sku:"L1",price:"7.00"}</script>
<script type="application/ld+json">{"@type":"Product","name":"Lamp","offers":[{"price":"5.00"},{"price":"9.00"}]}</script>`,
			"name Lamp 0.99 used; name Lamp 0.99 used; name Lamp 0.99 used; sku L1 0.70 used; price 7.00 0.88 used; price £7.00 0.88 used; price 5.00 0.72; currency GBP 0.52 used",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := general(t).Read(&scrape.Page{URL: "https://shop.example/", Status: http.StatusOK, Body: []byte(tt.body)}, normalize.Locale{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range p.Facts {
				line := fmt.Sprintf("%s %s %.2f", f.Field, f.Quote.Text, f.Confidence)
				if f.Used {
					line += " used"
				}
				got = append(got, line)
			}
			if d := cmp.Diff(tt.want, strings.Join(got, "; ")); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
	body := "<h1>Lamp</h1>" + strings.Repeat("<p class=price>£5.00</p>", 50)
	p, err := general(t).Read(&scrape.Page{URL: "https://shop.example/", Status: http.StatusOK, Body: []byte(body)}, normalize.Locale{})
	if err != nil || len(p.Facts) != 1+20+20 {
		t.Errorf("%d facts, %v, want a name and 20 prices and currencies", len(p.Facts), err)
	}
}

// TestUnreadable: what is neither HTML nor JSON is an error, which says why.
func TestUnreadable(t *testing.T) {
	for body, want := range map[string]string{
		`{"name":`:                    "JSON ends early, after byte 8",
		strings.Repeat("<div>", 1000): "HTML: html: open stack of elements exceeds 512 nodes",
	} {
		p, err := general(t).Read(&scrape.Page{URL: "https://shop.example/", Status: http.StatusOK, Body: []byte(body)}, normalize.Locale{})
		if err == nil || err.Error() != want || p.Facts != nil {
			t.Errorf("%.20q is read as %+v, %v, want %s", body, p, err, want)
		}
	}
}
