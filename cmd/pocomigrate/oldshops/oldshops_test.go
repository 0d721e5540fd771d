package oldshops

import (
	"testing"

	"github.com/pocomigrate/pocomigrate/mapping/redirect"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// TestOldShops: what the profiles say of addresses, old and new.
func TestOldShops(t *testing.T) {
	shops, err := site.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	k := remember(profiles{shops})
	for _, tt := range []struct {
		address, folded, shop, market, region, kind, slug string
		reason                                            redirect.Reason
	}{
		{"http://www.po.co/uk/product/poco-f6/?utm_source=x#top", "https://po.co/uk/product/poco-f6", "po.co/uk", "", "uk", "product", "poco-f6", ""},
		{"https://po.co/de/product/poco-f6-pro/specs", "https://po.co/de/product/poco-f6-pro/specs", "po.co/de", "", "de", "specs", "poco-f6-pro", ""},
		{"https://po.co/uk/product/poco-x3-pro/buy/?a=b&gid=41", "https://po.co/uk/product/poco-x3-pro/buy?gid=41", "po.co/uk", "", "uk", "buy", "poco-x3-pro", ""},
		{"https://www.poco.in", "https://poco.in", "poco.in", "", "in", "home", "", ""},
		{"https://po.co/fr/product/poco-x-series/", "https://po.co/fr/product/poco-x-series", "po.co/fr", "", "fr", "series", "", ""},
		{"https://po.co/uk/service/warranty/", "https://po.co/uk/service/warranty", "po.co/uk", "", "uk", "legal", "", ""},
		{"https://po.co/in/product/poco-c65/specs/", "https://po.co/in/product/poco-c65/specs", "poco-store-app", "in", "in", "specs", "poco-c65", ""},
		{"https://app-go.buy.po.co/uk/search/product-list?version=v4&category_tag=poco", "https://app-go.buy.po.co/uk/search/product-list?category_tag=poco", "poco-store-app", "uk", "uk", "listing", "", ""},
		{"https://po.co/uk/static/site.js?v=1", "https://po.co/uk/static/site.js", "", "", "", "", "", redirect.Furniture},
		{"https://po.co/xx/product/poco-f6", "https://po.co/xx/product/poco-f6", "", "", "", "", "", redirect.NoShop},
		{"https://www.mi.com/uk/product/poco-f6/", "https://mi.com/uk/product/poco-f6", "", "", "", "", "", redirect.Foreign},
		{"pocostore://home", "pocostore://home", "", "", "", "", "", redirect.NoPage},
	} {
		for range 2 { // the second time from memory
			p, reason := k.Old(tt.address)
			if p.Address.URL() != tt.folded || string(p.Shop) != tt.shop || p.Market != tt.market || p.Region != tt.region ||
				string(p.Kind) != tt.kind || p.Slug != tt.slug || reason != tt.reason {
				t.Errorf("%s: %+v, %q", tt.address, p, reason)
			}
		}
	}
	for _, tt := range []struct {
		address, region, kind string
		isNew                 bool
	}{
		{"https://www.mi.com/uk/product/poco-f6/", "uk", "product", true},
		{"https://www.mi.com/uk/product/poco-f6/specs/", "uk", "specs", true},
		{"https://www.mi.com/de/product-list/poco/", "de", "listing", true},
		{"https://www.mi.com/fr/", "fr", "home", true},
		{"https://www.mi.com/uk/errors/404", "uk", "error", true},
		{"https://www.mi.com/xx/product/poco-f6/", "xx", "", true},
		{"https://www.mi.com/xx/", "xx", "home", true},
		{"https://po.co/de/product/poco-c65", "de", "product", false},
		{"https://shop.example/uk/", "", "", false},
	} {
		for range 2 {
			if region, kind, isNew := k.Place(tt.address); region != tt.region || string(kind) != tt.kind || isNew != tt.isNew {
				t.Errorf("%s: %q, %q, %v", tt.address, region, kind, isNew)
			}
		}
	}
	to, ok := k.New("poco-store-app", "de")
	if want := (redirect.NewShop{
		ID: "mi.com/de", Region: "de", Home: "https://www.mi.com/de/", Hub: "https://www.mi.com/de/product-list/poco/",
		Specs: "https://www.mi.com/de/product/{slug}/specs/",
	}); !ok || to != want {
		t.Errorf("the app in Germany moves to %+v", to)
	}
	if to, ok := k.New("po.co/fr", ""); !ok || to.Hub != "" {
		t.Errorf("the list of mi.com/fr is data, and no page to be led to: %+v", to)
	}
	if _, ok := k.New("mi.com/uk", ""); ok {
		t.Error("a new shop moves on")
	}
}
