package crawl

import (
	"context"
	"sync"

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

// best returns the reading of an address that says most, by the captures that are held and, as long as nothing was found
// and their use says so, by the sources that are asked. What came along from these is returned, too.
func (s *walker) best(ctx context.Context, url, written string) (r extract.Reading, along []string, err error) {
	best := notCaptured()
	for _, h := range s.stock.held[url] {
		v, err := s.open(ctx, h)
		if err != nil {
			return r, nil, err
		}
		if best = v.over(best); best.weight == full {
			return best.Reading, nil, nil
		}
	}
	for _, source := range s.asked() {
		if !source.use(s.shop).wanted(best.Reading) {
			continue
		}
		page, err := fetch(ctx, source, written)
		v, err := s.read(page, err)
		if err != nil {
			return r, nil, err
		}
		if c, ok := source.Fetcher.(Companion); ok {
			along = append(along, c.Along(written)...)
		}
		if best = v.over(best); best.weight == full {
			break
		}
	}
	return best.Reading, along, nil
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
