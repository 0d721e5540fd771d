package extract_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// TestAnyLayout: a layout may leave a page to the reader of any shop's pages. What that concludes has the place of its best
// source, and belongs to a row where the page states the number of what is sold.
func TestAnyLayout(t *testing.T) {
	shops, err := site.Load(fstest.MapFS{"own.json": {Data: []byte(`{"id":"own","name":"Own","role":"target","lang":"en-GB","sources":["live"],"start":["https://own.shop/"],
"product_url":"https://own.shop/p/{slug}","note":"x","pages":[{"kind":"product","match":"own.shop/p/{slug}","layouts":["any-shop"]}]}`)}})
	if err != nil {
		t.Fatal(err)
	}
	reader := extract.NewReader(shops)
	const ld = `<h1>Lamp</h1><p class=price>£5.00</p><script type="application/ld+json">`
	for _, tt := range []struct{ name, media, body, want string }{
		{
			"a number", "text/html", ld + `{"@type":"Product","name":"Lamp","brand":"Acme","sku":"SKU: L1","gtin":"4006381333931","mpn":"M1","image":"/1.jpg","offers":{"price":"5.0","priceCurrency":"GBP","availability":"InStock"}}</script>`,
			`name "Lamp" at any json-ld:ld+json[0]/name
brand "Acme" at any json-ld:ld+json[0]/brand
image "https://own.shop/1.jpg" at any json-ld:ld+json[0]/image=/1.jpg
id "L1" at any json-ld:ld+json[0]/sku=SKU: L1
title "Lamp" at any json-ld:ld+json[0]/name
sku "L1" at any json-ld:ld+json[0]/sku=SKU: L1
gtin "4006381333931" at any json-ld:ld+json[0]/gtin
mpn "M1" at any json-ld:ld+json[0]/mpn
price "5.00" at any json-ld:ld+json[0]/offers/price=5.0
currency "GBP" at any json-ld:ld+json[0]/offers/priceCurrency
availability "in_stock" at any json-ld:ld+json[0]/offers/availability=InStock`,
		},
		{
			"no number", "text/html", ld + `{"@type":"Product","name":"Lamp","offers":{"price":"5.00","priceCurrency":"GBP","availability":"InStock"}}</script>`,
			`name "Lamp" at any json-ld:ld+json[0]/name
price "5.00" at any json-ld:ld+json[0]/offers/price
currency "GBP" at any json-ld:ld+json[0]/offers/priceCurrency
availability "in_stock" at any json-ld:ld+json[0]/offers/availability=InStock`,
		},
		{
			"a list price that is none", "text/html", ld + `{"@type":"Product","name":"Lamp","offers":{"price":"5.00","priceSpecification":{"priceType":"ListPrice","price":"4.00"}}}</script>`,
			`name "Lamp" at any json-ld:ld+json[0]/name
price "5.00" at any json-ld:ld+json[0]/offers/price
currency "GBP" at any html:html > body > p`,
		},
		{
			"a number and no name", "text/html", `<script type="application/ld+json">{"@type":"Product","sku":"L1","offers":{"price":"5.00","priceCurrency":"GBP"}}</script>`,
			`shell`,
		},
		{
			"what is seen", "text/html", ld + `</script>`,
			`name "Lamp" at any html:html > body > h1
price "5.00" at any html:html > body > p=£5.00
currency "GBP" at any html:html > body > p`,
		},
		{
			"JSON", "application/json", `{"product":{"name":"Lamp","price":"5.00"}}`,
			`name "Lamp" at any state:/product/name
price "5.00" at any state:/product/price`,
		},
		{"damaged JSON", "application/json", `{"product":`, `bad_json`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := reader.Read(&scrape.Page{
				URL: "https://own.shop/p/lamp", Status: http.StatusOK, Header: http.Header{"Content-Type": {tt.media}}, Body: []byte(tt.body),
			})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			note := func(field site.Field, quotes ...catalog.Quote) {
				for _, q := range quotes {
					got = append(got, fmt.Sprintf("%s %q at %s %s", field, q.Text, q.At.Reader, q.At.Path))
				}
			}
			for _, l := range r.Listings {
				note(site.Name, l.Names...)
				note(site.Brand, l.Brands...)
				note(site.Image, l.Images...)
				note(site.Price, l.Prices...)
				note(site.ListPrice, l.ListPrices...)
				note(site.Currency, l.Currencies...)
				note(site.Availability, l.Availabilities...)
				for _, row := range l.Rows {
					note(site.ID, row.ID)
					note(site.Title, row.Titles...)
					note(site.SKU, row.SKUs...)
					note(site.GTIN, row.GTINs...)
					note(site.MPN, row.MPNs...)
					note(site.Price, row.Prices...)
					note(site.Currency, row.Currencies...)
					note(site.Availability, row.Availabilities...)
				}
			}
			if r.Reason != "read" {
				got = append(got, r.Reason)
			}
			if d := cmp.Diff(tt.want, strings.Join(got, "\n")); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}
