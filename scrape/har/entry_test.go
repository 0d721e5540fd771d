package har_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// zipped returns a gzip of s in base64.
func zipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(s)); err != nil {
		panic(err)
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

// TestEntries has what exporters write beside plain answers. A wanted line that begins with "!" need only be contained in
// the error.
func TestEntries(t *testing.T) {
	t.Parallel()
	ok := entry("a", "200", `{"size":1,"mimeType":"text/html","text":"A"}`)
	with := func(old, replacement string) string { return strings.Replace(ok, old, replacement, 1) }
	encoded := func(coding, content string) string {
		return strings.Replace(entry("a", "200", content), `[{`, `[{"name":"content-encoding","value":"`+coding+`"},{`, 1)
	}
	long := strings.Repeat("x", 70<<10)
	tests := []struct {
		name, data string
		want       []string
	}{
		{"no entries", file(), nil},
		{"version 1.1", strings.Replace(file(ok), "1.2", "1.1", 1), []string{"200 a A"}},
		{"no version", strings.Replace(file(ok), `"version":"1.2",`, "", 1), []string{"200 a A"}},
		{"another member with entries", `{"x":{"version":"9","entries":[{}]},` + file(ok)[1:], []string{"200 a A"}},
		{"entries not in a list", `{"log":{"entries":{"a":1}}}`, nil},
		{"base64", file(entry("a", "200", `{"size":1,"text":"QQ==","encoding":"base64"}`)), []string{"200 a A"}},
		{"base64, named after the text, without padding, with line breaks", file(entry("a", "200", `{"text":"Q\r\nQ","encoding":"BASE64"}`)), []string{"200 a A"}},
		{"base64, broken", file(entry("a", "200", `{"size":1,"text":"Q*==","encoding":"base64"}`)), []string{"! illegal base64"}},
		{"base64 of a gzip", file(encoded("gzip", `{"size":2,"text":"`+zipped("AA")+`","encoding":"base64"}`)), []string{"200 a AA"}},
		{"base64 of a gzip, size and length of the wire", file(strings.Replace(encoded("gzip", `{"size":26,"text":"`+zipped("AA")+`","encoding":"base64"}`), `[{`, `[{"name":"content-length","value":"99"},{`, 1)), []string{"! body ends after 2 of 26 bytes"}},
		{"base64 of what looks like chunks of the wire", file(strings.Replace(entry("a", "200", `{"text":"`+base64.StdEncoding.EncodeToString([]byte("1\r\nA\r\n0\r\n\r\n"))+`","encoding":"base64"}`), `[{`, `[{"name":"transfer-encoding","value":"chunked"},{`, 1)), []string{"200 a 1\r\nA\r\n0\r\n\r\n"}},
		{"base64 of a gzip that is cut", file(encoded("gzip", `{"size":2,"text":"`+zipped("AA")[:16]+`","encoding":"base64"}`)), []string{"! unexpected EOF"}},
		{"base64, decoded, of an unknown encoding", file(encoded("sdch", `{"size":1,"text":"QQ==","encoding":"base64"}`)), []string{"200 a A"}},
		{"text, decoded, of an unknown encoding", file(encoded("sdch", `{"size":7,"text":"A"}`)), []string{"! body ends after 1 of 7 bytes"}},
		{"escapes", file(entry("a", "200", `{"text":"\u00e9\/\\\"\t\ud83d\ude00\ud800x"}`)), []string{"200 a é/\\\"\t😀\ufffdx"}},
		{"escape that is none", file(entry("a", "200", `{"text":"\x"}`)), []string{"! where an escape should be"}},
		{"body missing", file(entry("a", "200", `{"size":5,"mimeType":"text/html"}`), ok), []string{"! /log/entries/0: https://www.po.co/uk/a: body is missing: export the file with its content", "200 a A"}},
		{"body missing, size unknown", file(entry("a", "200", `{}`)), []string{"! body is missing"}},
		{"body missing, no content at all", file(entry("a", "200", `null`)), []string{"! body is missing"}},
		{"body missing, text is empty", file(entry("a", "200", `{"size":5,"text":""}`)), []string{"! body is missing"}},
		{"body missing, text is null", file(entry("a", "200", `{"size":5,"text":null}`)), []string{"! body is missing"}},
		{"body missing, text is empty, only the wire knows", file(strings.Replace(entry("a", "200", `{"size":-1,"text":""}`), `"status"`, `"bodySize":9,"status"`, 1)), []string{"! body is missing"}},
		{"body missing, only the wire knows", file(strings.Replace(entry("a", "200", `{"size":0}`), `"status"`, `"bodySize":9,"status"`, 1)), []string{"! body is missing"}},
		{"body empty", file(entry("a", "200", `{"size":0,"text":""}`), entry("b", "200", `{"size":0}`), entry("c", "204", `{}`)), []string{"200 a ", "200 b ", "204 c "}},
		{"body cut", file(entry("a", "200", `{"size":9,"text":"A"}`)), []string{"! body ends after 1 of 9 bytes"}},
		{"body cut, base64", file(entry("a", "200", `{"size":2,"text":"QQ==","encoding":"base64"}`)), []string{"! body ends after 1 of 2 bytes"}},
		{"body without its byte order mark", file(entry("a", "200", `{"size":4,"text":"A"}`)), []string{"200 a A"}},
		{"body that was UTF-16", file(entry("a", "200", `{"size":10,"text":"AAAA","mimeType":"text/html; charset=UTF-16LE"}`)), []string{"200 a AAAA"}},
		{"body longer than its size", file(entry("a", "200", `{"size":1,"text":"AAAA"}`)), []string{"200 a AAAA"}},
		{"sizes as text", file(entry("a", `"200"`, `{"size":"1","text":"A"}`)), []string{"200 a A"}},
		{"error page", file(entry("a", "403", `{"size":1,"text":"A"}`)), []string{"403 a A"}},
		{"redirect", file(entry("a", "301", `{"size":0,"mimeType":"x-unknown"}`)), []string{"301 a "}},
		{"redirect with a body that was not exported", file(strings.Replace(entry("a", "301", `{}`), `"status"`, `"bodySize":9,"status"`, 1)), []string{"301 a "}},
		{"not modified, body from the cache", file(entry("a", "304", `{"size":1,"text":"A"}`)), []string{"200 a A"}},
		{"not modified, body in an earlier entry", file(ok, entry("a", "304", `{"size":0}`), entry("a", "304", `{"size":0}`)), []string{"200 a A", "200 a A", "200 a A"}},
		{"not modified, no earlier entry", file(entry("a", "304", `{"size":0}`), ok), []string{"! the browser had it in its cache, and the file holds no earlier answer", "200 a A"}},
		{"not modified, earlier entry damaged", file(entry("a", "200", `{"size":9,"text":"A"}`), entry("a", "304", `{}`)), []string{"! ends after", "! the answer it was told to keep, /log/entries/0: body ends after"}},
		{"not modified, earlier entry without a body", file(ok, entry("a", "200", `{"size":9}`), entry("a", "304", `{}`)), []string{"200 a A", "! body is missing", "200 a A"}},
		{"from the cache, body here", file(with(`{"started`, `{"_fromCache":"disk","started`)), []string{"200 a A"}},
		{"from the cache, body in an earlier entry", file(ok, with(`{"started`, `{"_fromCache":"memory","started`), strings.Replace(entry("a", "200", `{"size":1}`), `{"started`, `{"_fromCache":"memory","started`, 1)), []string{"200 a A", "200 a A", "200 a A"}},
		{"blocked", file(strings.Replace(entry("a", "0", `{"size":0}`), `"status"`, `"_error":"net::ERR_BLOCKED_BY_CLIENT","status"`, 1), ok), []string{"! fetch https://www.po.co/uk/a: the browser got no answer (net::ERR_BLOCKED_BY_CLIENT)", "200 a A"}},
		{"blocked, as it is said of the entry", file(strings.Replace(entry("a", "0", `{"size":0}`), `{"started`, `{"_error":"net::ERR_FAILED","started`, 1)), []string{"! the browser got no answer (net::ERR_FAILED)"}},
		{"no response", file(`{"startedDateTime":"","request":{"url":"https://www.po.co/uk/a"}}`), []string{"! the browser got no answer"}},
		{"status that is none", file(entry("a", "7", `{"text":"A"}`), entry("a", "1e300", `{"text":"A"}`)), []string{"! 7 is no HTTP status", "! the browser got no answer"}},
		{"other methods", file(with(`"GET"`, `"OPTIONS"`), with(`"GET"`, `"POST"`), with(`"GET"`, `"get"`), with(`"method":"GET",`, "")), []string{"200 a A", "200 a A"}},
		{"other schemes", file(with("https://www.po.co/uk/a", "data:text/html,A"), with("https:", "wss:"), with("https:", "blob:https:"), with("https:", "HTTP:")), []string{"200 HTTP://www.po.co/uk/a A"}},
		{"no address", file(with(`"url":"https://www.po.co/uk/a"`, `"x":1`), "null", "7", ok), []string{"! entry has no address", "! entry has no address", "! entry has no address", "200 a A"}},
		{"an address that is no text", file(with(`"https://www.po.co/uk/a"`, `{"x":["https://www.po.co/uk/a"]}`), ok), []string{"! entry has no address", "200 a A"}},
		{"duplicates", file(ok, ok), []string{"200 a A", "200 a A"}},
		{"address too long", file(with("/uk/a", "/uk/"+long), ok), []string{"! url is longer than 64 KiB", "200 a A"}},
		{"header too long", file(with(`"text/html"}`, `"`+long+`"}`), ok), []string{"! header Content-Type is longer than 64 KiB", "200 a A"}},
		{"headers too long", file(with(`[{`, `[`+strings.Repeat(`{"name":"x","value":"`+long[:1000]+`"},`, 70)+`{`), ok), []string{"! more than 64 KiB of headers", "200 a A"}},
		{"body too large", file(entry("a", "200", `{"text":"`+strings.Repeat("x", 32<<20+1)+`"}`), ok), []string{"! body is larger than 32 MiB", "200 a A"}},
		{"body too large in base64", file(entry("a", "200", `{"text":"`+strings.Repeat("QUFB", (32<<20)/3+2)+`","encoding":"base64"}`), ok), []string{"! body is larger than 32 MiB", "200 a A"}},
		{"body too large once decoded", file(encoded("gzip", `{"text":"`+zipped(strings.Repeat("x", 32<<20+1))+`","encoding":"base64"}`), ok), []string{"! body grows to more than 200 times", "200 a A"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := contents(t, open(t, tt.data)); !same(got, tt.want) {
				t.Errorf("reads as\n%s", cmp.Diff(tt.want, got))
			}
		})
	}
}

// TestFailuresAreOutcomes asks for an address that the browser was refused.
func TestFailuresAreOutcomes(t *testing.T) {
	t.Parallel()
	a := open(t, file(entry("a", "0", `{}`), entry("b", "200", `{"text":"B"}`), entry("b", "0", `{}`)))
	_, err := a.Fetch(t.Context(), "https://www.po.co/uk/a")
	failed, ok := errors.AsType[*scrape.FailedError](err)
	if !ok || failed.Reason != "unreachable" || failed.URL != "https://www.po.co/uk/a" || !failed.Time.Equal(noon) {
		t.Errorf("Fetch of what got no answer: error %#v", err)
	}
	if p, err := a.Fetch(t.Context(), "https://www.po.co/uk/b"); err != nil || string(p.Body) != "B" {
		t.Errorf("Fetch of what got an answer and later none = %v, %v, want the answer", p, err)
	}
}

// TestHeaders has the headers of an answer as exporters write them, and the page's.
func TestHeaders(t *testing.T) {
	t.Parallel()
	type fields = http.Header
	tests := []struct {
		name, headers, content string
		want                   fields
	}{
		{"pseudo headers", `{"name":":status","value":"200"},{"name":"x-a","value":" 1 "}`, `{}`, fields{"X-A": {"1"}}},
		{"no name", `{"name":"","value":"1"},{"value":"2"},null,[],{"name":"x-a","value":null}`, `{}`, fields{"X-A": {""}}},
		{"joined with line breaks", `{"name":"link","value":"<a>\n<b>"},{"name":"set-cookie","value":"a=1; Path=/\nb=2"}`, `{}`, fields{"Link": {"<a>", "<b>"}, "Set-Cookie": {"a=1; Path=/", "b=2"}}},
		{"joined with commas", `{"name":"Set-Cookie","value":"a=1; expires=Wed, 21-Oct-2026 07:28:00 GMT, __b=2,c=x,y; Max-Age=1"}`, `{}`, fields{"Set-Cookie": {"a=1; expires=Wed, 21-Oct-2026 07:28:00 GMT", "__b=2", "c=x,y; Max-Age=1"}}},
		{"with commas of its own", `{"name":"cache-control","value":"max-age=1, s-maxage=2"}`, `{}`, fields{"Cache-Control": {"max-age=1, s-maxage=2"}}},
		{"of the way", `{"name":"content-encoding","value":"br"},{"name":"Content-Length","value":"1"},{"name":"transfer-encoding","value":"chunked"}`, `{"text":"A"}`, fields{}},
		{"redirect without a Location", ``, `{"redirectURL":1}`, fields{}},
		{"type only beside", ``, `{"mimeType":"text/html; charset=iso-8859-1","text":"A"}`, fields{"Content-Type": {"text/html; charset=iso-8859-1"}}},
		{"type unknown", ``, `{"mimeType":"x-unknown","text":"A"}`, fields{}},
		{"character set only beside", `{"name":"content-type","value":"text/html"}`, `{"mimeType":"text/html;charset=iso-8859-1","text":"4Q==","encoding":"base64"}`, fields{"Content-Type": {"text/html;charset=iso-8859-1"}}},
		{"another type beside", `{"name":"content-type","value":"text/html"}`, `{"mimeType":"text/plain;charset=iso-8859-1","text":"A"}`, fields{"Content-Type": {"text/html"}}},
		{"text that was Latin-1", `{"name":"content-type","value":"text/html; charset=iso-8859-1"}`, `{"text":"é"}`, fields{"Content-Type": {"text/html; charset=utf-8"}}},
		{"text of an undeclared set", `{"name":"content-type","value":"text/html"}`, `{"text":"é"}`, fields{"Content-Type": {"text/html; charset=utf-8"}}},
		{"text in ASCII", `{"name":"content-type","value":"text/html; charset=iso-8859-1"}`, `{"text":"e"}`, fields{"Content-Type": {"text/html; charset=iso-8859-1"}}},
		{"text that was UTF-8", `{"name":"content-type","value":"text/html;charset=UTF-8"}`, `{"text":"é"}`, fields{"Content-Type": {"text/html;charset=UTF-8"}}},
		{"text that is no Unicode", `{"name":"content-type","value":"text/html;charset=latin1"}`, `{"text":"` + "\xe9" + `"}`, fields{"Content-Type": {"text/html;charset=latin1"}}},
		{"JSON", `{"name":"content-type","value":"application/json"}`, `{"text":"\"é\""}`, fields{"Content-Type": {"application/json"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			data := file(strings.Replace(entry("a", "200", tt.content), `{"name":"Content-Type","value":"text/html"}`, tt.headers, 1))
			if !strings.Contains(tt.content, "text") {
				data = strings.Replace(data, `"status":200`, `"status":204`, 1)
			}
			p, err := open(t, data).Fetch(t.Context(), "https://www.po.co/uk/a")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, p.Header); diff != "" {
				t.Errorf("headers differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestHeadersOfSeveralPlaces has what stands beside the headers, and an answer that refreshes an earlier one.
func TestHeadersOfSeveralPlaces(t *testing.T) {
	t.Parallel()
	redirect := strings.Replace(entry("a", "302", `{}`), `"status"`, `"redirectURL":"https://www.mi.com/uk/","status"`, 1)
	p, err := open(t, file(redirect)).Fetch(t.Context(), "https://www.po.co/uk/a")
	if err != nil || p.Location() != "https://www.mi.com/uk/" {
		t.Errorf("redirect whose target stands beside the headers = %v, %v", p, err)
	}
	redirect = strings.Replace(redirect, `[{`, `[{"name":"location","value":"/fr/"},{`, 1)
	p, err = open(t, file(redirect)).Fetch(t.Context(), "https://www.po.co/uk/a")
	if err != nil || p.Location() != "/fr/" {
		t.Errorf("redirect with two targets = %v, %v, want that of the header", p, err)
	}
	first := strings.Replace(entry("a", "200", `{"text":"A"}`), `[{`, `[{"name":"etag","value":"1"},{`, 1)
	again := strings.NewReplacer(`[{`, `[{"name":"etag","value":"2"},{`, "text/html", "text/plain").Replace(entry("a", "304", `{}`))
	p, err = open(t, file(first, again)).Fetch(t.Context(), "https://www.po.co/uk/a")
	if err != nil || p.Header.Get("ETag") != "2" || p.MediaType() != "text/html" || p.Record != "/log/entries/1" {
		t.Errorf("answer that refreshes an earlier one = %+v, %v", p, err)
	}
}

// TestTheNewestCounts has three captures of one address, the newest first and two of them at one moment.
func TestTheNewestCounts(t *testing.T) {
	t.Parallel()
	newest := strings.Replace(entry("a", "200", `{"text":"C"}`), "2024", "2025", 1)
	a, b := entry("a", "200", `{"text":"A"}`), entry("a", "200", `{"text":"B"}`)
	for _, tt := range []struct{ data, want string }{{file(newest, a, b), "C"}, {file(a, b), "B"}} {
		if p, err := open(t, tt.data).Fetch(t.Context(), "https://po.co/uk/a"); err != nil || string(p.Body) != tt.want {
			t.Errorf("Fetch = %v, %v, want body %s", p, err, tt.want)
		}
	}
}

func TestTimes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		started string
		want    time.Time
	}{
		{"2024-10-01T12:00:00Z", noon},
		{"2024-10-01T14:00:00.500+02:00", noon.Add(500 * time.Millisecond)},
		{"2024-10-01T14:00:00.5+0200", noon.Add(500 * time.Millisecond)},
		{"2024-10-01T07:00-05:00", noon},
		{"2024-10-01T12:00:00", time.Time{}}, // no zone, no moment
		{"1 October", time.Time{}},
		{"", time.Time{}},
	}
	for _, tt := range tests {
		data := strings.Replace(file(entry("a", "200", `{"text":"A"}`)), "2024-10-01T12:00:00Z", tt.started, 1)
		p, err := open(t, data).Fetch(t.Context(), "https://www.po.co/uk/a")
		if err != nil || !p.Time.Equal(tt.want) || p.Time.Location() != time.UTC {
			t.Errorf("started %q: page of %v, %v, want %s", tt.started, p, err, tt.want)
		}
	}
}
