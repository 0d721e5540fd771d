package warc_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

var noon = time.Date(2024, 10, 1, 12, 0, 0, 0, time.UTC)

// record returns a WARC 1.1 record as other people's tools write it, with a length that is its block's unless given.
func record(fields, block string) string {
	if !strings.Contains(fields, "Content-Length:") {
		fields += fmt.Sprintf("Content-Length: %d\n", len(block))
	}
	return "WARC/1.1\r\n" + strings.ReplaceAll(fields, "\n", "\r\n") + "\r\n" + block + "\r\n\r\n"
}

// response returns a response record of an HTML page at an address that ends in name.
func response(name, body string) string {
	return record(fields("response", name), httpOK(body))
}

// fields returns the usual head of a record, without its length.
func fields(kind, name string) string {
	return "WARC-Type: " + kind + "\nWARC-Record-ID: <urn:test:" + name + ">\nWARC-Date: 2024-10-01T12:00:00Z\n" +
		"WARC-Target-URI: https://www.po.co/uk/" + name + "\nContent-Type: application/http; msgtype=response\n"
}

func httpOK(body string) string {
	return "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
}

func zipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, s); err != nil {
		panic(err)
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

func open(tb testing.TB, name, data string) *warc.Archive {
	tb.Helper()
	a, err := warc.OpenBytes(name, []byte(data))
	if err != nil {
		tb.Fatalf("OpenBytes(%s) error: %v", name, err)
	}
	return a
}

// contents lists an archive as lines: "200 https://… body" for a page, "! …" for damage met in listing or opening.
func contents(tb testing.TB, a *warc.Archive) []string {
	tb.Helper()
	var lines []string
	for c, err := range a.List(tb.Context()) {
		var p *scrape.Page
		if err == nil {
			p, err = a.Open(tb.Context(), c)
		}
		if err != nil {
			lines = append(lines, "! "+err.Error())
			continue
		}
		lines = append(lines, fmt.Sprintf("%d %s %s", p.Status, strings.TrimPrefix(p.URL, "https://www.po.co/uk/"), p.Body))
	}
	return lines
}

// readAs says that a line of contents is the wanted one, of which damage need only be a part.
func readAs(line, want string) bool {
	damage, damaged := strings.CutPrefix(want, "! ")
	return line == want || damaged && strings.HasPrefix(line, "! ") && strings.Contains(line, damage)
}

// listed returns the captures of an archive, whole or damaged.
func listed(tb testing.TB, a *warc.Archive) []scrape.Capture {
	tb.Helper()
	var captures []scrape.Capture
	for c, err := range a.List(tb.Context()) {
		if _, failed := errors.AsType[*scrape.FailedError](err); err != nil && !failed && !strings.Contains(err.Error(), "revisit without a body") {
			tb.Error(err)
		}
		captures = append(captures, c)
	}
	return captures
}

// pages are captures of every kind that a Writer writes, one address twice.
func pages() []scrape.Page {
	html := http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	return []scrape.Page{
		{URL: "https://www.po.co/uk/", Status: 200, Header: html, Body: []byte("<h1>POCO</h1>"), Time: noon},
		{URL: "https://www.po.co/uk/", Status: 200, Header: html, Body: []byte("<h1>POCO UK</h1>"), Time: noon.Add(time.Hour)},
		{
			URL: "https://www.po.co/fr/product/poco-f6/", Status: 301, Time: noon,
			Header: http.Header{"Location": {"https://www.mi.com/fr/"}, "Set-Cookie": {"a=1", "b=2"}},
		},
		{
			URL: "https://go.buy.mi.com/de/v2/item/productdetail?tag=poco-f6&from=pc", Status: 404, Body: []byte("{\x00}"),
			Header: http.Header{"Content-Type": {"application/json"}}, Time: noon.Add(1500 * time.Millisecond),
		},
		{URL: "https://www.poco.in/product/poco-c75-5g", Status: 200, Header: html, Body: []byte("rendered"), Time: noon},
		{URL: "https://www.po.co/uk/product/poco-f6/", Status: 200, Header: html, Body: []byte("<h1>POCO UK</h1>"), Time: noon},
	}
}

// exchange returns the exchange that gives a page.
func exchange(p *scrape.Page) *scrape.Exchange {
	return &scrape.Exchange{URL: p.URL, Time: p.Time, Status: p.Status, Header: p.Header, Body: p.Body}
}

// written returns the pages as a .warc.gz: the last two as a resource and as a revisit of the second.
func written(tb testing.TB) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := warc.NewWriter(&b)
	errs := []error{w.Info(noon, "software: test")}
	refs := make([]warc.Ref, len(pages()))
	for i, p := range pages() {
		x := exchange(&p)
		x.Resource = i == 4
		var err error
		if i == 5 {
			refs[i], err = w.Revisit(x, refs[1])
		} else {
			refs[i], err = w.Exchange(x)
		}
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// gunzipped returns what all members of a gzip hold.
func gunzipped(tb testing.TB, data []byte) []byte {
	tb.Helper()
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		tb.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		tb.Fatal(err)
	}
	return plain
}

func packed(tb testing.TB, files ...warc.File) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := warc.WriteWACZ(&b, "test", files...); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// sealed returns a recording as a WACZ.
func sealed(tb testing.TB, gz []byte) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := warc.Seal(&b, "test", file("0001.warc.gz", gz), open(tb, "0001.warc.gz", string(gz)).Refs()); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func file(name string, data []byte) warc.File {
	return warc.File{Name: name, Data: bytes.NewReader(data), Size: int64(len(data))}
}
