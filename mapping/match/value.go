package match

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// The functions of this file word an attribute's value for evidence and reasons; "" where it is not stated.

func nameWords(it *item) string {
	if it.name.accessory {
		return strings.Join(it.v.Fits, ", ")
	}
	return it.v.Model
}

func titleWords(it *item) string     { return it.v.Title }
func typeWords(it *item) string      { return string(it.v.ProductType) }
func networkWords(it *item) string   { return string(it.v.Network) }
func ramWords(it *item) string       { return gigabytes(it.ram) }
func storageWords(it *item) string   { return gigabytes(it.storage) }
func colorWords(it *item) string     { return cmp.Or(it.v.Color, it.v.ColorLabel) }
func labelWords(it *item) string     { return it.v.ColorLabel }
func editionWords(it *item) string   { return it.v.Edition }
func bundleWords(it *item) string    { return strings.Join(it.v.Bundle, " + ") }
func conditionWords(it *item) string { return string(it.v.Condition) }
func gtinWords(it *item) string      { return it.v.GTIN }
func skuWords(it *item) string       { return it.v.SKU }
func mpnWords(it *item) string       { return it.v.MPN }
func chipsetText(it *item) string    { return it.v.Specs.Chipset }
func priceWords(it *item) string     { return it.price.String() }

func displayWords(it *item) string {
	if it.v.Specs.DisplayIn == 0 {
		return ""
	}
	return strconv.FormatFloat(it.v.Specs.DisplayIn, 'f', -1, 64) + " in"
}

func batteryWords(it *item) string {
	if it.v.Specs.BatteryMAh == 0 {
		return ""
	}
	return strconv.Itoa(it.v.Specs.BatteryMAh) + " mAh"
}

// gigabytes words a size, in terabytes where these are whole.
func gigabytes(n int) string {
	switch {
	case n == 0:
		return ""
	case n%1024 == 0:
		return fmt.Sprintf("%d TB", n/1024)
	}
	return fmt.Sprintf("%d GB", n)
}

// productName is what a merchandiser calls the product of an item: model, edition and bundle.
func productName(it *item) string {
	out := cmp.Or(it.v.Model, it.v.Title, it.v.ItemGroupID)
	if it.v.Edition != "" && !strings.Contains(fold(out), it.edition) {
		out += " " + it.v.Edition
	}
	if len(it.v.Bundle) > 0 && it.v.Model != "" {
		out += " with " + strings.Join(it.v.Bundle, " and ")
	}
	return out
}

// skuName is what a merchandiser calls one SKU: its product, memory and colour.
func skuName(it *item) string {
	out := productName(it)
	if it.v.Model == "" {
		return out // an accessory is called by its title, which says all
	}
	if m := it.v.Memory(); m != "" {
		out += " " + m
	}
	if c := shownColor(it); c != "" {
		out += " " + c
	}
	return out
}

// shownColor is the shop's word for the colour, or ours where the shop has none.
func shownColor(it *item) string { return cmp.Or(it.v.ColorLabel, it.v.Color) }

func lockWords(it *item) string { return it.lock }

// lockOf returns the carrier that an article is bound to.
func lockOf(v *catalog.Variant) string {
	for _, i := range v.Issues {
		if i.Code == "carrier_locked" {
			return strings.Join(i.Values, " ")
		}
	}
	return ""
}

func piecesWords(it *item) string {
	if it.pieces <= 1 {
		return ""
	}
	return strconv.Itoa(it.pieces)
}
