package main

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/fields"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/workbook"
	"github.com/pocomigrate/pocomigrate/scrape/assemble"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// catalogueSize is how many products the made-up shop has, each with a specification table of 48 lines.
const catalogueSize = 2000

func exampleShops(tb testing.TB) *site.Shops {
	tb.Helper()
	return must(site.Load(os.DirFS("../../testdata/shops")))
}

// exampleFragments returns what the pages of the made-up shop say, as a walk collects it.
func exampleFragments(tb testing.TB, shops *site.Shops) []catalog.Listing {
	tb.Helper()
	reader := extract.NewReader(shops)
	var out []catalog.Listing
	for i := range catalogueSize {
		page := scrapetest.CataloguePage(i)
		out = append(out, must(reader.Read(&page)).Listings...)
	}
	return out
}

// BenchmarkUnderstand joins what 2,000 pages say into listings, and makes variants of them.
func BenchmarkUnderstand(b *testing.B) {
	shops := exampleShops(b)
	fragments := exampleFragments(b, shops)
	words := must(normalize.Load(nil))
	b.ReportAllocs()
	for b.Loop() {
		c := understand(&crawl.Catch{Listings: assemble.Join(fragments)}, shops, words)
		if len(c.Variants) != catalogueSize || len(c.Variants[0].ProductDetails) != 48 {
			b.Fatalf("%d variants", len(c.Variants))
		}
	}
}

func exampleContents(tb testing.TB) *runfolder.Contents {
	tb.Helper()
	shops := exampleShops(tb)
	return understand(&crawl.Catch{Listings: assemble.Join(exampleFragments(tb, shops))}, shops, must(normalize.Load(nil)))
}

// BenchmarkWriteSnapshot writes 2,000 variants and where their values come from.
func BenchmarkWriteSnapshot(b *testing.B) {
	c := exampleContents(b)
	dir := b.TempDir()
	b.ReportAllocs()
	for b.Loop() {
		if err := c.Write(dir); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(size(b, filepath.Join(dir, snapshot.VariantsFile)) + size(b, filepath.Join(dir, snapshot.SourcesFile)))
}

// BenchmarkExport reads 2,000 variants and writes four fields of each.
func BenchmarkExport(b *testing.B) {
	dir := b.TempDir()
	if err := exampleContents(b).Write(dir); err != nil {
		b.Fatal(err)
	}
	s, chosen, t := must(runfolder.Open(dir)), must(fields.Chosen([]string{"name", "price", "sku", "specs"})), workbook.Terms{Words: must(normalize.Load(nil))}
	b.SetBytes(size(b, filepath.Join(dir, snapshot.VariantsFile)))
	b.ReportAllocs()
	for b.Loop() {
		if err := writeObjects(io.Discard, s, chosen, t); err != nil {
			b.Fatal(err)
		}
	}
}

func size(b *testing.B, name string) int64 {
	b.Helper()
	return must(os.Stat(name)).Size()
}
