package main

import (
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/match"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// understand turns what a walk brought home into a snapshot without mappings.
func understand(catch *crawl.Catch, shops *site.Shops, words *normalize.Vocabulary) *contents {
	c := &contents{coverage: catch.Coverage}
	c.manifest.Vocabularies = words.Digests()
	for _, l := range catch.Listings {
		p, ok := shops.Shop(l.Shop)
		if !ok {
			continue
		}
		locale := p.Locale(l.Market)
		market := l.Market
		if market == "" {
			market = p.Market
		}
		variants, sources := words.Variants(l, normalize.Locale{Lang: locale.Lang, Currency: locale.Currency, Market: market})
		c.variants = append(c.variants, variants...)
		c.sources = append(c.sources, sources...)
	}
	c.variants = unique(c.variants)
	return c
}

// unique keeps one variant for each key. Two pages may state one item: both say what they are, and the first, in the
// order of their links, keeps the key; the other is named by an issue, so that nobody takes it for missing.
func unique(variants []catalog.Variant) []catalog.Variant {
	slices.SortStableFunc(variants, func(a, b catalog.Variant) int {
		if n := strings.Compare(string(a.Key), string(b.Key)); n != 0 {
			return n
		}
		return strings.Compare(a.Link, b.Link)
	})
	var out []catalog.Variant
	for _, v := range variants {
		if len(out) > 0 && out[len(out)-1].Key == v.Key {
			last := &out[len(out)-1]
			last.Issues = append(last.Issues, catalog.Issue{
				Code: "listed_twice", Field: "link",
				Text:   "two product pages state the same item; only one is kept, check which is right",
				Values: []string{last.Link, v.Link},
			})
			continue
		}
		out = append(out, v)
	}
	return out
}

// keep adds the rows of shops that a run did not walk from the snapshot that it replaces.
func (c *contents) keep(before *contents, walked []catalog.ShopID) {
	other := func(shop catalog.ShopID) bool { return !slices.Contains(walked, shop) }
	for _, v := range before.variants {
		if other(v.Shop) {
			c.variants = append(c.variants, v)
		}
	}
	for _, v := range before.coverage {
		if other(v.Shop) {
			c.coverage = append(c.coverage, v)
		}
	}
	for _, v := range before.sources {
		if other(v.Key.Shop()) {
			c.sources = append(c.sources, v)
		}
	}
}

// propose maps every variant of a source shop.
func (c *contents) propose(shops *site.Shops, decisions []mapping.Decision) {
	c.mappings = match.Map(match.Input{Variants: c.variants, Routes: routes(shops), Decisions: decisions})
}

// routes returns where each shop's catalogue moves to.
func routes(shops *site.Shops) []match.Route {
	var out []match.Route
	for _, p := range shops.All() {
		for _, r := range p.Routes {
			out = append(out, match.Route{From: p.ID, Market: r.Market, To: r.To})
		}
	}
	return out
}
