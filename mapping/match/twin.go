package match

import (
	"cmp"
	"slices"
	"strings"
)

// rowsOf groups the variants of one leg that are the same thing sold twice, and returns a row for each group and each
// single variant, sorted by key.
func rowsOf(shop *targetShop, sources []*item) []*row {
	groups := map[string][][]*item{}
	var order []string
	for _, it := range sources {
		k := shop.twinKey(it)
		if _, ok := groups[k]; !ok {
			order = append(order, k)
		}
		groups[k] = joinTwin(groups[k], it)
	}
	var out []*row
	for _, k := range order {
		for _, g := range groups[k] {
			out = append(out, shop.newRow(g))
		}
	}
	slices.SortFunc(out, func(a, b *row) int { return cmp.Compare(a.item().v.Key, b.item().v.Key) })
	return out
}

// newRow weighs a variant, or a group of equal ones, against everything in the shop that could be it.
func (t *targetShop) newRow(members []*item) *row {
	if t.lexicon != nil {
		return newTitleRow(t, members)
	}
	return newRow(t, members)
}

func (t *targetShop) twinKey(it *item) string {
	if t.lexicon != nil {
		return titleTwin(it)
	}
	return twinKey(it)
}

// twinKey is equal for variants of one shop that may be the same thing: equal in all that tells SKUs apart but the colour's
// name. Variants without a name are nobody's twins.
func twinKey(it *item) string {
	v := it.v
	if it.name.key == "" {
		return string(v.Key)
	}
	color := v.Color
	if color == "" {
		color = "named " + it.label
	}
	parts := []string{
		it.name.key, it.edition, it.bundle, string(v.ProductType), strings.Join(it.goods, " "), string(v.Network),
		v.Memory(), color, string(v.Condition), it.lock, piecesWords(it),
	}
	if it.isBare() {
		parts = append(parts, fold(v.Title)) // what is not stated cannot be equal; the shop's own words must be
	}
	return strings.Join(parts, "\x00")
}

// joinTwin adds an item to the first group whose colour name it shares, or of which one name only says more than the other
// ("Black", "Power Black"). "Ocean Blue" and "Sky Blue" are two colours.
func joinTwin(groups [][]*item, it *item) [][]*item {
	for i, g := range groups {
		if !slices.ContainsFunc(g, func(o *item) bool { return !mayBeOneColor(it, o) }) {
			groups[i] = append(g, it)
			return groups
		}
	}
	return append(groups, []*item{it})
}

func mayBeOneColor(a, b *item) bool {
	x, y := strings.Fields(a.label), strings.Fields(b.label)
	return contains(x, y) || contains(y, x)
}
