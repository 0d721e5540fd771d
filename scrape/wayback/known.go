package wayback

import (
	"context"
	"fmt"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// held returns what is held of an address, after asking the index if need be.
func (s *Source) held(ctx context.Context, address string) (shelf, error) {
	canonical := scrape.Canonical(address)
	if captured(canonical) == "" {
		return nil, fmt.Errorf("%s: %s: %w", name, address, scrape.ErrNotHeld)
	}
	var found shelf
	err := s.alone(ctx, canonical, func() (known bool) {
		found, known = s.shelves[canonical]
		return known
	}, func() error {
		r, err := s.scan(ctx, query{what: address, url: canonical, holds: func(c string) bool { return c == canonical }})
		if err != nil {
			return err
		}
		if found = r.found[canonical]; found == nil && len(r.odd) > 0 {
			return r.odd[0].damage
		}
		s.remember(map[string]shelf{canonical: found})
		return nil
	})
	return found, err
}

// remember keeps what was found, so that the index is not asked for it again.
func (s *Source) remember(found map[string]shelf) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for canonical, shelf := range found {
		if len(s.shelves) < maxAddresses {
			s.shelves[canonical] = shelf
		}
	}
}

// alone runs work unless known, which is called with the lock held, says that it is done. Goroutines that want the same
// wait for the first: the index allows few requests.
func (s *Source) alone(ctx context.Context, what string, known func() bool, work func() error) error {
	done := make(chan struct{})
	for {
		s.mu.Lock()
		if known() {
			s.mu.Unlock()
			return nil
		}
		other, busy := s.asking[what]
		if !busy {
			s.asking[what] = done
		}
		s.mu.Unlock()
		if !busy {
			break
		}
		select {
		case <-other:
		case <-ctx.Done():
			return fmt.Errorf("ask the archive for %s: %w", what, ctx.Err())
		}
	}
	defer func() {
		s.mu.Lock()
		delete(s.asking, what)
		s.mu.Unlock()
		close(done)
	}()
	return work()
}
