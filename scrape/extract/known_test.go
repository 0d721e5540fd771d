package extract_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/scrape"
)

// quotes are what a profile found, best first.
func quotes(reader string, texts ...string) []catalog.Quote {
	var out []catalog.Quote
	for _, text := range texts {
		out = append(out, catalog.Quote{Text: text, At: catalog.Locator{Reader: reader, Path: "known " + text}})
	}
	return out
}

// TestKnown: what the profile of the shop found goes before what the page's other sources say, as far as it speaks of one
// product, and of all of its rows alike.
func TestKnown(t *testing.T) {
	lamp := catalog.Listing{Slug: "lamp", Names: quotes("html", "Lampe", "Licht"), Prices: quotes("html", "6.00")}
	rows := func(rows ...catalog.Row) catalog.Listing { return catalog.Listing{Slug: "lamp", Rows: rows} }
	for _, tt := range []struct {
		name  string
		known []catalog.Listing
		want  string
	}{
		{"nothing", nil, "Lamp, 5.00 GBP"},
		{"a name and a price", []catalog.Listing{lamp}, "Lampe, 6.00 GBP; name Lampe 0.97 used; name Licht 0.48; price 6.00 0.97 used"},
		{
			"everything",
			[]catalog.Listing{{
				Brands: quotes("html", "Acme"), Images: quotes("html", "/1.jpg"), ListPrices: quotes("html", "9.00"), Currencies: quotes("html", "EUR"),
				Availabilities: quotes("html", "Sold out"),
			}},
			"Lamp, 5.00 EUR; brand Acme 0.97 used; list_price 9.00 0.97 used; currency EUR 0.97 used; availability Sold out 0.97 used; image /1.jpg 0.97 used",
		},
		{"two fragments of one product", []catalog.Listing{lamp, {Slug: "lamp", Brands: quotes("html", "Acme")}}, "Lampe, 6.00 GBP; name Lampe 0.97 used; name Licht 0.48; brand Acme 0.97 used; price 6.00 0.97 used"},
		{"two products", []catalog.Listing{lamp, {Slug: "table", Brands: quotes("html", "Acme")}}, "Lamp, 5.00 GBP"},
		{
			"a row",
			[]catalog.Listing{rows(catalog.Row{
				ID: quotes("html", "L1")[0], SKUs: quotes("html", "L2"), GTINs: quotes("html", "4006381333931"), MPNs: quotes("html", "M1"), Prices: quotes("html", "6.00"),
				ListPrices: quotes("html", "9.00"), Currencies: quotes("html", "EUR"), Availabilities: quotes("html", "Sold out"),
			})},
			"Lamp L2, 6.00 EUR; sku L2 0.97 used; sku L1 0.48; gtin 4006381333931 0.97 used; mpn M1 0.97 used; price 6.00 0.97 used; list_price 9.00 0.97 used; currency EUR 0.97 used; availability Sold out 0.97 used",
		},
		{
			"rows that agree about the price",
			[]catalog.Listing{rows(catalog.Row{Prices: quotes("html", "6.00"), MPNs: quotes("html", "M1")}, catalog.Row{Prices: quotes("html", "6.00"), MPNs: quotes("html", "M2")})},
			"Lamp, 6.00 GBP; price 6.00 0.97 used",
		},
		{"rows of which one has no price", []catalog.Listing{rows(catalog.Row{Prices: quotes("html", "6.00")}, catalog.Row{})}, "Lamp, 5.00 GBP"},
		{"rows without prices", []catalog.Listing{rows(catalog.Row{}, catalog.Row{})}, "Lamp, 5.00 GBP"},
		{"what the general reader found itself", []catalog.Listing{{Prices: quotes("any", "6.00")}}, "Lamp, 5.00 GBP"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			page := &scrape.Page{URL: "https://shop.example/lamp", Status: http.StatusOK, Body: []byte(
				`<script type="application/ld+json">{"@type":"Product","name":"Lamp","offers":{"price":"5.00","priceCurrency":"GBP"}}</script>`)}
			p, err := general(t).Read(page, normalize.Locale{}, tt.known...)
			if err != nil {
				t.Fatal(err)
			}
			got := []string{strings.TrimSpace(p.Name+" "+p.SKU) + ", " + p.Price + " " + p.Currency}
			for _, f := range p.Facts {
				if !strings.HasPrefix(f.Quote.At.Path, "known ") {
					continue
				}
				if d := cmp.Diff(catalog.Locator{Reader: "html", Path: "known " + f.Quote.Text}, f.Quote.At); d != "" {
					t.Errorf("the place of %s is not the profile's (-want +got):\n%s", f.Quote.Text, d)
				}
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
}
