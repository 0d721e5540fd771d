package capture

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// Source returns a page source that answers from the recording where it holds an outcome that f gave, and else asks f and
// records failures. The answers that f gets are recorded by f itself, to which the store is the recorder. via is the name
// under which f records. The source is a [scrape.Lister] when f is, and says what came along with a page when f does.
func (s *Store) Source(via string, f scrape.Fetcher) scrape.Fetcher {
	r := &recorded{store: s, via: via, from: f}
	if l, ok := f.(scrape.Lister); ok {
		return &recordedList{r, l}
	}
	if c, ok := f.(companion); ok {
		return &recordedCompanion{r, c}
	}
	return r
}

// recorded is a page source whose outcomes are recorded.
type recorded struct {
	store *Store
	via   string
	from  scrape.Fetcher
}

func (r *recorded) Fetch(ctx context.Context, url string) (*scrape.Page, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if page, err, ok := r.store.outcome(ctx, asked{via: r.via, url: url}); ok {
		return page, err
	}
	page, err := r.ask(ctx, url)
	return r.store.kept(page, err)
}

// ask asks whether the page of an earlier recording has changed, where the source can.
func (r *recorded) ask(ctx context.Context, url string) (*scrape.Page, error) {
	conditional, ok := r.from.(scrape.Conditional)
	if !ok {
		return r.from.Fetch(ctx, url)
	}
	before, ok := r.store.expecting(ctx, url)
	if !ok {
		return r.from.Fetch(ctx, url)
	}
	defer r.store.expected(url)
	page, err := conditional.FetchIf(ctx, url, validators(before))
	if err == nil && page.Status == http.StatusNotModified {
		before.Time, before.Archive, before.Record = page.Time, page.Archive, page.Record
		return before, nil
	}
	return page, err
}

// expecting returns the page of an earlier recording that may still hold, and remembers it for the answer.
func (s *Store) expecting(ctx context.Context, url string) (*scrape.Page, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	page, from, ok := s.earlier.page(ctx, url)
	if ok {
		s.asking[url] = from
	}
	return page, ok
}

func (s *Store) expected(url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.asking, url)
}

// validators returns what an answer says of its version.
func validators(p *scrape.Page) scrape.Validators {
	return scrape.Validators{ETag: p.Header.Get("ETag"), LastModified: p.Header.Get("Last-Modified")}
}

// kept records a failure, and stops the walk when nothing can be recorded any more.
func (s *Store) kept(page *scrape.Page, err error) (*scrape.Page, error) {
	if failure, ok := errors.AsType[*scrape.FailedError](err); ok {
		s.fail(failure)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken != nil {
		return nil, s.broken
	}
	return page, err
}

// recordedList is a recorded page source that also lists.
type recordedList struct {
	*recorded
	lister scrape.Lister
}

func (r *recordedList) List(ctx context.Context) iter.Seq2[scrape.Capture, error] {
	return r.lister.List(ctx)
}

// Open opens a capture. One that this recording or an earlier one holds is not asked for again: a capture does not change.
func (r *recordedList) Open(ctx context.Context, c scrape.Capture) (*scrape.Page, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if page, err, ok := r.store.outcome(ctx, asked{r.via, c.URL, c.Time}); ok {
		return page, err
	}
	page, ok, err := r.store.reuse(ctx, r.via, c)
	if ok || err != nil {
		return page, err
	}
	page, err = r.lister.Open(ctx, c)
	return r.store.kept(page, err)
}

// reuse copies a capture from an earlier recording into this one, where it is held.
func (s *Store) reuse(ctx context.Context, via string, c scrape.Capture) (*scrape.Page, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	page, from, ok := s.earlier.capture(ctx, via, c)
	if !ok {
		return nil, false, nil
	}
	ref, err := s.write(func(w *warc.Writer) (warc.Ref, error) { return s.copyEarlier(w, from) })
	if err != nil {
		return nil, false, err
	}
	page.Archive, page.Record = s.archive(), ref.Record
	return page, true, nil
}

// asked names what was asked: an address of a source or, where time is set, one capture of an archive.
type asked struct {
	via, url string
	time     time.Time
}
