package normalize

import (
	"slices"
	"strings"
	"unicode"
)

// colorWord is what a colour word means: in one language, or all where that is "", for one product, or all where that is "".
type colorWord struct {
	lang, model, color string
	rule               string // names the row
	accents            bool   // that the word is written with
}

// basicColors are the values of [catalog.Variant.Color].
var basicColors = []string{
	"black", "white", "blue", "green", "yellow", "grey", "silver", "gold", "purple", "red", "orange", "pink", "bronze",
	"titanium", "brown", "aqua",
}

func (v *Vocabulary) compileColors(rows []row) error {
	v.colors = newPhrases[[]colorWord]()
	for _, r := range rows {
		w := colorWord{baseLang(r.cells[1]), r.cells[2], r.cells[3], r.rule(3), !isASCII(r.cells[0])}
		if _, known := v.lines.get(v.nameKey(w.model)); w.model != "" && !known {
			return r.errorf("model %q is not in products.csv", w.model)
		}
		if !slices.Contains(basicColors, w.color) {
			return r.errorf("color %q is none of %q", w.color, basicColors)
		}
		key := phraseKey(r.cells[0])
		words, _ := v.colors.get(key)
		v.colors.set(key, append(words, w))
	}
	return nil
}

// Color returns the basic colour that a shop's word stands for: "black", "titanium". Text is the whole label, such as
// "Olive Twilight" or "Power Black"; lang is a BCP 47 tag, "" where it is not known. A label that the table lacks is
// understood when exactly one colour is named in it ("Wildcat Blue"); ok is false for any other.
func (v *Vocabulary) Color(text, lang string) (color string, ok bool) {
	w, ok := v.colorOf(tokens(Clean(text)), baseLang(lang), "")
	return w.color, ok
}

// colorOf is Color and returns the row; a word that means something of its own for the model means that.
func (v *Vocabulary) colorOf(toks []token, lang, model string) (found colorWord, ok bool) {
	if words, known := v.colors.get(joinKeys(toks)); known {
		if w, ok := meaningFor(model, words, lang); ok {
			return w, true
		}
		if w, ok := meaning(words, lang, true); ok && !w.lacksAccent(toks, lang) {
			return w, true
		}
	}
	for i := 0; i < len(toks); {
		w, n := v.colorAt(toks[i:], lang)
		if n == 0 {
			i++
			continue
		}
		if found.color != "" && found.color != w.color {
			return colorWord{}, false
		}
		found = w
		i += n
	}
	return found, found.color != ""
}

// colorAt returns the colour whose word or phrase begins at the first of toks, and how many tokens it takes. Only words
// of the language, and those that all shops use, count.
func (v *Vocabulary) colorAt(toks []token, lang string) (w colorWord, n int) {
	words, n := v.colors.match(toks)
	if w, ok := meaning(words, lang, lang == ""); ok && !w.lacksAccent(toks[:n], lang) {
		return w, n
	}
	return w, 0
}

// meaningFor returns what a word means for one product and for no other: "Graphite" is black on the F1.
func meaningFor(model string, words []colorWord, lang string) (w colorWord, ok bool) {
	for _, w := range words {
		if model != "" && w.model == model && (w.lang == "" || w.lang == lang || lang == "") {
			return w, true
		}
	}
	return w, false
}

// meaning returns what a word means in a language for all products: its meaning there, else the one all shops give it, else, where foreign
// words count, the one that all other languages agree on ("Schwarz" on an English page).
func meaning(words []colorWord, lang string, foreign bool) (found colorWord, ok bool) {
	for _, want := range []string{lang, ""} {
		for _, w := range words {
			if w.lang == want && w.model == "" {
				return w, true
			}
		}
	}
	if !foreign {
		return found, false
	}
	for _, w := range words {
		if w.model != "" {
			continue
		}
		if found.color != "" && found.color != w.color {
			return colorWord{}, false
		}
		found = w
	}
	return found, found.color != ""
}

// colorHere returns the colour named at token i, and how many tokens it takes. A word of another language than the title's
// counts only where its neighbours are understood: "Mint" is a carrier in "(Tmobile Mint Tello)".
func (r *reading) colorHere(i int, lang string, foreign bool) (w colorWord, n int) {
	words, n := r.v.colors.match(r.toks[i:])
	if n == 0 || r.isCarrier(i) {
		return w, 0
	}
	if !foreign {
		if w, ok := meaning(words, lang, false); ok {
			return w, n
		}
		return w, 0
	}
	if n == 1 && len(r.toks[i].key) < minForeignColor || !r.isUnderstood(i-1) || !r.isUnderstood(i+n) {
		return w, 0
	}
	if w, ok := meaning(words, lang, true); ok && !w.lacksAccent(r.toks[i:i+n], lang) {
		return w, n
	}
	return w, 0
}

// lacksAccent says that a short word of another language stands without its accents, and is more likely a word of this one: "TIM" is a
// carrier, and "tím" purple in Vietnamese.
func (w colorWord) lacksAccent(toks []token, lang string) bool {
	return len(toks) == 1 && len(toks[0].key) == minForeignColor && w.accents && w.lang != lang && isASCII(toks[0].text)
}

// isASCII says that a text has no letter with an accent, and none of another script.
func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}

// minForeignColor is how long a lone colour word of another language must be: "or" is gold in French, and a word of its own
// in English.
const minForeignColor = 3

// isUnderstood says that at token i there is no word, or one that is known or holds a digit.
func (r *reading) isUnderstood(i int) bool {
	if i < 0 || i >= len(r.toks) || !r.toks[i].word || r.toks[i].role != unread || strings.ContainsAny(r.toks[i].key, "0123456789") {
		return true
	}
	at := r.toks[i : i+1]
	_, particle := r.v.particles.match(at)
	_, kind := r.v.types.match(at)
	_, feature := r.v.features.match(at)
	_, condition := r.v.conditions.match(at)
	_, color := r.v.colors.match(at)
	_, line := r.v.lines.match(at)
	return particle+kind+feature+condition+color+line > 0
}

// readColor finds the colour words of a title, those of its language first. A title that names several colours states none:
// they may be a choice.
func (r *reading) readColor() {
	color, found := r.colorsNamed(false)
	if len(found) == 0 {
		color, found = r.colorsNamed(true)
	}
	switch {
	case len(found) == 0:
		return
	case color.color == "":
		r.colors = true
		first, last := found[0], found[len(found)-1]
		r.doubt("color_conflict", "color", "the title names different colours", r.words(first.from, first.to), r.words(last.from, last.to))
		return
	}
	r.t.Color, r.t.Rules.Color = color.color, color.rule
	r.colorLang = color.lang
	r.t.ColorLabel = r.words(found[0].from, found[0].to)
	for _, s := range found {
		mark(r.toks[s.from:s.to], ofColor)
	}
}

// colorsNamed returns the words that name colours, up to the first that names another one than those before; the colour is empty then.
func (r *reading) colorsNamed(foreign bool) (color colorWord, found []span) {
	lang := r.loc.base()
	for i := 0; i < len(r.toks); {
		c, n := r.colorHere(i, lang, foreign)
		if n == 0 {
			i++
			continue
		}
		found = append(found, span{i, i + n})
		if color.color != "" && color.color != c.color {
			return colorWord{}, found
		}
		color = c
		i += n
	}
	return color, found
}

// readProductColor reads the colour once more when the product is known, for which a word may mean one of its own.
func (r *reading) readProductColor() {
	if r.line == nil {
		return
	}
	if words, ok := r.v.colors.get(phraseKey(r.t.ColorLabel)); ok {
		if c, ok := meaningFor(r.line.model, words, r.loc.base()); ok {
			r.t.Color, r.t.Rules.Color = c.color, c.rule
		}
		return
	}
	for i := range r.toks {
		words, n := r.v.colors.match(r.toks[i:])
		if c, ok := meaningFor(r.line.model, words, r.loc.base()); ok && n > 0 {
			r.t.Color, r.t.Rules.Color, r.t.ColorLabel = c.color, c.rule, r.words(i, i+n)
			mark(r.toks[i:i+n], ofColor)
			return
		}
	}
}
