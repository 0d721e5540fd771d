package normalize

import "sync"

// maxMemo bounds a memo, and maxMemoKey the words it keeps. Shops have some 200 labels of up to 60 bytes; a page could
// bring any number.
const (
	maxMemo    = 4096
	maxMemoKey = 128
)

// memo remembers what was found for words that come again and again. It may be used from several goroutines, and its zero
// value is ready.
type memo[T any] struct {
	mu    sync.RWMutex
	known map[string]T
}

// get returns what find returns for the words, which must be the same each time.
func (m *memo[T]) get(words string, find func(words string) T) T {
	m.mu.RLock()
	v, ok := m.known[words]
	m.mu.RUnlock()
	if ok {
		return v
	}
	v = find(words)
	if len(words) > maxMemoKey {
		return v
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil || len(m.known) >= maxMemo {
		m.known = map[string]T{} // a shop with other words
	}
	m.known[words] = v
	return v
}
