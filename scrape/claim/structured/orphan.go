package structured

import (
	"github.com/pocomigrate/pocomigrate/scrape/claim"
	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/tree"
)

// orphanFields are the properties of microdata that pages give without saying of what.
var orphanFields = map[string]site.Field{
	"name": site.Name, "price": site.Price, "lowPrice": site.Price, "priceCurrency": site.Currency, "sku": site.SKU, "productID": site.SKU, "brand": site.Brand, "mpn": site.MPN,
	"gtin13": site.GTIN, "gtin": site.GTIN, "gtin12": site.GTIN, "gtin8": site.GTIN, "availability": site.Availability, "image": site.Image,
}

// orphaned states what microdata says outside of any item: many a shop's template has the properties and lost the scope.
// Of each property the first counts, and none where there are items that are products.
func (p *Page) orphaned(c *claim.Claims, items *graph) {
	if len(items.goods) > 0 {
		return
	}
	m := &microdata{base: p.Base, root: p.Root}
	stated := map[site.Field]bool{}
	for _, e := range p.orphans {
		field := orphanFields[element.Attr(e, "itemprop")]
		if field == "" || stated[field] {
			continue
		}
		stated[field] = true
		c.Add(claim.Claim{Field: field, Text: m.valueOf(e), Reader: claim.FromMicrodata, At: &tree.Value{Kind: tree.Scalar, Element: e}, Weight: 0.8 * claim.Trust(claim.FromMicrodata)})
	}
}
