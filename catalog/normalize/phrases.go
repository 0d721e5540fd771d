package normalize

import "strings"

// phrases looks up runs of words, longest first. It is built once and then only read.
type phrases[T any] struct {
	entries map[string]T
	first   map[string]int // first word → number of words in the longest phrase that begins with it
}

func newPhrases[T any]() phrases[T] {
	return phrases[T]{entries: map[string]T{}, first: map[string]int{}}
}

// phraseKey returns the key of a phrase: its folded tokens, joined by spaces.
func phraseKey(text string) string {
	return joinKeys(tokens(Clean(text)))
}

func joinKeys(toks []token) string {
	keys := make([]string, len(toks))
	for i, t := range toks {
		keys[i] = t.key
	}
	return strings.Join(keys, " ")
}

// get returns the entry of a phrase.
func (p phrases[T]) get(key string) (T, bool) {
	v, ok := p.entries[key]
	return v, ok
}

// set enters a phrase by its key. It does not look for a previous entry.
func (p phrases[T]) set(key string, v T) {
	word, _, _ := strings.Cut(key, " ")
	p.first[word] = max(p.first[word], strings.Count(key, " ")+1)
	p.entries[key] = v
}

// match returns the longest phrase that begins at the first of toks and whose tokens nobody has claimed yet, and its
// length; 0 where there is none.
func (p phrases[T]) match(toks []token) (v T, n int) {
	if len(toks) == 0 || toks[0].role != unread {
		return v, 0
	}
	longest := min(p.first[toks[0].key], len(toks))
	for n < longest && toks[n].role == unread {
		n++
	}
	for ; n > 0; n-- {
		key := toks[0].key
		if n > 1 {
			key = joinKeys(toks[:n])
		}
		if v, ok := p.entries[key]; ok {
			return v, n
		}
	}
	return v, 0
}
