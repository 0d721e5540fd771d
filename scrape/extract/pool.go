package extract

import (
	"slices"
	"strings"
	"sync"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// maxPool bounds the bytes that a pool keeps, and maxPooled those of one text in it. The paths and labels of a shop's pages
// take some 20 KB.
const (
	maxPool   = 1 << 20
	maxPooled = 512
)

// pool keeps one copy of each of the texts that the pages of a shop repeat, so that the listings of thousands of pages
// share them. It may be used from several goroutines, and its zero value is ready.
type pool struct {
	mu    sync.Mutex
	known map[string]string
	size  int
	paths []string // of the specification table last kept
}

// keep returns the pool's copy of a text.
func (p *pool) keep(text []byte) string {
	if len(text) > maxPooled {
		return string(text)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if s, ok := p.known[string(text)]; ok {
		return s
	}
	if p.known == nil || p.size > maxPool {
		p.known, p.size = map[string]string{}, 0 // pages of another make
	}
	s := string(text)
	p.known[s] = s
	p.size += len(s)
	return s
}

// compact makes a table of a page's own texts one that will be held until all pages are read: labels and paths are shared
// with the tables of other pages, and the values are parts of one string. A table of 48 lines takes 3 KB instead of 6, in 3 objects instead
// of 51, which the garbage collector looks at time and again.
func (p *pool) compact(t *catalog.SpecTable) {
	var values strings.Builder
	for _, d := range t.Lines {
		values.WriteString(d.Value)
	}
	rest := values.String()
	t.Lines = slices.Clone(t.Lines)
	for i := range t.Lines {
		d := &t.Lines[i]
		d.Value, rest = rest[:len(d.Value)], rest[len(d.Value):]
		d.Label = p.keep([]byte(d.Label))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if !slices.Equal(p.paths, t.Paths) {
		p.paths = slices.Clone(t.Paths)
	}
	t.Paths = p.paths
}
