package match

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// pins are the targets that people gave to single variants of one leg, with these variants.
type pins map[*item][]*item

// pins returns what the rulings in force give to the variants of a leg: SKUs that a ruling about the variant itself accepts or
// assigns.
func (l *rulings) pins(shop *targetShop, sources []*item) pins {
	out := pins{}
	for _, it := range sources {
		at := l.Own(it.v.Key, shop.id)
		if at < 0 || l.Vague(it.v.Key, shop.id) > at || l.Whole(it.v.Key, shop.id) > at {
			continue
		}
		d := l.lines[at]
		if d.Ruling != mapping.Accepted && d.Ruling != mapping.Reassigned {
			continue
		}
		if t := shop.byID[d.TargetID]; t != nil {
			out[t] = append(out[t], it)
		}
	}
	return out
}

// toOther says that a target was given to a variant that is not of the row.
func (p pins) toOther(t *item, r *row) bool {
	to := p[t]
	return len(to) > 0 && !slices.ContainsFunc(to, func(it *item) bool { return slices.Contains(r.members, it) })
}

// owners returns the rows of the variants that targets were given to.
func (p pins) owners(rows []*row) map[*item]*row {
	if len(p) == 0 {
		return nil
	}
	of := map[*item]*row{}
	for _, r := range rows {
		for _, it := range r.members {
			of[it] = r
		}
	}
	out := map[*item]*row{}
	for t, to := range p {
		out[t] = of[to[0]]
	}
	return out
}

// Fault is something about a ruling that a person should know.
type Fault struct {
	Decision int // its place among Input.Decisions
	Text     string
}

// Faults returns what is wrong with the rulings of an input: those about a variant that its shop lacks, and those in force that
// give one SKU to two variants of a shop that are not the same thing sold twice; a page may take the place of many. They are
// sorted by place. Nothing is dropped for it: Map lays each ruling that has a variant. Rulings about shops of which no variant is
// given are left alone.
func Faults(in Input) []Fault {
	plan := newPlan(in)
	l := newRulings(in.Decisions, plan.sources)
	var out []Fault
	shops := map[catalog.ShopID]bool{}
	for _, it := range plan.sources {
		shops[it.v.Shop] = true
	}
	given, inForce := map[string]int{}, l.inForce(plan.sources)
	for i, d := range in.Decisions {
		switch {
		case !shops[d.Source]:
		case d.Scope == mapping.ScopeProduct && len(l.About(i)) == 0:
			out = append(out, Fault{i, fmt.Sprintf("no variant of %s is of the product %s that it is about", d.Source, d.ItemGroupID)})
		case len(l.About(i)) == 0:
			out = append(out, Fault{i, fmt.Sprintf("no variant of %s has an identity of those that it is about (%s)", d.Source, joinIDs(d.Identities))})
		case d.Scope != mapping.ScopeProduct && inForce[i] && isSKU(d.TargetID) && (d.Ruling == mapping.Accepted || d.Ruling == mapping.Reassigned):
			k := string(d.Source) + "\x00" + d.Market + "\x00" + string(d.Target) + "\x00" + d.TargetID
			if before, twice := given[k]; twice && !plan.sameThing(d.Target, l.About(before), l.About(i)) {
				out = append(out, Fault{i, fmt.Sprintf("it gives %s to %s, and ruling %d gives it to %s: one of the two is wrong",
					d.TargetID, joinIDs(d.Identities), before+1, joinIDs(in.Decisions[before].Identities))})
			}
			given[k] = i
		}
	}
	return out
}

// inForce returns the decisions about variants that are the newest about one of them.
func (l *rulings) inForce(sources []*item) map[int]bool {
	out := map[int]bool{}
	for _, it := range sources {
		for _, i := range l.All(it.v.Key) {
			if l.Own(it.v.Key, l.lines[i].Target) == i {
				out[i] = true
			}
		}
	}
	return out
}

func joinIDs(ids []catalog.Identity) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return strings.Join(out, ", ")
}

// sameThing says that all variants with these keys are one thing that their shop sells several times over.
func (p *plan) sameThing(to catalog.ShopID, keys ...[]catalog.Key) bool {
	shop := p.shops[to]
	if shop == nil {
		return false
	}
	all := slices.Concat(keys...)
	var first *item
	for _, it := range p.sources {
		switch {
		case !slices.Contains(all, it.v.Key):
		case first == nil:
			first = it
		case shop.twinKey(first) != shop.twinKey(it) || !mayBeOneColor(first, it):
			return false
		}
	}
	return true
}

// isSKU says that an identifier of a target is one of a single variant, and no page of a product.
func isSKU(id string) bool { return id != "" && !strings.HasPrefix(id, "slug:") }
