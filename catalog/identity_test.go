package catalog_test

import (
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
)

func TestOptionIdentityFoldsCaseAndSpacesOnly(t *testing.T) {
	for _, tt := range []struct {
		name  string
		words []string
		want  catalog.Identity
	}{
		{"spaces and case", []string{"8GB + 256GB", "Power Black"}, "opt:poco-c75|8gb+256gb|powerblack"},
		{"no-break space", []string{"8\u00a0Go"}, "opt:poco-c75|8go"},
		{"full-width letters", []string{"\uff28"}, "opt:poco-c75|h"},
		{"order is kept", []string{"Black", "8GB"}, "opt:poco-c75|black|8gb"},
		{"spelling is kept", []string{"Grey"}, "opt:poco-c75|grey"},
		{"no option", nil, "opt:poco-c75"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := catalog.OptionIdentity("poco-c75", tt.words); got != tt.want {
				t.Errorf("OptionIdentity(%q) = %q, want %q", tt.words, got, tt.want)
			}
		})
	}
}

func TestKeyTakesApartWhatItWasMadeOf(t *testing.T) {
	for _, tt := range []struct {
		shop   catalog.ShopID
		market string
		id     catalog.Identity
		want   catalog.Key
	}{
		{"po.co/uk", "", catalog.ItemIdentity("4101500011"), "po.co/uk#item:4101500011"},
		{"poco-store-app", "in", catalog.SlugIdentity("poco-pad"), "poco-store-app@in#slug:poco-pad"},
		{"po.co/fr", "", catalog.OptionIdentity("poco-f6", []string{"Noir"}), "po.co/fr#opt:poco-f6|noir"},
	} {
		t.Run(string(tt.want), func(t *testing.T) {
			k := catalog.NewKey(tt.shop, tt.market, tt.id)
			if k != tt.want {
				t.Fatalf("NewKey = %q, want %q", k, tt.want)
			}
			if k.Shop() != tt.shop || k.Market() != tt.market || k.Identity() != tt.id {
				t.Errorf("parts of %q = %q, %q, %q", k, k.Shop(), k.Market(), k.Identity())
			}
		})
	}
}

func TestIdentityParts(t *testing.T) {
	id := catalog.Identity("opt:poco-c75|a:b")
	if id.Kind() != "opt" || id.Value() != "poco-c75|a:b" {
		t.Errorf("Kind, Value of %q = %q, %q", id, id.Kind(), id.Value())
	}
}

func TestShopDir(t *testing.T) {
	if got := catalog.ShopID("po.co/uk").Dir(); got != "po.co_uk" {
		t.Errorf("Dir = %q", got)
	}
}

func FuzzOptionIdentity(f *testing.F) {
	f.Add("poco-c75", "8GB + 256GB", "Noir")
	f.Add("", "", "\u00a0")
	f.Fuzz(func(t *testing.T, slug, a, b string) {
		id := catalog.OptionIdentity(slug, []string{a, b})
		if again := catalog.OptionIdentity(slug, []string{" " + a + " ", b}); again != id {
			t.Errorf("spaces around %q change %q to %q", a, id, again)
		}
	})
}
