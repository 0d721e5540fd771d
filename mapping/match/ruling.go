package match

import (
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
)

// rulings are the decisions of an input, joined with its sources.
type rulings struct {
	*ledger.Rulings

	lines []mapping.Decision
}

func newRulings(decisions []mapping.Decision, sources []*item) *rulings {
	return &rulings{ledger.Join(decisions, func(yield func(*catalog.Variant) bool) {
		for _, it := range sources {
			if !yield(it.v) {
				return
			}
		}
	}), decisions}
}

// lay returns the mapping of one member of a row, with the ruling that concerns it laid over.
func (l *rulings) lay(r *row, it *item) mapping.Mapping {
	m, shop := r.mapping(it), r.shop
	at := l.Holds(it.v.Key, shop.id)
	if l.Vague(it.v.Key, shop.id) > at {
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
	switch d.Ruling {
	case mapping.Accepted:
		if d.Scope == mapping.ScopeProduct && isSKU(d.TargetID) {
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
