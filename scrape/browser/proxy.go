package browser

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync"
	"time"
)

// proxy is Chromium's only way to the network: an HTTP proxy on the loopback interface. It connects through the gate, and
// only to hosts that were let through.
type proxy struct {
	dial     func(ctx context.Context, network, address string) (net.Conn, error)
	listener net.Listener
	server   http.Server
	forward  *httputil.ReverseProxy
	inside   bool          // connect within this machine only
	patience time.Duration // how long a connection waits to be let through

	mu      sync.Mutex
	known   map[string]bool  // "host:port" that a request was let through to
	news    chan struct{}    // closed, and made anew, when known grows
	faults  map[string]error // why the last connection to "host:port" could not be made
	tunnels map[net.Conn]bool
	ended   bool
	wg      sync.WaitGroup
}

// ahead is how long a connection waits for the request that it is for. Chromium connects as soon as it knows where it will
// go, while the request is still at the gate, and takes the refusal of the one for that of the other. What it wants on its
// own account is refused after this time.
const ahead = 2 * time.Second

// newProxy starts a proxy; close ends it. One that is inside connects to the loopback interface alone.
func newProxy(dial func(ctx context.Context, network, address string) (net.Conn, error), inside bool) (*proxy, error) {
	listener, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return nil, err
	}
	p := &proxy{
		dial: dial, listener: listener, inside: inside, patience: ahead,
		known: map[string]bool{}, news: make(chan struct{}), faults: map[string]error{}, tunnels: map[net.Conn]bool{},
	}
	quiet := slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	p.forward = &httputil.ReverseProxy{
		Rewrite:       func(*httputil.ProxyRequest) {},
		Transport:     &http.Transport{DialContext: p.connect, DisableCompression: true, IdleConnTimeout: 30 * time.Second},
		FlushInterval: -1,
		ErrorLog:      quiet,
		// An answer of the proxy's own would be taken for the shop's.
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	p.server = http.Server{Handler: p, ReadHeaderTimeout: time.Minute, ErrorLog: quiet}
	p.wg.Go(func() {
		_ = p.server.Serve(listener) //nolint:errcheck // it always ends with an error, when it is closed
	})
	return p, nil
}

// address returns the proxy's own address as Chromium wants it.
func (p *proxy) address() string { return "http://" + p.listener.Addr().String() }

// let allows connections to the host of an address.
func (p *proxy) let(address string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known[hostPort(address)] = true
	close(p.news)
	p.news = make(chan struct{})
}

// isLet waits until a request was let through to a "host:port". It returns false where that does not come.
func (p *proxy) isLet(ctx context.Context, address string) bool {
	ctx, cancel := context.WithTimeout(ctx, p.patience)
	defer cancel()
	for {
		p.mu.Lock()
		known, news := p.known[address], p.news
		p.mu.Unlock()
		if known {
			return true
		}
		select {
		case <-news:
		case <-ctx.Done():
			return false
		}
	}
}

// fault returns why the host of an address could not be connected to, nil where that did not happen.
func (p *proxy) fault(address string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.faults[hostPort(address)]
}

// close ends the proxy with every connection through it.
func (p *proxy) close() error {
	err := p.server.Close()
	p.mu.Lock()
	p.ended = true
	for c := range p.tunnels {
		_ = c.Close() //nolint:errcheck // it is being given up
	}
	p.mu.Unlock()
	p.wg.Wait()
	return err
}

// hostPort returns the "host:port" that an address is asked at.
func hostPort(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}

var (
	errNotLet  = errors.New("no request was let through to this host")
	errOutside = errors.New("certificates are not checked, and the host is not on this machine")
)

func isLoopback(a net.Addr) bool {
	tcp, ok := a.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// connect connects to a host that was let through, and notes how that went.
func (p *proxy) connect(ctx context.Context, network, address string) (net.Conn, error) {
	if !p.isLet(ctx, address) {
		return nil, errNotLet
	}
	c, err := p.dial(ctx, network, address)
	if err == nil && p.inside && !isLoopback(c.RemoteAddr()) {
		err = errors.Join(errOutside, c.Close())
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil {
		p.faults[address] = err
		return nil, err
	}
	delete(p.faults, address)
	return c, nil
}

// ServeHTTP makes a tunnel, or forwards a plain request.
func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodConnect {
		p.forward.ServeHTTP(w, r)
		return
	}
	far, err := p.connect(r.Context(), "tcp", r.Host)
	if err != nil {
		http.Error(w, "not connected", http.StatusBadGateway)
		return
	}
	defer far.Close() //nolint:errcheck // the tunnel is over
	near, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer near.Close() //nolint:errcheck // the tunnel is over
	if !p.opened(near, far) {
		return
	}
	defer p.closed(near, far)
	if _, err := io.WriteString(near, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		return
	}
	tunnel(near, far)
}

// opened notes the two sides of a tunnel, and returns false where the proxy has ended.
func (p *proxy) opened(conns ...net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return false
	}
	for _, c := range conns {
		p.tunnels[c] = true
	}
	p.wg.Add(1)
	return true
}

func (p *proxy) closed(conns ...net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range conns {
		delete(p.tunnels, c)
	}
	p.wg.Done()
}

// tunnel carries bytes both ways until either side ends.
func tunnel(near, far net.Conn) {
	done := make(chan struct{}, 2)
	carry := func(to, from net.Conn) {
		_, _ = io.Copy(to, from) //nolint:errcheck // a broken tunnel is its end
		done <- struct{}{}
	}
	go carry(far, near)
	go carry(near, far)
	<-done
	near.Close() //nolint:errcheck // wakes the other direction
	far.Close()  //nolint:errcheck // the same
	<-done
}
