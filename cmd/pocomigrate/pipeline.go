package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
	"github.com/pocomigrate/pocomigrate/mapping/match"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// understand turns what a walk brought home into a snapshot without mappings. A product whose rows stand on a page that
// could not be read gives no variant: it would pass for a page without options. Its coverage is unknown, which says so. The
// listings are taken out of the catch, each when it was understood.
func understand(catch *crawl.Catch, shops *site.Shops, words *normalize.Vocabulary) *runfolder.Contents {
	c := &runfolder.Contents{Coverage: catch.Coverage}
	c.Manifest.Vocabularies = words.Digests()
	torn := rowsUnknown(catch.Coverage, shops)
	listings := catch.Listings
	catch.Listings = nil
	for i, l := range listings {
		listings[i] = catalog.Listing{}
		p, ok := shops.Shop(l.Shop)
		if !ok || (len(l.Rows) == 0 && torn[runfolder.Product{Shop: l.Shop, Market: l.Market, Slug: l.Slug}]) {
			continue
		}
		locale := p.Locale(l.Market)
		market := l.Market
		if market == "" {
			market = p.Market
		}
		variants, sources := words.Variants(l, normalize.Locale{Lang: locale.Lang, Currency: locale.Currency, Market: market})
		c.Variants = append(c.Variants, variants...)
		c.Sources = append(c.Sources, catalog.FoldSources(sources)...)
	}
	c.Variants, c.Sources = unique(c.Variants), joinSources(c.Sources)
	return c
}

// joinSources makes one of the sources that two pages give to one key.
func joinSources(sources []catalog.Sources) []catalog.Sources {
	slices.SortStableFunc(sources, func(a, b catalog.Sources) int { return strings.Compare(string(a.Key), string(b.Key)) })
	out := sources[:0]
	for _, s := range sources {
		if n := len(out); n > 0 && out[n-1].Key == s.Key {
			out[n-1] = catalog.NewSources(s.Key, append(out[n-1].Provenance(), s.Provenance()...))
			continue
		}
		out = append(out, s)
	}
	return out
}

// rowsUnknown returns the products of which a page that holds rows is unknown.
func rowsUnknown(coverage []catalog.Coverage, shops *site.Shops) map[runfolder.Product]bool {
	out := map[runfolder.Product]bool{}
	for _, c := range coverage {
		if c.State != catalog.Unknown {
			continue
		}
		if _, place, ok := shops.Place(c.URL); ok && (place.Rule.Kind == site.DetailData || place.Rule.Kind == site.BuyPage) {
			out[runfolder.Product{Shop: c.Shop, Market: c.Market, Slug: c.Slug}] = true
		}
	}
	return out
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
	out := variants[:0]
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

// mapAll maps the variants of a snapshot as the input says, in which it fills in the variants and what pages are unknown. It
// returns the input.
func mapAll(c *runfolder.Contents, in match.Input) match.Input {
	unknown := map[catalog.ShopID]int{}
	for _, cov := range c.Coverage {
		if cov.State == catalog.Unknown {
			unknown[cov.Shop]++
		}
	}
	in.Variants, in.Unknown = c.Variants, unknown
	c.Mappings = match.Map(in)
	return in
}

// propose maps the variants with what is known about names, and says what is wrong with the rulings of the input, which
// are those of a ledger.
func (a *app) propose(c *runfolder.Contents, in match.Input, l *ledger.Ledger, name string) error {
	names, err := a.names()
	if err != nil {
		return err
	}
	in.Knowledge = names
	in = mapAll(c, in)
	standing := l.Standing()
	for _, f := range match.Faults(in) {
		terminal.Say(a.Err, fmt.Sprintf("%s:%d: %s", cmp.Or(name, runfolder.LedgerFile), standing[f.Decision].Number, f.Text))
	}
	return nil
}

// names loads what is known about names, with the tables of the folder match in --data laid over ours.
func (a *app) names() (*match.Knowledge, error) {
	if a.data == "" {
		return match.Load(nil)
	}
	return match.Load(os.DirFS(filepath.Join(a.data, "match")))
}

// move is the input of a mapping by the profiles: where each shop's catalogue moves to, and which shops are new ones.
func move(shops *site.Shops) match.Input {
	in := match.Input{}
	for _, p := range shops.All() {
		if p.Role == site.Target {
			in.Targets = append(in.Targets, p.ID)
		}
		for _, r := range p.Routes {
			in.Routes = append(in.Routes, match.Route{From: p.ID, Market: r.Market, To: r.To})
		}
	}
	return in
}
