package waybacktest_test

import (
	"compress/gzip"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/wayback/waybacktest"
)

// get asks the archive, with the headers given by name and value, and returns the answer's status, body and headers.
func get(t *testing.T, url string, header ...string) (int, string, http.Header) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "identity")
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := resp.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body), resp.Header
}

func at(stamp string) time.Time {
	t, err := time.Parse("20060102150405", stamp)
	if err != nil {
		panic(err)
	}
	return t
}

// TestIndex: rows, revisits and the key to go on by are written as the real archive writes them.
func TestIndex(t *testing.T) {
	t.Parallel()
	html := http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	base := waybacktest.Serve(t, []scrape.Page{
		{URL: "https://www.cnn.com/Sport/x.png", Status: 200, Header: http.Header{"Content-Type": {"image/png"}}, Time: at("20010503181853")},
		{URL: "http://www.cnn.com/", Status: 200, Header: html, Time: at("20010503181852"), Body: []byte("a")},
		{URL: "http://www.cnn.com/", Status: 200, Header: html, Time: at("20010503181854"), Body: []byte("a")},
		{URL: "http://cnn.com:8080/Live?x=1", Status: 404, Time: at("20010503181855")},
		{URL: "http://cnn.com/", Status: 302, Header: html, Time: at("20010503181821")},
		{URL: "http://www.cnn.com:80/", Status: 200, Header: html, Time: at("20010414005939"), Body: []byte("a")},
	})
	const (
		first   = "com,cnn)/ 20010414005939 http://www.cnn.com:80/ text/html 200 Q336IN72UWT7ZYK5DXOLT2XK5I3XMZ5Y 1\n"
		moved   = "com,cnn)/ 20010503181821 http://cnn.com/ text/html 302 3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ 0\n"
		revisit = "com,cnn)/ 20010503181852 http://www.cnn.com/ warc/revisit - Q336IN72UWT7ZYK5DXOLT2XK5I3XMZ5Y 1\n"
		again   = "com,cnn)/ 20010503181854 http://www.cnn.com/ warc/revisit - Q336IN72UWT7ZYK5DXOLT2XK5I3XMZ5Y 1\n"
		port    = "com,cnn:8080)/live?x=1 20010503181855 http://cnn.com:8080/Live?x=1 unk 404 3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ 0\n"
		image   = "com,cnn)/sport/x.png 20010503181853 https://www.cnn.com/Sport/x.png image/png 200 3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ 0\n"
	)
	for _, tt := range []struct{ query, want string }{
		{"url=cnn.com", first + moved + revisit + again},
		{"url=cnn.com&matchType=prefix", first + moved + revisit + again + image},
		{"url=http://cnn.com:8080/&matchType=prefix", port},
		{"url=%25zz", ""},
		{"url=cnn.com/sport/&matchType=prefix", image},
		{"url=cnn.com/sport/x.png/&matchType=prefix", ""},
		{"url=cnn.com&to=20010503181821", first + moved},
		{"url=cnn.com&to=200104", first},
		{"url=cnn.com&from=20010503181821", moved + revisit + again},
		{"url=cnn.com/*&matchType=exact", ""},
		{"url=cnn.com&matchType=prefix&filter=!mimetype:image/.*&filter=statuscode:200|-", first + revisit + again},
		{"url=cnn.com&limit=1", first},
		{"url=cnn.com&limit=1&showResumeKey=true", first + "\ncom%2Ccnn%29%2F+2001041400593%3A\n"},
		{"url=cnn.com&limit=1&showResumeKey=true&resumeKey=com%252Ccnn%2529%252F%2B2001041400593%253A", moved + "\ncom%2Ccnn%29%2F+20010503181822\n"},
		{"url=cnn.com&limit=4&showResumeKey=true", first + moved + revisit + again},
	} {
		status, got, h := get(t, base+"/cdx/search/cdx?"+tt.query)
		if status != 200 || got != tt.want || h.Get("Content-Type") != "text/plain;charset=UTF-8" {
			t.Errorf("%s: %d, %s\n%s\nwant\n%s", tt.query, status, h.Get("Content-Type"), got, tt.want)
		}
	}
	for query, want := range map[string]string{
		"url=cnn.com&filter=original:(": "error parsing regexp: missing closing ): `^(?:()$`\n", "url=cnn.com&resumeKey=%25zz": "resumeKey: invalid URL escape \"%zz\"\n",
	} {
		if status, got, _ := get(t, base+"/cdx/search/cdx?"+query); status != 400 || got != want {
			t.Errorf("%s: %d %q, want 400 %q", query, status, got, want)
		}
	}
}

// TestMementos: a capture comes with the shop's headers hidden, one of another second is led to, and nothing else is there.
func TestMementos(t *testing.T) {
	t.Parallel()
	base := waybacktest.Serve(t, []scrape.Page{
		{URL: "https://www.po.co/uk/", Status: 301, Header: http.Header{"Location": {"/de/"}, "Server": {"Tengine"}}, Time: at("20240101000000"), Body: []byte("moved")},
		{URL: "https://www.po.co/uk/", Status: 200, Header: http.Header{"Content-Type": {"text/html; charset=gbk"}}, Time: at("20240301000000")},
	})
	const absent = "<!DOCTYPE html><html lang=\"en\"><head><title>Wayback Machine</title></head><body><p>The Wayback Machine has not archived that URL.</p></body></html>"
	archived := func(at, media string) http.Header {
		return http.Header{
			"Content-Type": {media}, "Memento-Datetime": {at}, "Link": {`<https://www.po.co/uk/>; rel="original"`}, "X-Archive-Src": {"waybacktest.warc.gz"},
		}
	}
	moved := archived("Mon, 01 Jan 2024 00:00:00 GMT", "text/html; charset=utf-8")
	moved["Location"], moved["X-Archive-Orig-Server"] = []string{"/web/20240101000000id_/https://www.po.co/de/"}, []string{"Tengine"}
	html := http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	for _, tt := range []struct {
		path   string
		status int
		body   string
		header http.Header
	}{
		{"/web/20240101000000id_/https://www.po.co/uk/", 301, "moved", moved},
		{"/web/20240301000000id_/https://www.po.co/uk/", 200, "", archived("Fri, 01 Mar 2024 00:00:00 GMT", "text/html; charset=gbk")},
		{"/web/20240203000000id_/http://po.co/uk", 302, "", http.Header{
			"Content-Type": {"text/plain; charset=utf-8"}, "Location": {"/web/20240301000000id_/https://www.po.co/uk/"},
			"X-Archive-Redirect-Reason": {"found capture at 20240301000000"},
		}},
		{"/web/20240101000000id_/https://www.po.co/fr/", 404, absent, html},
		{"/web/20240101000000/https://www.po.co/uk/", 404, absent, html},
		{"/web/2024id_/https://www.po.co/uk/", 404, absent, html},
		{"/", 404, absent, html},
	} {
		status, body, h := get(t, base+tt.path)
		h.Del("Date")
		h.Del("Content-Length")
		if d := cmp.Diff(tt.header, h); status != tt.status || body != tt.body || d != "" {
			t.Errorf("%s = %d %q, want %d %q, headers (-want +got):\n%s", tt.path, status, body, tt.status, tt.body, d)
		}
	}
}

// TestAnswersArePacked for a client that takes gzip, where there is anything to pack.
func TestAnswersArePacked(t *testing.T) {
	t.Parallel()
	base := waybacktest.Serve(t, []scrape.Page{
		{URL: "https://www.po.co/uk/", Status: 200, Time: at("20240101000000"), Body: []byte("hello")}, {URL: "https://www.po.co/de/", Status: 200, Time: at("20240101000000")},
	})
	_, packed, h := get(t, base+"/web/20240101000000id_/https://www.po.co/uk/", "Accept-Encoding", "br, gzip")
	z, err := gzip.NewReader(strings.NewReader(packed))
	if err != nil {
		t.Fatalf("body %q: %v", packed, err)
	}
	if body, err := io.ReadAll(z); string(body) != "hello" || err != nil || h.Get("Content-Encoding") != "gzip" {
		t.Errorf("packed as %q: %q, %v, want hello", h.Get("Content-Encoding"), body, err)
	}
	if _, body, h := get(t, base+"/web/20240101000000id_/https://www.po.co/de/", "Accept-Encoding", "gzip"); body != "" || h.Get("Content-Encoding") != "" {
		t.Errorf("nothing, packed as %q: %q", h.Get("Content-Encoding"), body)
	}
}

// TestServeEndsWithTheTest that asked for the archive.
func TestServeEndsWithTheTest(t *testing.T) {
	var base string
	t.Run("archive", func(t *testing.T) { base = waybacktest.Serve(t, nil) })
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(base, "http://"))
	if err == nil {
		t.Errorf("the archive still answers: %v", conn.Close())
	}
}
