package runfolder

import (
	"maps"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/drift"
)

// Walk is what a walk brought home, beside the snapshot that is made of it, to be held against the last run.
type Walk struct {
	*crawl.Catch
	values map[catalog.ShopID]*drift.Values
	Some   bool // the walk kept to some products, which may be others than those of the last run
}

// NewWalk counts what a walk read. C holds the variants of the walk alone; before is what the folder held, nil for nothing.
// Some says that the walk kept to some products. The readings of the catch are added to.
func NewWalk(catch *crawl.Catch, c, before *Contents, some bool) *Walk {
	w := &Walk{Catch: catch, values: map[catalog.ShopID]*drift.Values{}, Some: some}
	for i := range c.Variants {
		if r := w.Readings[c.Variants[i].Shop]; r != nil {
			r.Variant(drift.Contradicted(&c.Variants[i]))
		}
	}
	if before == nil {
		return w
	}
	same := maps.Equal(c.Manifest.Vocabularies, before.Manifest.Vocabularies)
	held := make(map[catalog.Key]*catalog.Variant, len(before.Variants))
	for i := range before.Variants {
		held[before.Variants[i].Key] = &before.Variants[i]
	}
	for i := range c.Variants {
		v := &c.Variants[i]
		old := held[v.Key]
		if old == nil {
			continue
		}
		if w.values[v.Shop] == nil {
			w.values[v.Shop] = &drift.Values{}
		}
		w.values[v.Shop].Add(v, old, same)
	}
	return w
}
