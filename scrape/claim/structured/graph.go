package structured

import (
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape/claim"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/tree"
)

// graph is what the items of one reader, JSON-LD or microdata, say in the words of schema.org.
type graph struct {
	reader string
	byID   map[string]*tree.Value // the fullest node of each @id
	goods  []goods
	seen   int
}

// goods is one product that the graph speaks of.
type goods struct {
	v     *tree.Value
	depth int
}

// maxNodes bounds the nodes of a graph that are looked at.
const maxNodes = 100_000

// newGraph finds the products among the items of a page. Products that another product names as similar ones are none of
// the page.
func newGraph(reader string, items []*tree.Value) *graph {
	g := &graph{reader: reader, byID: map[string]*tree.Value{}}
	for _, v := range items {
		g.index(v)
	}
	for _, v := range items {
		g.find(v, 0)
	}
	return g
}

func (g *graph) index(v *tree.Value) {
	if g.seen++; g.seen > maxNodes {
		return
	}
	if id := v.Say("@id"); id != "" && v.Kind == tree.Object {
		if known := g.byID[id]; known == nil || len(known.Items) < len(v.Items) {
			g.byID[id] = v
		}
	}
	for _, item := range v.Items {
		if item.Kind >= tree.Array {
			g.index(item)
		}
	}
}

// others are properties that lead to other products than the one they are said of.
var others = map[string]bool{
	"isrelatedto": true, "issimilarto": true, "isaccessoryorsparepartfor": true, "isconsumablefor": true, "review": true, "reviews": true,
	"itemlistelement": true, "isvariantof": true, "hasvariant": true, "related": true, "related_products": true, "breadcrumb": true,
}

func (g *graph) find(v *tree.Value, depth int) {
	if len(g.goods) >= maxGoods || depth > tree.MaxDepth {
		return
	}
	if v.Kind == tree.Object && isGoods(v) {
		g.goods = append(g.goods, goods{v, depth})
		depth += 2
	}
	for i, item := range v.Items {
		if item.Kind < tree.Array {
			continue
		}
		step := 1
		if v.Kind == tree.Object && others[strings.ToLower(v.Names[i])] {
			step = 10
		} else if v.Kind == tree.Array || v.Names[i] == "@graph" || strings.EqualFold(v.Names[i], "mainEntity") {
			step = 0
		}
		g.find(item, depth+step)
	}
}

// maxGoods bounds the products of a page that are told apart.
const maxGoods = 1000

// isGoods says that an object of schema.org is a product.
func isGoods(v *tree.Value) bool {
	for _, t := range v.Each("@type") {
		name := t.Text[strings.LastIndexAny(t.Text, "/#:")+1:]
		switch strings.ToLower(name) {
		case "product", "productgroup", "individualproduct", "productmodel", "someproducts", "vehicle", "car", "book":
			return true
		}
	}
	return false
}

// resolve returns the node that a reference within the page speaks of.
func (g *graph) resolve(v *tree.Value) *tree.Value {
	if v.Kind != tree.Object || len(v.Names) > 2 {
		return v
	}
	if full := g.byID[v.Say("@id")]; full != nil && len(full.Names) > len(v.Names) {
		return full
	}
	return v
}

// main returns the product that the page is about, nil where that cannot be told, as on a page that lists many.
func (g *graph) main(about *claim.About) *tree.Value {
	var best *tree.Value
	top, ties := -1000, 0
	for i, p := range g.goods {
		score := score(about, p.v) - 3*min(p.depth, 10)
		if score > top {
			best, top, ties = p.v, score, 1
		} else if score == top && i > 0 && !sameGoods(best, p.v) {
			ties++
		}
	}
	if ties > 2 || len(g.goods) > 2 && top < 4 {
		return nil
	}
	return best
}

func sameGoods(a, b *tree.Value) bool { return a.Say("name") == b.Say("name") }

// score says how well a product fits to the page.
func score(a *claim.About, v *tree.Value) int {
	score := 0
	switch name := v.Say("name"); {
	case a.IsNamed(name):
		score += 10
	case a.Holds(name):
		score += 5
	}
	for _, name := range []string{"url", "@id", "mainEntityOfPage"} {
		if a.IsHere(v.Say(name)) {
			score += 6
			break
		}
	}
	if len(v.Each("offers")) > 0 {
		score += 3
	}
	if v.Say("sku") != "" || v.Say("description") != "" {
		score++
	}
	return score
}

// claim states what the product of a graph says.
func (g *graph) claim(c *claim.Claims, v *tree.Value, about *claim.About) {
	trusted := claim.Trust(g.reader)
	state := func(field site.Field, weight float64, values ...*tree.Value) {
		for _, item := range values {
			item = g.resolve(item)
			for _, name := range []string{"name", "url", "contentUrl", "@value", "@id"} {
				if item.Kind == tree.Object {
					for _, inner := range item.Each(name) {
						if inner.Kind == tree.Scalar {
							item = inner
							break
						}
					}
				}
			}
			if item.Kind == tree.Scalar {
				c.Add(claim.Claim{Field: field, Text: item.Text, Reader: g.reader, At: item, Weight: weight * trusted})
			}
		}
	}
	offer := g.offer(v, about)
	for _, at := range []*tree.Value{offer.goods, v} {
		if at == nil {
			continue
		}
		state(site.SKU, 1, at.Each("sku")...)
		state(site.MPN, 1, at.Each("mpn")...)
		for _, name := range gtinNames {
			state(site.GTIN, 1, at.Each(name)...)
		}
	}
	state(site.SKU, 0.98, offer.each("sku")...)
	state(site.SKU, 0.6, v.Each("productID")...)
	state(site.MPN, 0.9, offer.each("mpn")...)
	for _, name := range gtinNames {
		state(site.GTIN, 1, offer.each(name)...)
	}
	state(site.Name, 1, v.Each("name")...)
	state(site.Brand, 1, v.Each("brand")...)
	state(site.Brand, 0.6, v.Each("manufacturer")...)
	state(site.MPN, 0.6, v.Each("model")...)
	if images := g.images(v); len(images) > 0 {
		state(site.Image, 1, images[0])
	}
	state(site.Availability, offer.sure, offer.each("availability")...)
	if offer.price != nil {
		state(site.Price, offer.sure, offer.price)
		state(site.Currency, 1, offer.currency...)
		if offer.list != nil {
			state(site.ListPrice, 1, offer.list)
		}
	}
}

var gtinNames = []string{"gtin", "gtin13", "gtin14", "gtin12", "gtin8", "ean", "upc", "isbn"}

// images returns the images of a product: an ImageObject by its address.
func (g *graph) images(v *tree.Value) []*tree.Value {
	var out []*tree.Value
	for _, image := range v.Each("image") {
		image = g.resolve(image)
		if image.Kind == tree.Object {
			for _, name := range []string{"url", "contentUrl", "@id"} {
				if at := image.Each(name); len(at) > 0 {
					image = at[0]
					break
				}
			}
		}
		out = append(out, image)
	}
	return out
}
