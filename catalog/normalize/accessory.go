package normalize

import (
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// readFits reads a title of the form "Case for POCO X7 / X7 Pro": a word for "for", then a brand. Every product named
// behind it is one the accessory fits. It reports whether the title is of this form.
func (r *reading) readFits() bool {
	for i := range r.toks {
		_, n := r.v.particleAt(r.toks[i:], roleFits)
		if n == 0 {
			continue
		}
		if _, brand := r.v.particleAt(r.toks[i+n:], roleBrand); brand == 0 {
			continue
		}
		if r.namedBefore(i) {
			return false
		}
		r.t.ProductType = catalog.Accessory
		r.fitted(i + n)
		mark(r.toks[i:i+n], ofFit)
		return true
	}
	return false
}

// namedBefore says that a known product is named before token i, as in "POCO X7 with case for POCO X7".
func (r *reading) namedBefore(i int) bool {
	for j := range i {
		if m, ok := r.mentionAt(j); ok && m.line != nil && m.to <= i {
			return true
		}
	}
	return false
}

// fitted collects the Poco products named from token i on; products of other brands are not ours to name.
func (r *reading) fitted(i int) {
	for ; i < len(r.toks); i++ {
		m, ok := r.mentionAt(i)
		if !ok {
			continue
		}
		if m.brand == pocoBrand && !slices.Contains(r.t.Fits, m.name) {
			r.t.Fits = append(r.t.Fits, m.name)
		}
		mark(r.toks[m.from:m.to], ofFit)
	}
	slices.Sort(r.t.Fits)
}

// isAccessoryBeside says that a word for an accessory stands before the product's name, or right behind it, in a title
// that states no memory: "Schutzhülle POCO X7", "POCO X7 Case". A phone that is sold with a charger names its memory.
func (r *reading) isAccessoryBeside(name span) bool {
	behind := name.to
	if more := r.namesBehind(behind); len(more) > 0 {
		behind = more[len(more)-1].to
	}
	return !r.memory.stated() && (r.accessoryIn(0, name.from) || r.accessoryIn(behind, behind+1))
}

// namesBehind returns the known names that a list adds to one that ends before token i: "POCO X4 Pro / X5 Pro case".
func (r *reading) namesBehind(i int) []mention {
	var out []mention
	for i < len(r.toks) && (r.toks[i].key == "/" || r.toks[i].key == ",") {
		m, ok := r.mentionAt(i + 1)
		if !ok || m.line == nil {
			m = mention{span: span{i + 1, i + 1}, brand: pocoBrand}
			names, n := r.v.lines.match(r.toks[i+1:])
			if n == 0 || !r.complete(&m, names, n) {
				break
			}
		}
		for m.to < len(r.toks) && r.toks[m.to].role == ofNetwork { // which the first name claimed
			m.to++
		}
		out = append(out, m)
		i = m.to
	}
	return out
}

// accessoryIn says that a word for an accessory begins at one of the tokens from up to, not including, to.
func (r *reading) accessoryIn(from, to int) bool {
	for i := from; i < min(to, len(r.toks)); i++ {
		if t, n := r.v.types.match(r.toks[i:]); n > 0 && t == catalog.Accessory {
			return true
		}
	}
	return false
}

// accessoryAlone takes a title that names no product, no memory and an accessory for that accessory.
func (r *reading) accessoryAlone() {
	if !r.memory.stated() && r.accessoryIn(0, len(r.toks)) {
		r.t.ProductType = catalog.Accessory
	}
}
