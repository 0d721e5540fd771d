package warc_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// crawl returns a .warc.gz of n pages of 60 KiB, the size of a product page, that compress as pages do.
func crawl(b *testing.B, n int) []byte {
	b.Helper()
	var out bytes.Buffer
	w := warc.NewWriter(&out)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		var body bytes.Buffer
		for body.Len() < 60<<10 {
			fmt.Fprintf(&body, "<span data-key=\"spec_%d\" class=\"xm-text\">%x</span>\n", body.Len(), random.Uint32())
		}
		p := scrape.Page{
			URL: fmt.Sprintf("https://www.po.co/uk/product/%d/", i), Status: 200, Time: noon, Body: body.Bytes(),
			Header: http.Header{"Content-Type": {"text/html"}},
		}
		if _, err := w.Response(&p, nil); err != nil {
			b.Fatal(err)
		}
	}
	return out.Bytes()
}

// BenchmarkOpen indexes an archive of 200 pages, which inflates all of it once.
func BenchmarkOpen(b *testing.B) {
	data := crawl(b, 200)
	b.SetBytes(200 * 60 << 10)
	for b.Loop() {
		if _, err := warc.OpenBytes("crawl.warc.gz", data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFetch reads one page of that archive.
func BenchmarkFetch(b *testing.B) {
	a := open(b, "crawl.warc.gz", string(crawl(b, 200)))
	b.SetBytes(60 << 10)
	for b.Loop() {
		if _, err := a.Fetch(b.Context(), "https://www.po.co/uk/product/150/"); err != nil {
			b.Fatal(err)
		}
	}
}
