package live_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/live"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

// TestEnterKeepsPace: who asks by himself waits like everybody else, and what he was answered holds for all.
func TestEnterKeepsPace(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		header http.Header
		want   time.Duration // until the next request may start
	}{
		{"an answer", 200, nil, s},
		{"none", 0, nil, s},
		{"not found", 404, nil, s},
		{"too many", 429, http.Header{"Retry-After": {"7"}}, 7 * s},
		{"unavailable", 503, http.Header{"Retry-After": {"90"}}, 90 * s},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := &hosts{answer: ok}
				f := on(n, live.Options{Concurrency: 1})
				leave, err := f.Enter(t.Context(), "https://shop.example/page")
				if err != nil {
					t.Fatal(err)
				}
				start := time.Now()
				leave(tt.status, tt.header)
				if page, err := f.Fetch(t.Context(), "https://shop.example/other"); err != nil {
					t.Fatal(page, err)
				}
				if got := time.Since(start); got != tt.want {
					t.Errorf("the next request started after %s, want %s", got, tt.want)
				}
			})
		})
	}
}

// TestEnterCountsAsUnderWay: a request that was let in takes a place until it is left.
func TestEnterCountsAsUnderWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := on(&hosts{answer: ok}, live.Options{Concurrency: 1, Rate: live.Unlimited})
		leave, err := f.Enter(t.Context(), "https://shop.example/a")
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := f.Enter(ctx, "https://shop.example/b"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a second request was let in beside the first: %v", err)
		}
		leave(200, nil)
		if leave, err = f.Enter(t.Context(), "https://shop.example/b"); err != nil {
			t.Fatal(err)
		}
		leave(200, nil)
	})
}

func TestEnterRefuses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := on(&hosts{answer: robots("User-agent: *\nDisallow: /secret\n")}, live.Options{})
		for address, want := range map[string]string{
			"https://shop.example/secret/x": "robots", "https://10.0.0.1/": "private_address", "http://localhost:9222/json": "private_address",
		} {
			leave, err := f.Enter(t.Context(), address)
			if got := reason(&scrape.Page{}, err); got != want || leave != nil {
				t.Errorf("Enter(%s) = %s, want %s", address, got, want)
			}
		}
		apart := on(&hosts{answer: ok}, live.Options{NoRobots: true})
		if leave, err := apart.Enter(t.Context(), "https://10.0.0.1/"); reason(&scrape.Page{}, err) != "private_address" || leave != nil {
			t.Errorf("Enter of a private address without robots.txt = %v", err)
		}
		if _, err := f.Enter(t.Context(), "ftp://shop.example/"); !errors.Is(err, scrape.ErrNotHeld) {
			t.Errorf("Enter of an ftp address = %v", err)
		}
	})
}

// TestDial: connections for somebody else keep to public addresses, to ConnectTo and to the proxy.
func TestDial(t *testing.T) {
	t.Parallel()
	server := scrapetest.Serve(t, []scrape.Page{{URL: "http://shop.example/page", Status: 200, Body: []byte("hello")}}, scrapetest.ServeOptions{})
	led := map[string]string{"shop.example:80": server.Plain, "secure.example": server.TLS}
	by := func(scheme string) func(*http.Request) (*url.URL, error) {
		return func(*http.Request) (*url.URL, error) {
			return &url.URL{Scheme: scheme, Host: server.Plain, User: url.UserPassword("a", "b")}, nil
		}
	}
	proxy, socks := by("http"), by("socks5")
	gone := func(*http.Request) (*url.URL, error) { return &url.URL{Scheme: "http", Host: closed}, nil }
	noProxy := func(*http.Request) (*url.URL, error) { return nil, errors.New("the list of proxies cannot be read") }
	for _, tt := range []struct {
		name, address, want string
		o                   live.Options
	}{
		{"private", "10.0.0.1:443", "private_address", live.Options{}},
		{"this machine", "localhost:443", "private_address", live.Options{}},
		{"a name of this machine, led", "shop.example:80", "private_address", live.Options{ConnectTo: led}},
		{"led", "shop.example:80", "", live.Options{ConnectTo: led, AllowPrivate: true}},
		{"this machine, allowed", server.Plain, "", live.Options{AllowPrivate: true}},
		{"nobody listens", "127.0.0.1:1", "unreachable", live.Options{AllowPrivate: true}},
		{"through a proxy", "elsewhere.example:443", "", live.Options{Proxy: proxy}},
		{"a private address through a proxy", "10.0.0.1:443", "private_address", live.Options{Proxy: proxy}},
		{"through SOCKS", "elsewhere.example:443", "unreachable", live.Options{Proxy: socks}},
		{"beside what is led, through a proxy", "elsewhere.example:443", "", live.Options{Proxy: proxy, ConnectTo: led}},
		{"a proxy that does not listen", server.Plain, "unreachable", live.Options{Proxy: gone, AllowPrivate: true}},
		{"a proxy that nobody knows", server.Plain, "unreachable", live.Options{Proxy: noProxy, AllowPrivate: true}},
		{"no address", "a b:443", `fetch "https://a b:443": not held by this source, which fetches http and https addresses`, live.Options{}},
		{"led beside a proxy", "shop.example:80", "", live.Options{Proxy: socks, ConnectTo: led, AllowPrivate: true}},
		{"no network", "shop.example:80", "unreachable", live.Options{Transport: &hosts{answer: ok}}},
	} {
		c, err := live.New(tt.o).DialContext(t.Context(), "tcp", tt.address)
		got := ""
		if failed, ok := errors.AsType[*scrape.FailedError](err); ok {
			got = failed.Reason
		} else if err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%s: DialContext = %v, want %q", tt.name, err, tt.want)
		}
		if c != nil {
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := live.New(live.Options{AllowPrivate: true}).DialContext(ctx, "tcp", server.Plain)
	if _, failed := errors.AsType[*scrape.FailedError](err); failed || !errors.Is(err, context.Canceled) {
		t.Errorf("DialContext after cancel = %v, want ctx's error", err)
	}
	for to, want := range map[string]bool{server.Plain: true, "127.0.0.1": true, "[::1]": true, "localhost": true, "192.0.2.1:1": false, "192.0.2.1": false} {
		if got := live.New(live.Options{ConnectTo: map[string]string{"a": to}}).StandsIn(); got != want {
			t.Errorf("led to %s, StandsIn = %v, want %v", to, got, want)
		}
	}
}

// TestTunnelOfProxyThatRefuses: what a proxy says instead of connecting is not taken for a connection.
func TestTunnelOfProxyThatRefuses(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"HTTP/1.1 403 Forbidden\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nearly", "nonsense\r\n\r\n", ""} {
		listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		asked := make(chan string, 1)
		go func() {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			defer c.Close() //nolint:errcheck // the test is over
			request := make([]byte, 1024)
			n, _ := c.Read(request) //nolint:errcheck // seen in what came
			asked <- string(request[:n])
			_, _ = io.WriteString(c, answer) //nolint:errcheck // the other side may be gone
		}()
		o := live.Options{Proxy: func(*http.Request) (*url.URL, error) {
			return &url.URL{Scheme: "http", Host: listener.Addr().String(), User: url.UserPassword("a", "b")}, nil
		}}
		if c, err := live.New(o).DialContext(t.Context(), "tcp", "shop.example:443"); err == nil {
			t.Errorf("a proxy that answers %q connects: %v", answer, c)
		}
		want := "CONNECT shop.example:443 HTTP/1.1\r\nHost: shop.example:443\r\nUser-Agent: Go-http-client/1.1\r\nProxy-Authorization: Basic YTpi\r\n\r\n"
		if d := cmp.Diff(want, <-asked); d != "" {
			t.Errorf("the proxy was asked (-want +got):\n%s", d)
		}
		if err := listener.Close(); err != nil {
			t.Error(err)
		}
	}
}
