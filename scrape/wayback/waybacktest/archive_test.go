package waybacktest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/wayback/waybacktest"
)

// get asks the archive and returns the answer's status, body and headers.
func get(t *testing.T, url string) (int, string, http.Header) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
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
		{URL: "http://www.cnn.com:80/", Status: 200, Header: html, Time: at("20010414005939"), Body: []byte("a")},
		{URL: "http://cnn.com/", Status: 302, Header: html, Time: at("20010503181821")},
		{URL: "http://www.cnn.com/", Status: 200, Header: html, Time: at("20010503181852"), Body: []byte("a")},
		{URL: "https://www.cnn.com/Sport/x.png", Status: 200, Header: http.Header{"Content-Type": {"image/png"}}, Time: at("20010503181853")},
	})
	const (
		first   = "com,cnn)/ 20010414005939 http://www.cnn.com:80/ text/html 200 Q336IN72UWT7ZYK5DXOLT2XK5I3XMZ5Y 1\n"
		moved   = "com,cnn)/ 20010503181821 http://cnn.com/ text/html 302 3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ 0\n"
		revisit = "com,cnn)/ 20010503181852 http://www.cnn.com/ warc/revisit - Q336IN72UWT7ZYK5DXOLT2XK5I3XMZ5Y 1\n"
		image   = "com,cnn)/sport/x.png 20010503181853 https://www.cnn.com/Sport/x.png image/png 200 3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ 0\n"
	)
	for _, tt := range []struct{ query, want string }{
		{"url=cnn.com", first + moved + revisit},
		{"url=cnn.com&matchType=prefix", first + moved + revisit + image},
		{"url=cnn.com/sport/&matchType=prefix", image},
		{"url=cnn.com/sport/x.png/&matchType=prefix", ""},
		{"url=cnn.com&to=20010503181821", first + moved},
		{"url=cnn.com&to=200104", first},
		{"url=cnn.com&from=20010503181821", moved + revisit},
		{"url=cnn.com/*&matchType=exact", ""},
		{"url=cnn.com&matchType=prefix&filter=!mimetype:image/.*&filter=statuscode:200|-", first + revisit},
		{"url=cnn.com&limit=1", first},
		{"url=cnn.com&limit=1&showResumeKey=true", first + "\ncom%2Ccnn%29%2F+2001041400593%3A\n"},
		{"url=cnn.com&limit=1&showResumeKey=true&resumeKey=com%252Ccnn%2529%252F%2B2001041400593%253A", moved + "\ncom%2Ccnn%29%2F+20010503181822\n"},
		{"url=cnn.com&limit=3&showResumeKey=true", first + moved + revisit},
	} {
		if status, got, _ := get(t, base+"/cdx/search/cdx?"+tt.query); status != 200 || got != tt.want {
			t.Errorf("%s: %d\n%s\nwant\n%s", tt.query, status, got, tt.want)
		}
	}
	for _, query := range []string{"url=cnn.com&filter=original:(", "url=cnn.com&resumeKey=%25zz"} {
		if status, _, _ := get(t, base+"/cdx/search/cdx?"+query); status != 400 {
			t.Errorf("%s: status %d, want 400", query, status)
		}
	}
}

// TestMementos: a capture comes with the shop's headers hidden, one of another second is led to, and nothing else is there.
func TestMementos(t *testing.T) {
	t.Parallel()
	base := waybacktest.Serve(t, []scrape.Page{
		{URL: "https://www.po.co/uk/", Status: 301, Header: http.Header{"Location": {"/de/"}, "Server": {"Tengine"}}, Time: at("20240101000000"), Body: []byte("moved")},
		{URL: "https://www.po.co/uk/", Status: 200, Time: at("20240301000000")},
	})
	status, body, h := get(t, base+"/web/20240101000000id_/https://www.po.co/uk/")
	if status != 301 || body != "moved" || h.Get("Memento-Datetime") != "Mon, 01 Jan 2024 00:00:00 GMT" ||
		h.Get("Location") != "/web/20240101000000id_/https://www.po.co/de/" || h.Get("X-Archive-Orig-Server") != "Tengine" || h.Get("Server") != "" {
		t.Errorf("capture = %d %q %v", status, body, h)
	}
	status, _, h = get(t, base+"/web/20240203000000id_/http://po.co/uk")
	if status != 302 || h.Get("Location") != "/web/20240301000000id_/https://www.po.co/uk/" || h.Get("Memento-Datetime") != "" ||
		h.Get("X-Archive-Redirect-Reason") != "found capture at 20240301000000" {
		t.Errorf("nearest = %d %v", status, h)
	}
	for _, path := range []string{"/web/20240101000000id_/https://www.po.co/fr/", "/web/20240101000000/https://www.po.co/uk/", "/"} {
		if status, body, h := get(t, base+path); status != 404 || !strings.Contains(body, "Wayback Machine") || h.Get("Memento-Datetime") != "" {
			t.Errorf("%s = %d %q", path, status, body)
		}
	}
}
