package normalize

import (
	"cmp"
	"encoding/csv"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// UnknownWord is a word of a catalogue that a table lacks.
type UnknownWord struct {
	Table   string      `json:"table"` // the table that would know it, "colors.csv"
	Word    string      `json:"word"`  // as the shop wrote it first
	Lang    string      `json:"lang,omitempty"`
	Count   int         `json:"count"`   // how many variants have it
	Example catalog.Key `json:"example"` // the first of them
}

// tableOf says which table an issue asks to complete.
var tableOf = map[string]string{
	"unknown_color":        "colors.csv",
	"unknown_option":       "colors.csv",
	"unknown_edition":      "editions.csv",
	"unknown_model":        "products.csv",
	"unknown_availability": "availability.csv",
	"unknown_condition":    "conditions.csv",
}

// UnknownWords returns the words of a catalogue that no table has, the most frequent first: those that an issue of a variant
// names, and the words of titles that were not understood, which belong into features.csv when they say nothing of what the
// goods are. Words count as one when only case and accents part them. Lang returns the language of a variant's shop.
func (v *Vocabulary) UnknownWords(variants []catalog.Variant, lang func(catalog.Variant) string) []UnknownWord {
	var out []UnknownWord
	at := map[[3]string]int{}
	count := func(table, word, lang string, key catalog.Key) {
		id := [3]string{table, phraseKey(word), baseLang(lang)}
		i, known := at[id]
		if !known {
			i = len(out)
			at[id] = i
			out = append(out, UnknownWord{Table: table, Word: word, Lang: baseLang(lang), Example: key})
		}
		out[i].Count++
	}
	for _, variant := range variants {
		language := lang(variant)
		for _, issue := range variant.Issues {
			if table := tableOf[issue.Code]; table != "" {
				for _, word := range issue.Values {
					count(table, word, language, variant.Key)
				}
			}
		}
		for _, word := range v.Title(variant.Title, Locale{Lang: language, Market: variant.Market}).Rest {
			count("features.csv", word, language, variant.Key)
		}
	}
	slices.SortStableFunc(out, func(a, b UnknownWord) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Table, b.Table), cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.Word, b.Word))
	})
	return out
}

// unsaid stands in a row where a person has to say what the word means. No table takes it, so that none is forgotten.
const unsaid = "?"

// Row returns the word as a row of its table, to be pasted there once the question mark in it is replaced. Source says where
// and when the word was seen, "po.co/uk 2026-11".
func (w UnknownWord) Row(source string) string {
	cells := map[string][]string{
		"colors.csv":       {w.Word, w.Lang, "", unsaid, source},
		"editions.csv":     {w.Word, unsaid, source},
		"products.csv":     {w.Word, unsaid, "", "", "", "", "", source},
		"availability.csv": {w.Word, unsaid, source},
		"conditions.csv":   {w.Word, unsaid, source},
		"features.csv":     {w.Word, unsaid, source},
	}[w.Table]
	var b strings.Builder
	row := csv.NewWriter(&b)
	if err := row.Write(cells); err != nil {
		return "" // a strings.Builder takes everything
	}
	row.Flush()
	line := strings.TrimSuffix(b.String(), "\n")
	if strings.HasPrefix(line, "#") { // would be a comment
		line = `"` + w.Word + `"` + line[len(w.Word):]
	}
	return line
}
