package browser

import (
	"sync"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// store keeps pages in memory, the newest of them, as many as have room.
type store struct {
	room int // bytes of bodies

	mu    sync.Mutex
	pages map[string]*scrape.Page
	order []string // keys, the oldest first
	size  int
}

func newStore(room int) *store { return &store{room: room, pages: map[string]*scrape.Page{}} }

// get returns a page that is not to be changed, nil where none is kept.
func (s *store) get(key string) *scrape.Page {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pages[key]
}

// put keeps a page in the place of an older one with its key, and lets go of the oldest where there is no room.
func (s *store) put(key string, p *scrape.Page) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, ok := s.pages[key]; ok {
		s.size -= len(old.Body)
	} else {
		s.order = append(s.order, key)
	}
	s.pages[key] = p
	for s.size += len(p.Body); s.size > s.room && len(s.order) > 0; s.order = s.order[1:] {
		s.size -= len(s.pages[s.order[0]].Body)
		delete(s.pages, s.order[0])
	}
}
