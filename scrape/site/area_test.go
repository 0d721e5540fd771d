package site_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

func TestAreas(t *testing.T) {
	shops := load(t)
	tests := map[catalog.ShopID][]string{
		"po.co/uk":       {"go.buy.po.co/uk/v2/item/productdetail", "go.buy.po.co/uk/v2/item/productinfo", "po.co/uk/"},
		"poco.in":        {"poco.in/"},
		"poco-store-app": {"app-go.buy.po.co"},
		"mi.com/in": {
			"in-go.buy.mi.com/in/productstation/structured-data", "in-go.buy.mi.com/in/v2/cms/category/navigation/products", "in-go.buy.mi.com/in/v2/item/productdetail",
			"in-go.buy.mi.com/in/v2/item/productinfo", "mi.com/in/list/", "mi.com/in/product/", "mi.com/in/sitemap/",
		},
	}
	for id, want := range tests {
		p, _ := shops.Shop(id)
		if d := cmp.Diff(want, p.Areas()); d != "" {
			t.Errorf("Areas of %s (-want +got):\n%s", id, d)
		}
	}
}

func TestOwner(t *testing.T) {
	shops := load(t)
	tests := []struct {
		address string
		want    catalog.ShopID
	}{
		{"https://po.co/uk/service/support/pocof3-premium-service.html", "po.co/uk"},
		{"https://po.co/uk", "po.co/uk"},
		{"https://po.co/uk?x=1", "po.co/uk"},
		{"https://po.co/ukraine", ""},
		{"https://po.co/it/product/poco-f6", ""},
		{"https://poco.in/ewarranty", "poco.in"},
		{"https://mi.com/in/support", "mi.com/in"},
		{"https://example.com/uk", ""},
		{"po.co/uk", ""},
		{"https://po.co:8443/uk", ""},
		{"", ""},
	}
	for _, tt := range tests {
		p, ok := shops.Owner(tt.address)
		var got catalog.ShopID
		if ok {
			got = p.ID
		}
		if got != tt.want {
			t.Errorf("Owner(%q) = %q, want %q", tt.address, got, tt.want)
		}
	}
}

// TestFollow: the sitemap of mi.com leads to everything that Xiaomi sells; only what may be Poco's is followed.
func TestFollow(t *testing.T) {
	p, _ := load(t).Shop("mi.com/uk")
	for address, want := range map[string]map[string]bool{
		"https://mi.com/uk/sitemap":           {"poco-f6": true, "xiaomi-15": false},
		"https://mi.com/uk/product-list/poco": {"poco-f6": true, "xiaomi-15": true},
	} {
		place, ok := p.Place(address)
		if !ok {
			t.Fatalf("Place(%q) is not known", address)
		}
		for slug, follows := range want {
			if got := place.Rule.Follows(slug); got != follows {
				t.Errorf("%s: Follows(%q) = %v, want %v", address, slug, got, follows)
			}
		}
	}
	var none *site.PageRule
	if none.Follows("poco-f6") {
		t.Error("a page that no rule describes leads to a product")
	}
}
