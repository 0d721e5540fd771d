package normalize

import (
	"slices"
	"strings"
)

// featureKind says what a word of features.csv is.
type featureKind string

// The kinds. A word that is neither a unit nor ends a number says nothing about which goods a title means: "AMOLED",
// "unlocked", "without contract".
const (
	featureWord featureKind = ""
	featureUnit featureKind = "unit" // behind a number makes a measure: "120 Hz", "2 Jahre"
)

func (v *Vocabulary) compileFeatures(rows []row) error {
	v.features = newPhrases[featureKind]()
	kinds := []featureKind{featureWord, featureUnit}
	for _, r := range rows {
		kind := featureKind(r.cells[1])
		if !slices.Contains(kinds, kind) {
			return r.errorf("kind %q is none of %q", kind, kinds)
		}
		v.features.set(phraseKey(r.cells[0]), kind)
	}
	return nil
}

// readFeatures claims what a title tells of its goods beyond what they are: measures, sales talk.
func (r *reading) readFeatures() {
	for i := 0; i < len(r.toks); {
		n := r.featureAt(i)
		mark(r.toks[i:i+n], ofFeature)
		i += max(n, 1)
	}
}

// readChipset claims the chipset before anything else is read: the "+" of a "Snapdragon 8+ Gen 1" joins no goods.
func (r *reading) readChipset() {
	for i := range r.toks {
		_, n := r.v.chipsetAt(r.toks[i:])
		mark(r.toks[i:i+n], ofFeature)
	}
}

// featureAt returns how many tokens the feature at token i takes, 0 where there is none.
func (r *reading) featureAt(i int) int {
	if !r.toks[i].word || r.toks[i].role != unread {
		return 0
	}
	if n := r.v.measureAt(r.toks[i:]); n > 0 {
		return n
	}
	if kind, n := r.v.features.match(r.toks[i:]); n > 0 && kind == featureWord {
		return n
	}
	return 0
}

// measureAt returns how many tokens the number with its unit at the first of toks takes: "120Hz", "6,67 Zoll", `6.67"`,
// "6.74", which can only be inches; 0 where there is none.
func (v *Vocabulary) measureAt(toks []token) int {
	key := toks[0].key
	digits := leadingNumber(key)
	if digits == 0 {
		return 0
	}
	if unit := key[digits:]; unit != "" {
		kind, ok := v.features.get(unit)
		if ok && kind == featureUnit {
			return 1
		}
		return 0
	}
	if len(toks) > 1 && (toks[1].key == `"` || toks[1].key == "'" || toks[1].key == "`") {
		return 2
	}
	if len(toks) > 1 {
		if kind, n := v.features.match(toks[1:]); n > 0 && kind == featureUnit {
			return 1 + n
		}
	}
	if strings.ContainsAny(key, ".,") {
		return 1
	}
	return 0
}
