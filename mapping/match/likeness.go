package match

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// likeness is a product line and what the words of an old title say for it.
type likeness struct {
	line *titleLine
	bits milliBits
}

// nameWords returns the words by which the item's name is compared. Where colours make SKUs, the words of the colour are
// left to its own comparison.
func (it *item) nameWords(k *Knowledge, withoutColor bool) []string {
	text := it.v.Title
	if brand := it.v.Brand; brand != "" && !strings.Contains(strings.ToLower(text), strings.ToLower(brand)) {
		text = brand + " " + text
	}
	list := k.titleWords(text)
	if withoutColor && it.v.ColorLabel != "" {
		color := splitTitle(it.v.ColorLabel)
		list = slices.DeleteFunc(list, func(w string) bool { return slices.Contains(color, w) })
	}
	return list
}

// Limits of the search for lines. A title shares its rare words with few lines; what it shares with thousands ("dual sim")
// does not find any.
const (
	maxVisits = 20_000 // entries of the index looked at for one title, beyond those of its rarest word
	maxScored = 256    // lines that are weighed in full
	maxLines  = 40     // lines that are kept
)

// near returns the lines that most speaks for, best first.
func (x *lexicon) near(words []int32) []likeness {
	key := wordsKey(words)
	out, ok := x.found[key]
	if !ok {
		out = x.find(words)
		x.found[key] = out
	}
	return out
}

func (x *lexicon) find(words []int32) []likeness {
	byRarity := slices.SortedFunc(slices.Values(words), func(a, b int32) int {
		return cmp.Or(cmp.Compare(len(x.words[a].lines), len(x.words[b].lines)), cmp.Compare(a, b))
	})
	found := map[int32]milliBits{}
	visits, used := 0, 0
	for _, w := range byRarity {
		e := &x.words[w]
		if used > 0 && visits+len(e.lines) > maxVisits {
			break
		}
		visits += len(e.lines)
		used++
		for _, l := range e.lines {
			found[l] += e.hit - e.miss
		}
	}
	out := make([]likeness, 0, len(found))
	for id, bits := range found {
		l := x.lines[id]
		out = append(out, likeness{l, bits + l.miss})
	}
	slices.SortFunc(out, nearer)
	out = out[:min(len(out), maxScored)]
	for i := range out {
		for _, w := range byRarity[used:] {
			if _, has := slices.BinarySearch(out[i].line.words, w); has {
				out[i].bits += x.words[w].hit - x.words[w].miss
			}
		}
	}
	slices.SortFunc(out, nearer)
	return slices.Clone(out[:min(len(out), maxLines)])
}

func nearer(a, b likeness) int {
	return cmp.Or(cmp.Compare(b.bits, a.bits), cmp.Compare(a.line.id, b.line.id))
}

// weigh returns what the words of a title say for one line.
func (x *lexicon) weigh(words []int32, l *titleLine) milliBits {
	bits := l.miss
	for _, w := range l.words {
		if _, has := slices.BinarySearch(words, w); has {
			bits += x.words[w].hit - x.words[w].miss
		}
	}
	return bits
}

// Counts of titles that the priors are worth, and how often they are corrected by what was counted.
const (
	weightM = 8
	weightQ = 250
	passes  = 1
)

// fit learns from the old titles, none of which anybody has matched: each pass takes the lines that they lead to for right
// as far as their weights say so, and counts which words were there (expectation and maximisation, Dempster and others 1977).
func (x *lexicon) fit(sources []*item) {
	count := make([]float64, len(x.words))
	for _, s := range sources {
		for _, w := range s.words {
			count[w]++
		}
	}
	for i := range x.words {
		e := &x.words[i]
		e.m, e.q = priors[e.class].m, priors[e.class].q
	}
	x.rate()
	if len(sources) < leastSources {
		return
	}
	for range passes {
		clear(x.found)
		x.refine(sources, count)
		x.rate()
	}
	clear(x.found)
}

// leastSources is the fewest old titles that teach more than the priors know.
const leastSources = 200

func (x *lexicon) refine(sources []*item, count []float64) {
	total := 0.0
	named := make([]float64, len(x.words))  // titles of products whose name has the word
	spoken := make([]float64, len(x.words)) // those of them that hold it
	for _, s := range sources {
		total++
		list := x.near(s.words)
		shares := posterior(list)
		for i, l := range list[:len(shares)] {
			for _, w := range l.line.words {
				named[w] += shares[i]
				if _, has := slices.BinarySearch(s.words, w); has {
					spoken[w] += shares[i]
				}
			}
		}
	}
	for i := range x.words {
		e := &x.words[i]
		prior := priors[e.class]
		e.m = clampShare((prior.m*weightM + spoken[i]) / (weightM + named[i]))
		e.q = clampShare((prior.q*weightQ + count[i] - spoken[i]) / (weightQ + total - named[i]))
		e.m = max(e.m, 2*e.q)
	}
}

// clampShare keeps weights within about ten bits.
func clampShare(p float64) float64 { return min(max(p, 0.001), 0.985) }

// posterior returns the probability of each line of a list, those that matter, if one of them is right.
func posterior(list []likeness) []float64 {
	var out []float64
	sum := 0.0
	for _, l := range list {
		if l.bits < list[0].bits-10_000 {
			break
		}
		p := math.Exp2(float64(l.bits-list[0].bits) / 1000)
		out = append(out, p)
		sum += p
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// otherNumber is the weight of model numbers on both sides that the other lacks, beside what the words weigh one by one:
// "DECT 6.0 Expandable Digital" agrees on many words of one meaning, and only the numbers tell such phones apart.
const otherNumber milliBits = -6000

// otherTier is the same for a tier that one side lacks.
const otherTier milliBits = -3000

// relate compares the name of an item with that of a line by the words of their titles.
func (x *lexicon) relate(s *item, l *titleLine) relation {
	r := relation{byWords: true, bits: x.weigh(s.words, l), level: exact}
	if lacks := x.beyond(l.words, s.words, plainWord, modelNumber, tierWord, codeWord); len(lacks) > 0 {
		r.level, r.lacks = compatible, strings.Join(lacks, " ")
	}
	r.hasNumber = len(x.beyond(l.words, s.words, modelNumber)) == 0
	r.carries = slices.ContainsFunc(l.words, func(w int32) bool {
		_, has := slices.BinarySearch(s.words, w)
		return has && isCode(x.words[w].text)
	})
	if why, otherModel := x.difference(s, l.words); why != "" {
		r.level, r.why, r.otherModel = conflict, why, otherModel
		r.bits += otherTier
		if r.otherModel {
			r.bits += otherNumber - otherTier
		}
	}
	return x.asLines(r, s, l.items[0])
}

// asLines corrects a relation where both names are product lines that we know: what is known of them goes before their words.
func (x *lexicon) asLines(r relation, s, t *item) relation {
	isLine := func(n *name) bool { return n.known && n.key != "" && !n.accessory }
	if !isLine(&s.name) || !isLine(&t.name) {
		return r
	}
	switch lines := x.known.relate(s, t); lines.level {
	case exact:
		r.bits += knownName
		r.level, r.why, r.lacks = exact, "", ""
		if e, ok := x.known.doubt(s.name.key, s.market()); ok {
			r.level, r.note = compatible, e.source
		}
	case conflict:
		r.bits += otherNumber
		r.level, r.why = conflict, lines.why
	default:
		r.level, r.note = compatible, lines.note
	}
	return r
}

// leastCodeLength is the fewest characters of a word that is a model code by itself; "s8" is a number within a series.
const leastCodeLength = 5

func isCode(w string) bool { return len(w) >= leastCodeLength && hasDigit(w) && hasLetter(w) }

// difference says which number or tier parts two names, the target's first, and whether both numbers are known to the
// catalogue; "" where none does.
func (x *lexicon) difference(it *item, t []int32) (why string, otherModel bool) {
	s := it.words
	theirs, ours := x.beyond(t, s, modelNumber, codeWord), x.beyond(s, t, modelNumber, codeWord)
	if all := slices.Concat(ours, it.strange); len(theirs) > 0 && len(all) > 0 {
		return "another model: " + strings.Join(theirs, " ") + " against " + strings.Join(all, " "), len(ours) > 0
	}
	theirs, ours = x.beyond(t, s, tierWord), slices.Concat(x.beyond(s, t, tierWord), it.tiers)
	if len(theirs)+len(ours) > 0 {
		return cmp.Or(strings.Join(theirs, " "), "plain") + " against " + cmp.Or(strings.Join(ours, " "), "plain"), false
	}
	return "", false
}

// beyond returns the words of some classes that one name has and the other lacks.
func (x *lexicon) beyond(of, other []int32, classes ...class) []string {
	var out []string
	for _, w := range of {
		if _, has := slices.BinarySearch(other, w); !has && slices.Contains(classes, x.words[w].class) {
			out = append(out, x.words[w].text)
		}
	}
	return out
}
