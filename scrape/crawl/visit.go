package crawl

import (
	"context"
	"errors"
	"sync"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
)

// lookahead is how many answers for each worker may wait for an earlier one that is slow. They are small: pages are read
// before they wait.
const lookahead = 4

// answer is what became of one address.
type answer struct {
	reading extract.Reading
	along   []string // addresses that were answered with it
	err     error
}

// visit works through the queue, which grows meanwhile. Up to Workers addresses are worked on at once, and their answers
// are taken in the order of the queue. It returns the first error after all work has ended.
func (s *walker) visit(ctx context.Context) error {
	workers := max(1, s.Workers)
	slots := make(chan struct{}, workers)
	var pending []chan answer // of the addresses from done on
	var work sync.WaitGroup
	defer work.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for done := 0; ; done++ {
		if done == len(s.queue) {
			if s.expect(); done == len(s.queue) {
				return nil
			}
		}
		for next := done + len(pending); next < len(s.queue) && len(pending) < workers*lookahead; next++ {
			out := make(chan answer, 1)
			pending = append(pending, out)
			url, written := s.queue[next], s.written[s.queue[next]]
			work.Go(func() {
				select {
				case slots <- struct{}{}:
					defer func() { <-slots }()
				case <-ctx.Done():
				}
				if err := ctx.Err(); err != nil {
					out <- answer{err: err}
					return
				}
				r, along, err := s.best(ctx, url, written)
				out <- answer{r, along, err}
			})
		}
		a := <-pending[0]
		pending = pending[1:]
		if a.err != nil {
			return a.err
		}
		s.take(s.queue[done], a.reading)
		s.accompany(a.along)
	}
}

// best returns the reading of the newest capture of an address that was found or, when none was, of the one that says
// most: that the page is gone rather than that nothing is known, a newer one rather than an older. A source is asked as
// long as nothing was found, a fallback only as long as nothing is known. What came along from those that were asked is
// returned, too.
func (s *walker) best(ctx context.Context, url, written string) (out extract.Reading, along []string, err error) {
	out = notCaptured()
	for _, h := range s.stock.held[url] {
		reading, err := s.open(ctx, h)
		if err != nil {
			return out, nil, err
		}
		if reading.State == catalog.Found {
			return reading, nil, nil
		}
		out = telling(out, reading)
	}
	for _, source := range s.asked() {
		if source.use(s.shop) == Fallback && out.State != catalog.Unknown {
			continue
		}
		page, err := fetch(ctx, source, written)
		reading, err := s.read(page, err)
		if err != nil {
			return out, nil, err
		}
		if c, ok := source.Fetcher.(Companion); ok {
			along = append(along, c.Along(written)...)
		}
		if reading.State == catalog.Found {
			return reading, along, nil
		}
		out = telling(out, reading)
	}
	return out, along, nil
}

// telling returns the reading that says more of an address: a, which was made first, unless it says nothing or only b says
// that the page is gone.
func telling(a, b extract.Reading) extract.Reading {
	if a.Reason == "not_captured" || (a.State == catalog.Unknown && b.State == catalog.Gone) {
		return b
	}
	return a
}

// maxSpellings is how often a redirect that leads to the same page is followed: from http to https, to www, to a final
// slash.
const maxSpellings = 3

// fetch asks a source for an address. A redirect to another spelling of it is followed, since it says nothing about the
// page; any other is an answer.
func fetch(ctx context.Context, s Source, address string) (*scrape.Page, error) {
	page, err := s.Fetch(ctx, address)
	for range maxSpellings {
		if err != nil || page.Location() == "" {
			break
		}
		to := scrape.Resolve(address, page.Location())
		if to == address || scrape.Canonical(to) != scrape.Canonical(address) {
			break
		}
		address = to
		page, err = s.Fetch(ctx, address)
	}
	return page, err
}

func (s *walker) open(ctx context.Context, h held) (extract.Reading, error) {
	if h.fault != nil {
		return s.read(nil, h.fault)
	}
	lister, ok := h.source.Fetcher.(scrape.Lister)
	if !ok {
		return extract.Reading{}, errors.New("source " + h.source.Name + " listed a capture and no longer lists")
	}
	page, err := lister.Open(ctx, h.capture)
	return s.read(page, err)
}

// read turns a page, or the reason why there is none, into a reading. An error that says nothing of a page ends the walk.
func (s *walker) read(page *scrape.Page, err error) (extract.Reading, error) {
	if err == nil {
		return s.reader.Read(page)
	}
	// First, since a capture that could not be got for a failure of the network is not damaged.
	if failure, ok := errors.AsType[*scrape.FailedError](err); ok {
		return unknown(failure.Reason, failure.Detail), nil
	}
	if damage, ok := errors.AsType[*scrape.DamagedError](err); ok {
		return unknown("damaged", damage.Error()+"; capture the page again"), nil
	}
	if errors.Is(err, scrape.ErrNotHeld) {
		return notCaptured(), nil
	}
	return extract.Reading{}, err
}

// notCaptured is the reading of an address that is expected and that no source holds.
func notCaptured() extract.Reading {
	return unknown("not_captured", "the page is expected, and no source holds a capture of it; capture it or name another source")
}

func unknown(reason, detail string) extract.Reading {
	return extract.Reading{State: catalog.Unknown, Reason: reason, Detail: detail}
}
