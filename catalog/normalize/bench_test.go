package normalize_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

// exampleListing is what the page of product i of the made-up shop says.
func exampleListing(i int) catalog.Listing {
	p := scrapetest.CatalogueProduct(i)
	page := scrapetest.CataloguePage(i)
	quote := func(path, text string) catalog.Quote {
		return catalog.Quote{Text: text, At: catalog.Locator{
			Archive: page.Archive, Record: page.Record, URL: page.URL, Time: page.Time, Reader: "json-ld", Path: path,
		}}
	}
	table := catalog.SpecTable{At: quote("html > body > main", "").At}
	for k, line := range p.Specs {
		table.Lines = append(table.Lines, catalog.ProductDetail{Label: line[0], Value: line[1]})
		table.Paths = append(table.Paths, fmt.Sprintf("html > body > main > tr:nth-of-type(%d)", k+1))
	}
	return catalog.Listing{
		Shop: "example/catalogue", Slug: strconv.Itoa(i), URL: page.URL, Names: []catalog.Quote{quote("/name", p.Name)},
		Specs: []catalog.SpecTable{table},
		Rows: []catalog.Row{{
			ID: quote("/sku", p.SKU), Prices: []catalog.Quote{quote("/offers/price", p.Price)},
			Currencies:     []catalog.Quote{quote("/offers/priceCurrency", "EUR")},
			Availabilities: []catalog.Quote{quote("/offers/availability", "https://schema.org/InStock")},
		}},
	}
}

// BenchmarkVariants reads the words of products one after the other, each with a specification table of 48 lines.
func BenchmarkVariants(b *testing.B) {
	v := vocabulary(b)
	var listings []catalog.Listing
	for i := range 100 {
		listings = append(listings, exampleListing(i))
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		variants, _ := v.Variants(listings[i%len(listings)], normalize.Locale{Lang: "en", Currency: "EUR", Market: "de"})
		if len(variants) != 1 || len(variants[0].ProductDetails) != 48 || variants[0].Offers == nil {
			b.Fatalf("variants = %+v", variants)
		}
	}
}

// BenchmarkPhoneTable reads a table as the makers' pages have it, nearly every line of which is understood.
func BenchmarkPhoneTable(b *testing.B) {
	v := vocabulary(b)
	l := exampleListing(1)
	l.Names, l.Specs = quotes("POCO X6 Pro 5G"), tables(
		1,
		"Processor", "MediaTek Dimensity 8300-Ultra", "Processor", "4nm manufacturing process",
		"Display", "6.67\" CrystalRes AMOLED DotDisplay", "Display", "Resolution: 2712 x 1220",
		"Display", "Refresh rate: Up to 120Hz", "Display", "Touch sampling rate: Up to 480Hz",
		"Rear camera", "64MP main camera with OIS", "Rear camera", "8MP ultra-wide", "Rear camera", "2MP macro",
		"Front camera", "16MP in-display front camera", "Battery & charging", "5000mAh (typ)",
		"Battery & charging", "67W turbo charging", "Dimensions", "Height: 160.45mm", "Dimensions", "Width: 74.34mm",
		"Dimensions", "Thickness: 8.25mm", "Dimensions", "Weight: 186g", "Network", "5G: n1/n3/n5/n7/n8/n20/n28",
		"Operating system", "Xiaomi HyperOS based on Android 14", "NFC", "Supported", "Audio", "Dual speakers, Dolby Atmos",
	)
	b.ReportAllocs()
	for b.Loop() {
		variants, _ := v.Variants(l, uk)
		if len(variants) != 1 || variants[0].Specs.BatteryMAh != 5000 {
			b.Fatalf("variants = %+v", variants)
		}
	}
}
