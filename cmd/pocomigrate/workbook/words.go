package workbook

import (
	"iter"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// Word is a word that no table has.
type Word struct {
	normalize.UnknownWord

	Row string `json:"row"`
}

// languages returns what tells the language of a variant's shop, "" for a shop that is not known.
func languages(shops *site.Shops) func(catalog.Variant) string {
	return func(v catalog.Variant) string {
		if p, ok := shops.Shop(v.Shop); ok {
			return p.Lang
		}
		return ""
	}
}

// UnknownWords returns the words of a snapshot that no table has, the most frequent first, each as a row of its table with the shop
// and the month of the newest capture of the variant that has it first.
func (t Terms) UnknownWords(variants []catalog.Variant, sources iter.Seq2[catalog.Sources, error]) ([]Word, error) {
	found := t.unknownWords(variants)
	for of, err := range sources {
		if err != nil {
			return nil, err
		}
		found.see(of)
	}
	return found.rows(), nil
}

// unknownWords are words that no table has, and when the variants that have them first were captured last; the zero time where no
// source says.
type unknownWords struct {
	words []normalize.UnknownWord
	seen  map[catalog.Key]time.Time
}

func (t Terms) unknownWords(variants []catalog.Variant) unknownWords {
	u := unknownWords{t.Words.UnknownWords(variants, languages(t.Shops)), map[catalog.Key]time.Time{}}
	for _, w := range u.words {
		u.seen[w.Example] = time.Time{}
	}
	return u
}

// see takes in when a variant was captured.
func (u unknownWords) see(of catalog.Sources) {
	newest, wanted := u.seen[of.Key]
	if !wanted {
		return
	}
	for _, c := range of.Captures {
		if c.Time.After(newest) {
			newest = c.Time
		}
	}
	u.seen[of.Key] = newest
}

func (u unknownWords) rows() []Word {
	out := make([]Word, len(u.words))
	for i, w := range u.words {
		source := string(w.Example.Shop())
		if at := u.seen[w.Example]; !at.IsZero() {
			source += at.Format(" 2006-01")
		}
		out[i] = Word{w, w.Row(source)}
	}
	return out
}
