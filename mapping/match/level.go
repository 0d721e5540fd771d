package match

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// outcome is the level of one comparison.
type outcome uint8

// The outcomes. Unstated is where neither side states a value: there is nothing to compare and no evidence to show.
const (
	unstated outcome = iota
	exact
	compatible
	missing
	conflict
)

// level returns the outcome as mappings name it.
func (o outcome) level() mapping.Level {
	return [...]mapping.Level{"", mapping.Exact, mapping.Compatible, mapping.Missing, mapping.Conflict}[o]
}

// equal compares two values of which the zero value means that nothing is stated.
func equal[T comparable](s, t T) outcome {
	var zero T
	switch {
	case s == zero && t == zero:
		return unstated
	case s == zero || t == zero:
		return missing
	case s == t:
		return exact
	}
	return conflict
}

// same compares two values whose absence is a statement: a phone without an edition is the plain one.
func same(s, t string) outcome {
	switch {
	case s == "" && t == "":
		return unstated
	case s == t:
		return exact
	}
	return conflict
}

// near compares two measures: equal; within a share that rounding and "typical" against "rated" explain; or different.
func near(s, t, share float64) outcome {
	l := equal(s, t)
	if l == conflict && math.Abs(s-t) <= share*max(s, t) {
		return compatible
	}
	return l
}

func namesLevel(p pair) outcome   { return p.name.level }
func typeLevel(p pair) outcome    { return equal(p.s.v.ProductType, p.t.v.ProductType) }
func networkLevel(p pair) outcome { return equal(p.s.v.Network, p.t.v.Network) }
func ramLevel(p pair) outcome     { return equal(p.s.ram, p.t.ram) }

// storageLevel compares storage. A lone size of the old title that may be either is no conflict with equal RAM.
func storageLevel(p pair) outcome {
	l := equal(p.s.storage, p.t.storage)
	if l == conflict && (p.s.lone && p.s.storage == p.t.ram || p.t.lone && p.t.storage == p.s.ram) {
		return compatible
	}
	return l
}

func editionLevel(p pair) outcome { return same(p.s.edition, p.t.edition) }
func bundleLevel(p pair) outcome  { return same(p.s.bundle, p.t.bundle) }
func gtinLevel(p pair) outcome    { return equal(p.s.gtin, p.t.gtin) }
func mpnLevel(p pair) outcome     { return equal(p.s.mpn, p.t.mpn) }

func lockLevel(p pair) outcome   { return same(lockWords(p.s), lockWords(p.t)) }
func piecesLevel(p pair) outcome { return same(piecesWords(p.s), piecesWords(p.t)) }

// leastNumber is the fewest digits of an item number that two shops do not share by chance; mi.com's have ten.
const leastNumber = 8

// skuLevel finds something to compare in equal long numbers only.
func skuLevel(p pair) outcome {
	if n := p.s.v.SKU; n == p.t.v.SKU && len(n) >= leastNumber && isNumber(n) {
		return exact
	}
	return unstated
}

// conditionLevel finds nothing to compare where one side says "new" and the other nothing: the Merchant specification
// demands the condition of used and refurbished goods only.
func conditionLevel(p pair) outcome {
	l := equal(p.s.v.Condition, p.t.v.Condition)
	if l == missing && cmp.Or(p.s.v.Condition, p.t.v.Condition) == catalog.ConditionNew {
		return unstated
	}
	return l
}

// colorLevel compares basic colours; where one is not known, equal words are the same colour and other words say nothing.
func colorLevel(p pair) outcome {
	if l := equal(p.s.v.Color, p.t.v.Color); l == exact || l == conflict {
		return l
	}
	switch {
	case p.s.label == "" && p.t.label == "" && p.s.v.Color == "" && p.t.v.Color == "":
		return unstated
	case p.s.label != "" && p.s.label == p.t.label:
		return exact
	}
	return missing
}

// labelLevel compares the shops' words for the colour; of two different colours it has nothing to add.
func labelLevel(p pair) outcome {
	l := equal(p.s.label, p.t.label)
	switch {
	case colorLevel(p) == conflict:
		return unstated
	case l == conflict:
		return compatible
	}
	return l
}

// goodsLevel compares what two accessories are, by the words of their titles. Words of which one holds the other
// ("Schutzhülle", "Hülle") may mean the same.
func goodsLevel(p pair) outcome {
	a, b := p.s.goods, p.t.goods
	switch {
	case len(a) == 0 && len(b) == 0:
		return unstated
	case len(a) == 0 || len(b) == 0:
		return missing
	case contains(a, b) && contains(b, a):
		return exact
	}
	for _, x := range a {
		if slices.ContainsFunc(b, func(y string) bool { return strings.Contains(x, y) || strings.Contains(y, x) }) {
			return compatible
		}
	}
	return conflict
}

// fewLetters is the fewest letters of a word that says what an accessory is; shorter ones join words ("for", "für", "à").
const fewLetters = 4

// goodsWords returns the words of an accessory's title that are neither a product's name nor its colour nor grammar.
func goodsWords(v *catalog.Variant) []string {
	skip := append(words(v.ColorLabel), v.Color, "poco", "xiaomi", "redmi", "pour", "para")
	for _, model := range v.Fits {
		skip = append(skip, words(model)...)
	}
	out := slices.DeleteFunc(words(v.Title), func(w string) bool {
		return len([]rune(w)) < fewLetters || strings.ContainsAny(w, "0123456789") || slices.Contains(skip, w)
	})
	slices.Sort(out)
	return slices.Compact(out)
}

// chipsetNoise are the makers and the general words, which say nothing: "Snapdragon 860" is Qualcomm's alone.
var chipsetNoise = map[string]bool{"qualcomm": true, "mediatek": true, "mobile": true, "platform": true, "processor": true}

func chipsetWords(s string) []string {
	return slices.DeleteFunc(words(s), func(w string) bool { return chipsetNoise[w] })
}

// chipsetLevel takes a chipset of which one side says more ("Dimensity 8300", "Dimensity 8300-Ultra") for the same.
func chipsetLevel(p pair) outcome {
	a, b := p.s.chipset, p.t.chipset
	switch {
	case len(a) == 0 && len(b) == 0:
		return unstated
	case len(a) == 0 || len(b) == 0:
		return missing
	case slices.Equal(a, b):
		return exact
	case contains(a, b) || contains(b, a):
		return compatible
	}
	return conflict
}

// displayLevel forgives the rounding of 6.67 to 6.7 inches, half a percent.
func displayLevel(p pair) outcome {
	return near(p.s.v.Specs.DisplayIn, p.t.v.Specs.DisplayIn, 0.005)
}

// batteryLevel forgives three and a half percent, the gap between typical and rated capacity (5160 and 5000 mAh).
func batteryLevel(p pair) outcome {
	return near(float64(p.s.v.Specs.BatteryMAh), float64(p.t.v.Specs.BatteryMAh), 0.035)
}

// priceLevel compares regular prices in one currency. Up to double is what age and sales explain.
func priceLevel(p pair) outcome {
	a, b := p.s.price, p.t.price
	switch {
	case a == nil && b == nil:
		return unstated
	case a == nil || b == nil || a.Currency != b.Currency:
		return missing
	case a.Amount == b.Amount:
		return exact
	case max(a.Amount, b.Amount)/2 <= min(a.Amount, b.Amount):
		return compatible
	}
	return conflict
}
