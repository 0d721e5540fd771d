package match

import (
	"encoding/binary"
	"maps"
	"math"
	"slices"
	"strings"
)

// lexicon is the words by which a target shop tells its products apart, learned from its own titles, with the weights of
// meeting each of them in the title of an old variant.
//
// A title is taken for a draw of words: a word of the product's own name is there with probability m, any other word of the
// catalogue with probability q, the same for all products that lack it. The sum of the logarithms of m against q, for words
// that are there, and of 1-m against 1-q, for words that are not, is what a title says for a product against a product that
// has none of its words (Fellegi and Sunter 1969, one comparison a word). A word that no name has says nothing, and neither
// does one that the product's name lacks: it is as likely with any other product that lacks it.
type lexicon struct {
	known *Knowledge
	words []entry
	index map[string]int
	lines []*titleLine
	byKey map[string]*titleLine
	// glued holds pairs of neighbouring words that titles may write as one ("SD 510", "sd510"), by the one word.
	glued map[string][2]string
	pairs map[[2]string]bool
	net   *trigrams
	heard map[string]hearing    // what unknown words of old titles were taken for
	found map[string][]likeness // lines by the words of an old title
}

// entry is one word of the catalogue.
type entry struct {
	text  string
	class class
	lines []int32 // those that hold it, ascending
	m, q  float64 // see lexicon

	hit  milliBits // the line has it and the title too
	miss milliBits // the line has it, the title lacks it
}

// titleLine is a product line: all items whose titles have the same words but for memory and colour.
type titleLine struct {
	id    int32
	words []int32 // ascending
	items []*item
	miss  milliBits // of all words together
}

// class is what kind of word it is, as far as its form tells.
type class int

const (
	plainWord   class = iota
	modelNumber       // holds a digit
	tierWord          // sets a model apart from its plain twin
	makersWord        // begins titles: shops leave it out
	codeWord          // a model code behind a name
	asideWord         // what makers add and shops leave out
)

// priors are the shares of titles that hold a word of their product's name (m), and of those that hold a word of another's
// (q), by class, before anything was counted. They are set by hand; two passes over the catalogues refine them.
var priors = [...]struct{ m, q float64 }{
	plainWord:   {0.75, 0.004},
	modelNumber: {0.92, 0.002},
	tierWord:    {0.93, 0.006},
	makersWord:  {0.85, 0.01},
	codeWord:    {0.4, 0.001},
	asideWord:   {0.35, 0.02},
}

func newLexicon(k *Knowledge, items []*item, withoutColor bool) *lexicon {
	x := &lexicon{
		known: k,
		index: map[string]int{}, byKey: map[string]*titleLine{}, glued: map[string][2]string{}, pairs: map[[2]string]bool{},
		heard: map[string]hearing{}, found: map[string][]likeness{},
	}
	first := map[int]int{} // lines that begin with a word
	for _, it := range items {
		list := it.nameWords(k, withoutColor)
		l, isNew := x.lineOf(list)
		if isNew && len(list) > 0 {
			first[x.index[list[0]]]++
		}
		l.items = append(l.items, it)
		it.line, it.lexicon = l, x
		x.markCode(k, list)
	}
	for pair := range x.pairs {
		one := pair[0] + pair[1]
		if before, ok := x.glued[one]; !ok || pair[0] < before[0] {
			x.glued[one] = pair
		}
	}
	for i := range x.words {
		e := &x.words[i]
		if e.class != codeWord {
			e.class = k.classOf(e.text)
		}
		if e.class == plainWord && first[i] >= leastLines && 2*first[i] > len(e.lines) {
			e.class = makersWord
		}
	}
	x.spread()
	return x
}

// leastLines is the fewest product lines that a word must begin, and that more often than not, to be a maker's name.
const leastLines = 3

// lineOf returns the line of a title's words and whether it is the first of it, and learns the words.
func (x *lexicon) lineOf(list []string) (l *titleLine, isNew bool) {
	for i := range len(list) - 1 {
		x.pairs[[2]string{list[i], list[i+1]}] = true
	}
	ids := x.learn(list)
	key := wordsKey(ids)
	if l := x.byKey[key]; l != nil {
		return l, false
	}
	l = &titleLine{id: int32(len(x.lines)), words: ids} //nolint:gosec // fewer lines than items, which fit in memory
	x.byKey[key] = l
	x.lines = append(x.lines, l)
	for _, w := range ids {
		x.words[w].lines = append(x.words[w].lines, l.id)
	}
	return l, true
}

// spread lays the net for words that the catalogue does not have: over its words, and behind them over the codes that it
// writes in two parts ("KX-TG6313S").
func (x *lexicon) spread() {
	var words []string
	for i := range x.words {
		words = append(words, x.words[i].text)
	}
	for _, one := range slices.Sorted(maps.Keys(x.glued)) {
		if _, known := x.index[one]; !known && isCode(one) {
			words = append(words, one)
		}
	}
	x.net = newTrigrams(words)
}

// leastName is the fewest words before a model code that name a product without it.
const leastName = 2

// markCode marks the last word of a name that is a model code behind it, as in "Galaxy A3 SM-A320F": letters and three
// digits or more.
func (x *lexicon) markCode(k *Knowledge, list []string) {
	list = slices.DeleteFunc(slices.Clone(list), func(w string) bool { return k.roles[w] == roleAside })
	if len(list) <= leastName {
		return
	}
	last := list[len(list)-1]
	digits := len(strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, last))
	if digits >= 3 && hasLetter(last) {
		x.words[x.index[last]].class = codeWord
	}
}

func (k *Knowledge) classOf(w string) class {
	switch r := k.roles[w]; {
	case r == roleAside:
		return asideWord
	case hasDigit(w):
		return modelNumber
	case r == roleTier:
		return tierWord
	}
	return plainWord
}

// learn returns the places of words, ascending and each once, and takes in those that are new.
func (x *lexicon) learn(list []string) []int32 {
	var out []int32
	for _, w := range list {
		i, ok := x.index[w]
		if !ok {
			i = len(x.words)
			x.index[w] = i
			x.words = append(x.words, entry{text: w})
		}
		out = append(out, int32(i)) //nolint:gosec // as above
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func wordsKey(ids []int32) string {
	var b []byte
	for _, id := range ids {
		b = binary.LittleEndian.AppendUint32(b, uint32(id)) //nolint:gosec // a place in a list
	}
	return string(b)
}

// numberBonus is what an equal model number says beyond its rarity: words that describe come together ("expandable digital
// cordless"), a number stands for itself.
const numberBonus milliBits = 2000

// codeBonus is what a model code says beside: makers give it once.
const codeBonus milliBits = 4000

// rate turns what was counted into weights.
func (x *lexicon) rate() {
	bits := func(p, q float64) milliBits { return milliBits(math.Round(1000 * math.Log2(p/q))) }
	for i := range x.words {
		e := &x.words[i]
		e.hit, e.miss = bits(e.m, e.q), bits(1-e.m, 1-e.q)
		if e.class == modelNumber || e.class == codeWord {
			e.hit += numberBonus
			if isCode(e.text) {
				e.hit += codeBonus
			}
		}
	}
	for _, l := range x.lines {
		l.miss = 0
		for _, w := range l.words {
			l.miss += x.words[w].miss
		}
	}
}
