package scrapetest_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

// answer is what a client saw.
type answer struct {
	status int
	header http.Header
	body   string
	proto  int
}

func ask(t *testing.T, c *http.Client, address string, header ...string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := c.Do(req)
	if err != nil {
		t.Fatalf("GET %s: %v", address, err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("GET %s: %v", address, err)
	}
	if err := resp.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, string(body), resp.ProtoMajor}
}

// TestServeAnswersForRealHosts asks under the names of the pages, over both doors.
func TestServeAnswersForRealHosts(t *testing.T) {
	t.Parallel()
	s := scrapetest.Serve(t, append(held(), scrape.Page{URL: "https://go.buy.po.co/"}), scrapetest.ServeOptions{})
	if diff := cmp.Diff([]string{"go.buy.po.co", "www.po.co"}, s.Hosts()); diff != "" {
		t.Errorf("Hosts() differs (-want +got):\n%s", diff)
	}
	tests := []struct {
		address      string
		status, http int
		body         string
	}{
		{"https://www.po.co/uk/", 200, 2, "new"},
		{"https://www.po.co/uk?utm_source=x", 200, 2, "new"},
		{"http://po.co/uk/", 200, 1, "new"},
		{"https://www.po.co/fr/", 301, 2, ""},
		{"https://www.po.co/robots.txt", 404, 2, "<title>404</title><h1>Not found</h1>"},
	}
	for _, tt := range tests {
		got := ask(t, s.Client(), tt.address)
		if got.status != tt.status || got.body != tt.body || got.proto != tt.http {
			t.Errorf("GET %s = %d, %q in HTTP/%d, want %d, %q in HTTP/%d",
				tt.address, got.status, got.body, got.proto, tt.status, tt.body, tt.http)
		}
	}
	for range 2 { // asking how often changes nothing
		if n := s.Total(); n != len(tests) {
			t.Errorf("Total() = %d, want %d", n, len(tests))
		}
		if n := s.Requests("https://po.co/uk"); n != 3 {
			t.Errorf("Requests() of the front page = %d, want 3", n)
		}
	}
}

// TestServeIsAProxy asks as a client does that was told of a proxy: with an absolute address, and through CONNECT with the
// certificate file as its only root.
func TestServeIsAProxy(t *testing.T) {
	t.Parallel()
	s := scrapetest.Serve(t, held(), scrapetest.ServeOptions{})
	roots := x509.NewCertPool()
	text, err := os.ReadFile(s.CertFile)
	if err != nil || !roots.AppendCertsFromPEM(text) {
		t.Fatalf("certificate file: %v", err)
	}
	c := &http.Client{Transport: &http.Transport{
		Proxy:           http.ProxyURL(&url.URL{Scheme: "http", Host: s.Plain}),
		TLSClientConfig: &tls.Config{RootCAs: roots},
	}}
	for _, address := range []string{"http://www.po.co/uk/", "https://www.po.co/uk/"} {
		if got := ask(t, c, address); got.status != 200 || got.body != "new" {
			t.Errorf("GET %s through the proxy = %d, %q, want 200, new", address, got.status, got.body)
		}
	}
	if n := s.Total(); n != 2 {
		t.Errorf("Total() = %d, want 2: a CONNECT asks for no page", n)
	}
}

// TestServeSaysHowMuchItSends, to HEAD as well, and what the answer depends on; an answer that has no body has no length. What a
// page's headers say of the transfer that it came by holds no more.
func TestServeSaysHowMuchItSends(t *testing.T) {
	t.Parallel()
	pages := append(held(), scrape.Page{URL: "https://www.po.co/none/", Status: 204, Header: http.Header{}}, scrape.Page{
		URL: "https://www.po.co/gone/", Status: 410, Body: []byte("gone"), Header: http.Header{
			"content-type": {"text/plain"}, "Content-Encoding": {"br"}, "Content-Length": {"999"}, "Keep-Alive": {"timeout=5"}, "X-Shop": {"1", "2"},
		},
	})
	s := scrapetest.Serve(t, pages, scrapetest.ServeOptions{})
	for _, tt := range []struct {
		method, path string
		want         http.Header
	}{
		{http.MethodHead, "uk/", http.Header{
			"Content-Type": {"text/html; charset=utf-8"}, "Content-Length": {"3"}, "Etag": {`W/"11507a0e2f5e69d5"`}, "Last-Modified": {"Fri, 01 Nov 2024 08:00:00 GMT"},
		}},
		{http.MethodGet, "fr/", http.Header{"Content-Type": {"text/html; charset=utf-8"}, "Content-Length": {"0"}}},
		{http.MethodGet, "none/", http.Header{}},
		{http.MethodGet, "gone/", http.Header{"Content-Type": {"text/plain"}, "Content-Length": {"4"}, "X-Shop": {"1", "2"}}},
		{http.MethodHead, "other/", http.Header{
			"Content-Type": {"text/html; charset=utf-8"}, "Content-Length": {"36"},
		}},
	} {
		req, err := http.NewRequestWithContext(t.Context(), tt.method, "https://www.po.co/"+tt.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Accept-Encoding", "identity")
		resp, err := s.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Header.Del("Date")
		if d := cmp.Diff(tt.want, resp.Header); d != "" || resp.Body.Close() != nil {
			t.Errorf("%s of %s: headers (-want +got):\n%s", tt.method, tt.path, d)
		}
	}
	if got := ask(t, s.Client(), "https://www.po.co/uk/", "Accept-Encoding", "gzip").header; got.Get("Vary") != "Accept-Encoding" {
		t.Errorf("headers of an encoded answer: %v", got)
	}
}

// TestServeEncodes looks at the bytes on the wire, which a client that names its encodings gets as they are.
func TestServeEncodes(t *testing.T) {
	t.Parallel()
	s := scrapetest.Serve(t, held(), scrapetest.ServeOptions{})
	tests := []struct{ accept, want string }{
		{"gzip", "gzip"},
		{"br, gzip", "br"},
		{"gzip, deflate, br, zstd", "zstd"},
		{"zstd;q=0, br; q=0.000, deflate, gzip", "gzip"},
		{"identity", ""},
		{"gzip;q=0, identity", ""},
		{"compress, GZIP; q=0.5", "gzip"},
	}
	for _, tt := range tests {
		got := ask(t, s.Client(), "https://www.po.co/uk/", "Accept-Encoding", tt.accept)
		body, err := coding.Decode(got.status, got.header, []byte(got.body))
		name := got.header.Get("Content-Encoding")
		if name != tt.want || (got.body == "new") != (tt.want == "") || string(body) != "new" || err != nil {
			t.Errorf("Accept-Encoding %q is answered in %q with %q, %v, want %q", tt.accept, name, got.body, err, tt.want)
		}
	}
}

func TestServeKnowsVersions(t *testing.T) {
	t.Parallel()
	pages := held()
	pages[2].Status, pages[2].Body = 200, []byte("fr")
	s := scrapetest.Serve(t, pages, scrapetest.ServeOptions{})
	const address = "https://www.po.co/uk/"
	first := ask(t, s.Client(), address)
	tag, day := first.header.Get("ETag"), first.header.Get("Last-Modified")
	other := ask(t, s.Client(), "https://www.po.co/fr/").header.Get("ETag")
	if tag == "" || tag == other || day != "Fri, 01 Nov 2024 08:00:00 GMT" {
		t.Fatalf("ETag %q (another page's is %q), Last-Modified %q", tag, other, day)
	}
	tests := []struct {
		header []string
		status int
	}{
		{[]string{"If-None-Match", tag}, 304},
		{[]string{"If-None-Match", `"x", ` + strings.TrimPrefix(tag, "W/")}, 304},
		{[]string{"If-None-Match", "*"}, 304},
		{[]string{"If-None-Match", `"x"`, "If-Modified-Since", day}, 200},
		{[]string{"If-Modified-Since", day}, 304},
		{[]string{"If-Modified-Since", "Thu, 31 Oct 2024 08:00:00 GMT"}, 200},
		{[]string{"If-Modified-Since", "yesterday"}, 200},
	}
	for _, tt := range tests {
		got := ask(t, s.Client(), address, tt.header...)
		if got.status != tt.status || (got.body == "") != (tt.status == 304) {
			t.Errorf("asked with %q: %d, %q, want status %d", tt.header, got.status, got.body, tt.status)
		}
	}
}

// TestServeActs has a different answer for each request of one address.
func TestServeActs(t *testing.T) {
	t.Parallel()
	actions := []scrapetest.Action{
		{Status: 429, Header: http.Header{"Retry-After": {"7"}}, Body: []byte("slow down")},
		{Cut: true},
		{Header: http.Header{"Set-Cookie": {"a=1"}}},
		{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "handled") })},
		{Delay: 30 * time.Millisecond},
	}
	s := scrapetest.Serve(t, held(), scrapetest.ServeOptions{
		Act: func(_ *http.Request, _ string, nth int) scrapetest.Action { return actions[nth-1] },
	})
	const address = "http://www.po.co/uk/"
	if got := ask(t, s.Client(), address); got.status != 429 || got.header.Get("Retry-After") != "7" || got.body != "slow down" {
		t.Errorf("status action: %+v", got)
	}
	// A POST is not tried again by the client, as a GET on a used connection is.
	resp, err := s.Client().Post(address, "text/plain", bytes.NewReader([]byte("x")))
	if err == nil {
		t.Errorf("cut action: status %d", resp.StatusCode)
		t.Log(resp.Body.Close())
	}
	if got := ask(t, s.Client(), address); got.header.Get("Set-Cookie") != "a=1" || got.body != "new" {
		t.Errorf("header action: %+v", got)
	}
	if got := ask(t, s.Client(), address); got.body != "handled" {
		t.Errorf("handler action: %+v", got)
	}
	start := time.Now()
	if got := ask(t, s.Client(), address); got.body != "new" || time.Since(start) < 30*time.Millisecond {
		t.Errorf("delay action: %+v after %s", got, time.Since(start))
	}
}

// TestServeEndsWhileAClientWaits would take a minute if the end of a test waited for the server's delays.
func TestServeEndsWhileAClientWaits(t *testing.T) {
	start := time.Now()
	arrived := make(chan struct{})
	gone := make(chan error, 1)
	t.Run("server", func(t *testing.T) {
		s := scrapetest.Serve(t, []scrape.Page{{URL: "http://www.po.co/"}}, scrapetest.ServeOptions{
			Act: func(*http.Request, string, int) scrapetest.Action {
				close(arrived)
				return scrapetest.Action{Delay: time.Minute}
			},
		})
		c := s.Client()
		go func() {
			resp, err := c.Post("http://www.po.co/", "text/plain", nil)
			if err == nil {
				err = resp.Body.Close()
			}
			gone <- err
		}()
		<-arrived
	})
	if err := <-gone; err == nil || time.Since(start) > 30*time.Second {
		t.Errorf("client's error %v after %s", err, time.Since(start))
	}
}

// connected returns a way through the server to its TLS address.
func connected(t *testing.T, s *scrapetest.Server) net.Conn {
	t.Helper()
	way, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", s.Plain)
	if err != nil {
		t.Fatal(err)
	}
	const established = "HTTP/1.1 200 Connection established\r\n\r\n"
	_, err = io.WriteString(way, "CONNECT www.po.co:443 HTTP/1.1\r\nHost: www.po.co:443\r\n\r\n")
	answer := make([]byte, len(established))
	if _, rerr := io.ReadFull(way, answer); err != nil || rerr != nil || string(answer) != established {
		t.Fatalf("CONNECT = %q, %v, %v", answer, err, rerr)
	}
	if err := way.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return way
}

// TestWaysEndWithEitherSide: the TLS address breaks off with one who speaks no TLS.
func TestWaysEndWithEitherSide(t *testing.T) {
	t.Parallel()
	way := connected(t, scrapetest.Serve(t, held(), scrapetest.ServeOptions{}))
	_, err := io.WriteString(way, "this is no TLS\r\n\r\n")
	if _, rerr := io.Copy(io.Discard, way); err != nil || rerr != nil {
		t.Errorf("the way does not end: %v, %v", err, rerr)
	}
	if err := way.Close(); err != nil {
		t.Error(err)
	}
}

// TestNothingIsLeftOfAServer when its test ends: it takes no connections, and the ways through it are closed.
func TestNothingIsLeftOfAServer(t *testing.T) {
	var s *scrapetest.Server
	var way net.Conn
	t.Run("server", func(t *testing.T) {
		s = scrapetest.Serve(t, held(), scrapetest.ServeOptions{})
		way = connected(t, s)
	})
	if n, err := way.Read(make([]byte, 1)); n > 0 || err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("the way is still open: %d, %v", n, err)
	}
	if err := way.Close(); err != nil {
		t.Error(err)
	}
	for _, address := range []string{s.Plain, s.TLS} {
		if conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address); err == nil {
			t.Errorf("%s still takes connections: %v", address, conn.Close())
		}
	}
}
