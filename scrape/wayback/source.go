package wayback

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// name is what this page source is called in pages, exchanges and errors.
const name = "wayback"

// Options say what to read. Fetcher and Now are needed.
type Options struct {
	// Fetcher asks the archive: once for each call, without retries, without following redirects and without robots.txt.
	// What it returns as a *scrape.FailedError is tried again where it may pass.
	Fetcher scrape.Fetcher
	Now     func() time.Time // the clock
	// Endpoint is the address of the archive; https://web.archive.org when empty.
	Endpoint string
	// AsOf is the last moment that counts; the zero time means that all do.
	AsOf time.Time
	// Areas are what List asks the index for: beginnings of addresses such as "po.co/uk/", without scheme. One that ends in
	// a slash is a folder with its own page; one that does not is a mere prefix, except for a host alone.
	Areas []string
	Pace  Pace
	// Waiting is told of each wait of a second or more before it begins, when it is not nil: how long at most, and why.
	// It may be called from several goroutines.
	Waiting func(until time.Time, why string)
}

// Source is the archive as a page source. It may be used from several goroutines, which share its pace.
type Source struct {
	fetcher  scrape.Fetcher
	endpoint string
	asOf     time.Time
	areas    []area
	pace     Pace
	gate     *gate
	vain     atomic.Int32 // how many things in a row were asked for in vain

	mu      sync.Mutex
	shelves map[string]shelf         // by canonical address; an empty one where nothing is held
	lists   map[area]*list           // of the areas that were read to their end
	asking  map[string]chan struct{} // what a goroutine is asking the index for; closed when it is done
}

// New returns a source. It asks nothing yet; the error is about the options.
func New(o Options) (*Source, error) {
	if o.Fetcher == nil || o.Now == nil {
		return nil, errors.New("wayback: no fetcher or no clock")
	}
	endpoint := strings.TrimRight(cmp.Or(o.Endpoint, "https://web.archive.org"), "/")
	if u, err := url.Parse(endpoint); err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.RawQuery+u.Fragment != "" {
		return nil, fmt.Errorf("address of the archive %q: not an http address of a site", o.Endpoint)
	}
	p := o.Pace.withDefaults()
	if min(p.Index, p.Mementos, p.Tries) < 0 || min(p.Rest, p.MaxRest, p.Backoff) < 0 {
		return nil, fmt.Errorf("pace %+v: a number is negative", o.Pace)
	}
	s := &Source{
		fetcher: o.Fetcher, endpoint: endpoint, asOf: o.AsOf.UTC(), pace: p, gate: newGate(p, o.Now, o.Waiting),
		shelves: map[string]shelf{}, lists: map[area]*list{}, asking: map[string]chan struct{}{},
	}
	var areas []area
	for _, text := range o.Areas {
		a, err := parseArea(text)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(areas, a) {
			areas = append(areas, a)
		}
	}
	for _, a := range areas {
		if !slices.ContainsFunc(areas, func(b area) bool { return a != b && a.within(b) }) {
			s.areas = append(s.areas, a)
		}
	}
	return s, nil
}

// Fetch returns the newest capture of an address that can be read, good ones first. The index is asked once for each
// address, and not at all for one that List named.
func (s *Source) Fetch(ctx context.Context, address string) (*scrape.Page, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("ask the archive for %s: %w", address, err)
	}
	held, err := s.held(ctx, address)
	if err != nil {
		return nil, err
	}
	var first error
	for _, h := range held {
		page, err := s.memento(ctx, h.memento)
		switch {
		case err == nil:
			return page, nil
		case !ofOneCapture(err):
			return nil, err
		case first == nil:
			first = err
		}
	}
	if first == nil {
		first = fmt.Errorf("%s: %s: %w", name, address, scrape.ErrNotHeld)
	}
	return nil, first
}

// ofOneCapture says that an error is about one capture, so that an older one may fare better.
func ofOneCapture(err error) bool {
	if _, ok := errors.AsType[*scrape.DamagedError](err); ok {
		return true
	}
	failed, ok := errors.AsType[*scrape.FailedError](err)
	return ok && failed.Reason == "gave_up"
}

// Open returns the page of a capture. A capture that the archive does not give is a [*scrape.DamagedError]; where nothing
// was got at all it wraps a [*scrape.FailedError] that says why. A page may be of another time than the capture, by a day
// at most, where the archive has only a neighbour of it.
func (s *Source) Open(ctx context.Context, c scrape.Capture) (*scrape.Page, error) {
	m, ok := parseRecord(c.Record)
	if !ok {
		return nil, &scrape.DamagedError{Archive: name, Record: c.Record, URL: c.URL, What: "no such record"}
	}
	page, err := s.memento(ctx, m)
	if failed, ok := errors.AsType[*scrape.FailedError](err); ok {
		return nil, m.damaged("the archive does not give it", failed)
	}
	return page, err
}
