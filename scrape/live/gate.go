package live

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// Enter is for somebody else who asks, such as a browser: it waits until an address may be asked, by its host's pace and
// its robots.txt, and counts the request as under way until leave is called, once, with the status and headers of the
// answer, or with 0 and nil where none came. What the answer says of its host holds for all who ask it. Nothing is asked
// again here, whatever the answer. The error is that of [Fetcher.Fetch].
func (f *Fetcher) Enter(ctx context.Context, address string) (leave func(status int, header http.Header), err error) {
	q, err := newQuery(address)
	if err != nil {
		return nil, err
	}
	if err := f.mayAsk(q); err != nil {
		return nil, err
	}
	h := f.host(q.url)
	if !f.o.NoRobots {
		if err := f.permit(ctx, h, q); err != nil {
			return nil, err
		}
	}
	round, err := h.enter(ctx)
	if err != nil {
		return nil, f.refused(q, err)
	}
	return func(status int, header http.Header) {
		o := outcome{host: unknown} // given up, for reasons of his own
		if status != 0 {
			o = f.judged(&scrape.Page{URL: q.address, Status: status, Header: header})
		}
		h.leave(round, o)
	}, nil
}

// DialContext connects to a "host:port" as a request for it would: to a public address only, to where ConnectTo leads, or
// through the proxy. The error is a [*scrape.FailedError] or ctx's.
func (f *Fetcher) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	q, err := newQuery("https://" + address)
	if err != nil {
		return nil, err
	}
	if err := f.mayAsk(q); err != nil {
		return nil, err
	}
	c, err := f.connect(ctx, network, address, f.request(ctx, q))
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, fmt.Errorf("connect to %s: %w", address, ctx.Err())
	case err != nil:
		return nil, f.failed(q, noAnswer(err))
	}
	return c, nil
}

// StandsIn reports whether ConnectTo leads any host to this machine, which cannot hold its certificate.
func (f *Fetcher) StandsIn() bool {
	for _, to := range f.o.ConnectTo {
		if isLoopback(to) {
			return true
		}
	}
	return false
}

// connect connects to an address on the way that a request for it would go.
func (f *Fetcher) connect(ctx context.Context, network, address string, r *http.Request) (net.Conn, error) {
	if f.ways == nil {
		return nil, errors.New("a transport of its own stands in the place of the network")
	}
	if _, led := f.ways.led(address); led {
		return f.ways.dial(ctx, network, address)
	}
	proxy, err := f.ways.proxyFor(r)
	if err != nil {
		return nil, err
	}
	if proxy == nil {
		return f.ways.dial(ctx, network, address)
	}
	return through(ctx, proxy, address)
}

// through connects through an HTTP proxy.
func through(ctx context.Context, proxy *url.URL, address string) (net.Conn, error) {
	failed := func(err error) error { return &net.OpError{Op: "proxyconnect", Net: "tcp", Err: err} }
	if proxy.Scheme != "http" {
		return nil, failed(fmt.Errorf("proxy %s: a browser goes through HTTP proxies only", proxy.Redacted()))
	}
	c, err := (&net.Dialer{Timeout: dialTimeout}).DialContext(ctx, "tcp", hostPort(proxy))
	if err != nil {
		return nil, failed(err)
	}
	if err := tunnel(c, proxy, address); err != nil {
		return nil, errors.Join(failed(err), c.Close())
	}
	return c, nil
}

// tunnel asks a proxy for a way to an address.
func tunnel(c net.Conn, proxy *url.URL, address string) error {
	if err := c.SetDeadline(now().Add(dialTimeout)); err != nil {
		return err
	}
	r := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: address}, Host: address, Header: http.Header{}}
	if user := proxy.User; user != nil {
		password, _ := user.Password()
		r.SetBasicAuth(user.Username(), password)
		r.Header["Proxy-Authorization"] = r.Header["Authorization"]
		r.Header.Del("Authorization")
	}
	if err := r.Write(c); err != nil {
		return err
	}
	in := bufio.NewReader(c)
	answer, err := http.ReadResponse(in, r) //nolint:bodyclose // an answer to CONNECT has none
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK || in.Buffered() > 0 {
		return fmt.Errorf("status %d", answer.StatusCode)
	}
	return c.SetDeadline(time.Time{})
}
