package normalize

import "slices"

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

// readColor finds the colour words of a title. A title that names several colours states none: they may be a choice.
func (r *reading) readColor() {
	var found []span
	lang := r.loc.base()
	color := ""
	for i := 0; i < len(r.toks); {
		c, n := r.v.colorAt(r.toks[i:], lang)
		if n == 0 {
			i++
			continue
		}
		if color != "" && color != c {
			return
		}
		color = c
		found = append(found, span{i, i + n})
		i += n
	}
	if color == "" {
		return
	}
	r.t.Color = color
	r.t.ColorLabel = r.words(found[0].from, found[0].to)
	for _, s := range found {
		mark(r.toks[s.from:s.to], ofColor)
	}
}
