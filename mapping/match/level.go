package match

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// unstated is the level where neither side states a value: there is nothing to compare and no evidence to show.
const unstated mapping.Level = ""

// equal compares two values of which the zero value means that nothing is stated.
func equal[T comparable](s, t T) mapping.Level {
	var zero T
	switch {
	case s == zero && t == zero:
		return unstated
	case s == zero || t == zero:
		return mapping.Missing
	case s == t:
		return mapping.Exact
	}
	return mapping.Conflict
}

// same compares two values whose absence is a statement: a phone without an edition is the plain one.
func same(s, t string) mapping.Level {
	switch {
	case s == "" && t == "":
		return unstated
	case s == t:
		return mapping.Exact
	}
	return mapping.Conflict
}

// near compares two measures: equal; within a share that rounding and "typical" against "rated" explain; or different.
func near(s, t, share float64) mapping.Level {
	l := equal(s, t)
	if l == mapping.Conflict && math.Abs(s-t) <= share*max(s, t) {
		return mapping.Compatible
	}
	return l
}

func namesLevel(p pair) mapping.Level   { return p.name.level }
func typeLevel(p pair) mapping.Level    { return equal(p.s.v.ProductType, p.t.v.ProductType) }
func networkLevel(p pair) mapping.Level { return equal(p.s.v.Network, p.t.v.Network) }
func ramLevel(p pair) mapping.Level     { return equal(p.s.v.RAM, p.t.v.RAM) }
func storageLevel(p pair) mapping.Level { return equal(p.s.v.Storage, p.t.v.Storage) }
func editionLevel(p pair) mapping.Level { return same(p.s.edition, p.t.edition) }
func bundleLevel(p pair) mapping.Level  { return same(p.s.bundle, p.t.bundle) }
func gtinLevel(p pair) mapping.Level    { return equal(p.s.gtin, p.t.gtin) }
func mpnLevel(p pair) mapping.Level     { return equal(p.s.mpn, p.t.mpn) }

// conditionLevel finds nothing to compare where one side says "new" and the other nothing: the Merchant specification
// demands the condition of used and refurbished goods only.
func conditionLevel(p pair) mapping.Level {
	l := equal(p.s.v.Condition, p.t.v.Condition)
	if l == mapping.Missing && cmp.Or(p.s.v.Condition, p.t.v.Condition) == catalog.ConditionNew {
		return unstated
	}
	return l
}

// colorLevel compares basic colours; where one is not known, equal words are the same colour and other words say nothing.
func colorLevel(p pair) mapping.Level {
	if l := equal(p.s.v.Color, p.t.v.Color); l == mapping.Exact || l == mapping.Conflict {
		return l
	}
	switch {
	case p.s.label == "" && p.t.label == "" && p.s.v.Color == "" && p.t.v.Color == "":
		return unstated
	case p.s.label != "" && p.s.label == p.t.label:
		return mapping.Exact
	}
	return mapping.Missing
}

// labelLevel compares the shops' words for the colour; of two different colours it has nothing to add.
func labelLevel(p pair) mapping.Level {
	l := equal(p.s.label, p.t.label)
	switch {
	case colorLevel(p) == mapping.Conflict:
		return unstated
	case l == mapping.Conflict:
		return mapping.Compatible
	}
	return l
}

// goodsLevel compares what two accessories are, by the words of their titles. Words of which one holds the other
// ("Schutzhülle", "Hülle") may mean the same.
func goodsLevel(p pair) mapping.Level {
	a, b := p.s.goods, p.t.goods
	switch {
	case len(a) == 0 && len(b) == 0:
		return unstated
	case len(a) == 0 || len(b) == 0:
		return mapping.Missing
	case contains(a, b) && contains(b, a):
		return mapping.Exact
	}
	for _, x := range a {
		if slices.ContainsFunc(b, func(y string) bool { return strings.Contains(x, y) || strings.Contains(y, x) }) {
			return mapping.Compatible
		}
	}
	return mapping.Conflict
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
func chipsetLevel(p pair) mapping.Level {
	a, b := p.s.chipset, p.t.chipset
	switch {
	case len(a) == 0 && len(b) == 0:
		return unstated
	case len(a) == 0 || len(b) == 0:
		return mapping.Missing
	case slices.Equal(a, b):
		return mapping.Exact
	case contains(a, b) || contains(b, a):
		return mapping.Compatible
	}
	return mapping.Conflict
}

// displayLevel forgives the rounding of 6.67 to 6.7 inches, half a percent.
func displayLevel(p pair) mapping.Level {
	return near(p.s.v.Specs.DisplayIn, p.t.v.Specs.DisplayIn, 0.005)
}

// batteryLevel forgives three and a half percent, the gap between typical and rated capacity (5160 and 5000 mAh).
func batteryLevel(p pair) mapping.Level {
	return near(float64(p.s.v.Specs.BatteryMAh), float64(p.t.v.Specs.BatteryMAh), 0.035)
}

// priceLevel compares regular prices in one currency. Up to double is what age and sales explain.
func priceLevel(p pair) mapping.Level {
	a, b := p.s.price, p.t.price
	switch {
	case a == nil && b == nil:
		return unstated
	case a == nil || b == nil || a.Currency != b.Currency:
		return mapping.Missing
	case a.Amount == b.Amount:
		return mapping.Exact
	case max(a.Amount, b.Amount)/2 <= min(a.Amount, b.Amount):
		return mapping.Compatible
	}
	return mapping.Conflict
}
