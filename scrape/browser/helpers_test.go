package browser_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/browser"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

// gate leads every connection to a test server, and knows what it was asked for.
type gate struct {
	server *scrapetest.Server
	refuse map[string]string // reason, by address that may not be asked
	delay  time.Duration     // how long every request waits
	far    bool              // connections seem to lead to another machine
	none   string            // beginning of addresses that nobody answers

	mu      sync.Mutex
	entered []string
	left    []int // statuses
	dialed  []string
}

func (g *gate) Enter(ctx context.Context, url string) (func(int, http.Header), error) {
	select {
	case <-time.After(g.delay):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.none != "" && strings.HasPrefix(url, g.none) {
		return nil, &scrape.FailedError{URL: url, Reason: "unreachable", Detail: "nobody answers", Err: scrape.ErrNotHeld}
	}
	g.entered = append(g.entered, url)
	if reason := g.refuse[url]; reason != "" {
		return nil, &scrape.FailedError{URL: url, Reason: reason, Detail: "refused for its " + reason}
	}
	return func(status int, _ http.Header) {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.left = append(g.left, status)
	}, nil
}

func (g *gate) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	g.mu.Lock()
	g.dialed = append(g.dialed, address)
	g.mu.Unlock()
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if ip := net.ParseIP(host); ip != nil || strings.HasSuffix(host, ".internal") {
		return nil, &scrape.FailedError{URL: address, Reason: "private_address", Detail: host + " is not a public address"}
	}
	if strings.HasPrefix(host, "dead.") {
		return nil, errors.New("connection refused for the test")
	}
	to := g.server.Plain
	if port == "443" {
		to = g.server.TLS
	}
	c, err := (&net.Dialer{}).DialContext(ctx, network, to)
	if err == nil && g.far {
		return farConn{c}, nil
	}
	return c, err
}

// farConn is a connection that seems to lead to another machine.
type farConn struct{ net.Conn }

func (farConn) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 443} }

func (g *gate) balance() (entered, left int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.entered) - len(g.refuse), len(g.left)
}

// notebook records exchanges in memory.
type notebook struct {
	mu        sync.Mutex
	exchanges []scrape.Exchange
}

func (n *notebook) Record(x *scrape.Exchange) (string, string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.exchanges = append(n.exchanges, *x)
	return "notebook", strconv.Itoa(len(n.exchanges)), nil
}

// of returns what was recorded of an address.
func (n *notebook) of(url string) []scrape.Exchange {
	n.mu.Lock()
	defer n.mu.Unlock()
	var out []scrape.Exchange
	for _, x := range n.exchanges {
		if x.URL == url {
			out = append(out, x)
		}
	}
	return out
}

// html is a page of a test shop.
func html(url, body string) scrape.Page {
	return scrape.Page{URL: url, Status: 200, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, Body: []byte(body)}
}

func jsonPage(url, body string) scrape.Page {
	return scrape.Page{URL: url, Status: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(body)}
}

// shop is a browser on a test server.
type shop struct {
	*browser.Source
	server *scrapetest.Server
	gate   *gate
	notes  *notebook
}

// open starts a server and a browser on it; both end with the test. It skips the test where no Chromium is installed.
func open(tb testing.TB, pages []scrape.Page, s scrapetest.ServeOptions, change func(*browser.Options)) *shop {
	tb.Helper()
	if _, err := browser.Find(); err != nil {
		tb.Skip(err)
	}
	folder, err := os.MkdirTemp("", "t") //nolint:usetesting // a path that is short enough for a socket
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := os.Remove(folder); err != nil {
			tb.Errorf("the browser left something behind: %v", err)
		}
	})
	server := scrapetest.Serve(tb, pages, s)
	out := &shop{server: server, gate: &gate{server: server}, notes: &notebook{}}
	o := browser.Options{
		Gate: out.gate, Now: time.Now, Recorder: out.notes, AnyCertificate: true, Folder: folder,
		PageTime: 20 * time.Second, Rest: time.Second,
	}
	if os.Getenv("POCOMIGRATE_TEST_LOG") != "" {
		o.Log = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	if change != nil {
		change(&o)
	}
	source, err := browser.New(o)
	if err != nil {
		tb.Fatal(err)
	}
	out.Source = source
	tb.Cleanup(func() {
		if err := source.Close(); err != nil {
			tb.Error(err)
		}
	})
	return out
}

func selector(s string) func(string) browser.Recipe {
	return func(string) browser.Recipe { return browser.Recipe{Selector: s} }
}
