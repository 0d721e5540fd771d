package har_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/har"
)

var noon = time.Date(2024, 10, 1, 12, 0, 0, 0, time.UTC)

// pages are captures of every kind that a browser meets, one address twice.
func pages() []scrape.Page {
	html := http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	return []scrape.Page{
		{URL: "https://www.po.co/uk/", Status: 200, Header: html, Body: []byte("<h1>POCO</h1>"), Time: noon},
		{URL: "https://www.po.co/uk/", Status: 200, Header: html, Body: []byte("<h1>POCO UK – £499</h1>\n"), Time: noon.Add(time.Hour)},
		{
			URL: "https://www.po.co/fr/product/poco-f6/", Status: 301, Time: noon, Header: http.Header{
				"Location":   {"https://www.mi.com/fr/"},
				"Set-Cookie": {"a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2; Path=/"},
			},
		},
		{
			URL: "https://go.buy.mi.com/de/v2/item/productdetail?tag=poco-f6&from=pc", Status: 404, Body: []byte(`{"a":"€ \"x\""}`),
			Header: http.Header{"Content-Type": {"application/json"}}, Time: noon.Add(1500 * time.Millisecond),
		},
		{
			URL: "https://www.po.co/uk/a.bin", Status: 200, Body: []byte("\xff\xfe\x00\x01 bytes"),
			Header: http.Header{"Content-Type": {"application/octet-stream"}}, Time: noon,
		},
		{URL: "https://www.po.co/uk/nothing", Status: 200, Header: html, Time: noon},
	}
}

// object is a JSON object of a test.
type object = map[string]any

// dialect writes an entry as one exporter does.
type dialect func(p *scrape.Page) object

// chrome writes header names in lower case with the pseudo headers of HTTP/2 among them, joins values with line breaks, and
// keeps the headers of the encoding that it undid.
func chrome(p *scrape.Page) object {
	headers := []object{{"name": ":status", "value": strconv.Itoa(p.Status)}, {"name": "content-encoding", "value": "br"}}
	for name, values := range p.Header {
		headers = append(headers, object{"name": strings.ToLower(name), "value": strings.Join(values, "\n")})
	}
	c := content(p, object{"size": len(p.Body), "mimeType": p.MediaType()})
	if p.MediaType() == "" {
		c["mimeType"] = "x-unknown"
	}
	return object{
		"_initiator": object{"type": "script", "stack": object{"callFrames": []any{object{"url": "}]\"\\"}}}},
		"_priority":  "High", "_resourceType": "document", "cache": object{}, "connection": "443",
		"request": object{
			"method": "GET", "url": p.URL, "httpVersion": "http/2.0", "headersSize": -1, "bodySize": 0,
			"headers": []object{{"name": ":authority", "value": "www.po.co"}},
		},
		"response": object{
			"status": p.Status, "statusText": "", "httpVersion": "http/2.0", "headers": headers, "cookies": []any{},
			"content": c, "redirectURL": p.Header.Get("Location"), "headersSize": -1, "bodySize": -1, "_transferSize": 400, "_error": nil,
		},
		"startedDateTime": p.Time.Format(time.RFC3339Nano), "time": 12.5, "timings": object{"wait": 1.5e1},
	}
}

// firefox states times with their zone, repeats headers, and puts the character set into the type.
func firefox(p *scrape.Page) object {
	e := plain(p)
	e["pageref"] = "page_1"
	e["startedDateTime"] = p.Time.In(time.FixedZone("", 2*60*60)).Format("2006-01-02T15:04:05.000-07:00")
	return e
}

// safari joins cookies with commas.
func safari(p *scrape.Page) object {
	e := plain(p)
	var headers []object
	for name, values := range p.Header {
		headers = append(headers, object{"name": name, "value": strings.Join(values, ", ")})
	}
	response(e)["headers"] = headers
	return e
}

// plain is an entry with little more than what the format demands, and everything binary.
func plain(p *scrape.Page) object {
	var headers []object
	for name, values := range p.Header {
		for _, value := range values {
			headers = append(headers, object{"name": name, "value": value})
		}
	}
	return object{
		"startedDateTime": p.Time.Format(time.RFC3339Nano),
		"request":         object{"method": "GET", "url": p.URL},
		"response": object{
			"status": p.Status, "headers": headers,
			"content": object{"mimeType": p.ContentType(), "encoding": "base64", "text": base64.StdEncoding.EncodeToString(p.Body), "size": len(p.Body)},
		},
	}
}

// content adds the body as browsers do: text as it is, the rest in base64.
func content(p *scrape.Page, c object) object {
	switch {
	case len(p.Body) == 0:
	case utf8.Valid(p.Body):
		c["text"] = string(p.Body)
	default:
		c["text"], c["encoding"] = base64.StdEncoding.EncodeToString(p.Body), "base64"
	}
	return c
}

func response(e object) object {
	r, ok := e["response"].(object)
	if !ok {
		panic("entry without a response")
	}
	return r
}

// written returns a HAR file of entries.
func written(entries ...object) string {
	text, err := json.MarshalIndent(object{"log": object{
		"version": "1.2", "creator": object{"name": "test", "version": "1"}, "pages": []any{}, "entries": entries,
	}}, "", "  ")
	if err != nil {
		panic(err)
	}
	return string(text)
}

// spoken returns the pages in a dialect.
func spoken(say dialect) string {
	var entries []object
	for _, p := range pages() {
		entries = append(entries, say(&p))
	}
	return written(entries...)
}

func open(tb testing.TB, data string) *har.Archive {
	tb.Helper()
	a, err := har.OpenBytes("x.har", []byte(data))
	if err != nil {
		tb.Fatalf("OpenBytes error: %v\n%s", err, data)
	}
	return a
}

// contents lists an archive as lines: "200 address body" for a page, "! …" for damage and failures.
func contents(tb testing.TB, a *har.Archive) []string {
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

// same compares what contents returned with what is wanted; a wanted line that begins with "!" need only be contained.
func same(got, want []string) bool {
	return slices.EqualFunc(got, want, func(got, want string) bool {
		damage, isDamage := strings.CutPrefix(want, "! ")
		return got == want || isDamage && strings.HasPrefix(got, "! ") && strings.Contains(got, damage)
	})
}

// entry is a JSON text for the cases of this package: %s of address, status and content.
func entry(name, status, content string) string {
	return `{"startedDateTime":"2024-10-01T12:00:00Z","request":{"method":"GET","url":"https://www.po.co/uk/` + name +
		`"},"response":{"status":` + status + `,"headers":[{"name":"Content-Type","value":"text/html"}],"content":` + content + `}}`
}

// file is a HAR of JSON texts.
func file(entries ...string) string {
	return `{"log":{"version":"1.2","entries":[` + strings.Join(entries, ",") + `]}}`
}
