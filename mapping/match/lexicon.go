package match

import (
	"math"
	"slices"
	"strings"
)

// lexicon is the words by which a target shop tells its products apart, learned from its own titles, with the weights of
// meeting each of them in the title of an old variant.
//
// A title is taken for a draw of words: a word of the product's own name is there with probability m, any other word of the
// catalogue with probability q, the same for all products that lack it. The sum of the logarithms, against the share p of
// all old titles that hold the word, is what a name says for a product (Fellegi and Sunter 1969, one comparison a word).
// Words that the catalogue never uses say nothing: every product lacks them.
type lexicon struct {
	words []entry
	index map[string]int
	lines []*titleLine
	byKey map[string]*titleLine
	// glued holds pairs of neighbouring words that titles may write as one ("SD 510", "sd510"), by the one word.
	glued map[string][2]string
	pairs map[[2]string]bool
	net   *trigrams
	heard map[string]hearing // what unknown words of old titles were taken for
	known map[string][]likeness // lines by the words of an old title
}

// entry is one word of the catalogue.
type entry struct {
	text  string
	class class
	lines []int32 // those that hold it, ascending
	m, q  float64 // see lexicon
	share float64 // p

	hit   milliBits // the line has it and the title too
	miss  milliBits // the line has it, the title lacks it
	extra milliBits // the title has it, the line lacks it
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
	asideWord         // what makers add and shops leave out
)

// priors are the shares of titles that hold a word of their product's name (m), and of those that hold a word of another's
// (q), by class, before anything was counted. They are set by hand; two passes over the catalogues refine them.
var priors = [...]struct{ m, q float64 }{
	plainWord:   {0.75, 0.004},
	modelNumber: {0.92, 0.002},
	tierWord:    {0.93, 0.006},
	makersWord:  {0.85, 0.01},
	asideWord:   {0.35, 0.02},
}

// asides are words behind a product's name that shops leave out as they like.
var asides = map[string]bool{
	"dualsim": true, "sim": true, "dual": true, "single": true, "edition": true, "special": true, "limited": true, "lte": true,
	"3g": true, "4g": true, "5g": true, "smartphone": true, "phone": true, "tablet": true, "series": true, "the": true, "and": true,
	"with": true, "for": true,
}

func newLexicon(items []*item, withoutColor bool) *lexicon {
	x := &lexicon{
		index: map[string]int{}, byKey: map[string]*titleLine{}, glued: map[string][2]string{}, pairs: map[[2]string]bool{},
		heard: map[string]hearing{}, known: map[string][]likeness{},
	}
	first := map[int]int{}
	for _, it := range items {
		list := it.nameWords(withoutColor)
		for i := range len(list) - 1 {
			x.pairs[[2]string{list[i], list[i+1]}] = true
		}
		ids := x.learn(list)
		key := wordsKey(ids)
		l := x.byKey[key]
		if l == nil {
			l = &titleLine{id: int32(len(x.lines)), words: ids} //nolint:gosec // fewer lines than items, which fit in memory
			x.byKey[key] = l
			x.lines = append(x.lines, l)
			for _, w := range ids {
				x.words[w].lines = append(x.words[w].lines, l.id)
			}
			if len(list) > 0 {
				first[x.index[list[0]]]++
			}
		}
		l.items = append(l.items, it)
		it.line = l
	}
	for pair := range x.pairs {
		one := pair[0] + pair[1]
		if before, ok := x.glued[one]; !ok || pair[0] < before[0] {
			x.glued[one] = pair
		}
	}
	for i := range x.words {
		e := &x.words[i]
		e.class = classOf(e.text)
		if e.class == plainWord && first[i] >= 3 && 2*first[i] > len(e.lines) {
			e.class = makersWord
		}
	}
	x.net = newTrigrams(x.words)
	return x
}

func classOf(w string) class {
	switch {
	case asides[w]:
		return asideWord
	case hasDigit(w):
		return modelNumber
	case tierWords[w] || w == "compact" || w == "note" || w == "play" || w == "edge" || w == "slide":
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
	var b strings.Builder
	for _, id := range ids {
		b.WriteByte(byte(id))
		b.WriteByte(byte(id >> 8))
		b.WriteByte(byte(id >> 16))
		b.WriteByte(byte(id >> 24))
	}
	return b.String()
}

// rate turns what was counted into weights.
func (x *lexicon) rate() {
	bits := func(p, q float64) milliBits { return milliBits(math.Round(1000 * math.Log2(p/q))) }
	for i := range x.words {
		e := &x.words[i]
		e.hit, e.miss, e.extra = bits(e.m, e.share), bits(1-e.m, 1-e.share), bits(e.q, e.share)
	}
	for _, l := range x.lines {
		l.miss = 0
		for _, w := range l.words {
			l.miss += x.words[w].miss
		}
	}
}

// hearing is what a word of an old title was taken for: words of the catalogue, none where it is in no title there.
type hearing struct{ ids []int32 }

// hear returns the catalogue's words in an old title: as written, glued or parted otherwise, or nearly so.
func (x *lexicon) hear(list []string) []int32 {
	var out []int32
	for i := 0; i < len(list); i++ {
		if i+1 < len(list) && !x.pairs[[2]string{list[i], list[i+1]}] {
			if w, ok := x.index[list[i]+list[i+1]]; ok {
				out = append(out, int32(w)) //nolint:gosec // as above
				i++
				continue
			}
		}
		if w, ok := x.index[list[i]]; ok {
			out = append(out, int32(w)) //nolint:gosec // as above
			continue
		}
		h, ok := x.heard[list[i]]
		if !ok {
			h = x.guess(list[i])
			x.heard[list[i]] = h
		}
		out = append(out, h.ids...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// guess takes an unknown word for two that the catalogue writes apart, for a code of which one side leaves out the end, or
// for the nearest word of letters alone.
func (x *lexicon) guess(w string) hearing {
	if pair, ok := x.glued[w]; ok {
		return hearing{[]int32{int32(x.index[pair[0]]), int32(x.index[pair[1]])}} //nolint:gosec // as above
	}
	if id := x.net.near(w); id >= 0 {
		return hearing{[]int32{id}}
	}
	return hearing{}
}
