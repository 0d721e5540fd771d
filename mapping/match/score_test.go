package match_test

import (
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/match"
)

func phone(shop catalog.ShopID, id catalog.Identity, ram, storage int, label string) catalog.Variant {
	return catalog.Variant{
		Key: catalog.NewKey(shop, "", id), Shop: shop, ItemGroupID: "poco-m6-pro-5g", Model: "POCO M6 Pro 5G",
		ProductType: catalog.Phone, Network: catalog.Network5G, RAM: ram, Storage: storage, Color: "black", ColorLabel: label,
	}
}

// mapped returns the mapping of one old variant.
func mapped(t *testing.T, old catalog.Variant, targets ...catalog.Variant) mapping.Mapping {
	t.Helper()
	got := match.Map(match.Input{Variants: append(targets, old), Routes: []match.Route{{From: oldShop, To: newShop}}})
	for _, m := range got {
		if m.SourceID != "" {
			return m
		}
	}
	t.Fatal("no mapping of the old variant")
	return mapping.Mapping{}
}

// TestScoreOfWhatIsRuledOut: however much agrees, a target that a conflict rules out is next to impossible.
func TestScoreOfWhatIsRuledOut(t *testing.T) {
	m := mapped(t, phone(oldShop, "item:1", 4, 128, "Power Black"), phone(newShop, "item:9", 6, 128, "Power Black"))
	if m.Status != mapping.ProductOnly || m.RunnerUp == nil || m.RunnerUp.Score > 0.001 {
		t.Errorf("%s with runner-up %+v, want product_only and a runner-up of no chance", m.Status, m.RunnerUp)
	}
}

// TestScoreIsShared: a page without options speaks of one of the product's SKUs at most.
func TestScoreIsShared(t *testing.T) {
	page := phone(oldShop, "slug:poco-m6-pro-5g", 0, 0, "")
	page.Color = ""
	m := mapped(t, page, phone(newShop, "item:8", 6, 128, "Black"), phone(newShop, "item:9", 8, 256, "Black"))
	if m.RunnerUp == nil || m.RunnerUp.Score > 0.5 || m.RunnerUp.Score < 0.1 {
		t.Errorf("runner-up %+v, want one of two SKUs that are equally likely", m.RunnerUp)
	}
}

// TestGreyIsGray: a spelling is not another name of the colour.
func TestGreyIsGray(t *testing.T) {
	m := mapped(t, phone(oldShop, "item:1", 6, 128, "Racing Grey"), phone(newShop, "item:9", 6, 128, "Racing Gray"))
	for _, e := range m.Evidence {
		if e.Attribute == "color_label" && e.Level != mapping.Exact {
			t.Errorf("colour name %s against %s is %s", e.Source, e.Target, e.Level)
		}
	}
	if want := "mi.com/uk lists the same POCO M6 Pro 5G with the same memory and colour"; m.Status != mapping.Matched || m.Reason != want {
		t.Errorf("%s: %s", m.Status, m.Reason)
	}
}
