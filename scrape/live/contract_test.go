package live_test

import (
	"errors"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
	"github.com/pocomigrate/pocomigrate/scrape/live"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

// closed is an address at which nothing listens.
const closed = "127.0.0.1:1"

// stage starts a TLS server that speaks HTTP/2 and returns the options that lead the hosts of the shops to it.
func stage(t *testing.T, h http.HandlerFunc) live.Options {
	t.Helper()
	server := httptest.NewUnstartedServer(h)
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	at := server.Listener.Addr().String()
	return live.Options{
		AllowPrivate: true, Rate: live.Unlimited, Attempts: 1,
		ConnectTo: map[string]string{"po.co": at, "www.po.co": at, "WWW.mi.com:443": at, "mi.com": at, "www.example.com": closed},
	}
}

// TestContract: a live shop is a page source like any other, over HTTP/2 and TLS and under its own names.
func TestContract(t *testing.T) {
	t.Parallel()
	html := http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	want := []scrape.Page{
		{URL: "https://www.po.co/uk/", Status: 200, Header: html, Body: []byte("<h1>POCO</h1>")},
		{URL: "https://www.po.co/uk/product/poco-f6/?gid=1", Status: 200, Header: html, Body: []byte(strings.Repeat("POCO F6 ", 9000))},
		{URL: "https://www.po.co/fr/", Status: 301, Header: http.Header{"Location": {"https://www.mi.com/fr/"}}, Body: []byte{}},
		{URL: "https://www.mi.com/uk/none/", Status: 404, Header: html, Body: []byte("not found")},
	}
	held := map[string]*scrape.Page{}
	for i := range want {
		held[scrape.Canonical(want[i].URL)] = &want[i]
	}
	o := stage(t, func(w http.ResponseWriter, r *http.Request) {
		page := held[scrape.Canonical("https://"+r.Host+r.URL.RequestURI())]
		if page == nil || r.ProtoMajor != 2 {
			http.NotFound(w, r)
			return
		}
		maps.Copy(w.Header(), page.Header)
		body := page.Body
		if len(body) > 1000 {
			w.Header().Set("Content-Encoding", "br")
			var err error
			if body, err = coding.Encode("br", body); err != nil {
				panic(err)
			}
		}
		w.WriteHeader(page.Status)
		if _, err := w.Write(body); err != nil {
			panic(err)
		}
	})
	scrapetest.Source(t, live.New(o), want)
}

// TestCertificates: that of a stand-in on this machine is not checked, any other is.
func TestCertificates(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	var connections atomic.Int32
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	at := server.Listener.Addr().String()
	led := live.Options{AllowPrivate: true, Rate: live.Unlimited, ConnectTo: map[string]string{"www.po.co": at}}
	if got := reason(live.New(led).Fetch(t.Context(), "https://www.po.co/")); got != "200" {
		t.Errorf("Fetch from a stand-in = %s", got)
	}
	connections.Store(0)
	page, err := live.New(live.Options{AllowPrivate: true, NoRobots: true}).Fetch(t.Context(), server.URL)
	if got := reason(page, err); got != "unreachable" || !strings.Contains(err.Error(), "certificate of the host is not valid") {
		t.Errorf("Fetch with a certificate of nobody = %s, %v", got, err)
	}
	if connections.Load() != 1 {
		t.Errorf("%d connections were made, want one: the certificate will not get better", connections.Load())
	}
}

// TestWays: only what the proxy is for goes through it, since addresses are not checked on that way.
func TestWays(t *testing.T) {
	t.Parallel()
	errUnknown := errors.New("the list of proxies cannot be read")
	by := func(address string, err error) func(*http.Request) (*url.URL, error) {
		return func(*http.Request) (*url.URL, error) {
			if address == "" {
				return nil, err
			}
			return &url.URL{Scheme: "http", Host: address}, nil
		}
	}
	for _, tt := range []struct {
		name  string
		o     live.Options
		want  bool
		cause error
	}{
		{"no proxy", live.Options{}, false, nil},
		{"no proxy for this host", live.Options{Proxy: by("", nil)}, false, nil},
		{"a proxy that nobody knows", live.Options{Proxy: by("", errUnknown)}, false, errUnknown},
		{"a proxy", live.Options{Proxy: by(closed, nil)}, true, nil},
		{"led to this machine", live.Options{Proxy: by(closed, nil), ConnectTo: map[string]string{"www.po.co": "127.0.0.1"}}, false, nil},
		{"led elsewhere", live.Options{Proxy: by(closed, nil), ConnectTo: map[string]string{"www.po.co": "192.0.2.1"}}, false, nil},
		{"beside what is led", live.Options{Proxy: by(closed, nil), ConnectTo: map[string]string{"www.mi.com": "192.0.2.1"}}, true, nil},
	} {
		if got, err := live.GoesThroughProxy(live.New(tt.o), "https://www.po.co/"); got != tt.want || !errors.Is(err, tt.cause) {
			t.Errorf("%s: goes through the proxy = %v, %v, want %v, %v", tt.name, got, err, tt.want, tt.cause)
		}
	}
}

// TestStandIns: only what is led to this machine by its address is a stand-in.
func TestStandIns(t *testing.T) {
	t.Parallel()
	for to, want := range map[string]bool{
		"127.0.0.1": false, "127.0.0.2:8443": false, "[::1]:443": false, "[::1]": false, "::1": false, "localhost:8443": false,
		"10.0.0.1": true, "192.168.1.5:8443": true, "[2606:4700::1]:443": true, "stage.example": true, "localhost.example": true,
	} {
		f := live.New(live.Options{ConnectTo: map[string]string{"www.po.co": to}})
		if got, err := live.ChecksCertificate(f, "https://www.po.co/"); err != nil || got != want {
			t.Errorf("led to %s, the certificate is checked = %v, %v, want %v", to, got, err, want)
		}
		if got, err := live.ChecksCertificate(f, "https://www.mi.com/"); err != nil || !got {
			t.Errorf("another host's certificate is checked = %v, %v, want true", got, err)
		}
	}
}
