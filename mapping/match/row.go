package match

import (
	"slices"
)

// maxCandidates bounds the candidates that take part in the assignment for one variant, so that a catalogue that states
// nothing but one name stays small in memory. A product has at most a few dozen SKUs.
const maxCandidates = 64

// row is one line of the assignment: a source variant, or several that are the same, and the targets found for it.
type row struct {
	shop    *targetShop
	members []*item // the first stands for all; sorted by key

	// candidates are the targets that nothing rules out and those with the same code, best first.
	candidates []comparison
	rivals     float64     // the odds of every target that may be the variant, taken together
	product    *comparison // the best target of the same product, nil where there is none
	sibling    *comparison // the second best, nil where there is none
	refused    *comparison // the nearest target of another product, as far as these were weighed

	// Some target of the product has the source's colour, memory or condition, or offers a choice of options at all.
	hasColor, hasMemory, hasCondition, hasOptions bool

	chosen    *comparison // what the assignment gave, nil for none
	takenBy   *row        // who was given the best candidate, where being one-to-one cost it
	contested *row        // who has as good a claim to what was chosen, and went without

	lead float64 // bits by which the proposal lies before all else, where titles were weighed
}

func (r *row) item() *item { return r.members[0] }

// newRow weighs a variant, or a group of equal ones, against everything in the shop that could be it.
func newRow(shop *targetShop, members []*item) *row {
	r := &row{shop: shop, members: members}
	s := r.item()
	for _, l := range shop.near(s).candidates {
		for _, it := range l.items {
			r.consider(shop.weigh(s, it))
		}
	}
	for _, it := range shop.withCode(s) {
		if c := shop.weigh(s, it); c.levels[aName] != exact && c.levels[aName] != compatible {
			r.consider(c) // the others were weighed with their line
		}
	}
	if s.isPage() && s.isBare() && r.hasOptions {
		r.candidates = slices.DeleteFunc(r.candidates, func(c comparison) bool { return !c.hasCode() })
	}
	r.trim()
	return r
}

// trim sorts the candidates and keeps the best.
func (r *row) trim() {
	slices.SortFunc(r.candidates, better)
	r.candidates = r.candidates[:min(len(r.candidates), maxCandidates)]
}

// consider files one comparison.
func (r *row) consider(c comparison) {
	if c.isProduct() {
		r.keep(&c)
	} else {
		r.refuse(&c)
	}
	if c.isProduct() && (r.item().isPage() || c.t.isPage()) {
		r.shop.spoken[c.t] = true
	}
	if c.isRival() {
		r.rivals += odds(c.total)
	}
	if c.hasCode() || c.isSKU() && r.mayTake(&c) {
		r.shop.spoken[c.t] = true
		r.candidates = append(r.candidates, c)
		if len(r.candidates) == 2*maxCandidates {
			r.trim()
		}
	}
}

// keep notes what a target of the same product tells about it.
func (r *row) keep(c *comparison) {
	r.shop.leads[c.t] = true
	r.hasColor = r.hasColor || !c.vetoed.has(aColor)
	r.hasMemory = r.hasMemory || !c.vetoed.has(aRAM) && !c.vetoed.has(aStorage)
	r.hasCondition = r.hasCondition || !c.vetoed.has(aCondition)
	r.hasOptions = r.hasOptions || !c.t.isBare()
	switch {
	case r.product == nil:
		r.product = c
	case better(*c, *r.product) < 0:
		r.product, r.sibling = c, r.product
	case r.sibling == nil || better(*c, *r.sibling) < 0:
		r.sibling = c
	}
}

func (r *row) refuse(c *comparison) {
	if r.refused == nil || better(*c, *r.refused) < 0 {
		r.refused = c
	}
}

// nearest returns the nearest target of another product, nil where none is near: one that was weighed with the candidates,
// as the plain phone of an edition, else one of the nearest other name.
func (r *row) nearest() *comparison {
	if l := r.shop.near(r.item()).refused; r.refused == nil && l != nil {
		for _, it := range l.items {
			c := r.shop.weigh(r.item(), it)
			r.refuse(&c)
		}
	}
	return r.refused
}

// mayTake says that the target is an answer for a variant and not only for its product. A page without options is one only
// if the two state the same.
func (r *row) mayTake(c *comparison) bool {
	return !c.t.isPage() && !r.item().isPage() || c.isSettled()
}

// best returns the candidate for which most speaks, nil where there is none.
func (r *row) best() *comparison {
	if len(r.candidates) == 0 {
		return nil
	}
	return &r.candidates[0]
}

// claim returns the row's candidate for a target, nil where it is none.
func (r *row) claim(t *item) *comparison {
	for i := range r.candidates {
		if r.candidates[i].t == t {
			return &r.candidates[i]
		}
	}
	return nil
}

// tied returns the candidates that are as good as the best: what sets them apart is less than a colour's name.
func (r *row) tied() []comparison {
	for i := range r.candidates {
		if isLess(&r.candidates[i], r.best()) {
			return r.candidates[:i]
		}
	}
	return r.candidates
}

// isLess says that clearly less speaks for a than for b.
func isLess(a, b *comparison) bool {
	return b.hasCode() && !a.hasCode() || b.total-a.total >= labelMargin/2
}
