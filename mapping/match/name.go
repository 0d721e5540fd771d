package match

import (
	"slices"
	"strings"
	"unicode"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// name is what a product is called, taken apart: "POCO M4 Pro 5G" is the generation M4, the tier Pro and the network 5G.
// An accessory is called after what it fits.
type name struct {
	key        string   // equal keys are equal names; "" where nothing is named
	known      bool     // the model is one of our product lines
	accessory  bool     // the words are those of the models that it fits
	fits       []string // keys of these models
	generation []word   // words that hold a digit: "m4", "c75", "13"
	tier       []word   // words that set a model apart from its plain twin
	network    []word   // "4g", "5g"
	other      []word   // the rest, the brand included
}

// word is one word of a name, folded and as written.
type word struct{ key, text string }

// codeUnknownModel marks a model that the normaliser took from the title without knowing it.
const codeUnknownModel = "unknown_model"

func nameOf(v *catalog.Variant, k *Knowledge) name {
	n := name{known: true}
	if v.ProductType == catalog.Accessory && v.Model == "" {
		n.accessory = true
		for _, model := range v.Fits {
			n.fits = append(n.fits, "for "+n.add(model, k))
		}
		slices.Sort(n.fits)
		n.key = strings.Join(n.fits, "/")
		if n.key == "" {
			n.key = "accessory"
		}
		return n
	}
	n.known = !slices.ContainsFunc(v.Issues, func(i catalog.Issue) bool { return i.Code == codeUnknownModel })
	n.key = n.add(v.Model, k)
	return n
}

// unknownMark stands before the words of a name that is none of our product lines. No model begins with it.
const unknownMark = "? "

// id is the key with the mark of an unknown name.
func (n *name) id() string {
	if n.known {
		return n.key
	}
	return unknownMark + n.key
}

// add takes a model's words into the name and returns its key: the words in alphabetical order, so that "POCO X5 5G Pro"
// is the POCO X5 Pro 5G.
func (n *name) add(model string, k *Knowledge) string {
	list := modelWords(model)
	var keys []string
	for _, w := range list {
		keys = append(keys, w.key)
		switch {
		case w.key == "4g" || w.key == "5g":
			n.network = append(n.network, w)
		case strings.ContainsFunc(w.key, unicode.IsDigit):
			n.generation = append(n.generation, w)
		case k.roles[w.key] == roleTier:
			n.tier = append(n.tier, w)
		default:
			n.other = append(n.other, w)
		}
	}
	slices.Sort(keys)
	return strings.Join(keys, " ")
}

// modelWords returns the words of a model's name. "+" is the word plus; glued words ("X7Pro") are parted; "Xiaomi" beside
// "POCO" says nothing, and "Pocophone" is POCO.
func modelWords(model string) []word {
	model = strings.ReplaceAll(model, "+", " Plus ")
	var out []word
	for _, text := range strings.FieldsFunc(model, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		for _, part := range parted(text) {
			key := strings.ToLower(part)
			if key == "pocophone" {
				key, part = "poco", "POCO"
			}
			out = append(out, word{key, part})
		}
	}
	isPoco := func(w word) bool { return w.key == "poco" }
	if slices.ContainsFunc(out, isPoco) {
		out = slices.DeleteFunc(out, func(w word) bool { return w.key == "xiaomi" })
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(out, func(w word) bool {
		twice := seen[w.key]
		seen[w.key] = true
		return twice
	})
}

// glued is the fewest letters before or after a digit that are a word of their own: "note13" and "X7Pro" are two words,
// "M5s", "X6" and "5G" one.
const glued = 3

// parted cuts a word where a run of at least glued letters meets a digit.
func parted(s string) []string {
	r := []rune(s)
	var out []string
	start, run := 0, 0 // run counts the letters since the last digit or cut
	for i, c := range r {
		if unicode.IsLetter(c) {
			run++
			if i+1-run > start && run == glued { // letters that follow a digit have become a word
				out = append(out, string(r[start:i+1-run]))
				start = i + 1 - run
			}
			continue
		}
		if run >= glued && i > start {
			out = append(out, string(r[start:i]))
			start = i
		}
		run = 0
	}
	return append(out, string(r[start:]))
}

// keysOf returns the folded words in alphabetical order.
func keysOf(list []word) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = w.key
	}
	slices.Sort(out)
	return out
}

// textOf joins the words as written.
func textOf(list []word) string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = w.text
	}
	return strings.Join(out, " ")
}
