package scrapetest

import (
	"cmp"
	"crypto/tls"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// ServeOptions say how a [Server] differs from a shop that is well. The zero value changes nothing.
type ServeOptions struct {
	// Latency is how long every answer waits.
	Latency time.Duration
	// Act, when not nil, is asked what to do about each request. URL is the canonical address asked for and nth says how
	// often it was by now, this time counted in. It is called from several goroutines.
	Act func(r *http.Request, url string, nth int) Action
}

// Action is what a server does about one request. The zero value is to answer as it should.
type Action struct {
	Delay time.Duration // wait this long first, beside the Latency
	// Cut breaks off without an answer: the connection of HTTP/1.1, the stream of HTTP/2.
	Cut bool
	// Status is answered instead of the page, with Body, where it is not 0.
	Status int
	Body   []byte
	Header http.Header // set on the answer, whatever it is: Retry-After, Set-Cookie
	// Handler answers instead, when it is not nil, for what the other fields cannot say.
	Handler http.Handler
}

// Server answers on the loopback interface for the hosts of some pages, whatever name it is asked under: over TLS in
// HTTP/1.1 and HTTP/2, and in plain HTTP. The plain address is a proxy as well: it takes absolute addresses, and a CONNECT
// to anywhere leads to the TLS one.
type Server struct {
	TLS, Plain string // addresses, "127.0.0.1:port"
	// CertFile is a PEM file with the certificate of the TLS address, good for every host of the pages; it is its own root.
	CertFile string

	pages  map[string]*scrape.Page
	hosts  []string
	act    func(*http.Request, string, int) Action
	delay  time.Duration
	config *tls.Config   // of a client that trusts the server
	done   chan struct{} // closed when the test ends

	mu    sync.Mutex
	count map[string]int
}

// Serve starts a server that holds pages until the test ends. It answers for an address with the newest of the pages that
// have it in canonical form, as the page's status and headers say, and with status 404 where there is none, robots.txt
// among them. Bodies are encoded as the client accepts. A page of status 200 has an ETag and, where its time is known, a
// Last-Modified, and is answered with 304 to a client that has it.
func Serve(tb testing.TB, pages []scrape.Page, o ServeOptions) *Server {
	tb.Helper()
	s := &Server{
		pages: map[string]*scrape.Page{}, act: o.Act, delay: o.Latency, done: make(chan struct{}), count: map[string]int{},
	}
	for i := range pages {
		p := &pages[i]
		at := scrape.Canonical(p.URL)
		if known, ok := s.pages[at]; !ok || !p.Time.Before(known.Time) {
			s.pages[at] = p
		}
		if u, err := url.Parse(p.URL); err == nil && u.Hostname() != "" {
			s.hosts = append(s.hosts, u.Hostname())
		}
	}
	slices.Sort(s.hosts)
	s.hosts = slices.Compact(s.hosts)
	s.start(tb)
	return s
}

func (s *Server) start(tb testing.TB) {
	tb.Helper()
	certificate := s.certify(tb)
	quiet := slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)

	secure := httptest.NewUnstartedServer(http.HandlerFunc(s.answer))
	secure.EnableHTTP2 = true
	secure.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	secure.Config.ErrorLog = quiet
	secure.StartTLS()
	s.TLS = secure.Listener.Addr().String()

	proxy := &tunnel{to: s.TLS, done: s.done}
	plain := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodConnect {
			proxy.ServeHTTP(w, r)
		} else {
			s.answer(w, r)
		}
	}))
	plain.Config.ErrorLog = quiet
	plain.Start()
	s.Plain = plain.Listener.Addr().String()

	tb.Cleanup(func() {
		close(s.done)
		plain.Close()
		proxy.wait()
		secure.Close()
	})
}

// Hosts returns the host names of the pages, sorted, as they stand in their addresses.
func (s *Server) Hosts() []string { return slices.Clone(s.hosts) }

// Requests returns how often an address was asked for, in any spelling that has the same canonical form.
func (s *Server) Requests(address string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.count[scrape.Canonical(address)]
}

// Total returns how many requests came in all.
func (s *Server) Total() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	sum := 0
	for _, n := range s.count {
		sum += n
	}
	return sum
}

// arrive counts a request and returns what it asks for, and how often that was asked for.
func (s *Server) arrive(r *http.Request) (address string, nth int) {
	address = scrape.Canonical("https://" + r.Host + r.URL.RequestURI())
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count[address]++
	return address, s.count[address]
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	address, nth := s.arrive(r)
	var a Action
	if s.act != nil {
		a = s.act(r, address, nth)
	}
	if !s.wait(r, s.delay+a.Delay) || a.Cut {
		panic(http.ErrAbortHandler)
	}
	maps.Copy(w.Header(), a.Header)
	page, held := s.pages[address]
	switch {
	case a.Handler != nil:
		a.Handler.ServeHTTP(w, r)
	case a.Status != 0:
		send(w, r, a.Status, a.Body)
	case !held:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		send(w, r, http.StatusNotFound, []byte("<title>404</title><h1>Not found</h1>"))
	default:
		serve(w, r, page)
	}
}

// wait returns false where the client or the test went away.
func (s *Server) wait(r *http.Request, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
	case <-s.done:
	}
	return false
}

// serve answers with a page, or with 304 to a client that has it.
func serve(w http.ResponseWriter, r *http.Request, p *scrape.Page) {
	status, body := cmp.Or(p.Status, http.StatusOK), p.Body
	h := w.Header()
	for name, values := range p.Header {
		switch name = http.CanonicalHeaderKey(name); name {
		case "Content-Encoding", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive":
			// They speak of another transfer.
		default:
			if _, set := h[name]; !set {
				h[name] = values
			}
		}
	}
	if status == http.StatusOK {
		describe(h, p)
		if current(r.Header, h) {
			status, body = http.StatusNotModified, nil
		}
	}
	send(w, r, status, body)
}
