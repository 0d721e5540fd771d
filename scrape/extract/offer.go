package extract

import (
	"slices"
	"strings"
)

// offering is the offer of a product that the page is about.
type offering struct {
	v        *value
	goods    *value // the variant that it is an offer of, nil for the product itself
	price    *value
	list     *value // the list price that the offer states beside it
	currency []*value
	sure     float64 // less than 1 where one of several was taken
}

func (o offering) each(name string) []*value {
	if o.v == nil {
		return nil
	}
	return o.v.each(name)
}

// maxOffers bounds the offers of a product that are looked at.
const maxOffers = 500

// offer returns the offer that counts for a product. Of several it is the one that the page's address names, else the
// first that states a price; it is sure only where all of them state the same.
func (g *graph) offer(v *value, about *about) offering {
	offers := g.offers(v, nil, nil, 0)
	for _, variant := range v.each("hasVariant") {
		variant = g.resolve(variant)
		offers = g.offers(variant, variant, offers, 0)
	}
	if here := slices.DeleteFunc(slices.Clone(offers), func(o offering) bool { return o.price == nil || !about.isNamedBy(o) }); len(here) > 0 {
		offers = here
	}
	best := offering{}
	prices := map[string]bool{}
	for _, o := range offers {
		if o.price == nil {
			continue
		}
		prices[strings.TrimRight(strings.TrimRight(o.price.text, "0"), ".")] = true
		if best.price == nil || o.goods != nil && best.isSoldOut() && !o.isSoldOut() {
			best = o // of variants, shops show the first that can be bought
		}
	}
	if best.price == nil && len(offers) > 0 {
		best = offers[0]
	}
	if len(prices) > 1 {
		best.sure *= 0.8
	}
	return best
}

// offers appends the offers of a product, with those that an aggregate holds before the aggregate.
func (g *graph) offers(v, goods *value, out []offering, depth int) []offering {
	for _, o := range v.each("offers") {
		o = g.resolve(o)
		if o.kind != object || len(out) >= maxOffers || depth > 2 {
			continue
		}
		out = g.offers(o, goods, out, depth+1)
		out = append(out, g.read(o, goods))
	}
	return out
}

// read reads one offer, or the lowest price of an aggregate.
func (g *graph) read(o, goods *value) offering {
	out := offering{v: o, goods: goods, sure: 1, currency: o.each("priceCurrency")}
	for _, name := range []string{"price", "lowPrice"} {
		for _, p := range o.each(name) {
			if p.kind == scalar && out.price == nil && strings.ContainsAny(p.text, "123456789") {
				out.price = p
				if high := o.say("highPrice"); name == "lowPrice" && high != "" && plainAmount(high) != plainAmount(p.text) {
					out.sure = sureOfLowest
				}
			}
		}
	}
	for _, spec := range o.each("priceSpecification") {
		spec = g.resolve(spec)
		if spec.kind == object && isListPrice(spec) {
			for _, p := range first(spec.each("price")) {
				out.list = p
			}
		}
		if spec.kind != object || isOtherPrice(spec) {
			continue
		}
		if p := spec.each("price"); len(p) > 0 && out.price == nil && p[0].kind == scalar {
			out.price = p[0]
		}
		if len(out.currency) == 0 {
			out.currency = spec.each("priceCurrency")
		}
	}
	for _, item := range o.each("itemOffered") {
		if item = g.resolve(item); out.goods == nil && item.kind == object {
			out.goods = item
		}
	}
	return out
}

// isOtherPrice says that a price specification is not what a buyer pays: a list price, or the price of a unit.
func isOtherPrice(spec *value) bool {
	kind := strings.ToLower(spec.say("priceType"))
	return isListPrice(spec) || strings.Contains(kind, "minimumadvertised") || len(spec.each("referenceQuantity")) > 0 || len(spec.each("billingDuration")) > 0
}

// isListPrice says that a price specification is a former or recommended price.
func isListPrice(spec *value) bool {
	kind := strings.ToLower(spec.say("priceType"))
	return holdsAny(kind, []string{"list", "strikethrough", "msrp", "srp", "regular"})
}

// sureOfLowest is how surely the lowest price of several offers is the one that a page shows: less than an amount that it shows
// as its price.
const sureOfLowest = 0.65

// isSoldOut says that an offer states that it cannot be bought.
func (o offering) isSoldOut() bool {
	stock := strings.ToLower(o.v.say("availability"))
	return strings.HasSuffix(stock, "outofstock") || strings.HasSuffix(stock, "soldout") || strings.HasSuffix(stock, "discontinued")
}

// isNamedBy says that the page's address, with its query, is that of an offer or of its variant.
func (a *about) isNamedBy(o offering) bool {
	if a.full == "" || o.v == nil {
		return false
	}
	for _, v := range []*value{o.v, o.goods} {
		if v != nil && a.full == sameAddress(v.say("url"), a.charset) {
			return true
		}
	}
	return false
}
