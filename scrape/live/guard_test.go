package live_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape/live"
)

// TestAddresses: which hosts are asked as they stand in an address. The same law holds for what names resolve to.
func TestAddresses(t *testing.T) {
	t.Parallel()
	n := &hosts{answer: ok}
	f := on(n, live.Options{NoRobots: true, Rate: live.Unlimited})
	for _, tt := range []struct {
		reason string // of each; 200 is asked
		hosts  string
	}{
		{"200", "po.co www.mi.com 1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.0.1.1 198.17.0.1 198.20.0.1 223.255.255.255 shop.example. xn--mller-kva.example müller.example"},
		{"200", "[2606:4700:4700::1111] [2a00:1450:4001::200e] [64:ff9b::808:808] [2002:808:808::1] [::ffff:8.8.8.8]"},
		{"private_address", "0.0.0.0 0.1.2.3"},                                  // this network
		{"private_address", "10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1"},   // private
		{"private_address", "100.64.0.1 100.127.255.255"},                       // behind a carrier's NAT
		{"private_address", "127.0.0.1 127.255.255.254 127.0.0.1. [::1]"},       // loopback
		{"private_address", "localhost LOCALHOST localhost. shop.localhost"},    // loopback by name
		{"private_address", "169.254.169.254 [fd00:ec2::254] [fe80::1%25eth0]"}, // link-local, metadata
		{"private_address", "192.0.0.8 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1"},
		{"private_address", "224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 [ff02::1]"}, // multicast, broadcast
		{"private_address", "[::] [fc00::1] [fdff::1] [fec0::1] [100::1] [2001:db8::1] [3fff::1] [4000::1]"},
		{"private_address", "[::ffff:127.0.0.1] [::ffff:10.0.0.1] [::127.0.0.1]"}, // IPv4 within
		{"private_address", "[64:ff9b::7f00:1] [64:ff9b::a9fe:a9fe] [64:ff9b:1::808:808]"},
		{"private_address", "[2002:7f00:1::] [2002:c0a8:101::1] [2001:0:4136:e378:8000:63bf:3fff:fdd2]"},
		{"private_address", "127.1 127.0.1 0x7f.1 0x7f000001 0177.0.0.1 2130706433 127.0.0.1.. 1.2.3.4.5 . .. 。"}, // as resolvers read them
		{"private_address", "127。0。0。1 １２７.0.0.1 ①②⑦.0.0.①"},
	} {
		for host := range strings.FieldsSeq(tt.hosts) {
			if got := reason(f.Fetch(t.Context(), "http://"+host+"/")); got != tt.reason {
				t.Errorf("Fetch from %s = %s, want %s", host, got, tt.reason)
			}
		}
	}
	open := on(n, live.Options{NoRobots: true, AllowPrivate: true})
	if got := reason(open.Fetch(t.Context(), "http://127.0.0.1/")); got != "200" {
		t.Errorf("Fetch from 127.0.0.1 where it is allowed = %s", got)
	}
}

// TestProxy: it may be on a private address, is asked for names only, and not at all for what ConnectTo leads elsewhere.
func TestProxy(t *testing.T) {
	t.Parallel()
	var through []string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		through = append(through, r.RequestURI)
		w.WriteHeader(http.StatusTeapot)
	}))
	t.Cleanup(proxy.Close)
	direct := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(direct.Close)
	o := live.Options{
		NoRobots: true, Rate: live.Unlimited, Attempts: 1,
		Proxy: func(*http.Request) (*url.URL, error) { return url.Parse(proxy.URL) },
	}
	if got := reason(live.New(o).Fetch(t.Context(), "http://shop.example/a")); got != "418" {
		t.Errorf("Fetch through the proxy = %s", got)
	}
	if got := reason(live.New(o).Fetch(t.Context(), "http://10.0.0.1/a")); got != "private_address" {
		t.Errorf("Fetch of a private address through the proxy = %s", got)
	}
	if got := reason(live.New(o).Fetch(t.Context(), "https://shop.example/a")); got != "unreachable" {
		t.Errorf("Fetch through a proxy that does not connect = %s", got)
	}
	unknown := o
	unknown.Proxy, unknown.AllowPrivate = func(*http.Request) (*url.URL, error) { return nil, errors.New("the list of proxies cannot be read") }, true
	if got := reason(live.New(unknown).Fetch(t.Context(), direct.URL+"/a")); got != "unreachable" {
		t.Errorf("Fetch past a proxy that nobody knows = %s", got)
	}
	o.ConnectTo, o.AllowPrivate = map[string]string{"shop.example:80": direct.Listener.Addr().String()}, true
	if got := reason(live.New(o).Fetch(t.Context(), "http://shop.example/b")); got != "200" {
		t.Errorf("Fetch beside the proxy = %s", got)
	}
	if len(through) != 2 || through[0] != "http://shop.example/a" {
		t.Errorf("the proxy was asked for %q", through)
	}
}
