package warc_test

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
	"testing"
)

// squeezed returns what a compressor makes of s.
func squeezed(t *testing.T, s string, compressor func(io.Writer) (io.WriteCloser, error)) string {
	t.Helper()
	var b bytes.Buffer
	w, err := compressor(&b)
	if err == nil {
		_, err = io.WriteString(w, s)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestBodyIsDecoded covers what servers and recorders do to bodies; the headers promise, the bytes decide.
func TestBodyIsDecoded(t *testing.T) {
	t.Parallel()
	const page = "<h1>POCO F6</h1>\n"
	withZlib := squeezed(t, page, func(w io.Writer) (io.WriteCloser, error) { return zlib.NewWriter(w), nil })
	bare := squeezed(t, page, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 9) })
	chunked := fmt.Sprintf("5\r\n%s\r\n%x; note=x\r\n%s\r\n0\r\n\r\n", page[:5], len(page)-5, page[5:])
	tests := []struct{ name, head, body, want string }{
		{"as it is", "", page, page},
		{"identity", "Content-Encoding: identity\r\n", page, page},
		{"chunked", "Transfer-Encoding: chunked\r\n", chunked, page},
		{"chunked, but undone by the recorder", "Transfer-Encoding: chunked\r\n", page, page},
		{"gzip", "Content-Encoding: gzip\r\n", zipped(page), page},
		{"gzip by its old name", "content-encoding: X-GZIP\r\n", zipped(page), page},
		{"gzip, but undone by the recorder", "Content-Encoding: gzip\r\n", page, page},
		{"gzip, its header lost", "", zipped(page), page},
		{"gzip, header twice and empty", strings.Repeat("Content-Encoding: gzip\r\n", 2) + "Content-Encoding: \r\n", zipped(page), page},
		{"gzip twice", "Content-Encoding: gzip, gzip\r\n", zipped(zipped(page)), page},
		{"gzip in two members", "Content-Encoding: gzip\r\n", zipped(page[:4]) + zipped(page[4:]), page},
		{"gzip, then rubbish", "Content-Encoding: gzip\r\n", zipped(page) + "\x00\x00trailing", page},
		{"gzip in chunks", "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(zipped(page)), zipped(page)), page},
		{"gzip file to be downloaded", "Content-Type: application/gzip\r\n", zipped(page), zipped(page)},
		{"deflate with its head", "Content-Encoding: deflate\r\n", withZlib, page},
		{"deflate without", "Content-Encoding: deflate\r\n", bare, page},
		{"deflate, but undone by the recorder", "Content-Encoding: deflate\r\n", page, page},
		{"length of the encoded body kept", "Content-Length: 4\r\n", page, page},
		{"header lines that are none", "no colon here\r\n  folded\r\n", page, page},
		{"zstd", "Content-Encoding: zstd\r\n", "(\xb5/\xfd", "! content encoding zstd: not understood, only gzip and deflate"},
		{"brotli", "Content-Encoding: br\r\n", "\x0b\x02\x80", "! content encoding br: not understood"},
		{"gzip cut short", "Content-Encoding: gzip\r\n", zipped(page)[:20], "! content encoding gzip: unexpected EOF"},
		{"chunks cut short", "Transfer-Encoding: chunked\r\n", chunked[:12], "! chunked body: unexpected EOF"},
		{"shorter than announced", "Content-Length: 400\r\n", page, "! body ends after 17 of 400 bytes"},
		{"gzip bomb", "Content-Encoding: gzip\r\n", zipped(strings.Repeat("\x00", 33<<20)), "! body is larger than 32 MiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			block := "HTTP/1.1 200 OK\r\n" + tt.head + "\r\n" + tt.body
			got := contents(t, open(t, "x.warc", record(fields("response", "a"), block)))
			damage, damaged := strings.CutPrefix(tt.want, "! ")
			ok := len(got) == 1 && (got[0] == "200 a "+tt.want || damaged && strings.HasPrefix(got[0], "! ") && strings.Contains(got[0], damage))
			if !ok {
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
