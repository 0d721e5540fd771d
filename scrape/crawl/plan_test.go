package crawl_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// TestPlan: a plan names what a walk would begin with, by shop and address, and whom it would ask. Nobody on a network is
// asked, not even for a list.
func TestPlan(t *testing.T) {
	shops := allShops(t)
	nobody := asking(func(_ context.Context, url string) (*scrape.Page, error) {
		t.Errorf("asked for %s", url)
		return nil, scrape.ErrNotHeld
	})
	held := shelf{pages: []scrape.Page{
		page(1, "https://www.po.co/uk/product/poco-f6", 200, product("POCO F6")), page(2, "http://po.co/uk/product/poco-f6/", 200, product("POCO F6")),
	}}
	use := func(u crawl.Use) func(*site.Profile) crawl.Use { return func(*site.Profile) crawl.Use { return u } }
	live := crawl.Source{Name: "live", Fetcher: nobody, Asks: true}
	front := crawl.Ask{Source: "live", Shop: "po.co/uk", URL: "https://www.po.co/uk/"}
	for _, tt := range []struct {
		name    string
		walk    []catalog.ShopID
		sources []crawl.Source
		expect  []string
		want    []crawl.Ask
	}{
		{
			name: "front pages, by shop", walk: []catalog.ShopID{"poco.in", "po.co/uk"}, sources: []crawl.Source{live},
			want: []crawl.Ask{front, {Source: "live", Shop: "poco.in", URL: "https://www.poco.in/"}},
		},
		{
			name:    "what is held, as it was captured last, and what is expected",
			sources: []crawl.Source{{Name: "shelf", Fetcher: held}, live},
			expect:  []string{"http://po.co/uk/product/poco-m5", "https://www.po.co/fr/product/poco-m5/"},
			want: []crawl.Ask{
				{Source: "shelf", Shop: "po.co/uk", URL: "http://po.co/uk/product/poco-f6/"},
				front,
				{Source: "live", Shop: "po.co/uk", URL: "https://www.po.co/uk/product/poco-m5/"},
			},
		},
		{
			name: "nobody to ask", expect: []string{"https://po.co/uk/product/poco-m5"},
			want: []crawl.Ask{{Shop: "po.co/uk", URL: "https://www.po.co/uk/product/poco-m5/"}},
		},
		{
			name: "an index on the network", sources: []crawl.Source{{Name: "archive", Fetcher: index{t}, Asks: true}},
			want: []crawl.Ask{
				{Source: "archive", Shop: "po.co/uk", URL: "https://go.buy.po.co/uk/v2/item/productdetail*"},
				{Source: "archive", Shop: "po.co/uk", URL: "https://go.buy.po.co/uk/v2/item/productinfo*"},
				{Source: "archive", Shop: "po.co/uk", URL: "https://po.co/uk/*"},
			},
		},
		{
			name: "an index to fall back on", sources: []crawl.Source{{Name: "archive", Fetcher: index{t}, Asks: true, For: use(crawl.Fallback)}, live},
			want: []crawl.Ask{front},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.walk == nil {
				tt.walk = []catalog.ShopID{"po.co/uk"}
			}
			got, err := crawl.Plan(t.Context(), crawl.Options{Shops: shops, Walk: tt.walk, Sources: tt.sources, Expect: tt.expect})
			if d := cmp.Diff(tt.want, got); d != "" || err != nil {
				t.Errorf("Plan (-want +got):\n%s%v", d, err)
			}
		})
	}
}
