package warc_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// revisit returns a revisit of name's address with a block and further fields.
func revisit(name, more, block string) string {
	return record(strings.Replace(fields("revisit", name), "12:00:00", "18:00:00", 1)+more, block)
}

// TestRevisitsBorrowABody resolves a revisit in each of the ways, in the order in which they are tried.
func TestRevisitsBorrowABody(t *testing.T) {
	t.Parallel()
	const digest = "WARC-Payload-Digest: sha256:ab12\n"
	with := func(name, body string) string { return record(fields("response", name)+digest, httpOK(body)) }
	again := "HTTP/1.1 203 Again\r\nX-Again: 1\r\n\r\n"
	tests := []struct{ name, data, want string }{
		{"by record", response("a", "A") + revisit("b", "WARC-Refers-To: <urn:test:a>\n", again), "203 b A"},
		{"by record, later in the file", revisit("b", "WARC-Refers-To: <urn:test:a>\n", again) + response("a", "A"), "203 b A"},
		{
			"by address and time",
			response("a", "A") + revisit("b", "WARC-Refers-To: <urn:gone>\nWARC-Refers-To-Target-URI: http://po.co/uk/a/\nWARC-Refers-To-Date: 2024-10-01T12:00:00.25Z\n", again),
			"203 b A",
		},
		{"by digest", with("a", "A") + revisit("b", "WARC-Payload-Digest: sha-256:ab12\n", again), "203 b A"},
		{"by digest, of its own address first", with("a", "A") + with("b", "B") + revisit("b", digest, again), "203 b B"},
		{"not modified keeps the status", response("a", "A") + revisit("b", "WARC-Refers-To: <urn:test:a>\n", "HTTP/1.1 304 Not Modified\r\n\r\n"), "200 b A"},
		{"empty block", response("a", "A") + revisit("b", "WARC-Refers-To: <urn:test:a>\n", ""), "200 b A"},
		{"of a resource", strings.ReplaceAll(record(fields("resource", "a"), "A"), "application/http", "text/html") + revisit("b", "WARC-Refers-To: <urn:test:a>\n", ""), "200 b A"},
		{"of nothing that is here", response("a", "A") + revisit("b", digest, again), "! revisit without a body"},
		{"of a revisit", revisit("b", "WARC-Refers-To: <urn:test:b>\n", again), "! revisit without a body"},
		{
			"of a record that cannot be decoded",
			record(fields("response", "a"), "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n\xff\xff\xff") + revisit("b", "WARC-Refers-To: <urn:test:a>\n", again),
			"! the repeated record urn:test:a: content encoding br",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := contents(t, open(t, "x.warc", tt.data))
			if !slices.ContainsFunc(got, func(line string) bool { return readAs(line, tt.want) }) {
				t.Errorf("reads as %q, want a line %q", got, tt.want)
			}
		})
	}
}

// TestRevisitsFindTheRightRecord has several records that a revisit might mean.
func TestRevisitsFindTheRightRecord(t *testing.T) {
	t.Parallel()
	const empty = "WARC-Payload-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ\n"
	const profile = "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/server-not-modified\n"
	const refers = "WARC-Refers-To: <urn:test:a>\nWARC-Refers-To-Target-URI: https://www.po.co/uk/a\nWARC-Refers-To-Date: 2024-10-01T12:00:00Z\n"
	later := func(s string) string { return strings.ReplaceAll(s, "2024-10-01T12", "2024-10-01T13") }
	redirect := record(fields("response", "moved")+empty, "HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n")
	tagged := func(etag, body string) string {
		return record(fields("response", "a"), "HTTP/1.1 200 OK\r\nLast-Modified: then\r\nETag: "+etag+"\r\n\r\n"+body)
	}
	not := func(head string) string { return "HTTP/1.1 304 Not Modified\r\n" + head + "\r\n\r\n" }
	tests := []struct{ name, data, want string }{
		{"one identifier twice", later(response("a", "other")) + response("a", "A") + revisit("b", refers, not("")), "200 b A"},
		{"http and https in one second", strings.Replace(strings.Replace(response("a", "moved"), "https:", "http:", 1), "test:a", "test:x", 1) + response("a", "A") + revisit("b", refers, not("")), "200 b A"},
		{"an identifier and an address without a time", later(response("x", "other")) + response("a", "A") + revisit("b", "WARC-Refers-To: <urn:test:a>\nWARC-Refers-To-Target-URI: https://www.po.co/uk/a\n", not("")), "200 b A"},
		{"an identifier of another address", response("b", "B") + response("a", "A") + revisit("b", strings.Replace(refers, "test:a", "test:b", 1), not("")), "200 b A"},
		{"a digest of nothing, elsewhere", redirect + revisit("b", empty, not("")), "! revisit without a body"},
		{"a digest of nothing, at its own address", redirect + revisit("moved", empty, "HTTP/1.1 301 Moved\r\nX: 1\r\n\r\n"), "301 moved "},
		{"a digest of nothing, of a 304", redirect + revisit("moved", empty+profile, not("")), "! revisit without a body"},
		{"a 304, by ETag", tagged(`"1"`, "A") + later(tagged(`"2"`, "B")) + revisit("a", profile, not(`ETag: W/"1"`)), "200 a A"},
		{"a 304, by date", tagged("", "A") + revisit("a", profile, not("last-modified: then")), "200 a A"},
		{"a 304, by a field of its own", tagged(`"1"`, "A") + revisit("a", profile+"WARC-Etag: \"1\"\n"+empty, ""), "200 a A"},
		{"a 304, by a field of its own beside a head", tagged(`"1"`, "A") + revisit("a", profile+"WARC-Etag: \"1\"\n"+empty, not("")), "200 a A"},
		{"a 304, of another version", tagged(`"1"`, "A") + revisit("a", profile, not(`ETag: "3"`)), "! revisit without a body"},
		{"a 304, that names no version", tagged(`"1"`, "A") + revisit("a", profile, not("")), "! revisit without a body"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := contents(t, open(t, "x.warc", tt.data))
			last := got[len(got)-1]
			if !readAs(last, tt.want) {
				t.Errorf("the revisit reads as %q, want %q", last, tt.want)
			}
		})
	}
}

// TestJoin lets revisits borrow across files, in each of the ways.
func TestJoin(t *testing.T) {
	t.Parallel()
	const digest = "WARC-Payload-Digest: sha1:AB12\n"
	again := "HTTP/1.1 203 Again\r\n\r\n"
	old := record(fields("response", "a")+digest, "HTTP/1.1 200 OK\r\nETag: \"1\"\r\n\r\nA")
	tests := []struct{ name, revisit, want string }{
		{"by record", revisit("b", "WARC-Refers-To: <urn:test:a>\n", again), "203 b A"},
		{"by address and time", revisit("b", "WARC-Refers-To-Target-URI: https://www.po.co/uk/a\nWARC-Refers-To-Date: 2024-10-01T12:00:00Z\n", again), "203 b A"},
		{"by digest", revisit("b", digest, again), "203 b A"},
		{"by version", revisit("a", "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified\n", "HTTP/1.1 304\r\nETag: \"1\"\r\n\r\n"), "200 a A"},
		{"of nothing", revisit("b", "WARC-Refers-To: <urn:test:x>\n", again), "! revisit without a body"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			first, second := open(t, "1.warc.gz", zipped(old)), open(t, "2.warc", tt.revisit)
			if got := contents(t, second); len(got) != 1 || !strings.Contains(got[0], "revisit without a body") {
				t.Errorf("alone it reads as %q", got)
			}
			warc.Join(second, first)
			got := contents(t, second)
			if len(got) != 1 || !readAs(got[0], tt.want) {
				t.Errorf("joined it reads as %q, want %q", got, tt.want)
			}
			for _, c := range listed(t, second) {
				if p, err := second.Open(t.Context(), c); err == nil && p.Archive != "2.warc" {
					t.Errorf("the page is of %s", p.Archive)
				}
			}
			if got := contents(t, first); len(got) != 1 || got[0] != "200 a A" {
				t.Errorf("the other archive reads as %q", got)
			}
		})
	}
}

// TestRevisitIsResolvedOverAllWARCsOfAWACZ has the body in a file that comes after.
func TestRevisitIsResolvedOverAllWARCsOfAWACZ(t *testing.T) {
	t.Parallel()
	a := open(t, "x.wacz", zipOf(t,
		[2]string{"archive/2.warc.gz", zipped(response("a", "A"))},
		[2]string{"archive/1.warc", revisit("a", "WARC-Refers-To: <urn:test:a>\n", "")},
		[2]string{"archive/notes.txt", "no WARC by name"},
		[2]string{"other/3.warc", response("c", "C")},
	))
	want := []string{"200 a A", "200 a A"}
	if got := contents(t, a); !slices.Equal(got, want) {
		t.Errorf("reads as %q, want %q", got, want)
	}
	p, err := a.Fetch(t.Context(), "https://po.co/uk/a")
	if err != nil || !p.Time.Equal(time.Date(2024, 10, 1, 18, 0, 0, 0, time.UTC)) || p.Archive != "x.wacz" {
		t.Errorf("Fetch = %+v, %v, want the revisit, which is newer", p, err)
	}
}

// TestRecordsThatAreNoPagesAreSkipped includes DNS answers, which crawlers store as responses.
func TestRecordsThatAreNoPagesAreSkipped(t *testing.T) {
	t.Parallel()
	dns := strings.ReplaceAll(record(fields("response", "dns"), "20241001120000\npo.co. 60 IN A 192.0.2.1"), "application/http", "text/dns")
	var data strings.Builder
	for _, kind := range []string{"request", "warcinfo", "metadata", "conversion", "continuation", "a later invention"} {
		data.WriteString(record(fields(kind, "x"), "not HTTP"))
	}
	if got, want := contents(t, open(t, "x.warc", data.String()+dns+response("a", "A"))), []string{"200 a A"}; !slices.Equal(got, want) {
		t.Errorf("reads as %q, want %q", got, want)
	}
}

// TestWhatPagesSayOfThemselves covers odd addresses, dates and identifiers.
func TestWhatPagesSayOfThemselves(t *testing.T) {
	t.Parallel()
	type page struct {
		URL, Record string
		Time        time.Time
	}
	data := strings.Join([]string{
		response("a", "A"),
		response("a", "A"), // the identifier is taken
		strings.Replace(response("b", "B"), "https://www.po.co/uk/b", "<https://www.po.co/uk/b>", 1),
		strings.Replace(response("c", "C"), "WARC-Record-ID: <urn:test:c>\r\n", "", 1),
		strings.Replace(response("d", "D"), "2024-10-01T12:00:00Z", "2024-10-01T14:00:00.123456789+02:00", 1),
		strings.Replace(response("e", "E"), "2024-10-01T12:00:00Z", "2024-10", 1),
		strings.Replace(response("f", "F"), "2024-10-01T12:00:00Z", "yesterday", 1),
	}, "")
	second := len(response("a", "A"))
	fourth := 2*second + len(response("b", "B")) + len("<>")
	want := []page{
		{"https://www.po.co/uk/a", "urn:test:a", noon},
		{"https://www.po.co/uk/a", at(second), noon},
		{"https://www.po.co/uk/b", "urn:test:b", noon},
		{"https://www.po.co/uk/c", at(fourth), noon},
		{"https://www.po.co/uk/d", "urn:test:d", noon.Add(123456789)},
		{"https://www.po.co/uk/e", "urn:test:e", time.Date(2024, 10, 1, 0, 0, 0, 0, time.UTC)},
		{"https://www.po.co/uk/f", "urn:test:f", time.Time{}},
	}
	a := open(t, "x.warc", data)
	var got []page
	for c, err := range a.List(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		p, err := a.Open(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, page{p.URL, p.Record, p.Time})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pages differ (-want +got):\n%s", diff)
	}
}

// at names a record without a usable identifier: by its byte.
func at(offset int) string { return fmt.Sprintf("@%d", offset) }
