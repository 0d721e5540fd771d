package live_test

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
	"github.com/pocomigrate/pocomigrate/scrape/live"
)

// catalogue starts a server that holds one page of 60 kB, packed once, and returns its address.
func catalogue(b *testing.B) string {
	b.Helper()
	var page strings.Builder
	for i := 0; page.Len() < 60_000; i++ {
		fmt.Fprintf(&page, "<li class=\"card\" data-id=\"%d\"><a href=\"/uk/product/poco-%x/\">POCO F%d Pro %d GB</a><b>€ %d.99</b></li>\n", i*7919, i*i, i%9, 4<<(i%4), i*31%900)
	}
	packed, err := coding.Encode("gzip", []byte(page.String()))
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Encoding", "gzip")
		if _, err := w.Write(packed); err != nil {
			b.Error(err)
		}
	}))
	b.Cleanup(server.Close)
	return server.URL + "/page"
}

// BenchmarkFetch fetches, records and decodes a page of 60 kB over a kept connection, the server's part in the same process
// included.
func BenchmarkFetch(b *testing.B) {
	address := catalogue(b)
	f := live.New(live.Options{Rate: live.Unlimited, AllowPrivate: true, Recorder: nowhere{}})
	b.ReportAllocs()
	for b.Loop() {
		page, err := f.Fetch(b.Context(), address)
		if err != nil || len(page.Body) < 60_000 {
			b.Fatal(err)
		}
	}
}

// BenchmarkFetchBare is what a client of package net/http takes for the same.
func BenchmarkFetchBare(b *testing.B) {
	address := catalogue(b)
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	b.ReportAllocs()
	for b.Loop() {
		resp, err := client.Get(address)
		if err != nil {
			b.Fatal(err)
		}
		z, err := gzip.NewReader(resp.Body)
		if err != nil {
			b.Fatal(err)
		}
		if body, err := io.ReadAll(z); err != nil || len(body) < 60_000 {
			b.Fatal(err)
		}
		if err := resp.Body.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// nowhere records nothing.
type nowhere struct{}

func (nowhere) Record(*scrape.Exchange) (archive, record string, err error) { return "x", "y", nil }

// BenchmarkFetchWithoutNetwork is what order, robots.txt and bookkeeping take of that.
func BenchmarkFetchWithoutNetwork(b *testing.B) {
	f := live.New(live.Options{Rate: live.Unlimited, Recorder: nowhere{}, Transport: instant{}})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.Fetch(b.Context(), "https://www.po.co/uk/product/poco-f6/"); err != nil {
			b.Fatal(err)
		}
	}
}

// instant answers at once.
type instant struct{}

func (instant) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: http.NoBody}, nil
}
