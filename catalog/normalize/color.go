package normalize

import (
	"slices"
	"strings"
)

// colorWord is what a colour word means in one language; the language is "" where all shops use the word.
type colorWord struct{ lang, color string }

// basicColors are the values of [catalog.Variant.Color].
var basicColors = []string{
	"black", "white", "blue", "green", "yellow", "grey", "silver", "gold", "purple", "red", "orange", "pink", "bronze",
	"titanium", "brown", "aqua",
}

func (v *Vocabulary) compileColors(rows []row) error {
	v.colors = newPhrases[[]colorWord]()
	for _, r := range rows {
		w := colorWord{baseLang(r.cells[1]), r.cells[2]}
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
	return v.colorOf(tokens(Clean(text)), baseLang(lang))
}

func (v *Vocabulary) colorOf(toks []token, lang string) (color string, ok bool) {
	if words, found := v.colors.get(joinKeys(toks)); found {
		if c, ok := meaning(words, lang, true); ok {
			return c, true
		}
	}
	for i := 0; i < len(toks); {
		c, n := v.colorAt(toks[i:], lang)
		if n == 0 {
			i++
			continue
		}
		if color != "" && color != c {
			return "", false
		}
		color = c
		i += n
	}
	return color, color != ""
}

// colorAt returns the colour whose word or phrase begins at the first of toks, and how many tokens it takes. Only words
// of the language, and those that all shops use, count.
func (v *Vocabulary) colorAt(toks []token, lang string) (color string, n int) {
	words, n := v.colors.match(toks)
	if n == 0 {
		return "", 0
	}
	if color, ok := meaning(words, lang, lang == ""); ok {
		return color, n
	}
	return "", 0
}

// meaning returns what a word means in a language: its meaning there, else the one all shops give it, else, where foreign
// words count, the one that all other languages agree on ("Schwarz" on an English page).
func meaning(words []colorWord, lang string, foreign bool) (color string, ok bool) {
	for _, want := range []string{lang, ""} {
		for _, w := range words {
			if w.lang == want {
				return w.color, true
			}
		}
	}
	if !foreign {
		return "", false
	}
	for _, w := range words {
		if color != "" && color != w.color {
			return "", false
		}
		color = w.color
	}
	return color, color != ""
}

// colorHere returns the colour named at token i, and how many tokens it takes. A word of another language than the title's
// counts only where its neighbours are understood: "Mint" is a carrier in "(Tmobile Mint Tello)".
func (r *reading) colorHere(i int, lang string, foreign bool) (color string, n int) {
	words, n := r.v.colors.match(r.toks[i:])
	if n == 0 {
		return "", 0
	}
	if !foreign {
		if c, ok := meaning(words, lang, false); ok {
			return c, n
		}
		return "", 0
	}
	if n == 1 && len(r.toks[i].key) < minForeignColor || !r.isUnderstood(i-1) || !r.isUnderstood(i+n) {
		return "", 0
	}
	if c, ok := meaning(words, lang, true); ok {
		return c, n
	}
	return "", 0
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
	case color == "":
		first, last := found[0], found[len(found)-1]
		r.doubt("color_conflict", "color", "the title names different colours", r.words(first.from, first.to), r.words(last.from, last.to))
		return
	}
	r.t.Color = color
	r.t.ColorLabel = r.words(found[0].from, found[0].to)
	for _, s := range found {
		mark(r.toks[s.from:s.to], ofColor)
	}
}

// colorsNamed returns the words that name colours, up to the first that names another one than those before; color is "" then.
func (r *reading) colorsNamed(foreign bool) (color string, found []span) {
	lang := r.loc.base()
	for i := 0; i < len(r.toks); {
		c, n := r.colorHere(i, lang, foreign)
		if n == 0 {
			i++
			continue
		}
		found = append(found, span{i, i + n})
		if color != "" && color != c {
			return "", found
		}
		color = c
		i += n
	}
	return color, found
}
