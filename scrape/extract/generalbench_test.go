package extract_test

import (
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

// BenchmarkFiguresReading reads a page of 60 KB without a profile, its tree made beforehand, beside what goquery takes to make the
// tree: reading must take at most half of that.
func BenchmarkFiguresReading(b *testing.B) {
	page := scrapetest.CataloguePage(7)
	b.Run("goquery", func(b *testing.B) {
		b.SetBytes(int64(len(page.Body)))
		for b.Loop() {
			if _, err := extract.ParsePage(&page); err != nil {
				b.Fatal(err)
			}
		}
	})
	parsed, err := extract.ParsePage(&page)
	if err != nil {
		b.Fatal(err)
	}
	reader, want := general(b), scrapetest.CatalogueProduct(7)
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(len(page.Body)))
		b.ReportAllocs()
		for b.Loop() {
			if p := reader.ReadParsed(parsed); p.Name != want.Name || p.Price != want.Price || p.SKU != want.SKU {
				b.Fatal(p.Name, p.Price, p.SKU)
			}
		}
	})
}
