package state

import (
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape/ascii"
	"github.com/pocomigrate/pocomigrate/scrape/claim"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/tree"
	"github.com/pocomigrate/pocomigrate/scrape/tree/script"
)

// property is what the name of a property in a script's object stands for, and how well it says so.
type property struct {
	field  site.Field
	weight float64
}

// names are the names that shops' programs give to the properties of a product, with nothing but their letters and
// digits. Of several for one field the one with the most weight counts.
var names = map[string]property{
	"name": {site.Name, 1}, "title": {site.Name, 1}, "productname": {site.Name, 1}, "producttitle": {site.Name, 1}, "displayname": {site.Name, 1},
	"itemname": {site.Name, 1}, "productdisplayname": {site.Name, 1}, "fullname": {site.Name, 0.9},
	"sku": {site.SKU, 1}, "productsku": {site.SKU, 1}, "itemsku": {site.SKU, 1}, "variantsku": {site.SKU, 0.95}, "skucode": {site.SKU, 0.95},
	"skuid": {site.SKU, 0.85}, "productcode": {site.SKU, 0.85}, "itemnumber": {site.SKU, 0.85}, "articlenumber": {site.SKU, 0.85}, "stockcode": {site.SKU, 0.85}, "reference": {site.SKU, 0.8},
	"itemid": {site.SKU, 0.6}, "productid": {site.SKU, 0.5}, "ecommprodid": {site.SKU, 0.5}, "id": {site.SKU, 0.4},
	"saleprice": {site.Price, 1}, "finalprice": {site.Price, 1}, "currentprice": {site.Price, 1}, "sellingprice": {site.Price, 1}, "offerprice": {site.Price, 1},
	"specialprice": {site.Price, 0.97}, "price": {site.Price, 0.95}, "productprice": {site.Price, 0.95}, "unitprice": {site.Price, 0.8}, "displayprice": {site.Price, 0.95},
	"priceinfo": {site.Price, 0.9}, "prices": {site.Price, 0.9}, "pricing": {site.Price, 0.9}, "pricedata": {site.Price, 0.9}, "pricevalue": {site.Price, 0.95}, "priceinclvat": {site.Price, 0.95}, "lowprice": {site.Price, 0.8}, "minprice": {site.Price, 0.7}, "pricemin": {site.Price, 0.7},
	"regularprice": {site.Price, 0.6}, "baseprice": {site.Price, 0.6}, "pricecents": {site.Price, 0.9}, "priceincents": {site.Price, 0.9},
	"currency": {site.Currency, 1}, "currencycode": {site.Currency, 1}, "pricecurrency": {site.Currency, 1}, "currencyiso": {site.Currency, 1},
	"brand": {site.Brand, 1}, "brandname": {site.Brand, 1}, "productbrand": {site.Brand, 1}, "itembrand": {site.Brand, 1}, "manufacturer": {site.Brand, 0.7},
	"manufacturername": {site.Brand, 0.7}, "vendor": {site.Brand, 0.6},
	"gtin": {site.GTIN, 1}, "gtin13": {site.GTIN, 1}, "gtin14": {site.GTIN, 1}, "gtin12": {site.GTIN, 1}, "ean": {site.GTIN, 1}, "ean13": {site.GTIN, 1},
	"eancode": {site.GTIN, 1}, "upc": {site.GTIN, 1}, "barcode": {site.GTIN, 0.9}, "isbn": {site.GTIN, 1}, "isbn13": {site.GTIN, 1},
	"mpn": {site.MPN, 1}, "manufacturerpartnumber": {site.MPN, 1}, "partnumber": {site.MPN, 0.7}, "modelnumber": {site.MPN, 0.8},
	"availability": {site.Availability, 1}, "stockstatus": {site.Availability, 0.9}, "availabilitystatus": {site.Availability, 0.9},
	"image": {site.Image, 1}, "imageurl": {site.Image, 1}, "featuredimage": {site.Image, 1}, "mainimage": {site.Image, 1}, "primaryimage": {site.Image, 1}, "images": {site.Image, 0.9},
}

// nameKey returns a property's name in the form of names.
func nameKey(name string) string {
	var b [32]byte
	key := b[:0]
	for i := 0; i < len(name) && len(key) < len(b); i++ {
		switch c := name[i]; {
		case 'A' <= c && c <= 'Z':
			key = append(key, c+'a'-'A')
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			key = append(key, c)
		}
	}
	return string(key)
}

// reader finds the page's product among the objects of its scripts.
type reader struct {
	claims *claim.Claims
	about  *claim.About
	script *script.Reader
	found  int
	seen   int
}

// maxSeen bounds the values of a page's scripts that are looked at.
const maxSeen = 100_000

// maxGoods bounds the objects that are taken for the page's product; programs repeat it for each of their parts.
const maxGoods = 12

// find looks for objects that bear the name of the page's product and state something else of one.
func (r *reader) find(v *tree.Value, depth int) {
	if r.found >= maxGoods || r.seen > maxSeen || depth > tree.MaxDepth {
		return
	}
	r.seen++
	if v.Kind == tree.Object && r.isGoods(v) {
		r.found++
		r.claim(v, 1)
		return
	}
	before := r.found
	for _, item := range v.Items {
		switch {
		case v.Kind == tree.Array && r.found > before: // of several of a kind, such as variants, the first
		case item.Kind >= tree.Array:
			r.find(item, depth+1)
		case item.Kind == tree.Scalar && len(item.Text) > 40 && strings.Contains(item.Text, `":`):
			r.within(item, depth)
		}
	}
}

// within looks into a string that holds JSON, or, as the pages of some frameworks do, lines of a script.
func (r *reader) within(text *tree.Value, depth int) {
	const deeper = tree.MaxDepth / 4 // how many strings lie in one another
	inside := text.Pointer() + "!"
	if inner, _, err := r.script.Value(text.Text); err == nil {
		inner.Inside = inside
		r.find(inner, depth+deeper)
		return
	}
	for _, inner := range r.script.Literals(text.Text, inside) {
		r.find(inner, depth+deeper)
	}
}

func (r *reader) isGoods(v *tree.Value) bool {
	named, more := false, 0
	for i, name := range v.Names {
		n := names[nameKey(name)]
		switch {
		case n.field == site.Name:
			named = named || v.Items[i].Kind == tree.Scalar && (r.about.IsNamed(v.Items[i].Text) || r.about.Holds(v.Items[i].Text))
		case n.field == site.Price || n.field == site.SKU && n.weight > 0.55 || n.field == site.GTIN || n.field == site.Brand:
			more++
		case n.field == site.SKU && len(v.Each("variants"))+len(v.Each("skus")) > 0:
			more++
		}
	}
	return named && more > 0
}

// claim states what an object says of the product, and its first variant of what the object leaves out.
func (r *reader) claim(v *tree.Value, weight float64) {
	stated := map[site.Field]bool{}
	for i, name := range v.Names {
		n, ok := names[nameKey(name)]
		if !ok {
			continue
		}
		at, minor := inValue(v.Items[i], n.field, 0)
		if at == nil {
			continue
		}
		stated[n.field] = stated[n.field] || n.weight > 0.5
		if n.field == site.Price && at.Parent != v && at.Parent.Kind == tree.Object {
			r.currency(at.Parent, weight)
		}
		text := at.Text
		if n.field == site.GTIN && len(text) < 8 {
			continue
		}
		minor = minor || strings.Contains(strings.ToLower(name), "cents") || n.field == site.Price && countsCents(v)
		if n.field == site.Price && minor && !ascii.IsNumber(text) {
			minor = false
		}
		r.claims.Add(claim.Claim{Field: n.field, Text: text, Reader: claim.FromState, At: at, Weight: weight * n.weight * claim.Trust(claim.FromState), Minor: minor})
	}
	if stated[site.Price] && !stated[site.Currency] {
		for at, up := v.Parent, 0; at != nil && up < 3; at, up = at.Parent, up+1 {
			r.currency(at, 0.8*weight) // one currency for all that an event or a cart holds
		}
	}
	for _, name := range []string{"variants", "skus", "variations", "children", "offers"} {
		if variant := v.First(name); variant != nil {
			if variant.Kind == tree.Object && weight == 1 && (!stated[site.SKU] || !stated[site.Price]) {
				r.claim(variant, 0.8)
			}
		}
	}
}

// currency states the currency that stands beside a price.
func (r *reader) currency(v *tree.Value, weight float64) {
	for i, name := range v.Names {
		if n := names[nameKey(name)]; n.field == site.Currency && v.Items[i].Kind == tree.Scalar {
			r.claims.Add(claim.Claim{Field: site.Currency, Text: v.Items[i].Text, Reader: claim.FromState, At: v.Items[i], Weight: weight * n.weight * claim.Trust(claim.FromState)})
		}
	}
}

// countsCents says that an object, or what it is part of, is one of a program that counts prices in cents.
func countsCents(v *tree.Value) bool {
	for range 3 {
		if v == nil {
			return false
		}
		for i, name := range v.Names {
			switch {
			case name == "price_varies" || name == "compare_at_price_min" || name == "inventory_management":
				return true
			case name == "gid" && strings.HasPrefix(v.Items[i].Text, "gid://shopify"):
				return true
			}
		}
		v = v.Parent
	}
	return false
}

// innerNames are where the value of a property lies that is an object itself, best first.
var innerNames = map[site.Field][]string{
	site.Price: {
		"sales", "sale", "final", "finalPrice", "current", "currentPrice", "now", "selling", "salePrice", "special", "minPrice", "min", "centAmount", "value", "amount", "decimalPrice", "price", "list", "formatted", "regular",
	},
	site.Brand: {"name", "label", "title", "value"},
	site.Image: {"url", "src", "href", "0"},
	site.Name:  {"en", "default", "value"},
}

// inValue returns the scalar that a property comes down to, and whether it counts cents. Nil is none.
func inValue(v *tree.Value, field site.Field, depth int) (*tree.Value, bool) {
	switch {
	case v.Kind == tree.Scalar && v.Text != "":
		return v, false
	case v.Kind == tree.Array && len(v.Items) > 0 && field == site.Image:
		return inValue(v.Items[0], field, depth+1)
	case depth > 3:
		return nil, false
	}
	for _, name := range innerNames[field] {
		for _, item := range v.Each(name) {
			if at, minor := inValue(item, field, depth+1); at != nil {
				return at, minor || name == "centAmount"
			}
		}
	}
	return nil, false
}
