package extract_test

import (
	"os"
	"runtime"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// exampleReader reads the made-up shop that speed is measured on.
func exampleReader(tb testing.TB) *extract.Reader {
	tb.Helper()
	shops, err := site.Load(os.DirFS("../../testdata/shops"))
	if err != nil {
		tb.Fatal(err)
	}
	return extract.NewReader(shops)
}

func TestExampleShop(t *testing.T) {
	reader := exampleReader(t)
	page := scrapetest.CataloguePage(7)
	r, err := reader.Read(&page)
	if err != nil || r.State != catalog.Found || len(r.Listings) != 2 {
		t.Fatalf("reading = %s %s, %d listings, %v", r.State, r.Reason, len(r.Listings), err)
	}
	want := scrapetest.CatalogueProduct(7)
	offer, sheet := r.Listings[0], r.Listings[1]
	if offer.Rows[0].ID.Text != want.SKU || offer.Rows[0].Prices[0].Text != want.Price || offer.Names[0].Text != want.Name {
		t.Errorf("offer = %+v, want %s at %s", offer, want.SKU, want.Price)
	}
	lines := specLines(sheet)
	if len(lines) != len(want.Specs) || lines[0] != want.Specs[0] || lines[47] != want.Specs[47] {
		t.Errorf("%d lines: %v, want %v", len(lines), lines, want.Specs)
	}
	list := scrapetest.CatalogueListing(3)
	if r, err = reader.Read(&list); err != nil || len(r.Links) != 100 || r.Links[99] != "http://127.0.0.1:18080/p/399" {
		t.Errorf("links of a listing = %v, %v", r.Links, err)
	}
}

// TestPagesSideBySide: pages that are read at the same time, and after one another in the same memory, do not show in one
// another.
func TestPagesSideBySide(t *testing.T) {
	reader := exampleReader(t)
	want := make([]extract.Reading, 20)
	for i := range want {
		page := scrapetest.CataloguePage(i)
		var err error
		if want[i], err = exampleReader(t).Read(&page); err != nil {
			t.Fatal(err)
		}
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range 100 {
				page := scrapetest.CataloguePage(i * 7 % len(want))
				got, err := reader.Read(&page)
				if d := cmp.Diff(want[i*7%len(want)], got); d != "" || err != nil {
					t.Errorf("page %d read beside others (-alone +beside): %v\n%s", i*7%len(want), err, d)
					return
				}
			}
		})
	}
	wg.Wait()
}

// BenchmarkPage reads a product page of 60 KB from bytes to listings; BenchmarkParse is the part of it that makes a tree
// of the markup.
func BenchmarkPage(b *testing.B) {
	reader := exampleReader(b)
	page := scrapetest.CataloguePage(7)
	b.SetBytes(int64(len(page.Body)))
	b.ReportAllocs()
	for b.Loop() {
		if r, err := reader.Read(&page); err != nil || r.State != catalog.Found {
			b.Fatal(r.Reason, err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	page := scrapetest.CataloguePage(7)
	b.SetBytes(int64(len(page.Body)))
	b.ReportAllocs()
	var desk extract.Desk
	for b.Loop() {
		if err := desk.Open(&page); err != nil {
			b.Fatal(err)
		}
	}
}

// TestReadingsHoldNoPages: what was read of a page shares no memory with it, or thousands of pages would stay in memory.
func TestReadingsHoldNoPages(t *testing.T) {
	const pages, most = 100, 10 << 10
	reader := exampleReader(t)
	readings := make([]extract.Reading, pages)
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	for i := range readings {
		page := scrapetest.CataloguePage(i)
		var err error
		if readings[i], err = reader.Read(&page); err != nil || len(readings[i].Listings) != 2 {
			t.Fatal(readings[i].Reason, err)
		}
	}
	after := heap()
	if held := (int(after) - int(before)) / pages; held > most {
		t.Errorf("a reading holds %d bytes, more than %d", held, most)
	}
	runtime.KeepAlive(readings)
}
