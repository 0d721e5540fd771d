package normalize

import (
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

func (v *Vocabulary) compileAvailability(rows []row) error {
	v.availability = map[string]stockWord{}
	known := []catalog.Availability{catalog.InStock, catalog.OutOfStock, catalog.Preorder, catalog.Backorder}
	for _, r := range rows {
		a := catalog.Availability(r.cells[1])
		if !slices.Contains(known, a) {
			return r.errorf("availability %q is none of %q", a, known)
		}
		v.availability[phraseKey(r.cells[0])] = stockWord{a, r.rule(1)}
	}
	return nil
}

// stockWord is what words say about stock.
type stockWord struct {
	availability catalog.Availability
	rule         string // names the row
}

// Availability returns what a shop's words, a button's label or a schema.org address say about whether the goods can be
// bought. The whole text must be in the table; ok is false otherwise.
func (v *Vocabulary) Availability(text string) (availability catalog.Availability, ok bool) {
	w, ok := v.stock(text)
	return w.availability, ok
}

// stock is Availability and returns the row.
func (v *Vocabulary) stock(text string) (stockWord, bool) {
	s := Clean(text)
	for _, prefix := range []string{"http://schema.org/", "https://schema.org/"} {
		s = strings.TrimPrefix(s, prefix)
	}
	w, ok := v.availability[phraseKey(s)]
	return w, ok
}
