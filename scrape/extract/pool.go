package extract

import "sync"

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
}

// keep returns text as a string.
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
