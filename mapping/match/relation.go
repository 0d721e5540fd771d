package match

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// relation is the outcome of comparing two names.
type relation struct {
	level outcome
	why   string // for a conflict, the target's word against the source's: "5G against 4G"

	note string // where names that differ may mean one thing: how that is known

	byWords    bool      // the words of the titles were weighed, as bits say
	bits       milliBits // what the words are worth together
	otherModel bool      // what parts them is a model number
	lacks      string    // words of the target's name that the old title does not say, and shops seldom leave out
	hasNumber  bool      // no number is among these
	carries    bool      // both say a model code
}

// relate compares the names of two items. Two known models are the same or not. A model that is not known may be the same
// as another if generation and tier agree and one name only says more than the other; a "5G" that one of them lacks does
// not part them, since shops drop it.
func (k *Knowledge) relate(s, t *item) relation {
	a, b := &s.name, &t.name
	switch {
	case a.key == "" || b.key == "":
		return relation{level: missing}
	case a.key == b.key && a.accessory == b.accessory:
		return relation{level: exact}
	case a.accessory:
		if !b.accessory {
			return relation{level: conflict, why: "not an accessory"}
		}
		if slices.ContainsFunc(a.fits, func(f string) bool { return slices.Contains(b.fits, f) }) {
			return relation{level: compatible}
		}
	case b.accessory:
		return relation{level: conflict, why: "an accessory"}
	case (!a.known || !b.known) && mayBeOne(a, b):
		return relation{level: compatible}
	}
	if e, ok := k.mayBeOne(a.key, b.key, s.market()); ok {
		return relation{level: compatible, note: e.source}
	}
	return relation{level: conflict, why: difference(s, t)}
}

func mayBeOne(a, b *name) bool {
	x, y := keysOf(a.other), keysOf(b.other)
	return slices.Equal(keysOf(a.generation), keysOf(b.generation)) && slices.Equal(keysOf(a.tier), keysOf(b.tier)) &&
		(len(a.network) == 0 || len(b.network) == 0 || slices.Equal(keysOf(a.network), keysOf(b.network))) &&
		(contains(x, y) || contains(y, x)) && (len(a.generation) > 0 || sharesMoreThanBrand(x, y))
}

// sharesMoreThanBrand says that two lists of words agree in one that is not the maker's: "POCO Buds" and "POCO Buds Case"
// do, "POCO" and "POCO Buds" do not.
func sharesMoreThanBrand(a, b []string) bool {
	return slices.ContainsFunc(a, func(w string) bool {
		return w != "poco" && w != "xiaomi" && w != "redmi" && slices.Contains(b, w)
	})
}

// difference says which word parts the names of two models, the target's first.
func difference(s, t *item) string {
	a, b := &s.name, &t.name
	switch {
	case a.accessory:
		return "made for " + strings.Join(t.v.Fits, ", ") + ", not for " + strings.Join(s.v.Fits, ", ")
	case !slices.Equal(keysOf(a.generation), keysOf(b.generation)):
		kind := "another model"
		if sameFamily(a, b) {
			kind = "another generation"
		}
		return kind + ": " + cmp.Or(textOf(b.generation), t.v.Model) + " against " + cmp.Or(textOf(a.generation), s.v.Model)
	case !slices.Equal(keysOf(a.tier), keysOf(b.tier)):
		return cmp.Or(textOf(b.tier), "plain") + " against " + cmp.Or(textOf(a.tier), "plain")
	case !slices.Equal(keysOf(a.other), keysOf(b.other)):
		return "another model: " + t.v.Model + " against " + s.v.Model
	}
	return networkWord(t) + " against " + networkWord(s)
}

// networkWord says which network an item's name or its own statement gives it.
func networkWord(it *item) string {
	if it.v.Network == catalog.NetworkNone {
		return "no mobile network"
	}
	return cmp.Or(strings.ToUpper(textOf(it.name.network)), string(it.v.Network), "no network in the name")
}

// sameFamily says that two models differ in number only: X6 and X7, but not M5 and M5s.
func sameFamily(a, b *name) bool {
	return len(a.generation) > 0 && len(b.generation) > 0 && family(a.generation[0].key) == family(b.generation[0].key)
}

// family returns a word with its digits taken out, "x" for "x7".
func family(key string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, key)
}
