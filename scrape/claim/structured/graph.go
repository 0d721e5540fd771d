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

// claim states what the product of a graph says, and the offer of it that counts.
func (g *graph) claim(c *claim.Claims, v *tree.Value, about *claim.About) {
	offer := g.offer(v, about)
	g.codes(c, v, offer)
	g.state(c, site.Name, 1, v.Each("name")...)
	g.state(c, site.Brand, 1, v.Each("brand")...)
	g.state(c, site.Brand, 0.6, v.Each("manufacturer")...)
	if image := g.image(v); image != nil {
		g.state(c, site.Image, 1, image)
	}
	g.state(c, site.Availability, offer.sure, offer.each("availability")...)
	if offer.price == nil {
		return
	}
	g.state(c, site.Price, offer.sure, offer.price)
	g.state(c, site.Currency, 1, offer.currency...)
	if offer.list != nil {
		g.state(c, site.ListPrice, 1, offer.list)
	}
}

// codes states the numbers of a product, its offer, and the variant that the offer is of.
func (g *graph) codes(c *claim.Claims, v *tree.Value, offer offering) {
	for _, at := range []*tree.Value{offer.goods, v} {
		if at == nil {
			continue
		}
		g.state(c, site.SKU, 1, at.Each("sku")...)
		g.state(c, site.MPN, 1, at.Each("mpn")...)
		for _, name := range gtinNames {
			g.state(c, site.GTIN, 1, at.Each(name)...)
		}
	}
	g.state(c, site.SKU, 0.98, offer.each("sku")...)
	g.state(c, site.SKU, 0.6, v.Each("productID")...)
	g.state(c, site.MPN, 0.9, offer.each("mpn")...)
	g.state(c, site.MPN, 0.6, v.Each("model")...)
	for _, name := range gtinNames {
		g.state(c, site.GTIN, 1, offer.each(name)...)
	}
}

// gtinNames are the properties that hold a GTIN, by its kind.
var gtinNames = []string{"gtin", "gtin13", "gtin14", "gtin12", "gtin8", "ean", "upc", "isbn"}

// state states what values of a property come down to, as surely as weight says beside the trust in the graph's reader.
func (g *graph) state(c *claim.Claims, field site.Field, weight float64, values ...*tree.Value) {
	for _, item := range values {
		if item = g.scalar(item); item != nil {
			c.Add(claim.Claim{Field: field, Text: item.Text, Reader: g.reader, At: item, Weight: weight * claim.Trust(g.reader)})
		}
	}
}

// scalar returns the text that a value comes down to: itself, or the name or address of a thing; nil for none.
func (g *graph) scalar(v *tree.Value) *tree.Value {
	if v = g.resolve(v); v.Kind == tree.Scalar {
		return v
	}
	for _, name := range []string{"name", "url", "contentUrl", "@value", "@id"} {
		for _, inner := range v.Each(name) {
			if inner.Kind == tree.Scalar {
				return inner
			}
		}
	}
	return nil
}

// image returns the first image of a product, an ImageObject by its address; nil for none.
func (g *graph) image(v *tree.Value) *tree.Value {
	image := v.First("image")
	if image == nil {
		return nil
	}
	image = g.resolve(image)
	for _, name := range []string{"url", "contentUrl", "@id"} {
		if at := image.First(name); at != nil {
			return at
		}
	}
	return image
}
