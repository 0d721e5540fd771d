package match

import "slices"

// hearing is what a word of an old title was taken for: words of the catalogue, none where it is in no title there.
type hearing struct{ ids []int32 }

// hear returns the catalogue's words in an old title: as written, glued or parted otherwise, or nearly so; and the words
// with digits and those for tiers that the catalogue does not have, which may be of a product that it does not list. A tier follows
// what it is one of; elsewhere it is a word like others.
func (x *lexicon) hear(list []string) (out []int32, strange, tiers []string) {
	heard := -1 // the last word that is the catalogue's, or a tier behind one
	for i := 0; i < len(list); i++ {
		if i+1 < len(list) {
			if w, ok := x.index[list[i]+list[i+1]]; ok {
				out = append(out, int32(w)) //nolint:gosec // as above
				if !x.pairs[[2]string{list[i], list[i+1]}] {
					i++
					heard = i
					continue
				}
			}
		}
		if w, ok := x.index[list[i]]; ok {
			heard = i
			out = append(out, int32(w)) //nolint:gosec // as above
			out = append(out, x.parts(list[i])...)
			continue
		}
		h, ok := x.heard[list[i]]
		if !ok {
			h = x.guess(list[i])
			x.heard[list[i]] = h
		}
		out = append(out, h.ids...)
		switch {
		case len(h.ids) > 0:
			heard = i
		case hasDigit(list[i]):
			strange = append(strange, list[i])
		case heard == i-1 && x.known.isOwnTier(list[i]):
			tiers, heard = append(tiers, list[i]), i
		}
	}
	slices.Sort(out)
	return slices.Compact(out), strange, tiers
}

// leastOwnTier is the fewest letters of a tier that a catalogue need not know to be taken for one: a lone letter is most often
// something else ("type c").
const leastOwnTier = 2

// isOwnTier says that a word sets a model apart wherever it stands behind a name. NFC does so for a few models that are known, and is a
// feature of all others.
func (k *Knowledge) isOwnTier(w string) bool {
	return len(w) >= leastOwnTier && w != "nfc" && k.roles[w] == roleTier
}

// parts returns the two words that the catalogue writes apart where the title has one.
func (x *lexicon) parts(w string) []int32 {
	if pair, ok := x.glued[w]; ok {
		return []int32{int32(x.index[pair[0]]), int32(x.index[pair[1]])} //nolint:gosec // as above
	}
	return nil
}

// guess takes an unknown word for words that the catalogue writes apart, for a code of which one side leaves out the end,
// or for the nearest word of letters alone.
func (x *lexicon) guess(w string) hearing {
	if parts := x.parts(w); parts != nil {
		return hearing{parts}
	}
	switch id := x.net.near(w); {
	case id >= int32(len(x.words)): //nolint:gosec // fewer words than fit in memory
		return hearing{x.parts(x.net.words[id])}
	case id >= 0:
		return hearing{[]int32{id}}
	}
	return hearing{x.segments(w)}
}

// leastSegment is the fewest letters of a word that is cut out of a longer one; with a digit two signs will do.
const leastSegment = 4

// segments cuts an unknown word into words of the catalogue that a shop ran together, the longest first:
// "doroprimo413sw". Letters that are left over at the end are none; a run of digits is never cut.
func (x *lexicon) segments(w string) []int32 {
	var out []int32
	for len(w) > 0 {
		id, n := x.longestStart(w)
		if n == 0 {
			break
		}
		out = append(out, id)
		w = w[n:]
	}
	if len(w) == 1 || hasDigit(w) || x.known.roles[w] == roleTier {
		return nil // "6s" is no 6, and "s9pro" no S9
	}
	return out
}

func (x *lexicon) longestStart(w string) (int32, int) {
	for n := len(w); n >= 2; n-- {
		if n < leastSegment && !hasDigit(w[:n]) || n < len(w) && isDigit(w[n-1]) && isDigit(w[n]) {
			continue
		}
		if id, ok := x.index[w[:n]]; ok {
			return int32(id), n //nolint:gosec // as above
		}
	}
	return 0, 0
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
