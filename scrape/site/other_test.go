package site_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// TestOtherPages: what an address on a shop's site is that no page rule describes, and which parameter tells pages apart.
func TestOtherPages(t *testing.T) {
	shops := load(t)
	for _, tt := range []struct {
		shop             catalog.ShopID
		address          string
		kind, pair, item string
	}{
		{"po.co/uk", "https://po.co/uk", "home", "", ""},
		{"po.co/uk", "https://po.co/uk/index.html", "home", "", ""},
		{"po.co/uk", "https://po.co/uk/product/poco-x-series", "series", "", ""},
		{"po.co/uk", "https://po.co/uk/product/poco-f6", "", "", ""},
		{"po.co/uk", "https://po.co/uk/product/poco-f6/buy?gid=41", "", "gid=41", "41"},
		{"po.co/uk", "https://po.co/uk/product/poco-f6/buy?from=app&goods_id=41", "", "goods_id=41", "41"},
		{"po.co/uk", "https://po.co/uk/product/poco-f6/buy?gid=a%20b", "", "", ""},
		{"po.co/uk", "https://go.buy.po.co/uk/v2/item/productdetail?tag=poco-f6&from=pc", "", "tag=poco-f6", ""},
		{"po.co/uk", "https://po.co/uk/service/warranty", "legal", "", ""},
		{"po.co/global", "https://po.co/global/service/support/warranty/rs.html", "legal", "", ""},
		{"po.co/de", "https://po.co/de/service/support/points-terms.html", "legal", "", ""},
		{"po.co/uk", "https://po.co/uk/service/support/pocof3-premium-service.html", "support", "", ""},
		{"po.co/uk", "https://po.co/uk/anything", "", "", ""},
		{"po.co/uk", "https://go.buy.po.co/uk/service/warranty", "", "", ""},
		{"po.co/uk", "https://po.co/uk/service/warranty?gid=41&x=%zz#%zz", "", "", ""},
		{"poco.in", "https://poco.in/ewarranty", "legal", "", ""},
	} {
		p, ok := shops.Shop(tt.shop)
		if !ok {
			t.Fatalf("no shop %s", tt.shop)
		}
		place, _ := p.Place(tt.address)
		pair, item := p.Identifying(tt.address, place)
		if kind := p.OtherKind(tt.address); kind != tt.kind || pair != tt.pair || item != tt.item {
			t.Errorf("%s: %q, %q, %q, want %q, %q, %q", tt.address, kind, pair, item, tt.kind, tt.pair, tt.item)
		}
	}
	for shop, want := range map[catalog.ShopID][]string{
		"po.co/uk":       {"go.buy.po.co", "po.co"},
		"poco-store-app": {"app-go.buy.po.co", "po.co"}, // its products' pages are po.co's
	} {
		p, _ := shops.Shop(shop)
		if d := cmp.Diff(want, p.HostNames()); d != "" {
			t.Errorf("hosts of %s (-want +got):\n%s", shop, d)
		}
	}
}

// TestSiteOfAShop: what stands before the folder of the product pages is the shop's own site, whose other pages are the
// shop's. A shop of many markets has none, nor has one whose products are told apart by a parameter.
func TestSiteOfAShop(t *testing.T) {
	for productURL, hasSite := range map[string]bool{
		"https://shop.example/{slug}": true, "https://www.shop.example/product/{slug}/": true, "https://shop.example/uk/product/{slug}": false,
		"https://shop.example/{market}/{slug}": false, "https://shop.example/product?id={slug}": false, "https://shop.example/%zz/{slug}": false,
	} {
		shops, err := site.Load(fstest.MapFS{"shop.json": {Data: []byte(`{"id":"shop","name":"Shop","role":"target","lang":"en","sources":[],
			"start":["https://shop.example/"],"product_url":"` + productURL + `","other":[{"kind":"legal","match":"*terms*"}],
			"pages":[{"kind":"listing","match":"shop.example","layouts":["links"]}],"note":"n"}`)}})
		if err != nil {
			t.Fatal(err)
		}
		p, _ := shops.Shop("shop")
		const terms = "https://shop.example/about/terms"
		owner, _ := shops.Owner(terms)
		if isOwner, kind := owner == p, p.OtherKind(terms); isOwner != hasSite || (kind == "legal") != hasSite {
			t.Errorf("%s: %s is the shop's: %v, and of kind %q, want %v", productURL, terms, isOwner, kind, hasSite)
		}
		if kind := p.OtherKind("https://elsewhere.example/about/terms"); kind != "" {
			t.Errorf("%s: a page of another site is of kind %q", productURL, kind)
		}
	}
}

// TestOtherPagesWrong: a profile whose other pages or item numbers make no sense is refused.
func TestOtherPagesWrong(t *testing.T) {
	const profile = `{"id":"x","name":"X","role":"source","lang":"en","sources":[],"routes":[{"to":"mi.com/uk"}],"start":["https://x.com/"],
		"product_url":"https://x.com/product/{slug}","pages":[{"kind":"listing","match":"x.com","layouts":["links"]}],"note":"n",%s}`
	for _, tt := range []struct{ member, want string }{
		{`"other":[{"kind":"help","match":"/x"}]`, `kind "help": it is support or legal`},
		{`"other":[{"kind":"legal","match":"x"}]`, `other page "x": it begins with / or *`},
		{`"item_params":["g id"]`, `item_params "g id"`},
	} {
		_, err := site.Load(fstest.MapFS{"x.json": {Data: []byte(strings.Replace(profile, "%s", tt.member, 1))}})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.member, err, tt.want)
		}
	}
}
