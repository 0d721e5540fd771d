package ledger

import (
	"iter"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// Rulings says which decision holds for which variant. Decisions are named by their places in the list that was joined.
type Rulings struct {
	decisions []mapping.Decision
	about     [][]catalog.Key       // the variants that each decision is about, or might be
	own       map[catalog.Key][]int // decisions about the variant itself, oldest first
	whole     map[catalog.Key][]int // decisions about its product
	vague     map[catalog.Key][]int // decisions that might be about the variant, and might be about another
}

// product names a product of a source shop.
type product struct {
	shop   catalog.ShopID
	market string
	group  string
}

func productOf(v *catalog.Variant) product { return product{v.Shop, v.Market, v.ItemGroupID} }

// joiner finds variants by what they state.
type joiner struct {
	holders map[catalog.Key][]*catalog.Variant // by shop, market and identity
	members map[product][]*catalog.Variant
}

// Join finds the variants that decisions, oldest first, are about.
//
// A decision about a variant is about the one that shares an identity with it. Where several do, it is about the one that
// shares every identity that any of them shares, and more than the others; where there is none such, it might be about each.
// A decision about a product is about all variants of the product whose variants share an identity with it, or else of the
// one that has the page it names; where it leads to several products, it might be about each.
func Join(decisions []mapping.Decision, variants iter.Seq[*catalog.Variant]) *Rulings {
	j := joiner{map[catalog.Key][]*catalog.Variant{}, map[product][]*catalog.Variant{}}
	for v := range variants {
		for _, id := range Identities(v) {
			k := catalog.NewKey(v.Shop, v.Market, id)
			j.holders[k] = append(j.holders[k], v)
		}
		j.members[productOf(v)] = append(j.members[productOf(v)], v)
	}
	r := &Rulings{
		decisions: decisions, about: make([][]catalog.Key, len(decisions)),
		own: map[catalog.Key][]int{}, whole: map[catalog.Key][]int{}, vague: map[catalog.Key][]int{},
	}
	for i, d := range decisions {
		found, sure := j.find(d)
		into := r.own
		switch {
		case !sure:
			into = r.vague
		case d.Scope == mapping.ScopeProduct:
			into = r.whole
		}
		for _, v := range found {
			into[v.Key] = append(into[v.Key], i)
			r.about[i] = append(r.about[i], v.Key)
		}
	}
	return r
}

// Identities returns every identity of a variant, that of its key included, sorted.
func Identities(v *catalog.Variant) []catalog.Identity {
	out := append([]catalog.Identity{v.Key.Identity()}, v.Identities...)
	slices.Sort(out)
	return slices.Compact(out)
}

// find returns the variants that a decision is about, or might be, and whether it is sure.
func (j joiner) find(d mapping.Decision) (found []*catalog.Variant, sure bool) {
	shared := map[*catalog.Variant]int{} // how many identities each variant shares with the decision
	var sharing []*catalog.Variant
	all := 0
	ids := slices.Compact(slices.Sorted(slices.Values(d.Identities)))
	for _, id := range ids {
		holders := j.holders[catalog.NewKey(d.Source, d.Market, id)]
		if len(holders) > 0 {
			all++
		}
		for _, v := range holders {
			if shared[v]++; shared[v] == 1 {
				sharing = append(sharing, v)
			}
		}
	}
	if d.Scope == mapping.ScopeProduct {
		return j.products(d, sharing)
	}
	var best []*catalog.Variant
	for _, v := range sharing {
		if shared[v] == all {
			best = append(best, v)
		}
	}
	if len(best) == 1 {
		return best, true
	}
	return sharing, false
}

// products returns the variants of the products that the sharing variants belong to.
func (j joiner) products(d mapping.Decision, sharing []*catalog.Variant) (found []*catalog.Variant, sure bool) {
	var of []product
	for _, v := range sharing {
		if p := productOf(v); !slices.Contains(of, p) {
			of = append(of, p)
		}
	}
	if len(of) == 0 {
		of = []product{{d.Source, d.Market, d.ItemGroupID}}
	}
	for _, p := range of {
		found = append(found, j.members[p]...)
	}
	return found, len(of) == 1
}

// Own returns the newest decision about the variant itself that leads to a shop, or -1. An empty target is any shop.
func (r *Rulings) Own(key catalog.Key, target catalog.ShopID) int {
	return r.last(r.own[key], target)
}

// Whole returns the newest decision about the variant's product that leads to a shop, or -1.
func (r *Rulings) Whole(key catalog.Key, target catalog.ShopID) int {
	return r.last(r.whole[key], target)
}

// Vague returns the newest decision that might be about the variant or about another, or -1.
func (r *Rulings) Vague(key catalog.Key, target catalog.ShopID) int {
	return r.last(r.vague[key], target)
}

// Holds returns the decision that holds for a variant: the newest about it or its product. It is -1 where there is none.
func (r *Rulings) Holds(key catalog.Key, target catalog.ShopID) int {
	return max(r.Own(key, target), r.Whole(key, target))
}

// About returns the variants that a decision is about, or might be.
func (r *Rulings) About(decision int) []catalog.Key { return r.about[decision] }

// All returns every decision about a variant itself, oldest first, whatever shop it leads to.
func (r *Rulings) All(key catalog.Key) []int { return r.own[key] }

// AllWhole returns every decision about a variant's product, oldest first, whatever shop it leads to.
func (r *Rulings) AllWhole(key catalog.Key) []int { return r.whole[key] }

func (r *Rulings) last(list []int, target catalog.ShopID) int {
	for _, i := range slices.Backward(list) {
		if target == "" || r.decisions[i].Target == target {
			return i
		}
	}
	return -1
}
