package match

import (
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// ledger finds the decision that concerns a variant.
type ledger struct {
	variants map[catalog.Key][]int // decisions by the key of the variant they are about, oldest first
	products map[product][]int     // decisions by the product they are about
	vague    map[catalog.Key][]int // decisions that might be about the variant, and about another
	lines    []mapping.Decision
}

// product names a product of a source shop.
type product struct {
	shop   catalog.ShopID
	market string
	group  string
}

// newLedger joins decisions with the sources. A decision about a variant is about the one that states the first of its
// identities which any variant still states; where several state this one, it is about none of them for sure.
func newLedger(decisions []mapping.Decision, sources []*item) *ledger {
	l := &ledger{
		variants: map[catalog.Key][]int{}, products: map[product][]int{}, vague: map[catalog.Key][]int{}, lines: decisions,
	}
	holders := map[catalog.Key][]catalog.Key{} // variants by shop, market and identity
	for _, it := range sources {
		for _, id := range it.identities() {
			k := catalog.NewKey(it.v.Shop, it.v.Market, id)
			holders[k] = append(holders[k], it.v.Key)
		}
	}
	for i, d := range decisions {
		if d.Scope == mapping.ScopeProduct {
			p := product{d.Source, d.Market, d.ItemGroupID}
			l.products[p] = append(l.products[p], i)
			continue
		}
		keys := joined(holders, d)
		about := l.variants
		if len(keys) > 1 {
			about = l.vague
		}
		for _, k := range keys {
			about[k] = append(about[k], i)
		}
	}
	return l
}

// joined returns the variants that state the first of a decision's identities which any variant still states.
func joined(holders map[catalog.Key][]catalog.Key, d mapping.Decision) []catalog.Key {
	for _, id := range d.Identities {
		if keys := holders[catalog.NewKey(d.Source, d.Market, id)]; len(keys) > 0 {
			return keys
		}
	}
	return nil
}

// last returns the number of the newest decision on the list for a target shop, or -1. Without a target shop any counts.
func (l *ledger) last(list []int, target catalog.ShopID) int {
	for _, i := range slices.Backward(list) {
		if target == "" || l.lines[i].Target == target {
			return i
		}
	}
	return -1
}

// lay returns the mapping of one member of a row, with the ruling that concerns it laid over.
func (l *ledger) lay(r *row, it *item) mapping.Mapping {
	m, shop := r.mapping(it), r.shop
	variant := l.last(l.variants[it.v.Key], shop.id)
	whole := l.last(l.products[product{it.v.Shop, it.v.Market, it.v.ItemGroupID}], shop.id)
	at := max(variant, whole)
	if vague := l.last(l.vague[it.v.Key], shop.id); vague > at {
		m.Flags = addFlag(m.Flags, mapping.RulingAmbiguous)
		m.Reason += "; a ruling fits this and another variant of " + string(it.v.Shop) + ": decide again for each"
		if m.Status == mapping.Matched {
			m.Status = mapping.NeedsReview
		}
	}
	if at < 0 {
		return m
	}
	d := l.lines[at]
	m.Ruling = d.Ruling
	if shop.id == "" {
		m.Target = d.Target
	}
	id := ruledTarget(shop, d, m)
	if id == "" || id == m.TargetID {
		return m
	}
	return r.force(m, id)
}

// ruledTarget returns the target that a decision forces, or "" where it forces none. A product accepted as a whole means
// the proposal of each of its variants.
func ruledTarget(shop *targetShop, d mapping.Decision, m mapping.Mapping) string {
	isPage := strings.HasPrefix(d.TargetID, "slug:")
	switch d.Ruling {
	case mapping.Accepted:
		if d.Scope == mapping.ScopeProduct && !isPage {
			return ""
		}
		return d.TargetID
	case mapping.Reassigned:
		return d.TargetID
	case mapping.RuledProduct:
		id := d.TargetID
		if id == "" {
			id = m.TargetID
		}
		if t := shop.byID[id]; t != nil {
			return t.productID()
		}
		return id
	default:
		return ""
	}
}

// force puts the ruled target in place of the proposal, which becomes the runner-up.
func (r *row) force(m mapping.Mapping, id string) mapping.Mapping {
	shop, it := r.shop, r.item()
	if m.TargetID != "" {
		m.RunnerUp = &mapping.Candidate{
			TargetID: m.TargetID, Title: shop.titleOf(m.TargetID), Score: m.Score, Reason: "proposed, but ruled otherwise",
		}
	}
	m.TargetID, m.Score, m.Evidence = id, 0, nil
	group, isPage := strings.CutPrefix(id, "slug:")
	page := shop.byGroup[group]
	t := shop.byID[id]
	switch {
	case isPage && len(page) > 0:
		best := shop.weigh(it, page[0])
		for _, o := range page[1:] {
			if c := shop.weigh(it, o); better(c, best) < 0 {
				best = c
			}
		}
		m.Evidence, m.Score, t = best.evidence(true), best.productScore(), best.t
	case t != nil:
		c := shop.weigh(it, t)
		m.Evidence, m.Score = c.evidence(false), r.score(&c)
	default:
		m.Flags = addFlag(m.Flags, mapping.TargetMissing)
		m.Reason += "; the ruled target " + id + " is not among the captured pages of " + string(m.Target)
		return m
	}
	shop.lead(t, isPage)
	return m
}

// titleOf names a target to a person: the SKU, or the product where the target is a page.
func (t *targetShop) titleOf(targetID string) string {
	if it := t.byID[targetID]; it != nil {
		return skuName(it)
	}
	group, _ := strings.CutPrefix(targetID, "slug:")
	if page := t.byGroup[group]; len(page) > 0 {
		return productName(page[0])
	}
	return ""
}

func addFlag(flags []mapping.Flag, flag mapping.Flag) []mapping.Flag {
	out := append(slices.Clone(flags), flag)
	slices.Sort(out)
	return slices.Compact(out)
}
