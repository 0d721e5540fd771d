package match

import "github.com/pocomigrate/pocomigrate/catalog"

// Sizes is sizes.
func Sizes(title string) (ram, storage int, lone bool) { return sizes(title) }

// TitleWords are the words by which a title is compared, by the built-in tables.
func TitleWords(title string) []string { return shippedKnowledge().titleWords(title) }

// Hear returns the words of a catalogue of titles that an old title is taken to hold.
func Hear(title string, catalogue ...string) []string {
	k := shippedKnowledge()
	var items []*item
	for _, t := range catalogue {
		items = append(items, titledItem(t))
	}
	x := newLexicon(k, items, false)
	var out []string
	ids, _, _ := x.hear(k.titleWords(title))
	for _, id := range ids {
		out = append(out, x.words[id].text)
	}
	return out
}

func titledItem(title string) *item {
	return newItem(&catalog.Variant{Title: title}, shippedKnowledge())
}
