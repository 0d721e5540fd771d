package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// exampleArchive records listings of the made-up shop, and the hundred products of each, as a WARC file.
func exampleArchive(tb testing.TB, listings int) string {
	tb.Helper()
	name := filepath.Join(tb.TempDir(), "catalogue.warc.gz")
	f := must(os.Create(name))
	w := warc.NewWriter(f)
	record := func(p scrape.Page) {
		x := &scrape.Exchange{URL: p.URL, Time: p.Time, Status: p.Status, Header: p.Header, Body: p.Body, Via: "live"}
		if _, err := w.Exchange(x); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Info(time.Unix(0, 0), "software: pocomigrate"); err != nil {
		tb.Fatal(err)
	}
	for i := range listings {
		record(scrapetest.CatalogueListing(i))
	}
	for i := range 100 * listings {
		record(scrapetest.CataloguePage(i))
	}
	if err := f.Close(); err != nil {
		tb.Fatal(err)
	}
	return name
}

// command runs one command line and returns what it prints.
func command(tb testing.TB, args ...string) string {
	tb.Helper()
	var out, said bytes.Buffer
	s := terminal.Streams{In: strings.NewReader(""), Out: &out, Err: &said, Env: func(string) (string, bool) { return "", false }, Now: time.Now}
	if code := run(tb.Context(), args, s); code != 0 {
		tb.Fatalf("%q ends with %d:\n%s", args, code, said.String())
	}
	return out.String()
}

// TestEveryItemIsExact: what a shop of one's own states comes out as it stands on its pages, every product and every line.
func TestEveryItemIsExact(t *testing.T) {
	const shops, listings = "../../testdata/shops", 2
	dir := filepath.Join(t.TempDir(), "run")
	command(t, "scrape", "example/catalogue", "--shops", shops, "--from", exampleArchive(t, listings), "--no-map", "-q", "-o", dir)
	type item struct {
		Name, Price, SKU string
		Specs            map[string]string
	}
	got := map[string]item{}
	lines := json.NewDecoder(strings.NewReader(command(t, "export", "jsonl", "--fields", "name,price,sku,specs", "--run", dir)))
	for {
		var i item
		if err := lines.Decode(&i); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if _, twice := got[i.SKU]; twice {
			t.Errorf("%s comes twice", i.SKU)
		}
		got[i.SKU] = i
	}
	want := map[string]item{}
	for i := range 100 * listings {
		p := scrapetest.CatalogueProduct(i)
		specs := map[string]string{}
		for _, line := range p.Specs {
			specs[line[0]] = line[1]
		}
		want[p.SKU] = item{p.Name, p.Price, p.SKU, specs}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("items (-want +got):\n%s", d)
	}
}

// BenchmarkScrape takes a shop of 2,000 products out of an archive and exports four fields of each.
func BenchmarkScrape(b *testing.B) {
	archive := exampleArchive(b, catalogueSize/100)
	dir := filepath.Join(b.TempDir(), "run")
	b.ReportAllocs()
	for b.Loop() {
		if err := os.RemoveAll(dir); err != nil {
			b.Fatal(err)
		}
		command(b, "scrape", "example/catalogue", "--shops", "../../testdata/shops", "--from", archive, "--no-map", "-q", "-o", dir)
		command(b, "export", "jsonl", "--fields", "name,price,sku,specs", "--run", dir, "-o", filepath.Join(dir, "items.jsonl"))
	}
	b.ReportMetric(float64(catalogueSize*b.N)/b.Elapsed().Seconds(), "pages/s")
}

// BenchmarkScrapeLive asks a shop of 2,000 products on this machine, records every answer, and exports four fields of
// each. The server's work is in the time, too.
func BenchmarkScrapeLive(b *testing.B) {
	var pages []scrape.Page
	for i := range catalogueSize / 100 {
		pages = append(pages, scrapetest.CatalogueListing(i))
	}
	for i := range catalogueSize {
		pages = append(pages, scrapetest.CataloguePage(i))
	}
	server := scrapetest.Serve(b, pages, scrapetest.ServeOptions{})
	dir := filepath.Join(b.TempDir(), "run")
	for b.Loop() {
		if err := os.RemoveAll(dir); err != nil {
			b.Fatal(err)
		}
		command(
			b, "scrape", "example/catalogue", "--shops", "../../testdata/shops", "--from", "live", "--no-map", "-q", "-o", dir,
			"--concurrency", "16", "--rate", "0", "--allow-private", "--connect-to", "127.0.0.1:18080="+server.Plain,
		)
		command(b, "export", "jsonl", "--fields", "name,price,sku,specs", "--run", dir, "-o", filepath.Join(dir, "items.jsonl"))
	}
	b.ReportMetric(float64(catalogueSize*b.N)/b.Elapsed().Seconds(), "pages/s")
}
