package warc_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

// TestBodyIsDecoded takes bodies with the encodings of servers through a record; scrape/coding holds the odd ones.
func TestBodyIsDecoded(t *testing.T) {
	t.Parallel()
	const page = "<h1>POCO F6</h1>\n"
	encoded := func(name, body string) string {
		b, err := coding.Encode(name, []byte(body))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	tests := []struct{ name, head, body, want string }{
		{"as it is", "", page, page},
		{"chunked", "Transfer-Encoding: chunked\r\n", "11\r\n" + page + "\r\n0\r\n\r\n", page},
		{"gzip", "Content-Encoding: gzip\r\n", zipped(page), page},
		{"gzip by its old name", "content-encoding: X-GZIP\r\n", zipped(page), page},
		{"gzip, but undone by the recorder", "Content-Encoding: gzip\r\n", page, page},
		{"br", "Content-Encoding: br\r\n", encoded("br", page), page},
		{"zstd", "Content-Encoding: zstd\r\n", encoded("zstd", page), page},
		{"two, in two headers", "Content-Encoding: br\r\nContent-Encoding: zstd\r\n", encoded("zstd", encoded("br", page)), page},
		{"header lines that are none", "no colon here\r\n  folded\r\n", page, page},
		{"gzip cut short", "Content-Encoding: gzip\r\n", zipped(page)[:20], "! content encoding gzip: unexpected EOF"},
		{"br cut short", "Content-Encoding: br\r\n", encoded("br", page)[:9], "! content encoding br: unexpected EOF"},
		{"chunks cut short", "Transfer-Encoding: chunked\r\n", "11\r\n" + page[:9], "! chunked body: unexpected EOF"},
		{"shorter than announced", "Content-Length: 400\r\n", page, "! body ends after 17 of 400 bytes"},
		{"gzip bomb", "Content-Encoding: gzip\r\n", zipped(strings.Repeat("\x00", 5<<20)), "! body grows to more than 200 times what was sent"},
		{"not understood", "Content-Encoding: compress\r\n", page[:2] + "\xff", "! content encoding compress: not understood"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			block := "HTTP/1.1 200 OK\r\n" + tt.head + "\r\n" + tt.body
			got := contents(t, open(t, "x.warc", record(fields("response", "a"), block)))
			if len(got) != 1 || got[0] != "200 a "+tt.want && !readAs(got[0], tt.want) {
				t.Errorf("reads as %.300q, want %q", got, tt.want)
			}
		})
	}
}

// TestHeadsOfAllShapes reads messages whose head is not as the standard has it.
func TestHeadsOfAllShapes(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, block, want string }{
		{"bare line ends", "HTTP/1.0 200 OK\nContent-Type: text/html\n\nA", "200 a A"},
		{"no reason", "HTTP/2 204\r\n\r\n", "204 a "},
		{"no end of the head", "HTTP/1.1 404 Not Found\r\nServer: x\r\n", "404 a "},
		{"no end of the line", "HTTP/1.1 404", "404 a "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := contents(t, open(t, "x.warc", record(fields("response", "a"), tt.block))); len(got) != 1 || got[0] != tt.want {
				t.Errorf("reads as %q, want %q", got, tt.want)
			}
		})
	}
}

// TestHeadersAreKept has values over several lines, twice, and empty.
func TestHeadersAreKept(t *testing.T) {
	t.Parallel()
	head := "HTTP/1.1 200 OK\r\n folded into nothing\r\nx-a: one\r\n\ttwo\r\n  three \r\nno colon\r\n four\r\nX-A:five\r\nX-B:\r\n: six\r\nX-C: seven\r\n X-D: eight\r\n\r\n"
	p, err := open(t, "x.warc", record(fields("response", "a"), head)).Fetch(t.Context(), "https://www.po.co/uk/a")
	if err != nil {
		t.Fatal(err)
	}
	want := http.Header{"X-A": {"one two three four", "five"}, "X-B": {""}, "X-C": {"seven X-D: eight"}}
	if diff := cmp.Diff(want, p.Header); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
}
