package oldshops_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/oldshops"
	"github.com/pocomigrate/pocomigrate/mapping/redirect"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// TestOldShops: what the profiles say of addresses, old and new.
func TestOldShops(t *testing.T) {
	shops, err := site.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	k := oldshops.New(shops)
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
		{"https://po.co/in/product/poco-c65/specs/?a=b", "https://po.co/in/product/poco-c65/specs", "poco-store-app", "in", "in", "specs", "poco-c65", ""},
		{"https://po.co/in/product/poco-c65?a=b", "https://po.co/in/product/poco-c65", "poco-store-app", "in", "in", "product", "poco-c65", ""},
		{"https://po.co/in/product/poco-c65/reviews", "https://po.co/in/product/poco-c65/reviews", "", "", "", "", "", redirect.NoShop},
		{"https://po.co/uk/static/site.js?v=1", "https://po.co/uk/static/site.js", "", "", "", "", "", redirect.Furniture},
		{"https://po.co/static/site.js?v=1", "https://po.co/static/site.js", "", "", "", "", "", redirect.Furniture},
		{"https://po.co/xx/product/poco-f6?gid=3", "https://po.co/xx/product/poco-f6", "", "", "", "", "", redirect.NoShop},
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
		{"https://po.co/uk/service/warranty/", "uk", "", false},
		{"https://www.mi.com/global/about/", "global", "", true},
		{"https://app-go.buy.po.co/uk/search/product-list?version=v4&category_tag=poco", "uk", "listing", false},
		{"https://shop.example/uk/", "", "", false},
		{"https://shop.example/errors/404", "", "error", false},
		{"/uk/product/poco-f6", "", "", false},
	} {
		for range 2 {
			if region, kind, isNew := k.Place(tt.address); region != tt.region || string(kind) != tt.kind || isNew != tt.isNew {
				t.Errorf("%s: %q, %q, %v", tt.address, region, kind, isNew)
			}
		}
	}
}

// TestNewShops: where the catalogue of an old shop's market moves to, and the addresses of that shop to which redirects lead where
// nothing takes a product's place.
func TestNewShops(t *testing.T) {
	shops, err := site.Load(fstest.MapFS{
		"two.json": {Data: []byte(`{
		"id": "two.example", "name": "Two lists", "role": "target", "lang": "en", "currency": "EUR", "sources": ["live"], "market": "xx",
		"start": ["https://two.example/sitemap/", "https://two.example/product-list/poco/", "https://two.example/poco/"],
		"product_url": "https://two.example/product/{slug}",
		"pages": [{"kind": "product", "match": "two.example/product/{slug}", "layouts": ["json-ld"]}], "note": "made up"}`)},
		"old.json": {Data: []byte(`{
		"id": "old.example", "name": "Old shop", "role": "source", "lang": "en", "currency": "EUR", "sources": ["live"], "routes": [{"to": "two.example"}],
		"start": ["https://old.example/"], "product_url": "https://old.example/p/{slug}",
		"pages": [{"kind": "product", "match": "old.example/p/{slug}", "layouts": ["json-ld"]}], "note": "made up"}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	k := oldshops.New(shops)
	mi := func(region, hub string) redirect.NewShop {
		home := "https://www.mi.com/" + region + "/"
		return redirect.NewShop{ID: catalog.ShopID("mi.com/" + region), Region: region, Home: home, Hub: hub, Specs: home + "product/{slug}/specs/"}
	}
	for _, tt := range []struct {
		shop   catalog.ShopID
		market string
		want   redirect.NewShop // zero where none is known
	}{
		{"poco-store-app", "de", mi("de", "https://www.mi.com/de/product-list/poco/")},
		{"poco-store-app", "*", mi("in", "")}, // any market: the first route
		{"poco-store-app", "xx", redirect.NewShop{}},
		{"po.co/fr", "", mi("fr", "")}, // its list is data, and no page to be led to
		{"po.co/uk", "*", mi("uk", "https://www.mi.com/uk/product-list/poco/")},
		{"old.example", "", redirect.NewShop{ID: "two.example", Region: "xx", Home: "https://two.example/", Hub: "https://two.example/product-list/poco/"}},
		{"mi.com/uk", "", redirect.NewShop{}}, // a new shop moves nowhere
		{"unknown.example", "*", redirect.NewShop{}},
	} {
		got, ok := k.New(tt.shop, tt.market)
		if d := cmp.Diff(tt.want, got); d != "" || ok != (tt.want != redirect.NewShop{}) {
			t.Errorf("%s in %q moves, %v (-want +got):\n%s", tt.shop, tt.market, ok, d)
		}
	}
}

// TestHosts: each host of the old shops once, sorted, with www. where the shop itself writes that.
func TestHosts(t *testing.T) {
	shops, err := site.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []redirect.Host{
		{Name: "app-go.buy.po.co", Spellings: []string{"app-go.buy.po.co"}},
		{Name: "go.buy.po.co", Spellings: []string{"go.buy.po.co"}},
		{Name: "po.co", Spellings: []string{"www.po.co", "po.co"}},
		{Name: "poco.in", Spellings: []string{"www.poco.in", "poco.in"}},
	}
	if d := cmp.Diff(want, oldshops.New(shops).Hosts()); d != "" {
		t.Errorf("hosts (-want +got):\n%s", d)
	}
}
