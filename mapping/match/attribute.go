package match

import (
	"fmt"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// attribute is one comparison of a source with a target: how it comes out, what each outcome weighs, and what a conflict
// means.
type attribute struct {
	field string // JSON name of the field of catalog.Variant
	label string // what a merchandiser calls it
	level func(pair) outcome
	words func(*item) string // the value as people read it; "" where not stated
	// differ words a conflict, the target's value first; nil gives "<label> differs: <target> against <source>".
	differ func(pair) string

	ofSKU bool // tells the SKUs of one product apart
	rule
}

// rule is what the outcomes of a comparison weigh, and what a conflict means.
type rule struct {
	exact, compatible, conflict milliBits
	veto                        scope // what a conflict rules out
	asks                        bool  // what only one side states is a question to settle before a match
}

// milliBits are thousandths of a bit: log2 of how much likelier an outcome is for a true match than by chance. Whole
// numbers add up the same in any order and on any machine.
type milliBits int

// scope says what a conflict rules out.
type scope int

const (
	nothing scope = iota
	theSKU
	theProduct
)

// ruledOut is the weight of a conflict that rules a target out: 12 bits, one in four thousand, is as sure as weights set
// by hand can claim to be.
const ruledOut milliBits = -12000

// knownName is the weight of an equal name beside its rarity in the target shop: a shop lists about 16 of the 130 product
// lines that we know, so that chance agrees log2(130/16) = 3 bits less often than the shop's own list says.
const knownName milliBits = 3000

// labelMargin is the weight of an equal colour label. Two targets that are less than half of it apart differ in nothing
// that tells them apart (price alone is weaker): they are tied.
const labelMargin milliBits = 2000

// The places of attributes that are asked for by name.
const (
	aName = iota
	aGoods
	aType
	aNetwork
	aRAM
	aStorage
	aColor
	aLabel
	aEdition
	aBundle
	aCondition
	aLock
	aPieces
	aGTIN
	aMPN
	aSKU
	aChipset
	aDisplay
	aBattery
	aPrice
	attributeCount
)

// attributes are all comparisons in the order in which people read them, with the shipped weights. Chance agreement is
// estimated from the catalogue of 2019 to 2025: public lists of its product lines, memory sizes and colours as of 2026-08.
var attributes = [attributeCount]attribute{
	// The rarity of the name in the target shop is added where it is equal. A name that may mean the same says little.
	aName: {field: "model", label: "model", level: namesLevel, words: nameWords, differ: nameDiffers, rule: rule{exact: knownName, compatible: 1000, conflict: ruledOut, veto: theProduct}},
	// What an accessory is stands only in its title; the shops' words for a case are many.
	aGoods: {field: "title", label: "kind of accessory", level: goodsLevel, words: titleWords, rule: rule{exact: 2000, compatible: 500, conflict: ruledOut, veto: theProduct}},
	// Every second thing in a shop is a phone.
	aType: {field: "product_type", label: "kind of product", level: typeLevel, words: typeWords, differ: typeDiffers, rule: rule{exact: 1000, conflict: ruledOut, veto: theProduct}},
	// Follows from the name but for lines of other brands; more would count the name twice.
	aNetwork: {field: "network", label: "network", level: networkLevel, words: networkWords, differ: networkDiffers, rule: rule{exact: 500, conflict: ruledOut, veto: theProduct}},
	// Two to four sizes a line, and RAM mostly follows storage.
	aRAM: {field: "ram_gb", label: "RAM", level: ramLevel, words: ramWords, ofSKU: true, rule: rule{exact: 1500, conflict: ruledOut, veto: theSKU, asks: true}},
	// Two to four sizes a line.
	aStorage: {field: "storage_gb", label: "storage", level: storageLevel, words: storageWords, ofSKU: true, rule: rule{exact: 2000, conflict: ruledOut, veto: theSKU, asks: true}},
	// Three colours a line: log2(3).
	aColor: {field: "color", label: "colour", level: colorLevel, words: colorWords, ofSKU: true, rule: rule{exact: 1600, conflict: ruledOut, veto: theSKU, asks: true}},
	// Makers have about four words for one basic colour: log2(4). Other words for it are normal from market to market.
	aLabel: {field: "color_label", label: "colour name", level: labelLevel, words: labelWords, ofSKU: true, rule: rule{exact: labelMargin}},
	// One product in twenty has an edition.
	aEdition: {field: "edition", label: "edition", level: editionLevel, words: editionWords, differ: editionDiffers, rule: rule{exact: 4000, conflict: ruledOut, veto: theProduct}},
	// One offer in ten is a bundle, and rarely the same.
	aBundle: {field: "bundle", label: "bundle", level: bundleLevel, words: bundleWords, differ: bundleDiffers, rule: rule{exact: 4000, conflict: ruledOut, veto: theProduct}},
	// Nearly everything is new.
	aCondition: {field: "condition", label: "condition", level: conditionLevel, words: conditionWords, ofSKU: true, rule: rule{exact: 100, conflict: ruledOut, veto: theSKU, asks: true}},
	// A phone that only one carrier's cards work in, and two of a thing for one, are asked about; the same article without goes before them.
	aLock:   {field: "lock", label: "carrier lock", level: lockLevel, words: lockWords, ofSKU: true, rule: rule{exact: 1000, conflict: beside, asks: true}},
	aPieces: {field: "pieces", label: "number of pieces", level: piecesLevel, words: piecesWords, ofSKU: true, rule: rule{exact: 1000, conflict: beside, asks: true}},
	// A number for one trade item world-wide, yet copied wrongly now and then; another package gets another number.
	aGTIN: {field: "gtin", label: "GTIN", level: gtinLevel, words: gtinWords, ofSKU: true, rule: rule{exact: 12000, conflict: -2000}},
	// As the GTIN, but shops contradict each other more often (MZB0D5SEU stands for two memories).
	aMPN: {field: "mpn", label: "model code", level: mpnLevel, words: mpnWords, ofSKU: true, rule: rule{exact: 10000, conflict: -2000}},
	// Shops of one house share numbers now and then; that two shops number one article differently says nothing.
	aSKU: {field: "sku", label: "item number", level: skuLevel, words: skuWords, ofSKU: true, rule: rule{exact: 10000}},
	// Look-alikes differ here first (C75 and C75 5G); within a name it is nearly given.
	aChipset: {field: "specs.chipset", label: "chipset", level: chipsetLevel, words: chipsetText, rule: rule{exact: 1000, compatible: 500, conflict: -4000}},
	// 6.67 inches is half of the market.
	aDisplay: {field: "specs.display_in", label: "display size", level: displayLevel, words: displayWords, rule: rule{exact: 500, compatible: 200, conflict: -2000}},
	// 5000 mAh is a third of the market.
	aBattery: {field: "specs.battery_mah", label: "battery", level: batteryLevel, words: batteryWords, rule: rule{exact: 500, compatible: 200, conflict: -2000}},
	// Prices move; only a price twice as high speaks of something else. Together under half of labelMargin.
	aPrice: {field: "price", label: "price", level: priceLevel, words: priceWords, ofSKU: true, rule: rule{exact: 300, compatible: 100, conflict: -500}},
}

// pair is a source and a target under comparison.
type pair struct {
	s, t *item
	name relation
}

// why words the conflict of an attribute for a person, the target's value first.
func (a *attribute) why(p pair) string {
	if a.differ != nil {
		return a.differ(p)
	}
	return fmt.Sprintf("%s differs: %s against %s", a.label, a.words(p.t), a.words(p.s))
}

// rules are the rules of all attributes for one target shop.
type rules [attributeCount]rule

func shippedRules() *rules {
	var out rules
	for i := range attributes {
		out[i] = attributes[i].rule
	}
	return &out
}

func nameDiffers(p pair) string    { return p.name.why }
func networkDiffers(p pair) string { return networkWord(p.t) + " against " + networkWord(p.s) }
func typeDiffers(p pair) string    { return typeNoun(p.t) + ", not " + typeNoun(p.s) }

func editionDiffers(p pair) string {
	switch {
	case p.t.edition == "":
		return "not the " + p.s.v.Edition
	case p.s.edition == "":
		return "the " + p.t.v.Edition + ", not the plain one"
	}
	return p.t.v.Edition + " against " + p.s.v.Edition
}

func bundleDiffers(p pair) string {
	switch {
	case p.t.bundle == "":
		return "without " + strings.Join(p.s.v.Bundle, " and ")
	case p.s.bundle == "":
		return "sold with " + strings.Join(p.t.v.Bundle, " and ")
	}
	return "with " + strings.Join(p.t.v.Bundle, " and ") + " against with " + strings.Join(p.s.v.Bundle, " and ")
}

// typeNoun names a kind of product with its article.
func typeNoun(it *item) string {
	switch t := it.v.ProductType; t {
	case catalog.Audio:
		return "an audio product"
	case catalog.Accessory:
		return "an accessory"
	default:
		return "a " + string(t)
	}
}
