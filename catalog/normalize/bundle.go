package normalize

import (
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// readBundle finds what is sold with the product: what follows a "+" that joins no memory sizes, and the things for sale
// that follow a "with". What follows a "without" is set aside.
func (r *reading) readBundle() {
	for i := 1; i < len(r.toks); i++ {
		p, n := r.v.particles.match(r.toks[i:])
		if n == 0 {
			continue
		}
		from := i + n
		to := r.beforeNote(from, r.partEnd(from))
		switch {
		case p.role == roleWithout:
			mark(r.toks[i:to], ofBundle)
		case p.role == rolePlus && !r.isSignOfName(i) && r.isPart(from, to), p.role == roleWith && r.isPart(from, to) && r.namesGoods(from, to):
			mark(r.toks[i:to], ofBundle)
			r.t.Bundle = append(r.t.Bundle, strings.Trim(r.words(from, to), " ()[]"))
		}
	}
	slices.Sort(r.t.Bundle)
	r.t.Bundle = slices.Compact(r.t.Bundle)
}

// partEnd returns where the part that begins at token i ends: at a sign other than the bracket it opens with, at the next
// word that joins a part, or at the memory.
func (r *reading) partEnd(i int) int {
	if i < len(r.toks) && r.toks[i].key == "(" {
		i++
	}
	for ; i < len(r.toks); i++ {
		t := r.toks[i]
		if t.role != unread || !t.word && t.key != "/" && t.key != "'" {
			break
		}
		if p, n := r.v.particles.match(r.toks[i:]); n > 0 && partBreaks[p.role] {
			break
		}
	}
	return i
}

// beforeNote returns where the goods among the tokens end that have a note behind them, such as "2 Jahre Garantie" with its
// number or "Dual SIM"; to where there is no note, or nothing before it that is sold on its own.
func (r *reading) beforeNote(from, to int) int {
	for i := from; i < to; i++ {
		if p, n := r.v.particles.match(r.toks[i:]); n == 0 || p.role != roleNote && p.role != roleSIM {
			continue
		}
		for _, number := range []int{i - 1, i - 2} { // "1 year warranty" has its unit between
			if number > from && isDigit(r.toks[number].key[0]) {
				i = number
				break
			}
		}
		for i > from+1 && r.featureAt(i-1) == 1 { // "and"
			i--
		}
		if r.namesGoods(from, i) {
			return i
		}
		break
	}
	return to
}

// partBreaks are the roles of the words that end the part before them.
var partBreaks = map[string]bool{rolePlus: true, roleWith: true, roleWithout: true, roleFits: true}

// isPart says that the tokens name goods and not only features, a colour, a number of something, a warranty or a second SIM.
func (r *reading) isPart(from, to int) bool {
	words := 0
	for i := from; i < to; {
		if _, n := r.v.particleAt(r.toks[i:], roleNote); n > 0 {
			return false
		}
		n := max(r.featureAt(i), r.colorAnywhere(i))
		if n == 0 && r.toks[i].word && !isDigit(r.toks[i].key[0]) {
			words++
		}
		i += max(n, 1)
	}
	return words > 0
}

// colorAnywhere returns how many tokens the colour at token i takes, in whatever language; 0 where there is none.
func (r *reading) colorAnywhere(i int) int {
	_, n := r.v.colors.match(r.toks[i:])
	return n
}

// isSignOfName says that the "+" at token i belongs to the word before it, as in "FHD+".
func (r *reading) isSignOfName(i int) bool {
	_, n := r.v.features.match(r.toks[i-1:])
	return n > 1 && r.toks[i].start == r.toks[i-1].end
}

// namesGoods says that the tokens hold a word for a thing that is sold on its own, other than a phone and what is in its box.
func (r *reading) namesGoods(from, to int) bool {
	for i := from; i < to; {
		t, n := r.v.types.match(r.toks[i:])
		feature := r.featureAt(i)
		if n > 0 && n >= feature && t != catalog.Phone && !r.isInBox(i, n) {
			return true
		}
		i += max(n, feature, 1)
	}
	return false
}

// isInBox says that the n tokens from i on are all words for what phones come with.
func (r *reading) isInBox(i, n int) bool {
	p, ok := r.v.particles.get(joinKeys(r.toks[i : i+n]))
	return ok && p.role == roleBox
}
