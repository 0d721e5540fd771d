package ledger_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
)

// TestJoin: which variants a decision is about. Variants are written "slug: identity identity", their keys being the first;
// a decision is "identity identity", or "slug: identity" where it is about a product.
func TestJoin(t *testing.T) {
	for _, tt := range []struct {
		name     string
		variants []string
		decision string
		want     string // keys, "?" in front where nobody can be sure
	}{
		{"the same identity", []string{"a: item:1", "a: item:2"}, "item:1", "item:1"},
		{"no variant has it", []string{"a: item:1"}, "item:9", ""},
		{"the key changed with a richer capture", []string{"a: item:1 opt:a|gold"}, "opt:a|gold", "item:1"},
		{"the slug changed", []string{"b: item:1 opt:b|gold"}, "item:1 opt:a|gold", "item:1"},
		{"the item number changed", []string{"a: item:7 opt:a|gold"}, "item:1 opt:a|gold", "item:7"},
		{"sold under two numbers", []string{"a: item:1 opt:a|gold", "a: item:2 opt:a|gold"}, "item:1 opt:a|gold", "item:1"},
		{"the other number of the two", []string{"a: item:1 opt:a|gold", "a: item:2 opt:a|gold"}, "item:2 opt:a|gold", "item:2"},
		{"only the shared identity is left", []string{"a: item:3 opt:a|gold", "a: item:4 opt:a|gold"}, "item:1 opt:a|gold", "?item:3 item:4"},
		{"its number went to one variant, its options to another", []string{"a: item:1 opt:a|blue", "a: item:2 opt:a|gold"}, "item:1 opt:a|gold", "?item:1 item:2"},
		{"a product", []string{"a: item:1", "a: item:2", "b: item:3"}, "a: item:1 item:2", "item:1 item:2"},
		{"a product whose slug changed", []string{"new: item:1", "new: item:2", "b: item:3"}, "a: item:1 item:2", "item:1 item:2"},
		{"a product with a further colour", []string{"a: item:1", "a: item:2", "a: item:9"}, "a: item:1 item:2", "item:1 item:2 item:9"},
		{"a product of which other variants are left", []string{"a: item:8", "b: item:3"}, "a: item:1", "item:8"},
		{"its slug went to another product", []string{"new: item:1", "a: item:3"}, "a: item:1", "item:1"},
		{"a product that was parted", []string{"a: item:1", "b: item:2"}, "a: item:1 item:2", "?item:1 item:2"},
		{"a product that is gone", []string{"b: item:3"}, "a: item:1", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var variants []*catalog.Variant
			for _, text := range tt.variants {
				slug, ids, _ := strings.Cut(text, ": ")
				v := &catalog.Variant{Shop: oldUK, ItemGroupID: slug}
				for id := range strings.FieldsSeq(ids) {
					v.Identities = append(v.Identities, catalog.Identity(id))
				}
				v.Key = catalog.NewKey(oldUK, "", v.Identities[0])
				variants = append(variants, v)
			}
			d := mapping.Decision{Source: oldUK, Target: newUK, Scope: mapping.ScopeVariant, Ruling: mapping.NotSold}
			ids := tt.decision
			if slug, rest, isProduct := strings.Cut(tt.decision, ": "); isProduct {
				d.Scope, d.ItemGroupID, ids = mapping.ScopeProduct, slug, rest
			}
			for id := range strings.FieldsSeq(ids) {
				d.Identities = append(d.Identities, catalog.Identity(id))
			}
			elsewhere := d
			elsewhere.Target = "mi.com/in"
			r := ledger.Join([]mapping.Decision{d, elsewhere}, slices.Values(variants))
			var held, vague, about []string
			for _, v := range variants {
				id := string(v.Key.Identity())
				if r.Holds(v.Key, newUK) == 0 {
					held = append(held, id)
				}
				if r.Vague(v.Key, newUK) == 0 {
					vague = append(vague, id)
				}
			}
			got := strings.Join(held, " ")
			if len(vague) > 0 {
				got += "?" + strings.Join(vague, " ")
			}
			if got != tt.want {
				t.Errorf("about %q, want %q", got, tt.want)
			}
			for _, k := range r.About(0) {
				about = append(about, string(k.Identity()))
			}
			if got := strings.Join(about, " "); got != strings.TrimPrefix(tt.want, "?") {
				t.Errorf("About = %q, want %q", got, tt.want)
			}
		})
	}
}

// TestAllDecisions: every decision about a variant or its product is told, oldest first, whatever shop it leads to; the newest
// of both holds.
func TestAllDecisions(t *testing.T) {
	v := &catalog.Variant{Key: "po.co/uk#item:1", Shop: oldUK, ItemGroupID: "a", Identities: []catalog.Identity{"item:1"}}
	decide := func(scope mapping.Scope, target catalog.ShopID) mapping.Decision {
		return mapping.Decision{Source: oldUK, Target: target, Scope: scope, ItemGroupID: "a", Identities: []catalog.Identity{"item:1"}, Ruling: mapping.NotSold}
	}
	r := ledger.Join([]mapping.Decision{
		decide(mapping.ScopeVariant, newUK), decide(mapping.ScopeProduct, newUK), decide(mapping.ScopeVariant, newIN), decide(mapping.ScopeVariant, newUK),
		decide(mapping.ScopeProduct, newIN),
	}, slices.Values([]*catalog.Variant{v}))
	if got := r.All(v.Key); !slices.Equal(got, []int{0, 2, 3}) {
		t.Errorf("decisions about the variant: %d", got)
	}
	if got := r.AllWhole(v.Key); !slices.Equal(got, []int{1, 4}) {
		t.Errorf("decisions about its product: %d", got)
	}
	for target, want := range map[catalog.ShopID]int{newUK: 3, newIN: 4, "mi.com/fr": -1, "": 4} {
		if got := r.Holds(v.Key, target); got != want {
			t.Errorf("for %s holds decision %d, want %d", target, got, want)
		}
	}
}

// TestIdentities: the key's own among them, each once, sorted: a ledger line has the same bytes whatever the order of the shop.
func TestIdentities(t *testing.T) {
	v := &catalog.Variant{Key: "po.co/uk#item:2", Identities: []catalog.Identity{"opt:a|gold", "item:2", "item:1"}}
	if got, want := ledger.Identities(v), []catalog.Identity{"item:1", "item:2", "opt:a|gold"}; !slices.Equal(got, want) {
		t.Errorf("identities %q, want %q", got, want)
	}
	if got := v.Identities; !slices.Equal(got, []catalog.Identity{"opt:a|gold", "item:2", "item:1"}) {
		t.Errorf("the variant's own became %q", got)
	}
}
