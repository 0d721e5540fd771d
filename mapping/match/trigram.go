package match

import "strings"

// trigrams finds the word of a catalogue that is nearest to one it does not have.
type trigrams struct {
	words  []string
	counts []int32
	byGram map[string][]int32
}

// Words this short have look-alikes that are other words.
const (
	leastFuzzy = 5
	leastCode  = 4
)

// newTrigrams indexes words by their places.
func newTrigrams(words []string) *trigrams {
	t := &trigrams{words: words, byGram: map[string][]int32{}}
	for i, w := range words {
		grams := gramsOf(w)
		t.counts = append(t.counts, int32(len(grams))) //nolint:gosec // a title has at most 2 KiB
		if len(w) < leastCode {
			continue
		}
		for _, g := range grams {
			t.byGram[g] = append(t.byGram[g], int32(i)) //nolint:gosec // fewer words than fit in memory
		}
	}
	return t
}

// gramsOf returns the runs of three letters of a word with a mark at either end.
func gramsOf(w string) []string {
	r := []rune("^" + w + "$")
	var out []string
	for i := 0; i+3 <= len(r); i++ {
		out = append(out, string(r[i:i+3]))
	}
	return out
}

// crowded is how many words may share a run before it tells nothing apart.
const crowded = 2000

// near returns the one word nearest to w, or -1. Words with digits are near only where one is the beginning of the other
// ("a320", "a320f"): S8 and S9 are no spellings of each other. Words of letters are near when two thirds of their runs agree.
func (t *trigrams) near(w string) int32 {
	if len(w) < leastCode || isNumber(w) || !hasDigit(w) && len(w) < leastFuzzy {
		return -1
	}
	common := map[int32]int32{}
	grams := gramsOf(w)
	for _, g := range grams {
		if list := t.byGram[g]; len(list) <= crowded {
			for _, id := range list {
				common[id]++
			}
		}
	}
	best, at, twice := 0.0, int32(-1), false
	for id, n := range common {
		s := t.alike(w, id, int32(len(grams)), n) //nolint:gosec // as above
		switch {
		case s > best:
			best, at, twice = s, id, false
		case s == best && s > 0:
			twice = true
		}
	}
	if twice {
		return -1
	}
	return at
}

func (t *trigrams) alike(w string, id, grams, common int32) float64 {
	o := t.words[id]
	if hasDigit(w) || hasDigit(o) {
		if hasDigit(w) && hasLetter(w) && hasLetter(o) && hasDigit(o) && len(o) >= leastCode &&
			(strings.HasPrefix(w, o) || strings.HasPrefix(o, w)) && endsInLetters(w, o) {
			return float64(min(len(w), len(o))) / float64(max(len(w), len(o)))
		}
		return 0
	}
	if s := 2 * float64(common) / float64(grams+t.counts[id]); s >= 0.66 {
		return s
	}
	return 0
}

// endsInLetters says that what the longer word has more is letters and zeros, as the region of a model code.
func endsInLetters(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	return strings.Trim(a[len(b):], "abcdefghijklmnopqrstuvwxyz0") == ""
}
