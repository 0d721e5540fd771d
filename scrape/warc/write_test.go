package warc_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// TestWriterWritesTheFormat shows each kind of record in full: identifiers and digests come from the content alone.
func TestWriterWritesTheFormat(t *testing.T) {
	t.Parallel()
	const url, same = "https://www.po.co/uk/", "WARC-Payload-Digest: sha1:YKKLFBQDBTMDFLVR7CHUFP326Z5HJU6A\n"
	html := http.Header{"Content-Type": {"text/html"}}
	of := warc.Ref{Record: "urn:uuid:1", URL: url, Time: noon, Digest: "sha1:YKKLFBQDBTMDFLVR7CHUFP326Z5HJU6A"}
	tests := []struct {
		name  string
		write func(*warc.Writer) (warc.Ref, error)
		want  string
	}{
		{
			"a redirect with what was asked", func(w *warc.Writer) (warc.Ref, error) {
				return w.Exchange(&scrape.Exchange{
					URL: url, Time: noon, Status: 301, Via: "live", Request: http.Header{"User-Agent": {"pocomigrate/1"}, "Accept-Encoding": {"gzip, br, zstd"}},
					Header: http.Header{"Location": {"https://www.mi.com/uk/"}, "Set-Cookie": {"a=1", "b=2"}, "Transfer-Encoding": {"chunked"}},
				})
			},
			`WARC/1.1
WARC-Type: response
WARC-Record-ID: <urn:uuid:aa99c402-12af-5c8f-9138-f4a8d1ead332>
WARC-Date: 2024-10-01T12:00:00Z
WARC-Target-URI: https://www.po.co/uk/
WARC-Payload-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ
WARC-Pocomigrate-Via: live
Content-Type: application/http; msgtype=response
Content-Length: 102

HTTP/1.1 301 Moved Permanently
Location: https://www.mi.com/uk/
Set-Cookie: a=1
Set-Cookie: b=2



WARC/1.1
WARC-Type: request
WARC-Record-ID: <urn:uuid:b45f3575-e27c-5f56-9798-e7cf29ae3143>
WARC-Date: 2024-10-01T12:00:00Z
WARC-Target-URI: https://www.po.co/uk/
WARC-Concurrent-To: <urn:uuid:aa99c402-12af-5c8f-9138-f4a8d1ead332>
Content-Type: application/http; msgtype=request
Content-Length: 98

GET /uk/ HTTP/1.1
Host: www.po.co
Accept-Encoding: gzip, br, zstd
User-Agent: pocomigrate/1



`,
		},
		{
			"a memento", func(w *warc.Writer) (warc.Ref, error) {
				return w.Exchange(&scrape.Exchange{
					URL: url, Time: noon, Status: 200, Header: html, Body: []byte("POCO"), Via: "wayback", Request: http.Header{},
					Source: "https://web.archive.org/web/20241001120000id_/https://www.po.co/uk/",
				})
			},
			`WARC/1.1
WARC-Type: response
WARC-Record-ID: <urn:uuid:4b03fadc-47a3-5c4e-b572-7a4691256597>
WARC-Date: 2024-10-01T12:00:00Z
WARC-Target-URI: https://www.po.co/uk/
` + same + `WARC-Source-URI: https://web.archive.org/web/20241001120000id_/https://www.po.co/uk/
WARC-Pocomigrate-Via: wayback
Content-Type: application/http; msgtype=response
Content-Length: 48

HTTP/1.1 200 OK
Content-Type: text/html

POCO

WARC/1.1
WARC-Type: request
WARC-Record-ID: <urn:uuid:1172ffa3-bc30-5217-861c-e1ca639f3711>
WARC-Date: 2024-10-01T12:00:00Z
WARC-Target-URI: https://web.archive.org/web/20241001120000id_/https://www.po.co/uk/
WARC-Concurrent-To: <urn:uuid:4b03fadc-47a3-5c4e-b572-7a4691256597>
Content-Type: application/http; msgtype=request
Content-Length: 84

GET /web/20241001120000id_/https://www.po.co/uk/ HTTP/1.1
Host: web.archive.org



`,
		},
		{
			"what a browser made", func(w *warc.Writer) (warc.Ref, error) {
				return w.Exchange(&scrape.Exchange{URL: url, Time: noon, Header: html, Body: []byte("POCO"), Via: "browser", Resource: true})
			},
			`WARC/1.1
WARC-Type: resource
WARC-Record-ID: <urn:uuid:512d4eba-ab99-54ee-9c9c-de1f49128ec4>
WARC-Date: 2024-10-01T12:00:00Z
WARC-Target-URI: https://www.po.co/uk/
` + same + `WARC-Pocomigrate-Via: browser
Content-Type: text/html
Content-Length: 4

POCO

`,
		},
		{
			"the same again", func(w *warc.Writer) (warc.Ref, error) {
				return w.Revisit(&scrape.Exchange{URL: url, Time: noon, Status: 200, Header: html}, of)
			},
			`WARC/1.1
WARC-Type: revisit
WARC-Record-ID: <urn:uuid:afe64e80-dc4a-5ab8-8baa-d4dd19f1bb69>
WARC-Date: 2024-10-01T12:00:00Z
WARC-Target-URI: https://www.po.co/uk/
` + same + `WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest
WARC-Refers-To-Target-URI: https://www.po.co/uk/
WARC-Refers-To-Date: 2024-10-01T12:00:00Z
WARC-Refers-To: <urn:uuid:1>
Content-Type: application/http; msgtype=response
Content-Length: 44

HTTP/1.1 200 OK
Content-Type: text/html



`,
		},
		{
			"not modified since a record without an identifier", func(w *warc.Writer) (warc.Ref, error) {
				return w.NotModified(&scrape.Exchange{URL: url, Time: noon, Status: 304, Via: "live"}, warc.Ref{Record: "@99", URL: url, Time: noon, Digest: of.Digest})
			},
			`WARC/1.1
WARC-Type: revisit
WARC-Record-ID: <urn:uuid:7fb51dcf-7763-5a1a-be8a-5475633b774d>
WARC-Date: 2024-10-01T12:00:00Z
WARC-Target-URI: https://www.po.co/uk/
` + same + `WARC-Pocomigrate-Via: live
WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified
WARC-Refers-To-Target-URI: https://www.po.co/uk/
WARC-Refers-To-Date: 2024-10-01T12:00:00Z
Content-Type: application/http; msgtype=response
Content-Length: 29

HTTP/1.1 304 Not Modified



`,
		},
		{
			"nothing got", func(w *warc.Writer) (warc.Ref, error) {
				return w.Failure(&scrape.FailedError{URL: url, Time: noon, Via: "live", Reason: "unreachable", Detail: "dial tcp:\nno route"})
			},
			`WARC/1.1
WARC-Type: metadata
WARC-Record-ID: <urn:uuid:fbb9970f-c5f6-55a8-8a87-1cc1da75c123>
WARC-Date: 2024-10-01T12:00:00Z
WARC-Target-URI: https://www.po.co/uk/
WARC-Pocomigrate-Via: live
Content-Type: application/warc-fields
Content-Length: 60

via: live
reason: unreachable
detail: dial tcp: no route


`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var b calls
			if _, err := tt.write(warc.NewWriter(&b)); err != nil {
				t.Fatal(err)
			}
			if len(b.sizes) != 1 {
				t.Errorf("wrote in %d calls, want one", len(b.sizes))
			}
			got := strings.ReplaceAll(string(gunzipped(t, b.Bytes())), "\r\n", "\n")
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("wrote (-want +got):\n%s", diff)
			}
		})
	}
}

// calls is a buffer that notes how it is written to.
type calls struct {
	bytes.Buffer

	sizes []int
}

func (c *calls) Write(p []byte) (int, error) {
	c.sizes = append(c.sizes, len(p))
	return c.Buffer.Write(p)
}

// TestWriterKeepsWhatCameOverTheWire reads back a body that was packed for the way, and one that claims to be.
func TestWriterKeepsWhatCameOverTheWire(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"gzip", "br", "zstd"} {
		body, err := coding.Encode(name, []byte("<h1>POCO</h1>"))
		if err != nil {
			t.Fatal(err)
		}
		x := &scrape.Exchange{URL: "https://www.po.co/uk/", Time: noon, Status: 200, Header: http.Header{"Content-Encoding": {name}}, Body: body}
		var b bytes.Buffer
		if _, err := warc.NewWriter(&b).Exchange(x); err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(gunzipped(t, b.Bytes()), append([]byte("\r\n\r\n"), body...)) {
			t.Errorf("%s: the body is not in the record as it came", name)
		}
		p, err := open(t, "x.warc.gz", b.String()).Fetch(t.Context(), x.URL)
		if err != nil || string(p.Body) != "<h1>POCO</h1>" || p.Header.Get("Content-Encoding") != name {
			t.Errorf("%s: reads back as %+v, %v", name, p, err)
		}
	}
}

// TestWriterRefs: what the Writer returns is what a walk over the file finds, at its beginning and where it was continued.
func TestWriterRefs(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	html := http.Header{"Content-Type": {"Text/HTML; charset=utf-8"}}
	first := write(t, warc.NewWriter(&b), html, noon)
	refs := append(first, write(t, warc.Continue(&b, int64(b.Len())), html, noon.Add(time.Hour))...)
	a := open(t, "x.warc.gz", b.String())
	if diff := cmp.Diff(a.Refs(), refs, cmpopts.IgnoreUnexported(warc.Ref{})); diff != "" {
		t.Errorf("Writer and Refs differ (-archive +writer):\n%s", diff)
	}
	if len(refs) != 10 || a.Whole() != int64(b.Len()) {
		t.Errorf("%d records in %d whole bytes, want 10 in %d", len(refs), a.Whole(), b.Len())
	}
	for _, r := range refs {
		for _, c := range listed(t, open(t, "one", string(b.Bytes()[r.Offset:r.Offset+r.Length]))) {
			if c.Record != r.Record || c.URL != r.URL || !c.Time.Equal(r.Time) {
				t.Errorf("the place of %+v holds %+v", r, c)
			}
		}
	}
}

// TestRefsOfOthersRecords has what only a walk over a file can tell, and must not be misled by.
func TestRefsOfOthersRecords(t *testing.T) {
	t.Parallel()
	html := record(fields("response", "a"), "HTTP/1.1 200 OK\r\nContent-type: Text/HTML;charset=x\r\n\r\nA")
	const of = "WARC-Refers-To: <urn:test:a>\n"
	tests := []struct {
		name, record string
		status       int
		media        string
	}{
		{"response", html, 200, "text/html"},
		{"no type, but a line of it in the body", record(fields("response", "b"), "HTTP/1.1 404 X\r\n\r\nContent-Type: text/html\r\n"), 404, ""},
		{"revisit without a head", revisit("b", of, ""), 200, "text/html"},
		{"revisit with a head", revisit("b", of, "HTTP/1.1 203 X\r\nContent-Type: text/plain\r\n\r\n"), 203, "text/plain"},
		{"304 with a type of its own", revisit("b", of, "HTTP/1.1 304 X\r\nContent-Type: text/plain\r\n\r\n"), 304, "text/html"},
		{"revisit of a record elsewhere", revisit("b", "", "HTTP/1.1 200 X\r\n\r\n"), 200, ""},
	}
	for _, tt := range tests {
		refs := open(t, "x.warc.gz", zipped(html)+zipped(tt.record)).Refs()
		if len(refs) != 2 {
			t.Fatalf("%s: Refs() = %+v, want two", tt.name, refs)
		}
		if r := refs[1]; r.Status != tt.status || r.Media != tt.media {
			t.Errorf("%s: status %d and media %q, want %d and %q", tt.name, r.Status, r.Media, tt.status, tt.media)
		}
	}
}

// write writes a record of each kind.
func write(t *testing.T, w *warc.Writer, header http.Header, at time.Time) []warc.Ref {
	t.Helper()
	x := func(path string, status int, body string) *scrape.Exchange {
		return &scrape.Exchange{URL: "https://www.po.co/" + path, Time: at, Status: status, Header: header, Body: []byte(body), Request: http.Header{}}
	}
	page, err1 := w.Exchange(x("page", 200, "POCO"))
	second, err2 := w.Revisit(x("again", 200, ""), page)
	third := x("page", 304, "")
	third.Header = nil
	fresh, err3 := w.NotModified(third, page)
	failed, err4 := w.Failure(&scrape.FailedError{URL: "https://www.po.co/none", Time: at, Via: "live", Reason: "torn", Detail: "x"})
	rendered := x("resource", 0, "POCO")
	rendered.Resource = true
	resource, err5 := w.Exchange(rendered)
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		t.Fatal(err)
	}
	return []warc.Ref{page, second, fresh, failed, resource}
}

func TestWriterRefuses(t *testing.T) {
	t.Parallel()
	const url = "https://po.co/"
	full := errors.New("disk full")
	exchange := func(x scrape.Exchange) func(*warc.Writer) (warc.Ref, error) {
		return func(w *warc.Writer) (warc.Ref, error) { return w.Exchange(&x) }
	}
	failure := func(f scrape.FailedError) func(*warc.Writer) (warc.Ref, error) {
		return func(w *warc.Writer) (warc.Ref, error) { return w.Failure(&f) }
	}
	long := strings.Repeat("x", 70<<10)
	tests := []struct {
		name  string
		w     io.Writer
		write func(*warc.Writer) (warc.Ref, error)
		want  string
		large bool
	}{
		{"no time", nil, exchange(scrape.Exchange{URL: url, Status: 200}), "write response https://po.co/: no capture time", false},
		{"no status", nil, exchange(scrape.Exchange{URL: url, Time: noon}), "write response https://po.co/: status 0 is no HTTP status", false},
		{"address over two lines", nil, exchange(scrape.Exchange{URL: url + "\r\nX: y", Status: 200, Time: noon}), "WARC-Target-URI \"https://po.co/\\r\\nX: y\" spans lines", false},
		{"asked of nowhere", nil, exchange(scrape.Exchange{URL: "/uk/", Status: 200, Time: noon, Request: http.Header{}}), "write request /uk/: address has no host", false},
		{"asked of what is no address", nil, exchange(scrape.Exchange{URL: "http://%zz/", Status: 200, Time: noon, Request: http.Header{}}), "write request http://%zz/: parse ", false},
		{"long head", nil, exchange(scrape.Exchange{URL: url, Status: 200, Time: noon, Header: http.Header{"X": {long}}}), "write response https://po.co/: more than 64 KiB of headers", true},
		{"long address", nil, exchange(scrape.Exchange{URL: url + long, Status: 200, Time: noon}), "more than 64 KiB of headers", true},
		{"large body", nil, exchange(scrape.Exchange{URL: url, Status: 200, Time: noon, Body: make([]byte, 33<<20)}), "write response https://po.co/: body is larger than 32 MiB", true},
		{"failure from nowhere", nil, failure(scrape.FailedError{URL: url, Time: noon, Reason: "torn"}), `write metadata https://po.co/: a failure needs a page source and a reason, not "" and "torn"`, false},
		{"failure with much to say", nil, failure(scrape.FailedError{URL: url, Time: noon, Via: "live", Reason: "torn", Detail: long}), "write metadata https://po.co/: more than 64 KiB of headers", true},
		{"failure without a reason", nil, failure(scrape.FailedError{URL: url, Time: noon, Via: "live"}), "a failure needs", false},
		{"writer fails", failing{full}, exchange(scrape.Exchange{URL: url, Status: 200, Time: noon}), "write response https://po.co/: disk full", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			w := warc.NewWriter(&b)
			if tt.w != nil {
				w = warc.NewWriter(tt.w)
			}
			_, err := tt.write(w)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("error = %v, want one with %q", err, tt.want)
			}
			if _, large := errors.AsType[*coding.LimitError](err); large != tt.large {
				t.Errorf("error %v is a LimitError: %v, want %v", err, large, tt.large)
			}
			if b.Len() > 0 {
				t.Errorf("wrote %d bytes of a record that was refused", b.Len())
			}
		})
	}
}

// TestWriterStopsAfterAFailure: what was written half is not written over.
func TestWriterStopsAfterAFailure(t *testing.T) {
	t.Parallel()
	f := &failing{errors.New("disk full")}
	w := warc.NewWriter(f)
	x := &scrape.Exchange{URL: "https://po.co/", Status: 200, Time: noon}
	_, first := w.Exchange(x)
	f.err = nil
	if _, err := w.Exchange(x); first == nil || err == nil || err.Error() != first.Error() {
		t.Errorf("after %v a second record is written with error %v", first, err)
	}
}

type failing struct{ err error }

func (f failing) Write(p []byte) (int, error) { return len(p), f.err }
