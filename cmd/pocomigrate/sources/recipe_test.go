package sources_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/sources"
	"github.com/pocomigrate/pocomigrate/scrape/browser"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// TestRecipe: what is waited for on a page comes from the page rule of the shop that knows the address, the language from its market.
func TestRecipe(t *testing.T) {
	shops, err := site.Load(fstest.MapFS{"a.json": {Data: []byte(`{
		"id": "a.shop", "name": "A shop", "role": "target", "lang": "de-AT", "currency": "EUR", "sources": ["browser"],
		"markets": {"fr": {"lang": "fr-FR", "currency": "EUR"}},
		"start": ["https://a.shop/fr/"], "product_url": "https://a.shop/{market}/p/{slug}",
		"pages": [
			{"kind": "product", "match": "a.shop/{market}/p/{slug}", "layouts": ["json-ld"],
			 "render": {"selector": "main h1", "response": "a.shop/{market}/api/{slug}", "scroll": true, "more": "button", "clicks": 7}},
			{"kind": "product", "match": "a.shop/{market}/api/{slug}", "layouts": ["json-ld"]},
			{"kind": "listing", "match": "a.shop/{market}", "layouts": ["links"], "render": {"selector": "li"}}
		], "note": "made up"}`)}})
	if err != nil {
		t.Fatal(err)
	}
	got := sources.Recipe(shops, "https://www.a.shop/fr/p/poco-f6/")
	if got.Response == nil || !got.Response("https://a.shop/fr/api/poco-f6") || got.Response("https://a.shop/fr/api/poco-c75") {
		t.Error("the answer that a page is made from is not told from those of other pages")
	}
	got.Response = nil
	for _, tt := range []struct {
		address string
		got     browser.Recipe
		want    browser.Recipe
	}{
		{"a page of a market", got, browser.Recipe{Language: "fr-FR", Selector: "main h1", Scroll: true, More: "button", Clicks: 7}},
		{"one without an answer", sources.Recipe(shops, "https://a.shop/fr"), browser.Recipe{Language: "fr-FR", Selector: "li"}},
		{"one that is read as it comes", sources.Recipe(shops, "https://a.shop/xx/api/poco-f6"), browser.Recipe{Language: "de-AT"}},
		{"one of no shop", sources.Recipe(shops, "https://elsewhere.example/"), browser.Recipe{}},
	} {
		if d := cmp.Diff(tt.want, tt.got); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.address, d)
		}
	}
}
