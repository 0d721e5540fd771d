package live

import (
	"cmp"
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	// maxHeader bounds the headers of an answer, as browsers do at about this size; package net/http would read 10 MiB.
	maxHeader = 256 << 10
	// dialTimeout bounds the lookup of a name and the connection to its addresses, and once more the TLS handshake.
	dialTimeout = 10 * time.Second
	// keepIdle is how long a connection is kept for the next request.
	keepIdle = 90 * time.Second
	// pingAfter is how long a connection of HTTP/2 may be silent before it is asked whether it lives, and how long that may
	// take: all requests to a host share it, and would share its death.
	pingAfter = 15 * time.Second
)

// ways are the roads on which a request may go; each has its connections.
type ways struct {
	direct  *http.Transport // to public addresses, or where ConnectTo leads
	standIn *http.Transport // the same, for hosts that ConnectTo leads to this machine: certificates are not checked
	proxied *http.Transport // through the proxy, which may be on a private address

	dialer  *net.Dialer // of direct and standIn
	proxy   func(*http.Request) (*url.URL, error)
	connect map[string]string // host or host:port, in lower case → address
}

func newWays(o *Options) *ways {
	w := &ways{dialer: &net.Dialer{Timeout: dialTimeout}, proxy: o.Proxy, connect: make(map[string]string, len(o.ConnectTo))}
	for from, to := range o.ConnectTo {
		w.connect[strings.ToLower(from)] = to
	}
	if !o.AllowPrivate {
		w.dialer.Control = checkDial
	}
	w.direct = newTransport(o, w.dial)
	w.standIn = newTransport(o, w.dial)
	w.standIn.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
	w.proxied = newTransport(o, (&net.Dialer{Timeout: dialTimeout}).DialContext)
	w.proxied.Proxy = o.Proxy
	return w
}

func newTransport(o *Options, dial func(ctx context.Context, network, address string) (net.Conn, error)) *http.Transport {
	return &http.Transport{
		DialContext:            dial,
		ForceAttemptHTTP2:      true,
		MaxResponseHeaderBytes: maxHeader,
		TLSHandshakeTimeout:    dialTimeout,
		MaxIdleConnsPerHost:    o.Concurrency,
		IdleConnTimeout:        keepIdle,
		HTTP2:                  &http.HTTP2Config{SendPingTimeout: pingAfter, PingTimeout: pingAfter},
	}
}

// RoundTrip sends a request on its way.
func (w *ways) RoundTrip(r *http.Request) (*http.Response, error) {
	way, err := w.of(r)
	if err != nil {
		return nil, err
	}
	return way.RoundTrip(r)
}

// of returns the way that the host of a request wants.
func (w *ways) of(r *http.Request) (*http.Transport, error) {
	if to, ok := w.led(hostPort(r.URL)); ok {
		if isLoopback(to) {
			return w.standIn, nil
		}
		return w.direct, nil
	}
	proxy, err := w.proxyFor(r)
	if err != nil || proxy == nil {
		return w.direct, err
	}
	return w.proxied, nil
}

func (w *ways) proxyFor(r *http.Request) (*url.URL, error) {
	if w.proxy == nil {
		return nil, nil //nolint:nilnil // as in package net/http: no proxy is no error
	}
	return w.proxy(r)
}

// dial connects to a host:port, or to where it is led instead.
func (w *ways) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if to, ok := w.led(address); ok {
		address = to
	}
	return w.dialer.DialContext(ctx, network, address)
}

// led returns the address that ConnectTo leads a host:port to.
func (w *ways) led(address string) (string, bool) {
	host, port, _ := net.SplitHostPort(strings.ToLower(address)) //nolint:errcheck // what is no host:port is led nowhere
	to, ok := w.connect[net.JoinHostPort(host, port)]
	if !ok {
		to, ok = w.connect[host]
	}
	if !ok {
		return "", false
	}
	if _, _, err := net.SplitHostPort(to); err != nil {
		to = net.JoinHostPort(strings.Trim(to, "[]"), port)
	}
	return to, true
}

// reach connects to where a request would go, and hangs up.
func (w *ways) reach(ctx context.Context, r *http.Request) error {
	dial, address := w.dial, hostPort(r.URL)
	if _, ok := w.led(address); !ok {
		proxy, err := w.proxyFor(r)
		if err != nil {
			return err
		}
		if proxy != nil {
			dial, address = (&net.Dialer{}).DialContext, hostPort(proxy)
		}
	}
	c, err := dial(ctx, "tcp", address)
	if err != nil {
		return err
	}
	return c.Close()
}

// hostPort returns the host of an address with its port, the usual one where it names none.
func hostPort(u *url.URL) string {
	usual := "443"
	switch u.Scheme {
	case "http":
		usual = "80"
	case "socks5", "socks5h":
		usual = "1080"
	}
	return net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), usual))
}
