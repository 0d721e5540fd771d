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
		to := r.partEnd(from)
		switch {
		case p.role == roleWithout:
			mark(r.toks[i:to], ofBundle)
		case p.role == rolePlus && r.isPart(from, to), p.role == roleWith && r.isPart(from, to) && r.namesGoods(from, to):
			mark(r.toks[i:to], ofBundle)
			r.t.Bundle = append(r.t.Bundle, strings.Trim(r.words(from, to), " ()[]"))
		default:
			continue
		}
		i = to - 1
	}
	r.t.Bundle = slices.DeleteFunc(r.t.Bundle, func(s string) bool { return s == "" })
	slices.Sort(r.t.Bundle)
	r.t.Bundle = slices.Compact(r.t.Bundle)
	if len(r.t.Bundle) == 0 {
		r.t.Bundle = nil
	}
}

// partEnd returns where the part that begins at token i ends: at a sign other than the bracket it opens with, at the next
// word that joins a part, or at the memory.
func (r *reading) partEnd(i int) int {
	closing := ""
	if i < len(r.toks) && r.toks[i].key == "(" {
		closing = ")"
		i++
	}
	for ; i < len(r.toks); i++ {
		t := r.toks[i]
		if t.role != unread || t.key == closing {
			break
		}
		if !t.word && t.key != "/" && t.key != "'" {
			break
		}
		if p, n := r.v.particles.match(r.toks[i:]); n > 0 && partBreaks[p.role] {
			break
		}
	}
	return i
}

// partBreaks are the roles of the words that end the part before them.
var partBreaks = map[string]bool{rolePlus: true, roleWith: true, roleWithout: true, roleFits: true}

// isPart says that the tokens name goods and not a number of something, a warranty or a second SIM.
func (r *reading) isPart(from, to int) bool {
	words := 0
	for i := from; i < to; i++ {
		if _, n := r.v.particleAt(r.toks[i:], roleNote); n > 0 {
			return false
		}
		if r.toks[i].word && !isDigit(r.toks[i].key[0]) {
			words++
		}
	}
	return words > 0
}

// namesGoods says that the tokens hold a word for a thing that is sold on its own, other than a phone.
func (r *reading) namesGoods(from, to int) bool {
	for i := from; i < to; i++ {
		if t, n := r.v.types.match(r.toks[i:]); n > 0 && t != catalog.Phone {
			return true
		}
	}
	return false
}
