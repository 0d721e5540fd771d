package warc_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"runtime"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// productPage returns a page of 60 KiB that compresses about as product pages do.
func productPage(random *rand.Rand) []byte {
	var b bytes.Buffer
	for b.Len() < 60<<10 {
		fmt.Fprintf(&b, "<span data-key=\"spec_%d\" class=\"xm-text\">%x</span>\n", b.Len(), random.Uint32())
	}
	return b.Bytes()
}

// productPages returns a few of them, each another.
func productPages() [][]byte {
	random := rand.New(rand.NewPCG(1, 2))
	pages := make([][]byte, 20)
	for i := range pages {
		pages[i] = productPage(random)
	}
	return pages
}

// crawl returns a .warc.gz of n pages with the bodies in turn.
func crawl(tb testing.TB, n int, bodies ...[]byte) []byte {
	tb.Helper()
	var out bytes.Buffer
	w := warc.NewWriter(&out)
	for i := range n {
		x := scrape.Exchange{
			URL: fmt.Sprintf("https://www.po.co/uk/product/%d/", i), Status: 200, Time: noon, Body: bodies[i%len(bodies)],
			Header: http.Header{"Content-Type": {"text/html"}},
		}
		if _, err := w.Exchange(&x); err != nil {
			tb.Fatal(err)
		}
	}
	return out.Bytes()
}

// BenchmarkOpen indexes an archive of 200 pages, which inflates all of it once.
func BenchmarkOpen(b *testing.B) {
	data := crawl(b, 200, productPages()...)
	b.SetBytes(200 * 60 << 10)
	for b.Loop() {
		if _, err := warc.OpenBytes("crawl.warc.gz", data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFetch reads one page of that archive.
func BenchmarkFetch(b *testing.B) {
	a := open(b, "crawl.warc.gz", string(crawl(b, 200, productPages()...)))
	b.SetBytes(60 << 10)
	for b.Loop() {
		if _, err := a.Fetch(b.Context(), "https://www.po.co/uk/product/150/"); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkExchange records one answer of 60 KiB with its request.
func BenchmarkExchange(b *testing.B) {
	x := &scrape.Exchange{
		URL: "https://www.po.co/uk/product/poco-f6/", Time: noon, Status: 200, Via: "live", Body: productPage(rand.New(rand.NewPCG(1, 2))),
		Request: http.Header{"User-Agent": {"pocomigrate/1"}, "Accept-Encoding": {"gzip, br, zstd"}},
		Header:  http.Header{"Content-Type": {"text/html; charset=utf-8"}, "Date": {"Tue, 01 Oct 2024 12:00:00 GMT"}, "Server": {"nginx"}, "Etag": {`"1"`}},
	}
	w := warc.NewWriter(io.Discard)
	b.SetBytes(int64(len(x.Body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := w.Exchange(x); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSeal packs a recording of 2,000 pages, and BenchmarkWriteWACZ does so by reading it first.
func BenchmarkSeal(b *testing.B) {
	data := crawl(b, 2000, productPages()...)
	refs := open(b, "0001.warc.gz", string(data)).Refs()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if err := warc.Seal(io.Discard, "test", file("0001.warc.gz", data), refs); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWriteWACZ(b *testing.B) {
	data := crawl(b, 2000, productPages()...)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if err := warc.WriteWACZ(io.Discard, "test", file("0001.warc.gz", data)); err != nil {
			b.Fatal(err)
		}
	}
}

// TestIndexIsLean keeps the index of 2,000 pages small. It runs alone, so that what it measures is its own.
func TestIndexIsLean(t *testing.T) { //nolint:paralleltest // it measures the heap
	data := crawl(t, 2000, make([]byte, 60<<10))
	before := heap()
	a, err := warc.OpenBytes("0001.warc.gz", data)
	if err != nil {
		t.Fatal(err)
	}
	const most = 2 << 20
	if took := heap() - before; took < 0 || took > most {
		t.Errorf("the index of 2,000 pages takes %d bytes, want at most %d", took, most)
	}
	runtime.KeepAlive(a)
	runtime.KeepAlive(data)
}

// heap returns what is held, without what pools keep for a while.
func heap() int64 {
	var m runtime.MemStats
	for range 3 {
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
