package runfolder

import (
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// Product names a product of a shop by the slug of its page; of a page that lists products the slug is empty.
type Product struct {
	Shop         catalog.ShopID
	Market, Slug string
}

// Keep adds from the snapshot that a run replaces what the run did not ask for: the shops that it did not walk and, where
// it was to keep to some products, those that it came across no page of.
func (c *Contents) Keep(before *Contents, walked []catalog.ShopID, some bool) {
	met, own := map[Product]bool{}, map[string]bool{}
	for _, v := range c.Variants {
		met[Product{v.Shop, v.Market, v.ItemGroupID}] = true
		own[string(v.Key)] = true
	}
	for _, cov := range c.Coverage {
		met[Product{cov.Shop, cov.Market, cov.Slug}] = cov.Slug != ""
		own[cov.LineKey()] = true
	}
	kept := func(p Product) bool { return !slices.Contains(walked, p.Shop) || (some && !met[p]) }
	taken := map[catalog.Key]bool{}
	for _, v := range before.Variants {
		if kept(Product{v.Shop, v.Market, v.ItemGroupID}) && !own[string(v.Key)] {
			c.Variants = append(c.Variants, v)
			taken[v.Key] = true
		}
	}
	for _, cov := range before.Coverage {
		if kept(Product{cov.Shop, cov.Market, cov.Slug}) && !own[cov.LineKey()] {
			c.Coverage = append(c.Coverage, cov)
		}
	}
	for _, s := range before.Sources {
		if taken[s.Key] {
			c.Sources = append(c.Sources, s)
		}
	}
}
