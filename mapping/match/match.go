package match

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// Route says which shop the variants of a shop and market move to. Market is empty for a shop that serves one market. A
// shop and market have one route; of several the first in the order of To holds.
type Route struct {
	From   catalog.ShopID
	Market string
	To     catalog.ShopID
	// ByTitle says that the two shops are none whose product lines are known: names are compared by the words of titles,
	// whose rarity is taken from the target's own. One such route makes it so for all routes to the target.
	ByTitle bool
}

// Input is what a proposal is made from. The zero Input gives no mappings.
type Input struct {
	// Variants are those of all shops, in any order, keys unique as in a snapshot. A variant of a shop that some route leads
	// to, or that is one of Targets, is a target; every other variant, and one of a shop that a route leaves, is a source.
	Variants []catalog.Variant
	Routes   []Route
	// Targets are new shops besides those that routes name. One that no old shop moves to has no mappings: its variants
	// take nothing's place, and are not New, since there is nothing beside which they would be.
	Targets []catalog.ShopID
	// Decisions are the lines of the ledger, oldest first; the last one that concerns a variant holds.
	Decisions []mapping.Decision
	// Unknown counts, by shop, the pages of which nothing is known. What is not found may stand there, and the reasons of
	// Unmapped and New say so.
	Unknown map[catalog.ShopID]int
	// Identity names the attributes that make a SKU, of Identities; empty for all. What is none of them still speaks for or
	// against a target, but rules none out.
	Identity []string
	// Precision is the share of mappings accepted by weight that must be right at the least; 0 for DefaultPrecision.
	Precision float64
	// Calibration turns leads into probabilities; nil for the shipped one. It is used where names are compared by titles.
	Calibration *mapping.Calibration
	// Knowledge is what is known about names beside the catalogues; nil for the built-in tables.
	Knowledge *Knowledge
	// Pairs, where not nil, is set to how many pairs of variants were compared attribute by attribute.
	Pairs *int
}

// DefaultPrecision is the share of accepted mappings that must be right where nothing else is asked for.
const DefaultPrecision = 0.99

// Map returns one mapping for every source variant, and one with status New for every target variant that no source may
// be, sorted by LineKey: a product that the old shops lack, or a memory or colour of a product that they have. The SKUs of a
// product whose old page offers no options are not New, since nobody knows which of them the old shop had. Nor is anything
// New in a shop of whose old shops no variant is given: a run over mi.com alone says nothing about the past. A new shop that
// no old one moves to has no lines at all. The variants are not changed. A source without a route is Unmapped and has no target shop, unless a ruling names one.
//
// A flag SoldTwice says that the old shop has another variant that cannot be told from this one. A target that the ledger
// names and the new shop no longer has is kept as TargetID and flagged TargetMissing; a ruling that fits several variants is
// laid on none of them and flagged RulingAmbiguous.
func Map(in Input) []mapping.Mapping {
	plan := newPlan(in)
	rulings := newRulings(in.Decisions, plan.sources)
	var out []mapping.Mapping
	reached := map[catalog.ShopID]bool{}
	for _, key := range slices.SortedFunc(maps.Keys(plan.legs), compareLegs) {
		shop := plan.shops[key.to]
		reached[key.to] = true
		for _, r := range propose(shop, plan.legs[key], rulings.pins(shop, plan.legs[key])) {
			for _, it := range r.members {
				out = append(out, rulings.lay(r, it))
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(plan.shops)) {
		if reached[id] {
			out = append(out, fresh(plan.shops[id])...)
		}
	}
	if in.Pairs != nil {
		*in.Pairs = 0
		for _, shop := range plan.shops {
			*in.Pairs += shop.weighed
		}
	}
	warn(out, in)
	slices.SortFunc(out, func(a, b mapping.Mapping) int { return cmp.Compare(a.LineKey(), b.LineKey()) })
	return out
}

// leg is one stretch of the migration: the variants that one shop sells to one market, and where they go. Its target is
// empty where no route leads on.
type leg struct {
	from   catalog.ShopID
	market string
	to     catalog.ShopID
}

func compareLegs(a, b leg) int {
	return cmp.Or(cmp.Compare(a.from, b.from), strings.Compare(a.market, b.market), cmp.Compare(a.to, b.to))
}

// plan is the input sorted by what happens to it.
type plan struct {
	legs    map[leg][]*item // sources, sorted by key
	shops   map[catalog.ShopID]*targetShop
	sources []*item // all of them, sorted by key
	target  map[*item]catalog.ShopID
}

func newPlan(in Input) plan {
	known := in.Knowledge
	if known == nil {
		known = shippedKnowledge()
	}
	trust := cmp.Or(in.Calibration, ShippedCalibration())
	p := plan{legs: map[leg][]*item{}, target: map[*item]catalog.ShopID{}, shops: map[catalog.ShopID]*targetShop{"": newTargetShop(known, "", nil)}}
	routes := slices.SortedFunc(slices.Values(in.Routes), func(a, b Route) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Market, b.Market), cmp.Compare(a.To, b.To))
	})
	leaves := map[catalog.ShopID]bool{}
	reached := map[catalog.ShopID][]*item{}
	for _, r := range routes {
		leaves[r.From] = true
		reached[r.To] = nil
	}
	for _, id := range in.Targets {
		reached[id] = nil
	}
	for _, it := range newItems(in.Variants, known) {
		_, target := reached[it.v.Shop]
		if target {
			reached[it.v.Shop] = append(reached[it.v.Shop], it)
		}
		if !target || leaves[it.v.Shop] {
			l := leg{from: it.v.Shop, market: it.v.Market}
			if i := slices.IndexFunc(routes, func(r Route) bool { return r.From == l.from && r.Market == l.market }); i >= 0 {
				l.to = routes[i].To
			}
			p.legs[l] = append(p.legs[l], it)
			p.target[it] = l.to
			p.sources = append(p.sources, it)
		}
	}
	for id, items := range reached {
		t := newTargetShop(known, id, items)
		t.rules = rulesFor(in.Identity)
		p.shops[id] = t
		if slices.ContainsFunc(routes, func(r Route) bool { return r.To == id && r.ByTitle }) {
			t.prepare(known, p.leading(id), trust, cmp.Or(in.Precision, DefaultPrecision))
		}
	}
	return p
}

// leading returns the sources whose routes lead to a shop, sorted by key.
func (p *plan) leading(to catalog.ShopID) []*item {
	var out []*item
	for _, it := range p.sources {
		if p.target[it] == to {
			out = append(out, it)
		}
	}
	return out
}
