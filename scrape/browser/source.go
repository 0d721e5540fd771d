package browser

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

const (
	// receivedRoom is for the answers that scripts got and that are still to be read, staticRoom for scripts and styles.
	receivedRoom, staticRoom = 64 << 20, 32 << 20
	// maxAlong bounds the pages of which is known what came along with them.
	maxAlong = 4096
	// maxStarts is how often a browser that breaks down is started again.
	maxStarts = 5
)

// Source is a [scrape.Fetcher] that renders pages in Chromium. It may be used from several goroutines.
type Source struct {
	o        Options
	blocked  blocklist
	received *store // what scripts got, by canonical address
	statics  *store // scripts and styles, by address
	slots    chan struct{}

	mu     sync.Mutex
	proc   *process // nil before the first page and after a breakdown
	starts int
	closed bool
	along  map[string][]string
	order  []string // keys of along, the oldest first
}

// New returns a source. Chromium starts with the first page that is fetched. The error is [ErrNoChromium] where none is
// found.
func New(o Options) (*Source, error) {
	o, err := o.filled()
	if err != nil {
		return nil, err
	}
	blocked, err := readBlocked(blockedText)
	if err != nil {
		return nil, err
	}
	return &Source{
		o: o, blocked: blocked, received: newStore(receivedRoom), statics: newStore(staticRoom),
		slots: make(chan struct{}, o.Tabs), along: map[string][]string{},
	}, nil
}

// now is the time of what is recorded, no finer than archives need it.
func (s *Source) now() time.Time { return s.o.Now().UTC().Truncate(time.Millisecond) }

// Fetch opens an address in the browser and returns the page as it is rendered, or as it came where there is nothing to
// render. An address whose answer a script got while another page was rendered is answered with that, as long as there is
// room to keep it.
func (s *Source) Fetch(ctx context.Context, address string) (*scrape.Page, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("fetch %s: %w", address, err)
	}
	address, _, _ = strings.Cut(address, "#")
	if !isWeb(address) {
		return nil, fmt.Errorf("fetch %q: %w, which renders http and https addresses", address, scrape.ErrNotHeld)
	}
	if p := s.received.get(scrape.Canonical(address)); p != nil {
		copied := *p
		return &copied, nil
	}
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		return nil, fmt.Errorf("fetch %s: %w", address, ctx.Err())
	}
	p, err := s.running(ctx)
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", address, err)
	}
	v := s.newVisit(p, address)
	page, err := v.run(ctx)
	s.cameAlong(address, v.along)
	return page, err
}

// Along returns the addresses whose answers came while the page of an address was rendered, sorted: they are captures of
// their own, and Fetch answers for them.
func (s *Source) Along(address string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.along[scrape.Canonical(address)])
}

func (s *Source) cameAlong(page string, addresses []string) {
	if len(addresses) == 0 {
		return
	}
	slices.Sort(addresses)
	s.mu.Lock()
	defer s.mu.Unlock()
	key := scrape.Canonical(page)
	if _, ok := s.along[key]; !ok {
		s.order = append(s.order, key)
	}
	s.along[key] = slices.Compact(addresses)
	if len(s.order) > maxAlong {
		delete(s.along, s.order[0])
		s.order = s.order[1:]
	}
}

// running returns the browser, and starts one where there is none.
func (s *Source) running(ctx context.Context) (*process, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errors.New("the browser is closed")
	}
	if s.proc != nil && s.proc.alive() {
		return s.proc, nil
	}
	if s.proc != nil {
		s.end(s.proc)
	}
	if s.starts >= maxStarts {
		return nil, fmt.Errorf("the browser broke down %d times", s.starts)
	}
	s.starts++
	p, err := start(ctx, &s.o)
	if err != nil {
		return nil, err
	}
	s.proc = p
	return p, nil
}

// discard ends a browser that no longer does as it is told.
func (s *Source) discard(p *process) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.end(p)
}

// end ends a browser, once. The caller holds the lock.
func (s *Source) end(p *process) {
	if s.proc != p {
		return
	}
	s.proc = nil
	if err := p.stop(); err != nil {
		s.o.Log.Warn("browser did not end as it should", "error", err)
	}
}

// Close ends the browser and removes what it wrote. Pages that are open end with an error.
func (s *Source) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if s.proc == nil {
		return nil
	}
	p := s.proc
	s.proc = nil
	return p.stop()
}

// record hands an exchange to the recorder and returns it as a page.
func (s *Source) record(x *scrape.Exchange) (*scrape.Page, error) {
	p := &scrape.Page{URL: x.URL, Status: x.Status, Header: x.Header, Body: x.Body, Time: x.Time, Archive: Via}
	if s.o.Recorder == nil {
		return p, nil
	}
	var err error
	p.Archive, p.Record, err = s.o.Recorder.Record(x)
	return p, err
}

// isWeb reports whether an address is one of the web, without a password.
func isWeb(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil
}
