package normalize

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// priceRole is what a word says about the amount beside it, by its name in pricewords.csv.
type priceRole uint8

const (
	roleLabel    priceRole = iota // nothing that matters: "Price", "incl. VAT"
	roleList                      // the recommended or regular price: "RRP"
	roleWas                       // a former price
	roleNow                       // the price that holds
	roleFrom                      // the lowest of several: "ab 299 €"
	roleUpTo                      // the highest of several
	roleTo                        // joins the ends of a range
	rolePer                       // the amount is one of several payments: "/month"
	roleSave                      // the amount is what is taken off
	roleShipping                  // the amount is not the price of goods
	roleFree                      // the price is nothing
)

var priceRoles = []string{"", "list", "was", "now", "from", "upto", "to", "per", "save", "shipping", "free"}

// wordTree looks up phrases word by word, without putting them together.
type wordTree struct {
	next map[string]*wordTree
	ends bool
	role priceRole
}

func (v *Vocabulary) compilePriceWords(rows []row) error {
	root := &wordTree{}
	for _, r := range rows {
		role := slices.Index(priceRoles, r.cells[1])
		if role < 0 {
			return r.errorf("role %q is none of %q", r.cells[1], priceRoles)
		}
		node := root
		for _, t := range tokens(Clean(r.cells[0])) {
			if node.next == nil {
				node.next = map[string]*wordTree{}
			}
			child := node.next[t.key]
			if child == nil {
				child = &wordTree{}
				node.next[t.key] = child
			}
			node = child
		}
		node.ends, node.role = true, priceRole(role)
	}
	v.priceWords = root
	return nil
}

// phraseAt returns the role of the longest phrase of price words that begins at i, and where it ends; 0 where none does.
func (w *wordTree) phraseAt(low []byte, i int) (role priceRole, end int) {
	for at := i; ; {
		from, to := nextWord(low, at)
		if from == to || from > at && at == i {
			return role, end
		}
		child := w.child(low[from:to])
		if child == nil {
			return role, end
		}
		w, at = child, to
		if w.ends {
			role, end = w.role, to
		}
	}
}

// child returns the node behind a word, which is folded where it has accents.
func (w *wordTree) child(word []byte) *wordTree {
	if child := w.next[string(word)]; child != nil {
		return child
	}
	if r, _ := utf8.DecodeRune(word); r >= utf8.RuneSelf && !unicode.IsLetter(r) {
		return nil // a sign has no accents
	}
	for _, b := range word {
		if b >= utf8.RuneSelf {
			return w.next[fold(string(word))]
		}
	}
	return nil
}

// nextWord returns the next word or sign from i on, which is empty at the end; spaces, points and the hyphens within words are passed over.
func nextWord(low []byte, i int) (from, to int) {
	for i < len(low) && (low[i] == ' ' || low[i] == '.' || low[i] == '-' && i > 0 && low[i-1] != ' ') {
		i++
	}
	r, size := utf8.DecodeRune(low[i:])
	if !isWordRune(r) {
		return i, i + size
	}
	return i, letterEnd(low, i)
}

// letterEnd returns where the letters, marks and digits from i on end.
func letterEnd(low []byte, i int) int {
	for i < len(low) {
		r, size := utf8.DecodeRune(low[i:])
		if !isWordRune(r) {
			break
		}
		i += size
	}
	return i
}
