package match

import (
	"cmp"

	"github.com/pocomigrate/pocomigrate/mapping"
)

// mapping returns what was found for one member of the row.
func (r *row) mapping(it *item) mapping.Mapping {
	m := r.conclude()
	r.argue(&m)
	m.Source, m.Market, m.SourceID, m.Target = it.v.Shop, it.v.Market, it.v.Key.Identity(), r.shop.id
	if len(r.members) > 1 {
		m.Flags = []mapping.Flag{mapping.SoldTwice}
		m.Reason += soldTwice(r.members, it)
	}
	return m
}

// conclude turns the outcome of the assignment into a status.
func (r *row) conclude() mapping.Mapping {
	switch {
	case r.shop.lexicon != nil:
		return r.concludeTitle()
	case len(r.candidates) > 0:
		return r.concludeSKU()
	case r.product == nil:
		return mapping.Mapping{Status: mapping.Unmapped, RunnerUp: r.refusedProduct(), Reason: r.whyUnmapped()}
	}
	m := mapping.Mapping{
		Status: mapping.ProductOnly, TargetID: r.product.t.productID(), Score: r.product.productScore(),
		Evidence: r.product.evidence(true), Reason: r.whyProductOnly(),
	}
	if r.product.levels[aName] != exact || !r.isSameGoods(r.product) || r.product.otherHardware() {
		m.Status, m.Reason = mapping.NeedsReview, r.whyDoubtful(r.product)
	}
	if !r.product.t.isPage() {
		m.RunnerUp = r.runnerUp(r.product, r.whyNotSKU(r.product))
	} else {
		m.RunnerUp = r.refusedProduct()
	}
	return m
}

func (r *row) concludeSKU() mapping.Mapping {
	proposed := cmp.Or(r.chosen, r.best())
	m := mapping.Mapping{
		Status: mapping.NeedsReview, TargetID: proposed.t.targetID(), Score: r.score(proposed), Evidence: proposed.evidence(false),
		RunnerUp: r.second(proposed),
	}
	tied := r.tied()
	switch {
	case r.takenBy != nil:
		m.Reason = r.whyTaken()
	case proposed.hasCode() && proposed.vetoed != 0:
		m.Reason = r.whyCodeConflicts(proposed)
	case len(tied) > 1:
		m.Reason = r.whichOf(tied)
	case r.contested != nil:
		m.Reason = r.whyContested()
	case proposed.otherHardware() || !proposed.isSettled() && !proposed.hasCode():
		m.Reason = r.whyDoubtful(proposed)
	default:
		m.Status, m.Reason = mapping.Matched, r.whyMatched(proposed)
	}
	return m
}

func (r *row) isSameGoods(c *comparison) bool {
	return c.levels[aGoods] == unstated || c.levels[aGoods] == exact
}

// score returns the probability of a comparison's target: one of the shop's items takes the variant's place, or none, all
// equally likely beforehand. What is ruled out has none, however much agrees.
func (r *row) score(c *comparison) mapping.Score {
	if !c.isRival() {
		return minScore
	}
	return score(odds(c.total) / (float64(len(r.shop.items)) + r.rivals))
}

// second returns the best target that is not proposed: another candidate, else another SKU of the product, else the nearest
// product.
func (r *row) second(proposed *comparison) *mapping.Candidate {
	for i := range r.candidates {
		if c := &r.candidates[i]; c.t != proposed.t {
			return r.runnerUp(c, r.whyLess(c, proposed))
		}
	}
	other := r.product
	if other != nil && other.t == proposed.t {
		other = r.sibling
	}
	if other != nil {
		return r.runnerUp(other, r.whyLess(other, proposed))
	}
	return r.refusedProduct()
}

func (r *row) runnerUp(c *comparison, why string) *mapping.Candidate {
	return &mapping.Candidate{TargetID: c.t.targetID(), Title: skuName(c.t), Score: r.score(c), Reason: why}
}

// refusedProduct returns the nearest target of another product.
func (r *row) refusedProduct() *mapping.Candidate {
	c := r.nearest()
	if c == nil {
		return nil
	}
	return &mapping.Candidate{TargetID: c.t.productID(), Title: productName(c.t), Score: minScore, Reason: c.whyNot()}
}

// fresh returns a mapping with status New for each target that no source may be.
func fresh(t *targetShop) []mapping.Mapping {
	var out []mapping.Mapping
	for _, it := range t.items {
		if !t.spoken[it] {
			out = append(out, mapping.Mapping{Target: t.id, TargetID: it.targetID(), Status: mapping.New, Reason: t.whyNew(it)})
		}
	}
	return out
}
