package warc

import (
	"context"
	"fmt"
	"iter"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// Fetch returns the newest capture of the address that can be read; addresses are compared in canonical form.
func (a *Archive) Fetch(ctx context.Context, url string) (*scrape.Page, error) {
	return scrape.Newest(ctx, a.name, url, a.index.byURL[scrape.Canonical(url)], func(i int32) (*scrape.Page, error) {
		return a.page(a.index.entries[i])
	})
}

// List yields the captures in the order of the archive: by file name within a WACZ, then by place.
func (a *Archive) List(ctx context.Context) iter.Seq2[scrape.Capture, error] {
	return func(yield func(scrape.Capture, error) bool) {
		for _, e := range a.index.entries {
			if err := ctx.Err(); err != nil {
				yield(scrape.Capture{}, fmt.Errorf("list %s: %w", a.name, err))
				return
			}
			c := scrape.Capture{URL: e.url, Record: e.record, Time: e.time, Via: e.via}
			var err error
			if e.bad != nil || e.kind == kindFailure {
				_, err = a.page(e)
			}
			if !yield(c, err) {
				return
			}
		}
	}
}

// Open returns the page of a capture that List yielded.
func (a *Archive) Open(ctx context.Context, c scrape.Capture) (*scrape.Page, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("open %s from %s: %w", c.URL, a.name, err)
	}
	i, ok := a.index.byRecord[c.Record]
	if !ok {
		return nil, &scrape.DamagedError{Archive: a.name, Record: c.Record, URL: c.URL, What: "no such record"}
	}
	return a.page(a.index.entries[i])
}
