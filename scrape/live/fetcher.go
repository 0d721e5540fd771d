package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

const (
	// maxBody is the most that is read of an answer. The largest mi.com page on record is under 1 MiB.
	maxBody = 32 << 20
	// timeout bounds one request with its answer.
	timeout = 30 * time.Second
	// gap is the least time between two requests to one host.
	gap = time.Second
)

// Options say how to ask. The zero value works.
type Options struct {
	UserAgent string            // product token and version; "pocomigrate" when empty
	Transport http.RoundTripper // nil means a transport of its own, with the proxies of the environment
	Gap       time.Duration     // least time between two requests to one host; 0 means one second
}

// Fetcher is a [scrape.Fetcher] on the network.
type Fetcher struct {
	client http.Client
	agent  string
	gap    time.Duration

	mu    sync.Mutex
	hosts map[string]*host
}

// host holds what is known of one host; its lock is held while it is asked, so that it gets one request at a time.
type host struct {
	mu     sync.Mutex
	last   time.Time
	robots *robots // nil until it was asked for
}

// New returns a fetcher.
func New(o Options) *Fetcher {
	f := &Fetcher{agent: o.UserAgent, gap: o.Gap, hosts: map[string]*host{}}
	if f.agent == "" {
		f.agent = "pocomigrate"
	}
	if f.gap == 0 {
		f.gap = gap
	}
	f.client = http.Client{
		Timeout:       timeout,
		Transport:     o.Transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return f
}

// Fetch asks for one address. An address that robots.txt forbids is an error that wraps [ErrForbidden]; an answer larger
// than 32 MiB is an error, never cut.
func (f *Fetcher) Fetch(ctx context.Context, address string) (*scrape.Page, error) {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return nil, fmt.Errorf("fetch %q: not an http address", address)
	}
	h := f.host(u.Host)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.robots == nil {
		r, err := f.robotsOf(ctx, h, u)
		if err != nil {
			return nil, err
		}
		h.robots = r
	}
	if !h.robots.allows(productToken(f.agent), u.RequestURI()) {
		return nil, fmt.Errorf("fetch %s: %w", address, ErrForbidden)
	}
	return f.get(ctx, h, address)
}

// ErrForbidden says that the shop's robots.txt does not want the address to be fetched.
var ErrForbidden = errors.New("robots.txt forbids it")

// Reach reports whether the host of an address, or the proxy on the way to it, can be connected to at all, within a few
// seconds. It sends no request.
func (f *Fetcher) Reach(ctx context.Context, address string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	u := req.URL
	if proxy, err := http.ProxyFromEnvironment(req); err == nil && proxy != nil && f.client.Transport == nil {
		u = proxy
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "socks5": "1080"}[u.Scheme]
	}
	if port == "" {
		port = "443"
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	c, err := (&net.Dialer{}).DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		return err
	}
	return c.Close()
}

func (f *Fetcher) host(name string) *host {
	f.mu.Lock()
	defer f.mu.Unlock()
	h, ok := f.hosts[name]
	if !ok {
		h = &host{}
		f.hosts[name] = h
	}
	return h
}

// get asks once, after the host has had its rest. The caller holds the host's lock.
func (f *Fetcher) get(ctx context.Context, h *host, address string) (*scrape.Page, error) {
	if err := rest(ctx, time.Until(h.last.Add(f.gap))); err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", f.agent)
	req.Header.Set("Accept", "text/html,application/json;q=0.9,*/*;q=0.5")
	resp, err := f.client.Do(req)
	h.last = now()
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if err := errors.Join(err, resp.Body.Close()); err != nil {
		return nil, fmt.Errorf("fetch %s: %w", address, err)
	}
	if len(body) > maxBody {
		return nil, fmt.Errorf("fetch %s: the answer is larger than %d MiB", address, maxBody>>20)
	}
	return &scrape.Page{
		URL: address, Status: resp.StatusCode, Header: resp.Header, Body: body, Time: h.last.UTC().Truncate(time.Second), Archive: "live",
	}, nil
}

func rest(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
