package match_test

import (
	"slices"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/match"
)

// mutations each turn a variant into another thing.
var mutations = []struct {
	name string
	flip func(*catalog.Variant)
}{
	{"generation", func(v *catalog.Variant) { v.Model, v.Fits = "POCO Z99", []string{"POCO Z99"} }},
	{"tier", func(v *catalog.Variant) { v.Model += " Ultra"; v.Fits = []string{v.Model} }},
	{"twin with 5G", func(v *catalog.Variant) { v.Model += " 5G X"; v.Fits = []string{v.Model} }},
	{"kind of product", func(v *catalog.Variant) { v.ProductType = catalog.Wearable }},
	{"RAM", func(v *catalog.Variant) { v.RAM += 4 }},
	{"storage", func(v *catalog.Variant) { v.Storage += 512 }},
	{"colour", func(v *catalog.Variant) { v.Color, v.ColorLabel = "purple", "Lavender Purple" }},
	{"edition", func(v *catalog.Variant) { v.Edition += "Batman Edition" }},
	{"bundle", func(v *catalog.Variant) { v.Bundle = append(slices.Clone(v.Bundle), "Redmi Watch 9") }},
	{"condition", func(v *catalog.Variant) { v.Condition = catalog.ConditionRefurbished }},
	{"memory not stated", func(v *catalog.Variant) { v.RAM, v.Storage = 0, 0 }},
	{"colour not stated", func(v *catalog.Variant) { v.Color, v.ColorLabel = "", "" }},
	{"name not stated", func(v *catalog.Variant) { v.Model, v.Fits, v.Title = "", nil, "" }},
}

// TestOneFlippedAttributeEndsTheMatch takes every match of the cases and makes its target another thing: the match must go.
func TestOneFlippedAttributeEndsTheMatch(t *testing.T) {
	tried := map[string]int{}
	for _, s := range readScenarios(t) {
		for _, m := range match.Map(s.in) {
			i := slices.IndexFunc(s.in.Variants, func(v catalog.Variant) bool { return isTarget(v, m.TargetID) })
			if m.Status != mapping.Matched || i < 0 || s.in.Variants[i].GTIN+s.in.Variants[i].MPN+s.in.Variants[i].SKU != "" {
				continue
			}
			for _, mu := range mutations {
				in := s.in
				in.Variants = slices.Clone(s.in.Variants)
				v := &in.Variants[i]
				mu.flip(v)
				if v.RecordTitle() == s.in.Variants[i].RecordTitle() && statesSame(*v, s.in.Variants[i]) {
					continue // it stated nothing there to take away
				}
				tried[mu.name]++
				after, _ := find(match.Map(in), string(m.SourceID))
				if after.Status == mapping.Matched && after.TargetID == m.TargetID {
					t.Errorf("%s: %s is still matched to %s with another %s", s.name, m.SourceID, m.TargetID, mu.name)
				}
			}
		}
	}
	for _, mu := range mutations {
		if tried[mu.name] == 0 {
			t.Errorf("no case tried %q", mu.name)
		}
	}
}

func isTarget(v catalog.Variant, targetID string) bool {
	id := v.Key.Identity()
	return v.Shop == newShop && (id == catalog.Identity(targetID) || id == catalog.ItemIdentity(targetID))
}

func statesSame(a, b catalog.Variant) bool {
	return a.ProductType == b.ProductType && a.RAM == b.RAM && a.Storage == b.Storage && a.Color == b.Color &&
		a.ColorLabel == b.ColorLabel && a.Condition == b.Condition && slices.Equal(a.Bundle, b.Bundle) && slices.Equal(a.Fits, b.Fits)
}

// TestOneFlippedWordEndsTheMatch takes titles that are accepted and makes their target another thing: the match must go.
func TestOneFlippedWordEndsTheMatch(t *testing.T) {
	sure := &mapping.Calibration{Steps: []mapping.Step{{From: 0, Share: 0.9999, Rows: 9999, Right: 9999, Lower: 0.9999}}}
	const old = "acme nova 7 pro 8gb ram 128gb black"
	for name, fresh := range map[string]string{
		"nothing":    "Acme Nova 7 Pro 8GB RAM 128GB Black",
		"generation": "Acme Nova 8 Pro 8GB RAM 128GB Black",
		"tier":       "Acme Nova 7 8GB RAM 128GB Black",
		"other tier": "Acme Nova 7 Ultra 8GB RAM 128GB Black",
		"storage":    "Acme Nova 7 Pro 8GB RAM 256GB Black",
		"RAM":        "Acme Nova 7 Pro 12GB RAM 128GB Black",
		"series":     "Borealis Terra 7 Pro 8GB RAM 128GB Black",
	} {
		// The catalogue also lists near relations, so that it knows the words that tell them apart.
		catalogue := []string{fresh, "Acme Nova 5 Pro 8GB RAM 32GB", "Acme Terra 3 Ultra 16GB RAM 512GB", "Borealis Pulse 4", "Acme Nova 9 Lite"}
		got := byTitle(t, match.Input{Calibration: sure}, []string{old}, catalogue)[0]
		if accepted := got.Status == mapping.Matched && got.TargetID == "a"; accepted != (name == "nothing") {
			t.Errorf("%s flipped: %s %s, lead %.1f: %s", name, got.Status, got.TargetID, float64(got.Lead), got.Reason)
		}
	}
}
