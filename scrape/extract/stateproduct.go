package extract

import (
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// stateName is what the name of a property in a script's object stands for, and how well it says so.
type stateName struct {
	field  site.Field
	weight float64
}

// stateNames are the names that shops' programs give to the properties of a product, with nothing but their letters and
// digits. Of several for one field the one with the most weight counts.
var stateNames = map[string]stateName{
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

// stateKey returns a property's name in the form of stateNames.
func stateKey(name string) string {
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

// stateReader finds the page's product among the objects of its scripts.
type stateReader struct {
	claims *claims
	about  *about
	script *lenient
	found  int
	seen   int
}

// maxStateGoods bounds the objects that are taken for the page's product; programs repeat it for each of their parts.
const maxStateGoods = 12

// find looks for objects that bear the name of the page's product and state something else of one.
func (r *stateReader) find(v *value, depth int) {
	if r.found >= maxStateGoods || r.seen > maxNodes || depth > maxDepth {
		return
	}
	r.seen++
	if v.kind == object && r.isGoods(v) {
		r.found++
		r.claim(v, 1)
		return
	}
	before := r.found
	for _, item := range v.items {
		switch {
		case v.kind == array && r.found > before:
			return // of several of a kind, such as variants, the first
		case item.kind >= array:
			r.find(item, depth+1)
		case item.kind == scalar && len(item.text) > 40 && strings.Contains(item.text, `":`):
			r.within(item, depth)
		}
	}
}

// within looks into a string that holds JSON, or, as the pages of some frameworks do, lines of a script.
func (r *stateReader) within(text *value, depth int) {
	const deeper = maxDepth / 4 // how many strings lie in one another
	inside := text.pointer() + "!"
	if inner, _, err := r.script.value(text.text); err == nil {
		inner.inside = inside
		r.find(inner, depth+deeper)
		return
	}
	for _, inner := range literals(text.text, inside, r.script) {
		r.find(inner, depth+deeper)
	}
}

func (r *stateReader) isGoods(v *value) bool {
	named, more := false, 0
	for i, name := range v.names {
		n, ok := stateNames[stateKey(name)]
		switch {
		case !ok:
		case n.field == site.Name:
			named = named || v.items[i].kind == scalar && (r.about.isNamed(v.items[i].text) || r.about.holds(v.items[i].text))
		case n.field == site.Price || n.field == site.SKU && n.weight > 0.55 || n.field == site.GTIN || n.field == site.Brand:
			more++
		case n.field == site.SKU && len(v.each("variants"))+len(v.each("skus")) > 0:
			more++
		}
	}
	return named && more > 0
}

// claim states what an object says of the product, and its first variant of what the object leaves out.
func (r *stateReader) claim(v *value, weight float64) {
	stated := map[site.Field]bool{}
	for i, name := range v.names {
		n, ok := stateNames[stateKey(name)]
		if !ok {
			continue
		}
		at, minor := inValue(v.items[i], n.field, 0)
		if at == nil {
			continue
		}
		stated[n.field] = stated[n.field] || n.weight > 0.5
		if n.field == site.Price && at.parent != v && at.parent.kind == object {
			r.currency(at.parent, weight)
		}
		text := at.text
		if n.field == site.GTIN && len(text) < 8 {
			continue
		}
		minor = minor || strings.Contains(strings.ToLower(name), "cents") || n.field == site.Price && countsCents(v)
		if n.field == site.Price && minor && !isDigits(text) {
			minor = false
		}
		r.claims.add(claim{field: n.field, text: text, reader: fromState, at: at, weight: weight * n.weight * trust[fromState], minor: minor})
	}
	if stated[site.Price] && !stated[site.Currency] {
		for at, up := v.parent, 0; at != nil && up < 3; at, up = at.parent, up+1 {
			r.currency(at, 0.8*weight) // one currency for all that an event or a cart holds
		}
	}
	for _, name := range []string{"variants", "skus", "variations", "children", "offers"} {
		for _, variant := range first(v.each(name)) {
			if variant.kind == object && weight == 1 && (!stated[site.SKU] || !stated[site.Price]) {
				r.claim(variant, 0.8)
			}
		}
	}
}

// currency states the currency that stands beside a price.
func (r *stateReader) currency(v *value, weight float64) {
	for i, name := range v.names {
		if n := stateNames[stateKey(name)]; n.field == site.Currency && v.items[i].kind == scalar {
			r.claims.add(claim{field: site.Currency, text: v.items[i].text, reader: fromState, at: v.items[i], weight: weight * n.weight * trust[fromState]})
		}
	}
}

// countsCents says that an object, or what it is part of, is one of a program that counts prices in cents.
func countsCents(v *value) bool {
	for range 3 {
		if v == nil {
			return false
		}
		for i, name := range v.names {
			switch {
			case name == "price_varies" || name == "compare_at_price_min" || name == "inventory_management":
				return true
			case name == "gid" && strings.HasPrefix(v.items[i].text, "gid://shopify"):
				return true
			}
		}
		v = v.parent
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
func inValue(v *value, field site.Field, depth int) (*value, bool) {
	switch {
	case v.kind == scalar && v.text != "":
		return v, false
	case v.kind == array && len(v.items) > 0 && field == site.Image:
		return inValue(v.items[0], field, depth+1)
	case v.kind != object || depth > 3:
		return nil, false
	}
	for _, name := range innerNames[field] {
		for _, item := range v.each(name) {
			if at, minor := inValue(item, field, depth+1); at != nil {
				return at, minor || name == "centAmount"
			}
		}
	}
	return nil, false
}

func isDigits(s string) bool {
	for i := range len(s) {
		if !isDigitByte(s[i]) {
			return false
		}
	}
	return s != ""
}
