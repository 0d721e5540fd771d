package compare

import (
	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/diff"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/given"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
)

// pages knows what became of the pages of some products.
type pages struct{ met, unknown map[runfolder.Product]bool }

// pagesOf returns what became of the pages of products, and of the listings that may have named them.
func pagesOf(g *given.Snapshot, products map[runfolder.Product]bool) (pages, error) {
	p := pages{map[runfolder.Product]bool{}, map[runfolder.Product]bool{}}
	err := g.Coverage(func(c catalog.Coverage) {
		if of := (runfolder.Product{Shop: c.Shop, Market: c.Market, Slug: c.Slug}); c.Slug == "" || products[of] {
			p.add(of, c.State)
		}
	})
	return p, err
}

func (p pages) add(of runfolder.Product, state catalog.State) {
	p.met[of] = true
	p.unknown[of] = p.unknown[of] || state == catalog.Unknown
}

// cannotTell reports whether nobody knows if a product is gone: a page of it is unknown, or no page of it was met and a
// listing that might have named it is unknown.
func (p pages) cannotTell(of runfolder.Product) bool {
	return p.unknown[of] || !p.met[of] && p.unknown[runfolder.Product{Shop: of.Shop, Market: of.Market}]
}

// unknownIn says which of the variants that are missing in a snapshot cannot be called removed; see [diff.Options].
func unknownIn(g *given.Snapshot, missing []diff.Record) ([]bool, error) {
	of := make([]runfolder.Product, len(missing))
	products := map[runfolder.Product]bool{}
	for i, r := range missing {
		if v, ok := r.(catalog.Variant); ok {
			of[i] = runfolder.Product{Shop: v.Shop, Market: v.Market, Slug: v.ItemGroupID}
			products[of[i]] = true
		}
	}
	p, err := pagesOf(g, products)
	if err != nil {
		return nil, err
	}
	out := make([]bool, len(missing))
	for i := range out {
		out[i] = p.cannotTell(of[i])
	}
	return out, nil
}
