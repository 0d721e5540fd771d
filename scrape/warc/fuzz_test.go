package warc_test

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// checkArchive is the property of every input: it opens or is refused; each capture is listed under a name of its own and
// opens as what was listed, is damage that names the archive, or a failure that gives a reason; no body is over the cap;
// nothing else ever comes. What is whole of it is a .warc.gz that holds the same.
func checkArchive(t *testing.T, data []byte) {
	t.Helper()
	a, err := warc.OpenBytes("fuzz", data)
	if err != nil {
		return
	}
	damaged := func(err error) bool {
		damage, ok := errors.AsType[*scrape.DamagedError](err)
		return ok && damage.Archive == "fuzz" && damage.What != ""
	}
	records := map[string]bool{}
	for c, err := range a.List(t.Context()) {
		if err != nil {
			if failed, ok := errors.AsType[*scrape.FailedError](err); !damaged(err) && (!ok || failed.Reason == "" || failed.URL != c.URL) {
				t.Fatalf("List yields %v", err)
			}
			continue
		}
		if c.Record == "" || records[c.Record] {
			t.Fatalf("record %q has no name of its own", c.Record)
		}
		records[c.Record] = true
		p, err := a.Open(t.Context(), c)
		if err != nil {
			if !damaged(err) {
				t.Fatalf("Open(%+v) error: %v", c, err)
			}
			continue
		}
		if p.URL != c.URL || p.Record != c.Record || p.Status < 100 || len(p.Body) > 32<<20 {
			t.Fatalf("Open(%+v) = %q, %q, status %d, %d bytes", c, p.URL, p.Record, p.Status, len(p.Body))
		}
	}
}

// checkWhole is the property of an interrupted recording: what is whole of it opens, is whole again, and holds the records
// that Refs names, each of which can be copied if it can be opened.
func checkWhole(t *testing.T, data []byte) {
	t.Helper()
	a, err := warc.OpenBytes("fuzz", data)
	if err != nil || a.Whole() == 0 {
		return
	}
	if a.Whole() > int64(len(data)) {
		t.Fatalf("Whole() = %d of %d bytes", a.Whole(), len(data))
	}
	whole, err := warc.OpenBytes("fuzz", data[:a.Whole()])
	if err != nil || whole.Whole() != a.Whole() || len(whole.Refs()) != len(a.Refs()) {
		t.Fatalf("the first %d bytes, which are whole, open with %v", a.Whole(), err)
	}
	for _, r := range a.Refs() {
		if r.Offset+r.Length > a.Whole() {
			t.Fatalf("record %+v does not lie within %d bytes", r, a.Whole())
		}
		var out bytes.Buffer
		copied, err := a.CopyTo(warc.NewWriter(&out), r.Record)
		if err != nil {
			continue
		}
		b, err := warc.OpenBytes("copy", out.Bytes())
		if err != nil || len(b.Refs()) != 1 || b.Refs()[0].Digest != copied.Digest || b.Refs()[0].Record != copied.Record {
			t.Fatalf("copy of %+v reads as %+v, %v", r, b, err)
		}
	}
}

func FuzzWhole(f *testing.F) {
	gz := written(f)
	f.Add(gz, len(gz))
	f.Add(gz, len(gz)/2)
	f.Add([]byte(zipped(string(gunzipped(f, gz)))), 1<<20)
	f.Fuzz(func(t *testing.T, data []byte, cut int) {
		checkWhole(t, data[:min(max(cut, 0), len(data))])
	})
}

// FuzzJoin takes two archives, one of which may borrow from the other.
func FuzzJoin(f *testing.F) {
	f.Add([]byte(response("a", "A")), []byte(revisit("a", "WARC-Refers-To: <urn:test:a>\n", "HTTP/1.1 304\r\n\r\n")))
	f.Add(written(f), []byte(revisit("a", "WARC-Payload-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ\n", "")))
	f.Fuzz(func(t *testing.T, one, two []byte) {
		a, err1 := warc.OpenBytes("one", one)
		b, err2 := warc.OpenBytes("two", two)
		if err1 != nil || err2 != nil {
			return
		}
		warc.Join(a, b)
		for _, archive := range []*warc.Archive{a, b} {
			for c, err := range archive.List(t.Context()) {
				if err != nil {
					continue
				}
				if p, err := archive.Open(t.Context(), c); err == nil && (p.Archive != archive.Name() || p.URL != c.URL) {
					t.Fatalf("Open(%+v) = %+v", c, p)
				}
			}
		}
	})
}

// FuzzExchange writes any exchange and reads it back.
func FuzzExchange(f *testing.F) {
	f.Add("https://www.po.co/uk/", 200, "Content-Type", "text/html", []byte("POCO"), false)
	f.Add("https://www.po.co/", 301, "Location", "https://www.mi.com/\r\nX: y", []byte(nil), false)
	f.Add("https://poco.in/", 0, "Content-Type", "text/html", []byte("WARC/1.1\r\n"), true)
	f.Fuzz(func(t *testing.T, url string, status int, name, value string, body []byte, resource bool) {
		x := &scrape.Exchange{
			URL: url, Time: noon, Status: status, Header: http.Header{name: {value}}, Body: body, Via: "live", Resource: resource, Request: http.Header{},
		}
		var b bytes.Buffer
		ref, err := warc.NewWriter(&b).Exchange(x)
		if err != nil {
			return
		}
		a, err := warc.OpenBytes("fuzz", b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for c, err := range a.List(t.Context()) {
			if n++; err != nil || c.Record != ref.Record || c.URL != strings.TrimSpace(url) || c.Via != "live" {
				t.Fatalf("List yields %+v, %v of %+v", c, err, ref)
			}
			want, werr := body, error(nil)
			if !resource {
				written := http.Header{http.CanonicalHeaderKey(strings.TrimSpace(name)): {value}}
				want, werr = coding.Decode(status, written, body)
			}
			p, err := a.Open(t.Context(), c)
			if (err == nil) != (werr == nil) || err == nil && !bytes.Equal(p.Body, want) {
				t.Fatalf("comes back as %+v, %v, want body %q, %v", p, err, want, werr)
			}
		}
		if n != 1 || a.Whole() != int64(b.Len()) {
			t.Fatalf("%d captures in %d whole bytes of %d", n, a.Whole(), b.Len())
		}
	})
}

func FuzzWARC(f *testing.F) {
	gz := written(f)
	plain := gunzipped(f, gz)
	f.Add(gz)
	f.Add(plain)
	f.Add([]byte(zipped(string(plain))))
	f.Add(gz[:len(gz)/2])
	f.Add([]byte(record(fields("response", "a")+"Content-Length: 9\n", httpOK("A")) + response("b", "B")))
	f.Add([]byte(record(fields("response", "a"), "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\nContent-Encoding: deflate\r\n\r\n5\r\nhello\r\n0\r\n\r\n")))
	f.Fuzz(checkArchive)
}

func FuzzWACZ(f *testing.F) {
	gz := written(f)
	f.Add(packed(f, file("a.warc.gz", gz)))
	f.Add(packed(f, file("a.warc", gunzipped(f, gz)), file("b.warc.gz", gz)))
	f.Add([]byte(zipOf(f, [2]string{"archive/1.warc", response("a", "A")}, [2]string{"datapackage.json", `{"resources":[{"path":"archive/1.warc","hash":"sha256:0"}]}`})))
	f.Add([]byte(zipOf(f, [2]string{"archive/1.warc", "no"}, [2]string{"archive/2.warc.gz", string(gz[:100])})))
	f.Fuzz(checkArchive)
}
