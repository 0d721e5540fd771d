package wayback

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// list is what the index holds of an area.
type list struct {
	addresses []string // canonical, sorted
	shelves   map[string]shelf
	odd       []odd
}

// List yields the captures of the areas; the package says which and in what order. An area of which the index could not be
// read, or not to its end, comes as a [*scrape.FailedError] after what was found of it, with its own address as capture.
func (s *Source) List(ctx context.Context) iter.Seq2[scrape.Capture, error] {
	return func(yield func(scrape.Capture, error) bool) {
		for _, a := range s.areas {
			l, err := s.list(ctx, a)
			if !l.yield(ctx, yield) {
				return
			}
			if err == nil {
				continue
			}
			var c scrape.Capture
			failed, ok := errors.AsType[*scrape.FailedError](err)
			if ok {
				c.URL = failed.URL
			}
			if !yield(c, err) || !ok {
				return
			}
		}
	}
}

// list returns what the index holds of an area, as far as it could be read.
func (s *Source) list(ctx context.Context, a area) (*list, error) {
	if err := ctx.Err(); err != nil {
		return &list{}, fmt.Errorf("list %s of the archive: %w", a.address(), err)
	}
	var l *list
	err := s.alone(ctx, "area "+a.address(), func() (known bool) {
		l, known = s.lists[a]
		return known
	}, func() error {
		r, err := s.scan(ctx, a.query())
		l = &list{slices.Sorted(maps.Keys(r.found)), r.found, r.faults()}
		s.remember(r.found)
		if err == nil {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.lists[a] = l
		}
		return err
	})
	if l == nil {
		l = &list{}
	}
	return l, err
}

// yield passes the captures on, then the faults of the index. It returns false when it was stopped.
func (l *list) yield(ctx context.Context, yield func(scrape.Capture, error) bool) bool {
	for _, address := range l.addresses {
		for _, h := range l.shelves[address] {
			if err := ctx.Err(); err != nil {
				yield(scrape.Capture{}, fmt.Errorf("list the archive: %w", err))
				return false
			}
			if !yield(scrape.Capture{URL: h.url, Record: h.record(), Time: h.at}, nil) {
				return false
			}
		}
	}
	for _, o := range l.odd {
		if !yield(o.capture, o.damage) {
			return false
		}
	}
	return true
}
