package extract

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// graph is what the items of one reader, JSON-LD or microdata, say in the words of schema.org.
type graph struct {
	reader string
	byID   map[string]*value // the fullest node of each @id
	goods  []goods
	seen   int
}

// goods is one product that the graph speaks of.
type goods struct {
	v     *value
	depth int
}

// maxNodes bounds the nodes of a graph that are looked at.
const maxNodes = 100_000

// newGraph finds the products among the items of a page. Products that another product names as similar ones are none of
// the page.
func newGraph(reader string, items []*value) *graph {
	g := &graph{reader: reader, byID: map[string]*value{}}
	for _, v := range items {
		g.index(v)
	}
	for _, v := range items {
		g.find(v, 0)
	}
	return g
}

func (g *graph) index(v *value) {
	if g.seen++; g.seen > maxNodes {
		return
	}
	if id := v.say("@id"); id != "" && v.kind == object {
		if known := g.byID[id]; known == nil || len(known.items) < len(v.items) {
			g.byID[id] = v
		}
	}
	for _, item := range v.items {
		if item.kind >= array {
			g.index(item)
		}
	}
}

// others are properties that lead to other products than the one they are said of.
var others = map[string]bool{
	"isrelatedto": true, "issimilarto": true, "isaccessoryorsparepartfor": true, "isconsumablefor": true, "review": true, "reviews": true,
	"itemlistelement": true, "isvariantof": true, "hasvariant": true, "related": true, "related_products": true, "breadcrumb": true,
}

func (g *graph) find(v *value, depth int) {
	if len(g.goods) >= maxGoods || depth > maxDepth {
		return
	}
	if v.kind == object && v.isGoods() {
		g.goods = append(g.goods, goods{v, depth})
		depth += 2
	}
	for i, item := range v.items {
		if item.kind < array {
			continue
		}
		step := 1
		if v.kind == object && others[strings.ToLower(v.names[i])] {
			step = 10
		} else if v.kind == array || v.names[i] == "@graph" || strings.EqualFold(v.names[i], "mainEntity") {
			step = 0
		}
		g.find(item, depth+step)
	}
}

// maxGoods bounds the products of a page that are told apart.
const maxGoods = 1000

// isGoods says that an object of schema.org is a product.
func (v *value) isGoods() bool {
	for _, t := range v.each("@type") {
		name := t.text[strings.LastIndexAny(t.text, "/#:")+1:]
		switch strings.ToLower(name) {
		case "product", "productgroup", "individualproduct", "productmodel", "someproducts", "vehicle", "car", "book":
			return true
		}
	}
	return false
}

// each returns the values of a property: all that carry its name, and the elements of lists.
func (v *value) each(name string) []*value {
	var out []*value
	for i, n := range v.names {
		if n != name && (len(n) != len(name) || !strings.EqualFold(n, name)) {
			continue
		}
		if item := v.items[i]; item.kind == array {
			out = append(out, item.items...)
		} else if item.kind != null {
			out = append(out, item)
		}
	}
	return out
}

// say returns the first text of a property, "" where there is none.
func (v *value) say(name string) string {
	for _, item := range v.each(name) {
		if item.kind == scalar && item.text != "" {
			return item.text
		}
	}
	return ""
}

// resolve returns the node that a reference within the page speaks of.
func (g *graph) resolve(v *value) *value {
	if v.kind != object || len(v.names) > 2 {
		return v
	}
	if full := g.byID[v.say("@id")]; full != nil && len(full.names) > len(v.names) {
		return full
	}
	return v
}

// main returns the product that the page is about, nil where that cannot be told, as on a page that lists many.
func (g *graph) main(about *about) *value {
	var best *value
	top, ties := -1000, 0
	for i, p := range g.goods {
		score := about.score(p.v) - 3*min(p.depth, 10)
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

func sameGoods(a, b *value) bool { return a.say("name") == b.say("name") }

// about is what a page says it is about, beside its products.
type about struct {
	charset encoding.Encoding
	full    string   // its address
	address string   // in the form in which addresses are compared
	names   []string // its headings and titles, folded
	any     bool     // whatever product there is, is the one
}

// score says how well a product fits to the page.
func (a *about) score(v *value) int {
	score := 0
	switch name := v.say("name"); {
	case a.isNamed(name):
		score += 10
	case a.holds(name):
		score += 5
	}
	for _, name := range []string{"url", "@id", "mainEntityOfPage"} {
		if a.isHere(v.say(name)) {
			score += 6
			break
		}
	}
	if len(v.each("offers")) > 0 {
		score += 3
	}
	if v.say("sku") != "" || v.say("description") != "" {
		score++
	}
	return score
}

// isNamed says that the page bears a product's name.
func (a *about) isNamed(name string) bool {
	key := foldName(name)
	if len(key) < 3 || a.any {
		return a.any && name != ""
	}
	for _, n := range a.names {
		if n == key || len(key) > 5 && strings.HasPrefix(n, key) || len(n) > 5 && strings.HasPrefix(key, n) {
			return true
		}
	}
	return false
}

// holds says that a name is part of one that the page bears, as behind the maker's.
func (a *about) holds(name string) bool {
	key := foldName(name)
	return len(key) > 8 && slices.ContainsFunc(a.names, func(n string) bool { return strings.Contains(" "+n+" ", " "+key+" ") })
}

// isHere says that an address is the page's.
func (a *about) isHere(address string) bool {
	return a.address != "" && address != "" && strings.Contains(address, "/") && pathOf(address) == a.address
}

// pathOf returns the path of an address as it is compared: without host, query and fragment, since products name themselves by
// any of the shop's hosts.
func pathOf(address string) string {
	u, err := url.Parse(scrape.Canonical(address))
	if err != nil {
		return ""
	}
	return strings.ToLower(strings.Trim(u.Path, "/"))
}

// foldName returns a name in the form in which names are compared: letters and digits in lower case.
func foldName(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return r < utf8.RuneSelf && !isLetterByte(byte(r)) && !isDigitByte(byte(r)) || r == 0xa0 || r == '’' || r == '–' || r == '®' || r == '™'
	}), " ")
}

// claim states what the product of a graph says.
func (g *graph) claim(c *claims, v *value, about *about) {
	trusted := trust[g.reader]
	state := func(field site.Field, weight float64, values ...*value) {
		for _, item := range values {
			item = g.resolve(item)
			for _, name := range []string{"name", "url", "contentUrl", "@value", "@id"} {
				if item.kind == object {
					for _, inner := range item.each(name) {
						if inner.kind == scalar {
							item = inner
							break
						}
					}
				}
			}
			if item.kind == scalar {
				c.add(claim{field: field, text: item.text, reader: g.reader, at: item, weight: weight * trusted})
			}
		}
	}
	offer := g.offer(v, about)
	for _, at := range []*value{offer.goods, v} {
		if at == nil {
			continue
		}
		state(site.SKU, 1, at.each("sku")...)
		state(site.MPN, 1, at.each("mpn")...)
		for _, name := range gtinNames {
			state(site.GTIN, 1, at.each(name)...)
		}
	}
	state(site.SKU, 0.98, offer.each("sku")...)
	state(site.SKU, 0.6, v.each("productID")...)
	state(site.MPN, 0.9, offer.each("mpn")...)
	for _, name := range gtinNames {
		state(site.GTIN, 1, offer.each(name)...)
	}
	state(site.Name, 1, v.each("name")...)
	state(site.Brand, 1, v.each("brand")...)
	state(site.Brand, 0.6, v.each("manufacturer")...)
	state(site.MPN, 0.6, v.each("model")...)
	state(site.Image, 1, first(g.images(v))...)
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

func first(values []*value) []*value { return values[:min(1, len(values))] }

// images returns the images of a product: an ImageObject by its address.
func (g *graph) images(v *value) []*value {
	var out []*value
	for _, image := range v.each("image") {
		image = g.resolve(image)
		if image.kind == object {
			for _, name := range []string{"url", "contentUrl", "@id"} {
				if at := image.each(name); len(at) > 0 {
					image = at[0]
					break
				}
			}
		}
		out = append(out, image)
	}
	return out
}
