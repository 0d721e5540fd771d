package mirror

import (
	"context"
	"fmt"
	"iter"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// Fetch returns the newest capture of the address that can be read; addresses are compared in canonical form.
func (m *Mirror) Fetch(ctx context.Context, url string) (*scrape.Page, error) {
	return scrape.Newest(ctx, m.name, url, m.byURL[scrape.Canonical(url)], m.page)
}

// List yields the captures in the order of what they are called in the mirror.
func (m *Mirror) List(ctx context.Context) iter.Seq2[scrape.Capture, error] {
	return func(yield func(scrape.Capture, error) bool) {
		for _, e := range m.entries {
			if err := ctx.Err(); err != nil {
				yield(scrape.Capture{}, fmt.Errorf("list %s: %w", m.name, err))
				return
			}
			if !yield(scrape.Capture{URL: e.url, Record: e.record, Time: e.time}, m.err(e)) {
				return
			}
		}
	}
}

// Open returns the page of a capture that List yielded.
func (m *Mirror) Open(ctx context.Context, c scrape.Capture) (*scrape.Page, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("open %s from %s: %w", c.URL, m.name, err)
	}
	e, ok := m.byRecord[c.Record]
	if !ok {
		return nil, &scrape.DamagedError{Archive: m.name, Record: c.Record, URL: c.URL, What: "no such record"}
	}
	return m.page(e)
}
