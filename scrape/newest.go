package scrape

import (
	"context"
	"fmt"
)

// Newest answers for a [Fetcher] that is also a [Lister]: with the first of an address's captures, the newest first, that
// open can read. Where none can, the error is that of the newest. It wraps [ErrNotHeld] where there is no capture, and ctx's
// error, as soon as it is stopped, whatever there is. archive is what errors call the source.
func Newest[C any](ctx context.Context, archive, url string, captures []C, open func(C) (*Page, error)) (*Page, error) {
	var first error
	for _, c := range captures {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("fetch %s from %s: %w", url, archive, err)
		}
		page, err := open(c)
		if err == nil {
			return page, nil
		}
		if first == nil {
			first = err
		}
	}
	switch err := ctx.Err(); {
	case err != nil:
		return nil, fmt.Errorf("fetch %s from %s: %w", url, archive, err)
	case first == nil:
		return nil, fmt.Errorf("%s: %s: %w", archive, url, ErrNotHeld)
	}
	return nil, first
}
