package match_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/match"
)

// ruled is a decision about variants of the old shop, or about their product where it has a group.
func ruled(ids, target string, ruling mapping.Ruling, group string) mapping.Decision {
	d := mapping.Decision{Source: oldShop, Scope: mapping.ScopeVariant, Target: newShop, TargetID: target, Ruling: ruling, ItemGroupID: group}
	if group != "" {
		d.Scope = mapping.ScopeProduct
	}
	for id := range strings.FieldsSeq(ids) {
		d.Identities = append(d.Identities, catalog.ItemIdentity(id))
	}
	return d
}

// TestFaults: what is wrong with rulings is said of each, by its place, and of no others.
func TestFaults(t *testing.T) {
	variants := []catalog.Variant{in(oldShop, "", "1"), in(oldShop, "", "2"), in(oldShop, "", "3"), in(newShop, "", "8"), in(newShop, "", "9")}
	variants[1].Storage = 512 // the third is the first, sold under another number
	elsewhere := ruled("1", "8", mapping.Accepted, "")
	elsewhere.Target = "mi.com/fr"
	alsoElsewhere := ruled("2", "8", mapping.Accepted, "")
	alsoElsewhere.Target = "mi.com/fr"
	strange := ruled("7", "8", mapping.Accepted, "")
	strange.Source = "shop.example"
	for _, tt := range []struct {
		name      string
		decisions []mapping.Decision
		want      []string
	}{
		{"none", nil, nil},
		{"each its own", []mapping.Decision{ruled("1", "8", mapping.Accepted, ""), ruled("2", "9", mapping.Reassigned, "")}, nil},
		{"one target for two", []mapping.Decision{ruled("1", "8", mapping.Accepted, ""), ruled("2", "8", mapping.Reassigned, "")}, []string{
			"1 it gives 8 to item:2, and ruling 1 gives it to item:1: one of the two is wrong",
		}},
		{"one target for two, but one was ruled again", []mapping.Decision{ruled("1", "8", mapping.Accepted, ""), ruled("2", "8", mapping.Reassigned, ""), ruled("1", "9", mapping.Reassigned, "")}, nil},
		{"one target for what is sold twice", []mapping.Decision{ruled("1", "8", mapping.Accepted, ""), ruled("3", "8", mapping.Accepted, "")}, nil},
		{"one page for two", []mapping.Decision{ruled("1", "slug:poco-f6", mapping.Accepted, ""), ruled("2", "slug:poco-f6", mapping.Accepted, "")}, nil},
		{"the same ruling again", []mapping.Decision{ruled("1", "8", mapping.Accepted, ""), ruled("1", "8", mapping.Accepted, "")}, nil},
		{"one target rejected for both", []mapping.Decision{ruled("1", "8", mapping.Rejected, ""), ruled("2", "8", mapping.Rejected, "")}, nil},
		{"nothing for both", []mapping.Decision{ruled("1", "", mapping.Accepted, ""), ruled("2", "", mapping.Accepted, "")}, nil},
		{"one target of each of two shops", []mapping.Decision{elsewhere, ruled("2", "8", mapping.Accepted, "")}, nil},
		{"one target for two, in a shop that is not given", []mapping.Decision{elsewhere, alsoElsewhere}, []string{
			"1 it gives 8 to item:2, and ruling 1 gives it to item:1: one of the two is wrong",
		}},
		{"a variant that is not there", []mapping.Decision{ruled("1", "8", mapping.Accepted, ""), ruled("6 7", "9", mapping.Accepted, "")}, []string{
			"1 no variant of " + string(oldShop) + " has an identity of those that it is about (item:6, item:7)",
		}},
		{"a product that is not there", []mapping.Decision{ruled("7", "", mapping.NotSold, "poco-m5")}, []string{
			"0 no variant of " + string(oldShop) + " is of the product poco-m5 that it is about",
		}},
		{"a product for one target", []mapping.Decision{ruled("1 2", "8", mapping.Accepted, "poco-f6"), ruled("2", "8", mapping.Accepted, "")}, nil},
		{"a shop of which nothing is given", []mapping.Decision{strange}, nil},
	} {
		var got []string
		for _, f := range match.Faults(match.Input{Variants: variants, Routes: []match.Route{{From: oldShop, To: newShop}}, Decisions: tt.decisions}) {
			got = append(got, fmt.Sprint(f.Decision, " ", f.Text))
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, d)
		}
	}
}

// TestIdentityOfSKUs: people may say which attributes make a SKU; a conflict in another one no longer rules a target out.
func TestIdentityOfSKUs(t *testing.T) {
	names := match.Identities()
	if want := []string{"model", "network", "ram", "storage", "color", "edition", "bundle", "condition"}; !slices.Equal(names, want) {
		t.Errorf("names %q, want %q", names, want)
	}
	if err := match.CheckIdentity(names); err != nil {
		t.Error(err)
	}
	if err := match.CheckIdentity([]string{"ram", "price"}); err == nil || err.Error() != `"price" is no attribute that makes a SKU; these are `+strings.Join(names, ", ") {
		t.Errorf("CheckIdentity = %v", err)
	}
	old, fresh := in(oldShop, "", "1"), in(newShop, "", "9")
	fresh.Color, fresh.ColorLabel = "white", "White"
	for _, tt := range []struct {
		identity []string
		vetoed   bool
	}{{nil, true}, {[]string{"color"}, true}, {[]string{"ram", "color"}, true}, {[]string{"ram", "storage"}, false}} {
		pairs := 0
		got := match.Map(match.Input{Variants: []catalog.Variant{old, fresh}, Routes: []match.Route{{From: oldShop, To: newShop}}, Identity: tt.identity, Pairs: &pairs})
		i := slices.IndexFunc(got, func(m mapping.Mapping) bool { return m.SourceID != "" })
		if vetoed := got[i].TargetID != "9"; vetoed != tt.vetoed {
			t.Errorf("of a SKU made by %q the colour rules out: %v, want %v (%s %s)", tt.identity, vetoed, tt.vetoed, got[i].Status, got[i].TargetID)
		}
		if pairs != 1 {
			t.Errorf("%d pairs were compared, want 1", pairs)
		}
	}
}
