package coding_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

const page = "<h1>POCO F6</h1>\n"

// as returns s under encodings, the first of which is put on first.
func as(tb testing.TB, s string, names ...string) string {
	tb.Helper()
	for _, name := range names {
		b, err := coding.Encode(name, []byte(s))
		if err != nil {
			tb.Fatal(err)
		}
		s = string(b)
	}
	return s
}

// bare returns s deflated without the zlib head, as some servers send it.
func bare(tb testing.TB, s string) string {
	tb.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, 9)
	if err == nil {
		_, err = w.Write([]byte(s))
	}
	if err = errors.Join(err, w.Close()); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// headers returns a header of "Name: value" pairs.
func headers(pairs ...string) http.Header {
	h := http.Header{}
	for _, pair := range pairs {
		name, value, _ := strings.Cut(pair, ": ")
		h.Add(name, value)
	}
	return h
}

const (
	gz  = "Content-Encoding: gzip"
	br  = "Content-Encoding: br"
	zst = "Content-Encoding: zstd"
	def = "Content-Encoding: deflate"
	te  = "Transfer-Encoding: chunked"
)

// TestDecode covers what servers and recorders do to bodies; the headers promise, the bytes decide.
func TestDecode(t *testing.T) {
	t.Parallel()
	chunks := func(s string) string {
		return fmt.Sprintf("5\r\n%s\r\n%x; note=x\r\n%s\r\n0\r\n\r\n", s[:5], len(s)-5, s[5:])
	}
	skippable := "\x50\x2a\x4d\x18\x03\x00\x00\x00abc"
	tests := []struct {
		name   string
		header http.Header
		body   string
		want   string
	}{
		{"as it is", nil, page, page},
		{"identity", headers("Content-Encoding: identity"), page, page},
		{"chunked", headers(te), chunks(page), page},
		{"chunked, but undone", headers(te), page, page},
		{"gzip", headers(gz), as(t, page, "gzip"), page},
		{"gzip by its old name", headers("Content-Encoding: X-GZIP"), as(t, page, "gzip"), page},
		{"gzip, but undone", headers(gz), page, page},
		{"gzip, its header lost", nil, as(t, page, "gzip"), page},
		{"gzip, header twice and empty", headers(gz, gz, "Content-Encoding: "), as(t, page, "gzip"), page},
		{"gzip twice", headers("Content-Encoding: gzip, gzip"), as(t, page, "gzip", "gzip"), page},
		{"gzip in two members", headers(gz), as(t, page[:4], "gzip") + as(t, page[4:], "gzip"), page},
		{"gzip, an empty member between", headers(gz), as(t, page[:4], "gzip") + as(t, "", "gzip") + as(t, page[4:], "gzip"), page},
		{"gzip, then rubbish", headers(gz), as(t, page, "gzip") + "\x00\x00trailing", page},
		{"gzip in chunks", headers(te, gz), chunks(as(t, page, "gzip")), page},
		{"gzip as a transfer encoding", headers("Transfer-Encoding: gzip, chunked"), chunks(as(t, page, "gzip")), page},
		{"gzip as a transfer encoding of br", headers(br, "Transfer-Encoding: gzip, chunked"), chunks(as(t, page, "br", "gzip")), page},
		{"gzip file to be downloaded", headers("Content-Type: application/gzip"), as(t, page, "gzip"), as(t, page, "gzip")},
		{"gzip in br in zstd", headers("Content-Encoding: gzip, br", zst), as(t, page, "gzip", "br", "zstd"), page},
		{"br", headers(br), as(t, page, "br"), page},
		{"br of another writer", headers(br), "\x0b\x08\x80<h1>POCO F6</h1>\n\x03", page},
		{"br, but undone", headers(br), page, page},
		{"br, but undone, and the text begins as br may", headers(br), `{"a":"é"}`, `{"a":"é"}`},
		{"br of nothing", headers(br), as(t, "", "br"), ""},
		{"br, but there is no body", headers(br), "", ""},
		{"not understood, but there is no body", headers("Content-Encoding: compress"), "", ""},
		{"zstd", headers(zst), as(t, page, "zstd"), page},
		{"zstd, but undone", headers(zst), page, page},
		{"zstd, its header lost", nil, as(t, page, "zstd"), page},
		{"zstd in two frames and one to be skipped", headers(zst), skippable + as(t, page[:4], "zstd") + as(t, page[4:], "zstd"), page},
		{"zstd, then rubbish", headers(zst), as(t, page, "zstd") + "trailing", page},
		{"zstd file to be downloaded", headers("Content-Type: application/octet-stream"), as(t, page, "zstd"), as(t, page, "zstd")},
		{"deflate with its head", headers(def), as(t, page, "deflate"), page},
		{"deflate without", headers(def), bare(t, page), page},
		{"deflate, but undone", headers(def), page, page},
		{"length of the encoded body kept", headers("Content-Length: 4"), page, page},
		{"length of an answer without a body", headers("Content-Length: 400"), "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := coding.Decode(http.StatusOK, tt.header, []byte(tt.body))
			if err != nil || string(got) != tt.want {
				t.Errorf("Decode = %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

// TestDecodeRefuses has bodies that are cut, broken or not understood. None of them is too large.
func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("POCO F6 and what else there is to say of it. ", 20)
	cut := func(name string) string { s := as(t, long, name); return s[:len(s)-6] }
	flipped := []byte(as(t, page, "gzip"))
	flipped[len(flipped)-6] ^= 0xff
	tests := []struct {
		name   string
		header http.Header
		body   string
		want   string
	}{
		{"gzip cut", headers(gz), cut("gzip"), "content encoding gzip: unexpected EOF"},
		{"gzip cut in its head", headers(gz), as(t, page, "gzip")[:5], "content encoding gzip: unexpected EOF"},
		{"gzip cut, its header lost", nil, cut("gzip"), "content encoding gzip, which no header names: unexpected EOF"},
		{"gzip cut in its second member", headers(gz), as(t, page, "gzip") + cut("gzip"), "content encoding gzip: unexpected EOF"},
		{"gzip, checksum differs", headers(gz), string(flipped), "content encoding gzip: " + gzip.ErrChecksum.Error()},
		{"br cut", headers(br), cut("br"), "content encoding br: unexpected EOF"},
		{"br, then rubbish", headers(br), as(t, long, "br") + "\x00", "content encoding br: brotli: excessive input"},
		{"br that is none", headers(br), "\xff\xfe\x00\x01", "content encoding br: "},
		{"zstd cut", headers(zst), cut("zstd"), "content encoding zstd: unexpected EOF"},
		{"zstd of nothing but rubbish", headers(zst), "\x50\x2a\x4d\x18\x00\x00\x00\x00rubbish", "content encoding zstd: invalid input: magic number mismatch"},
		{"deflate cut", headers(def), cut("deflate"), "content encoding deflate: unexpected EOF"},
		{"deflate with a dictionary", headers(def), "\x78\xbb\x00\x00\x00\x00", "content encoding deflate: zlib: invalid dictionary"},
		{"deflate without its head cut", headers(def), bare(t, long)[:20], "content encoding deflate: unexpected EOF"},
		{"chunks cut", headers(te), "5\r\n<h1>P\r\n40\r\nOCO", "chunked body: unexpected EOF"},
		{"shorter than announced", headers("Content-Length: 400"), page, "body ends after 17 of 400 bytes"},
		{"not understood", headers("Content-Encoding: compress"), "\x1f\x9d", "content encoding compress: not understood, only gzip, br, zstd and deflate"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := coding.Decode(http.StatusOK, tt.header, []byte(tt.body))
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Fatalf("Decode = %q, %v, want an error with %q", got, err, tt.want)
			}
			if _, large := errors.AsType[*coding.LimitError](err); large {
				t.Errorf("Decode error %v is a LimitError", err)
			}
		})
	}
}

// TestDecodeNoticesEveryCut of a body that begins as its encoding does.
func TestDecodeNoticesEveryCut(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]int{"gzip": 3, "zstd": 4} {
		body := as(t, page, name)
		for n := begin; n < len(body); n++ {
			if got, err := coding.Decode(http.StatusOK, headers("Content-Encoding: "+name), []byte(body[:n])); !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("%s cut after %d of %d bytes: Decode = %q, %v", name, n, len(body), got, err)
			}
		}
	}
}

// TestDecodeStopsWhatGrowsTooLarge has bombs of every kind; each is told from a torn body by its type.
func TestDecodeStopsWhatGrowsTooLarge(t *testing.T) {
	t.Parallel()
	zeros := strings.Repeat("\x00", 5<<20)
	dull := strings.Repeat("<p>", 12<<20) // 36 MiB, on the wire enough of it that only its size is wrong
	const grows = "grows to more than 200 times what was sent"
	tests := []struct {
		name   string
		header http.Header
		body   string
		want   string
	}{
		{"gzip", headers(gz), as(t, zeros, "gzip"), "content encoding gzip: body " + grows},
		{"gzip, its header lost", nil, as(t, zeros, "gzip"), "body " + grows},
		{"gzip in many members", headers(gz), strings.Repeat(as(t, zeros[:1<<20], "gzip"), 8), grows},
		{"br", headers(br), as(t, zeros, "br"), "content encoding br: body " + grows},
		{"zstd", headers(zst), as(t, zeros, "zstd"), "content encoding zstd: body " + grows},
		{"deflate", headers(def), as(t, zeros, "deflate"), "content encoding deflate: body " + grows},
		{"gzip in gzip", headers("Content-Encoding: gzip, gzip"), as(t, zeros, "gzip", "gzip"), grows},
		{"as it is", nil, dull, "body is larger than 32 MiB"},
		{"gzip of too much", headers(gz), as(t, dull, "gzip") + strings.Repeat("\x00", 200<<10), "content encoding gzip: body is larger than 32 MiB"},
		{"zstd with a large window", headers(zst), "\x28\xb5\x2f\xfd\x00\x70\x01\x00\x00", "content encoding zstd: zstd window is larger than 8 MiB"},
		{"six encodings", headers("Content-Encoding: gzip,gzip,gzip,gzip,gzip,gzip"), page, "body has 6 encodings, more than 5"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := coding.Decode(http.StatusOK, tt.header, []byte(tt.body))
			if _, large := errors.AsType[*coding.LimitError](err); !large || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Decode error = %v, want a LimitError with %q", err, tt.want)
			}
		})
	}
}

// TestDecodeLetsRepetitivePagesPass has what the cap on growth must not stop: small things of any ratio, and long lists.
func TestDecodeLetsRepetitivePagesPass(t *testing.T) {
	t.Parallel()
	var list strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&list, `<li class="card"><a class="product" href="/p/%d">Product %d</a></li>`, i, i)
	}
	card := `<li class="card"><a class="product" href="/p/">Product</a><img src="https://cdn.example/img/placeholder.png" alt=""></li>`
	for name, body := range map[string]string{"a list of 7 MB": list.String(), "10,000 times the same card": strings.Repeat(card, 10_000)} {
		for _, coded := range []string{"gzip", "br", "zstd", "deflate"} {
			t.Run(name+" as "+coded, func(t *testing.T) {
				t.Parallel()
				got, err := coding.Decode(http.StatusOK, headers("Content-Encoding: "+coded), []byte(as(t, body, coded)))
				if err != nil || string(got) != body {
					t.Errorf("Decode returns %d bytes, %v, want %d", len(got), err, len(body))
				}
			})
		}
	}
}

// TestBodiesAreKeptApart decodes one body after another, with buffers that are used again.
func TestBodiesAreKeptApart(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"gzip", "br", "zstd", "deflate"} {
		var got [4][]byte
		for i := range got {
			var err error
			body := strings.Repeat(string(rune('a'+i)), 1000)
			if got[i], err = coding.Decode(http.StatusOK, headers("Content-Encoding: "+name), []byte(as(t, body, name))); err != nil {
				t.Fatal(err)
			}
		}
		for i, b := range got {
			if string(b) != strings.Repeat(string(rune('a'+i)), 1000) {
				t.Errorf("%s: body %d became %.20q", name, i, b)
			}
		}
	}
}

// TestReadStops reads from what never ends, and what goes wrong.
func TestReadStops(t *testing.T) {
	t.Parallel()
	endless := &zeros{}
	if _, err := coding.Read(endless); err == nil || err.Error() != "body is larger than 32 MiB" {
		t.Errorf("Read of an endless reader: error %v", err)
	}
	if endless.n > coding.MaxBody+1 {
		t.Errorf("Read took %d bytes, want at most one more than %d", endless.n, coding.MaxBody)
	}
	broken := errors.New("connection reset")
	if _, err := coding.Read(&zeros{err: broken}); !errors.Is(err, broken) {
		t.Errorf("Read of a reader that fails: error %v", err)
	}
}

// zeros is a reader that never ends, or fails at its second call.
type zeros struct {
	n   int
	err error
}

func (z *zeros) Read(p []byte) (int, error) {
	if z.err != nil && z.n > 0 {
		return 0, z.err
	}
	clear(p)
	z.n += len(p)
	return len(p), nil
}
