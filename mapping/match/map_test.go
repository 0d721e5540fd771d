package match_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/match"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func in(shop catalog.ShopID, market, id string) catalog.Variant {
	return catalog.Variant{
		Key: catalog.NewKey(shop, market, catalog.ItemIdentity(id)), Shop: shop, Market: market, ItemGroupID: "poco-f6",
		Model: "POCO F6", ProductType: catalog.Phone, RAM: 8, Storage: 256, Color: "black", ColorLabel: "Black",
	}
}

func TestRouting(t *testing.T) {
	got := match.Map(match.Input{
		Variants: []catalog.Variant{
			in("poco-store-app", "uk", "1"), in("poco-store-app", "in", "2"), in("poco-store-app", "es", "3"),
			in("po.co/uk", "", "4"), in("shop.example", "", "5"), in("mi.com/uk", "", "8"), in("mi.com/in", "", "9"),
			in("mi.com/es", "", "6"), // a new shop that no old one moves to: nothing is said of it
		},
		Targets: []catalog.ShopID{"mi.com/es", "mi.com/uk"},
		Routes: []match.Route{
			{From: "po.co/uk", To: "mi.com/uk"},
			{From: "poco-store-app", Market: "uk", To: "mi.com/uk"},
			{From: "poco-store-app", Market: "in", To: "mi.com/in"},
			{From: "po.co/fr", To: "mi.com/fr"},
		},
	})
	var lines []string
	for _, m := range got {
		lines = append(lines, m.LineKey()+" → "+string(m.Target)+" "+shown(m))
	}
	want := []string{
		"po.co/uk#item:4 → mi.com/uk matched 8",
		"poco-store-app@es#item:3 →  unmapped",
		"poco-store-app@in#item:2 → mi.com/in matched 9",
		"poco-store-app@uk#item:1 → mi.com/uk matched 8",
		"shop.example#item:5 →  unmapped",
	}
	if d := cmp.Diff(want, lines); d != "" {
		t.Errorf("mappings (-want +got):\n%s", d)
	}
	i := slices.IndexFunc(got, func(m mapping.Mapping) bool { return m.Market == "es" })
	if want := "no route leads on from poco-store-app for the market es"; got[i].Reason != want {
		t.Errorf("reason = %q, want %q", got[i].Reason, want)
	}
	if last := got[len(got)-1]; last.Reason != "no route leads on from shop.example" {
		t.Errorf("reason = %q", last.Reason)
	}
}

func TestARulingHelpsWhereNoRouteDoes(t *testing.T) {
	got := match.Map(match.Input{
		Variants: []catalog.Variant{in("shop.example", "", "5")},
		Decisions: []mapping.Decision{{
			Source: "shop.example", Identities: []catalog.Identity{"item:5"}, Scope: mapping.ScopeVariant,
			Target: "mi.com/uk", TargetID: "8", Ruling: mapping.Reassigned,
		}},
	})
	if len(got) != 1 || got[0].Target != "mi.com/uk" || got[0].TargetID != "8" || got[0].Ruling != mapping.Reassigned {
		t.Errorf("Map = %+v", got)
	}
}

// TestDoubtOfNamesWithoutACommonWord: a table of one's own may doubt names that nothing else leads to, from either side.
func TestDoubtOfNamesWithoutACommonWord(t *testing.T) {
	k, err := match.Load(fstest.MapFS{"exceptions.csv": {Data: []byte("model,other,markets,verdict,source\nPOCO Zeta,Mi Omega,,ask,our shop 2026-11\n")}})
	if err != nil {
		t.Fatal(err)
	}
	for _, names := range [][2]string{{"POCO Zeta", "Mi Omega"}, {"Mi Omega", "POCO Zeta"}} {
		old, fresh := in("po.co/uk", "", "1"), in("mi.com/uk", "", "9")
		old.Model, fresh.Model = names[0], names[1]
		got := match.Map(match.Input{Variants: []catalog.Variant{old, fresh}, Routes: []match.Route{{From: "po.co/uk", To: "mi.com/uk"}}, Knowledge: k})
		if got[0].Status != mapping.NeedsReview || got[0].TargetID != "9" {
			t.Errorf("%s is %s %s (%s)", names[0], got[0].Status, got[0].TargetID, got[0].Reason)
		}
	}
}

// TestShopBetweenTwoRoutes: a shop that others move to and that moves on itself is mapped, too.
func TestShopBetweenTwoRoutes(t *testing.T) {
	got := match.Map(match.Input{
		Variants: []catalog.Variant{in("po.co/uk", "", "1"), in("mi.com/uk", "", "2"), in("mi.com/fr", "", "3")},
		Routes:   []match.Route{{From: "po.co/uk", To: "mi.com/uk"}, {From: "mi.com/uk", To: "mi.com/fr"}},
	})
	var lines []string
	for _, m := range got {
		lines = append(lines, m.LineKey()+" → "+string(m.Target)+" "+shown(m))
	}
	if d := cmp.Diff([]string{"mi.com/uk#item:2 → mi.com/fr matched 3", "po.co/uk#item:1 → mi.com/uk matched 2"}, lines); d != "" {
		t.Errorf("mappings (-want +got):\n%s", d)
	}
}

// TestDoubtOfAMarket: where shops of some markets only use one name for two products, people are asked in these alone, whether the
// variant names its market or its shop does.
func TestDoubtOfAMarket(t *testing.T) {
	for _, tt := range []struct {
		shop   catalog.ShopID
		market string
		want   mapping.Status
	}{
		{"po.co/uk", "", mapping.NeedsReview},
		{"poco.in", "", mapping.Unmapped},
		{"poco-store-app", "uk", mapping.NeedsReview},
		{"poco-store-app", "in", mapping.Unmapped},
	} {
		old, fresh := in(tt.shop, tt.market, "1"), in("mi.com/uk", "", "9")
		old.Model, fresh.Model = "POCO X3", "POCO X3 NFC"
		got := match.Map(match.Input{Variants: []catalog.Variant{old, fresh}, Routes: []match.Route{{From: tt.shop, Market: tt.market, To: "mi.com/uk"}}})
		if i := slices.IndexFunc(got, func(m mapping.Mapping) bool { return m.SourceID != "" }); got[i].Status != tt.want {
			t.Errorf("in %s for %q: %s (%s), want %s", tt.shop, tt.market, got[i].Status, got[i].Reason, tt.want)
		}
	}
}

func TestARulingForAnotherShopDoesNotCount(t *testing.T) {
	got := match.Map(match.Input{
		Variants: []catalog.Variant{in("po.co/uk", "", "5"), in("mi.com/uk", "", "8")},
		Routes:   []match.Route{{From: "po.co/uk", To: "mi.com/uk"}},
		Decisions: []mapping.Decision{{
			Source: "po.co/uk", Identities: []catalog.Identity{"item:5"}, Scope: mapping.ScopeVariant,
			Target: "mi.com/fr", TargetID: "7", Ruling: mapping.Reassigned,
		}},
	})
	if len(got) != 1 || got[0].TargetID != "8" || got[0].Ruling != "" {
		t.Errorf("Map = %+v", got)
	}
}

// TestOrderOfABundle: what is sold with a phone is the same in whatever order a shop names it.
func TestOrderOfABundle(t *testing.T) {
	old, fresh := in("po.co/uk", "", "1"), in("mi.com/uk", "", "9")
	old.Bundle, fresh.Bundle = []string{"Redmi Buds 5", "Case"}, []string{"Case", "Redmi Buds 5"}
	if got := mapped(t, old, fresh); got.Status != mapping.Matched {
		t.Errorf("%s: %s", got.Status, got.Reason)
	}
}

func TestEmptyInput(t *testing.T) {
	if got := match.Map(match.Input{}); len(got) != 0 {
		t.Errorf("Map of nothing = %v", got)
	}
}

// TestEvidence holds one mapping in full: comparisons in reading order, values as words, both sides where one states them.
func TestEvidence(t *testing.T) {
	old, fresh, other := in("po.co/uk", "", "1"), in("mi.com/uk", "", "9"), in("mi.com/uk", "", "8")
	old.ColorLabel, old.Network, old.Storage = "Power Black", catalog.Network5G, 1024
	old.Specs = catalog.Specs{Chipset: "Snapdragon 8s Gen 3", DisplayIn: 6.67, BatteryMAh: 5160}
	old.Offers = []catalog.Offer{{Price: &catalog.Money{Amount: 32900, Currency: "GBP"}}}
	fresh.Storage, fresh.Network, fresh.Condition = 1024, catalog.Network5G, catalog.ConditionNew
	fresh.Specs = catalog.Specs{Chipset: "Qualcomm Snapdragon 8s Gen 3", DisplayIn: 6.7, BatteryMAh: 5000}
	fresh.Offers = []catalog.Offer{{Price: &catalog.Money{Amount: 29900, Currency: "GBP"}}}
	other.Color, other.ColorLabel = "titanium", "Titanium"
	got := match.Map(match.Input{
		Variants: []catalog.Variant{old, fresh, other},
		Routes:   []match.Route{{From: "po.co/uk", To: "mi.com/uk"}},
	})
	got = slices.DeleteFunc(got, func(m mapping.Mapping) bool { return m.Status == mapping.New })
	golden(t, "evidence.json", got)

	order := match.Attributes()
	last := -1
	for _, e := range got[0].Evidence {
		i := slices.Index(order, e.Attribute)
		if i <= last {
			t.Errorf("%s stands out of order", e.Attribute)
		}
		last = i
	}
}

func golden(t *testing.T, name string, v any) {
	t.Helper()
	got, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s (-want +got):\n%s", name, d)
	}
}

// TestScoresOrderTheReview checks what a reader relies on: a sure match scores high, equal candidates share the
// probability, and stating less lowers it.
func TestScoresOrderTheReview(t *testing.T) {
	score := func(memories ...int) float64 {
		variants := []catalog.Variant{in("po.co/uk", "", "1")}
		for i, storage := range memories {
			v := in("mi.com/uk", "", string(rune('2'+i)))
			v.Storage = storage
			variants = append(variants, v)
		}
		got := match.Map(match.Input{Variants: variants, Routes: []match.Route{{From: "po.co/uk", To: "mi.com/uk"}}})
		i := slices.IndexFunc(got, func(m mapping.Mapping) bool { return m.Status != mapping.New })
		return float64(got[i].Score)
	}
	sure, tied, open := score(256, 128), score(256, 256), score(0, 128)
	if sure < 0.95 {
		t.Errorf("score of a sure match = %v", sure)
	}
	if tied > 0.5 || tied < 0.45 {
		t.Errorf("score of one of two equal candidates = %v, want a little less than a half", tied)
	}
	if open >= sure {
		t.Errorf("score with storage not stated = %v, with equal storage %v", open, sure)
	}
}
