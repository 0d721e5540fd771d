package coding_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

func TestEncodeKnowsWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	for name := range strings.SplitSeq(coding.AcceptEncoding, ", ") {
		one, err := coding.Encode(name, []byte(page))
		if err != nil {
			t.Errorf("Encode(%q) error: %v", name, err)
		}
		if two, _ := coding.Encode(name, []byte(page)); !bytes.Equal(one, two) { //nolint:errcheck // it was nil a line ago
			t.Errorf("Encode(%q) gives other bytes the second time", name)
		}
	}
	if _, err := coding.Encode("compress", nil); err == nil || !strings.Contains(err.Error(), `encode as "compress": not known`) {
		t.Errorf("Encode as compress: error %v", err)
	}
}

// TestAppendGzip reads back, with another reader, members that were appended to one another.
func TestAppendGzip(t *testing.T) {
	t.Parallel()
	b := coding.AppendGzip([]byte("kept"), []byte("head "), nil, []byte("body"))
	b = coding.AppendGzip(b)
	b = coding.AppendGzip(b, []byte(" end"))
	rest, ok := bytes.CutPrefix(b, []byte("kept"))
	if !ok {
		t.Fatalf("AppendGzip lost what it was to append to: %q", b)
	}
	z, err := gzip.NewReader(bytes.NewReader(rest))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(z); err != nil || string(got) != "head body end" {
		t.Errorf("reads back as %q, %v", got, err)
	}
	if n := strings.Count(string(rest), "\x1f\x8b\x08"); n != 3 {
		t.Errorf("%d members, want 3", n)
	}
}

// FuzzDecode holds for any bytes under any headers: no panic, and no more than was allowed.
func FuzzDecode(f *testing.F) {
	for _, name := range []string{"gzip", "br", "zstd", "deflate"} {
		f.Add(name, "", as(f, page, name))
		f.Add(name+", gzip", "chunked", as(f, page, name, "gzip"))
	}
	f.Add("", "chunked", "5\r\nhello\r\n0\r\n\r\n")
	f.Add("zstd", "", "\x28\xb5\x2f\xfd\x00\x70\x01\x00\x00")
	f.Fuzz(func(t *testing.T, content, transfer, body string) {
		header := http.Header{"Content-Encoding": {content}, "Transfer-Encoding": {transfer}}
		got, err := coding.Decode(http.StatusOK, header, []byte(body))
		if err != nil && got != nil {
			t.Errorf("Decode returns %d bytes beside error %v", len(got), err)
		}
		if most := max(4<<20, 200*len(body)); len(got) > most {
			t.Errorf("Decode of %d bytes returns %d, more than %d", len(body), len(got), most)
		}
	})
}

// FuzzRoundTrip undoes what Encode does, for every body.
func FuzzRoundTrip(f *testing.F) {
	f.Add([]byte(page))
	f.Add([]byte(nil))
	f.Add(bytes.Repeat([]byte("\x1f\x8b\x08"), 1000))
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, name := range []string{"gzip", "br", "zstd", "deflate"} {
			encoded, err := coding.Encode(name, body)
			if err != nil {
				t.Fatal(err)
			}
			got, err := coding.Decode(http.StatusOK, http.Header{"Content-Encoding": {name}}, encoded)
			if err != nil || !bytes.Equal(got, body) {
				t.Errorf("%s: Decode(Encode(%d bytes)) = %d bytes, %v", name, len(body), len(got), err)
			}
		}
	})
}
