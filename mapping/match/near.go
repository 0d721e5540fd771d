package match

import (
	"cmp"
	"slices"
)

// neighbours are the lines of a shop that a name leads to.
type neighbours struct {
	candidates []*line // of this name or of one that may mean the same
	refused    *line   // the nearest one of another name, nil where none is near
}

// near returns the neighbours of a source's name. Sources of one name share them.
func (t *targetShop) near(s *item) neighbours {
	id := s.name.id()
	n, ok := t.neighbours[id]
	if !ok {
		n = t.findNear(s)
		t.neighbours[id] = n
	}
	return n
}

func (t *targetShop) findNear(s *item) neighbours {
	var n neighbours
	best := 0
	for _, l := range t.sharing(&s.name) {
		switch t.known.relate(s, l.items[0]).level {
		case exact, compatible:
			n.candidates = append(n.candidates, l)
		default:
			if k := kinship(&s.name, &l.name); k > best {
				best, n.refused = k, l
			}
		}
	}
	return n
}

// sharing returns the lines that have a word in common with a name, the line of the same name among them, sorted by key.
func (t *targetShop) sharing(n *name) []*line {
	out := t.named(n.key)
	for _, e := range t.known.exceptions {
		switch n.key {
		case e.model:
			out = append(out, t.named(e.other)...)
		case e.other:
			out = append(out, t.named(e.model)...)
		}
	}
	for _, w := range n.index() {
		out = append(out, t.byWord[w]...)
	}
	slices.SortFunc(out, func(a, b *line) int { return cmp.Compare(a.name.id(), b.name.id()) })
	return slices.Compact(out)
}

// kinship says how near two names are to a reader: first the same generation, then the same family and tier. Zero is not
// near enough to be worth showing.
func kinship(a, b *name) int {
	k := 0
	for _, w := range a.generation {
		if slices.ContainsFunc(b.generation, func(o word) bool { return o.key == w.key }) {
			k += 16
		}
	}
	if sameFamily(a, b) {
		k += 8
	}
	if k == 0 {
		return 0
	}
	if a.accessory == b.accessory {
		k += 4
	}
	if slices.Equal(keysOf(a.tier), keysOf(b.tier)) {
		k += 2
	}
	if slices.Equal(keysOf(a.other), keysOf(b.other)) {
		k++
	}
	return k
}
