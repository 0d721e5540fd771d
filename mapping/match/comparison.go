package match

import (
	"cmp"
	"math"
	"math/bits"
	"strings"

	"github.com/pocomigrate/pocomigrate/mapping"
)

// comparison is a source variant weighed against one target variant.
type comparison struct {
	pair
	rules   *rules
	levels  [attributeCount]outcome
	rarity  milliBits // of the target's name in its shop
	total   milliBits
	product milliBits // the part of total that does not tell SKUs apart
	vetoed  set       // attributes whose conflict rules the target out
	open    set       // attributes that one side leaves open
}

// set is a set of attributes.
type set uint32

func (s set) has(i int) bool { return s>>i&1 == 1 }

// weigh compares two items by the rules of the target's shop. Rarity is that of the target's name.
func weigh(p pair, rarity milliBits, by *rules) comparison {
	c := comparison{pair: p, rarity: rarity, rules: by}
	for i := range attributes {
		a := &attributes[i]
		c.levels[i] = a.level(p)
		weight := c.bits(i)
		c.total += weight
		if !a.ofSKU {
			c.product += weight
		}
		switch {
		case c.levels[i] == conflict && by[i].veto != nothing:
			c.vetoed |= 1 << i
		case (c.levels[i] == missing || c.levels[i] == conflict) && by[i].asks:
			c.open |= 1 << i
		}
	}
	return c
}

// unsaidStorage is what each doubling of storage weighs against a target where the old title states none: it speaks of the
// smallest model more often than not. It breaks ties and settles nothing.
const unsaidStorage milliBits = 25

// bits returns the weight of one attribute's outcome.
func (c *comparison) bits(i int) milliBits {
	if i == aName && c.name.byWords {
		return c.name.bits
	}
	a := &c.rules[i]
	switch c.levels[i] {
	case missing:
		if i == aStorage && c.name.byWords && c.s.storage == 0 {
			return -unsaidStorage * milliBits(bits.Len(uint(c.t.storage))) //nolint:gosec // sizes are positive
		}
	case exact:
		if i == aName {
			return a.exact + c.rarity
		}
		return a.exact
	case compatible:
		return a.compatible
	case conflict:
		return a.conflict
	default: // nothing is stated
	}
	return 0
}

// isProduct says that nothing rules the target's product out. Without a name on both sides it takes a code to say so.
func (c *comparison) isProduct() bool {
	for i := range attributes {
		if c.vetoed.has(i) && c.rules[i].veto == theProduct {
			return false
		}
	}
	return c.levels[aName] != missing || c.hasCode()
}

// isSKU says that nothing rules the target out.
func (c *comparison) isSKU() bool { return c.isProduct() && c.vetoed == 0 }

// hasCode says that both sides state the same GTIN, model code or item number.
func (c *comparison) hasCode() bool {
	return c.levels[aGTIN] == exact || c.levels[aMPN] == exact || c.levels[aSKU] == exact && c.rules[aSKU].exact > 0
}

// isRival says that the target may be the variant, and so has a share in the probability. That is more than what can be
// assigned: a page without options speaks of one SKU of its product, though nothing says of which. Such a page in the new
// shop is no SKU, and a rival only where the old shop states no more than it does.
func (c *comparison) isRival() bool {
	return c.hasCode() || c.isSKU() && (!c.t.isPage() || c.isSettled())
}

// isSettled says that the two are the same as far as anything is stated, and that neither side leaves a question open.
func (c *comparison) isSettled() bool {
	return c.isSKU() && c.open == 0 && c.levels[aName] == exact &&
		(c.levels[aGoods] == unstated || c.levels[aGoods] == exact) && !c.otherHardware()
}

// otherHardware says that the specifications speak of another device than the name does.
func (c *comparison) otherHardware() bool {
	return c.levels[aChipset] == conflict || c.levels[aDisplay] == conflict || c.levels[aBattery] == conflict
}

// rung says how high on the ladder of identifiers the two agree: a GTIN before a model code or item number, these before
// any weighing.
func (c *comparison) rung() int {
	switch {
	case c.levels[aGTIN] == exact:
		return 2
	case c.hasCode():
		return 1
	}
	return 0
}

// better orders comparisons by rung, then by how much speaks for them; equal ones by key.
func better(a, b comparison) int {
	return cmp.Or(cmp.Compare(b.rung(), a.rung()), cmp.Compare(b.total, a.total), cmp.Compare(a.t.v.Key, b.t.v.Key))
}

// evidence words the comparison for a person: all attributes that either side states, or only those of the product.
func (c *comparison) evidence(productOnly bool) []mapping.Evidence {
	var out []mapping.Evidence
	for i := range attributes {
		a := &attributes[i]
		if c.levels[i] == unstated || productOnly && a.ofSKU {
			continue
		}
		field := a.field
		if i == aName && c.t.name.accessory && !c.name.byWords {
			field = "fits"
		}
		if i == aName && c.name.byWords {
			out = append(out, c.nameEvidence())
			continue
		}
		out = append(out, mapping.Evidence{
			Attribute: field,
			Level:     c.levels[i].level(),
			Bits:      mapping.Bits(float64(c.bits(i)) / 1000),
			Source:    a.words(c.s),
			Target:    a.words(c.t),
			Veto:      c.vetoed.has(i),
		})
	}
	return out
}

// whyNot words what rules the target out, the target's value first. Where the product is another one, its memory and colour
// do not matter; where it is another kind of thing, neither do name and network, and the name says which network it has.
func (c *comparison) whyNot() string {
	otherProduct := !c.isProduct()
	var out []string
	for i := range attributes {
		switch {
		case !c.vetoed.has(i),
			otherProduct && c.rules[i].veto != theProduct,
			i == aName && c.vetoed.has(aType),
			i == aNetwork && (c.vetoed.has(aType) || c.vetoed.has(aName)):
			continue
		}
		out = append(out, attributes[i].why(c.pair))
	}
	return strings.Join(out, "; ")
}

// odds returns how many times likelier than by chance the target is.
func odds(weight milliBits) float64 { return math.Exp2(float64(weight) / 1000) }

// Scores are kept this far from certainty, which weights set by hand do not give.
const (
	minScore = 0.0001
	maxScore = 0.9999
)

func score(p float64) mapping.Score {
	return mapping.Score(math.Round(min(max(p, minScore), maxScore)*1e4) / 1e4)
}

// productScore is the probability that the product is right: one product is, or none, and beforehand each is as likely as
// its share of the shop, the rarity of its name.
func (c *comparison) productScore() mapping.Score {
	o := odds(c.product - c.rarity)
	return score(o / (1 + o))
}
