package structured

import (
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape/claim"
	"github.com/pocomigrate/pocomigrate/scrape/tree"
)

// offering is the offer of a product that the page is about.
type offering struct {
	v        *tree.Value
	goods    *tree.Value // the variant that it is an offer of, nil for the product itself
	price    *tree.Value
	list     *tree.Value // the list price that the offer states beside it
	currency []*tree.Value
	sure     float64 // less than 1 where one of several was taken
}

func (o offering) each(name string) []*tree.Value {
	if o.v == nil {
		return nil
	}
	return o.v.Each(name)
}

// maxOffers bounds the offers of a product that are looked at.
const maxOffers = 500

// offer returns the offer that counts for a product. Of several it is the one that the page's address names, else the
// first that states a price; it is sure only where all of them state the same.
func (g *graph) offer(v *tree.Value, about *claim.About) offering {
	offers := g.offers(v, nil, nil, 0)
	for _, variant := range v.Each("hasVariant") {
		variant = g.resolve(variant)
		offers = g.offers(variant, variant, offers, 0)
	}
	if here := slices.DeleteFunc(slices.Clone(offers), func(o offering) bool { return o.price == nil || !isNamed(about, o) }); len(here) > 0 {
		offers = here
	}
	best := offering{}
	prices := map[string]bool{}
	for _, o := range offers {
		if o.price == nil {
			continue
		}
		prices[claim.Plain(o.price.Text)] = true
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
func (g *graph) offers(v, goods *tree.Value, out []offering, depth int) []offering {
	for _, o := range v.Each("offers") {
		o = g.resolve(o)
		if o.Kind != tree.Object || len(out) >= maxOffers || depth > 2 {
			continue
		}
		out = g.offers(o, goods, out, depth+1)
		out = append(out, g.read(o, goods))
	}
	return out
}

// read reads one offer, or the lowest price of an aggregate.
func (g *graph) read(o, goods *tree.Value) offering {
	out := offering{v: o, goods: goods, sure: 1, currency: o.Each("priceCurrency")}
	for _, name := range []string{"price", "lowPrice"} {
		for _, p := range o.Each(name) {
			if p.Kind == tree.Scalar && out.price == nil && strings.ContainsAny(p.Text, "123456789") {
				out.price = p
				if high := o.Say("highPrice"); name == "lowPrice" && high != "" && claim.Plain(high) != claim.Plain(p.Text) {
					out.sure = sureOfLowest
				}
			}
		}
	}
	for _, spec := range o.Each("priceSpecification") {
		spec = g.resolve(spec)
		if spec.Kind == tree.Object && isListPrice(spec) {
			if p := spec.First("price"); p != nil {
				out.list = p
			}
		}
		if spec.Kind != tree.Object || isOtherPrice(spec) {
			continue
		}
		if p := spec.Each("price"); len(p) > 0 && out.price == nil && p[0].Kind == tree.Scalar {
			out.price = p[0]
		}
		if len(out.currency) == 0 {
			out.currency = spec.Each("priceCurrency")
		}
	}
	for _, item := range o.Each("itemOffered") {
		if item = g.resolve(item); out.goods == nil && item.Kind == tree.Object {
			out.goods = item
		}
	}
	return out
}

// isOtherPrice says that a price specification is not what a buyer pays: a list price, or the price of a unit.
func isOtherPrice(spec *tree.Value) bool {
	kind := strings.ToLower(spec.Say("priceType"))
	return isListPrice(spec) || strings.Contains(kind, "minimumadvertised") || len(spec.Each("referenceQuantity")) > 0 || len(spec.Each("billingDuration")) > 0
}

// isListPrice says that a price specification is a former or recommended price.
func isListPrice(spec *tree.Value) bool {
	kind := strings.ToLower(spec.Say("priceType"))
	return slices.ContainsFunc([]string{"list", "strikethrough", "msrp", "srp", "regular"}, func(word string) bool { return strings.Contains(kind, word) })
}

// sureOfLowest is how surely the lowest price of several offers is the one that a page shows: less than an amount that it shows
// as its price.
const sureOfLowest = 0.65

// isSoldOut says that an offer states that it cannot be bought.
func (o offering) isSoldOut() bool {
	stock := strings.ToLower(o.v.Say("availability"))
	return strings.HasSuffix(stock, "outofstock") || strings.HasSuffix(stock, "soldout") || strings.HasSuffix(stock, "discontinued")
}

// isNamed says that the page's address, with its query, is that of an offer or of its variant.
func isNamed(a *claim.About, o offering) bool {
	for _, v := range []*tree.Value{o.v, o.goods} {
		if v != nil && a.IsAddress(v.Say("url")) {
			return true
		}
	}
	return false
}
