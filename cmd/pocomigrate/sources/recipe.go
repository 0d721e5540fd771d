package sources

import (
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/browser"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// Recipe says how a browser renders the page of an address, by the profile of the shop that knows it.
func Recipe(shops *site.Shops, address string) browser.Recipe {
	shop, place, ok := shops.Place(scrape.Canonical(address))
	if !ok {
		return browser.Recipe{}
	}
	out := browser.Recipe{Language: shop.Locale(place.Market).Lang}
	if r := place.Rule.Render; r != nil {
		out.Selector, out.Scroll, out.More, out.Clicks = r.Selector, r.Scroll, r.More, r.Clicks
		if r.Response != nil {
			out.Response = func(url string) bool { return r.WaitsFor(url, place) }
		}
	}
	return out
}
