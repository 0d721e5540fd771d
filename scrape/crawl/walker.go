package crawl

import (
	"cmp"
	"maps"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/drift"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// walker walks one shop. Its queue and what it collects belong to one goroutine.
type walker struct {
	*walk
	shop  *site.Profile
	stock *stock

	known     map[string]bool   // canonical addresses that were queued
	queue     []string          // canonical addresses, in the order in which their answers are taken
	written   map[string]string // a canonical address as the shop or the profile writes it, to be fetched under
	slugs     map[product]bool  // products met
	fragments []catalog.Listing
	coverage  []catalog.Coverage
	reading   drift.Reading
}

type product struct{ market, slug string }

func newWalker(w *walk, shop *site.Profile, stock *stock) *walker {
	return &walker{
		walk: w, shop: shop, stock: stock,
		known: map[string]bool{}, written: map[string]string{}, slugs: map[product]bool{},
	}
}

// start queues what the sources hold of the shop and, where the shop is asked, its start addresses.
func (s *walker) start() {
	for _, url := range slices.Sorted(maps.Keys(s.stock.held)) {
		if _, _, ok := s.Shops.Place(url); ok {
			// As the shop spelled it: a source that is asked, too, may be redirected for another spelling.
			s.want(s.stock.held[url][0].capture.URL)
		}
	}
	if !s.asksShop() {
		return
	}
	for _, url := range s.shop.Start {
		s.want(url)
	}
}

// expect queues what is expected of the shop and nothing has led to. It comes last, so that pages are asked for as the shop
// spells their addresses where its links lead to them.
func (s *walker) expect() {
	expect := slices.SortedFunc(slices.Values(s.Expect), func(a, b string) int {
		return cmp.Or(cmp.Compare(scrape.Canonical(a), scrape.Canonical(b)), cmp.Compare(a, b))
	})
	for _, url := range expect {
		s.want(s.spelled(url))
	}
}

// spelled returns an address as the profile spells it, where the profile says how; lists of old addresses and coverage
// have it in other forms, from which a shop redirects.
func (s *walker) spelled(address string) string {
	place, ok := s.shop.Place(scrape.Canonical(address))
	if !ok {
		return address
	}
	spelled := place.Rule.Address(place.Slug, place.Market)
	if place.Rule.Kind == site.ProductPage {
		spelled = s.shop.Product(place.Slug, place.Market)
	}
	if scrape.Canonical(spelled) != scrape.Canonical(address) {
		return address
	}
	return spelled
}

// asks returns what the queue and the indexes of the shop's sources stand for in a plan.
func (s *walker) asks() []Ask {
	asked := s.asked()
	var out []Ask
	for _, source := range asked {
		if _, lists := source.Fetcher.(scrape.Lister); lists && source.use(s.shop) == Primary {
			for _, area := range s.shop.Areas() {
				out = append(out, Ask{source.Name, s.shop.ID, "https://" + area + "*"})
			}
		}
	}
	for _, url := range s.queue {
		a := Ask{Shop: s.shop.ID, URL: s.written[url]}
		if held := s.stock.held[url]; len(held) > 0 {
			a.Source = held[0].source.Name
		} else if len(asked) > 0 {
			a.Source = asked[0].Name
		}
		out = append(out, a)
	}
	return out
}

// asked returns the sources that the shop's pages are asked of: by their use, then in their order.
func (s *walker) asked() []Source {
	var out []Source
	for _, source := range s.Sources {
		if source.Asks && source.use(s.shop) != Never {
			out = append(out, source)
		}
	}
	slices.SortStableFunc(out, func(a, b Source) int { return cmp.Compare(b.use(s.shop), a.use(s.shop)) })
	return out
}

// asksShop reports whether a source is asked that cannot tell what it holds. One that can has told all of it: an address
// that the profile makes up and that it does not hold may never have been one of the shop. One that could not tell is
// asked, so that the shop is not passed over in silence.
func (s *walker) asksShop() bool {
	return slices.ContainsFunc(s.asked(), func(source Source) bool {
		_, lists := source.Fetcher.(scrape.Lister)
		return source.use(s.shop) == Primary && (!lists || len(s.stock.unlisted) > 0)
	})
}

// want queues an address that the shop should answer, once.
func (s *walker) want(written string) {
	url := scrape.Canonical(written)
	if s.known[url] {
		return
	}
	shop, place, ok := s.Shops.Place(url)
	if !ok {
		if shop, ok = s.Shops.Owner(url); !ok {
			return
		}
	}
	if shop.ID != s.shop.ID || !s.keeps(place.Market, place.Slug) {
		return
	}
	s.known[url] = true
	s.queue = append(s.queue, url)
	s.written[url] = written
	s.told(s.shop.ID, 0, 1)
}

// keeps reports whether a product is within Only and Limit.
func (s *walker) keeps(market, slug string) bool {
	if slug == "" {
		return true
	}
	if len(s.Only) > 0 && !slices.Contains(s.Only, slug) {
		return false
	}
	p := product{market, slug}
	if s.slugs[p] {
		return true
	}
	if s.Limit > 0 && len(s.slugs) >= s.Limit {
		return false
	}
	s.slugs[p] = true
	return true
}

// take notes what became of an address and queues what its page leads to.
func (s *walker) take(url string, r extract.Reading) {
	_, place, _ := s.Shops.Place(url)
	s.coverage = append(s.coverage, catalog.Coverage{
		Shop: s.shop.ID, Market: place.Market, URL: url, Slug: place.Slug,
		State: r.State, Reason: r.Reason, Detail: r.Detail,
	})
	for _, f := range r.Listings {
		if s.keeps(f.Market, f.Slug) {
			s.fragments = append(s.fragments, f)
		}
	}
	s.count(r)
	s.follow(place, r)
	s.told(s.shop.ID, 1, 0)
}

// count notes which layouts found what on a page. A page that is gone, refused or torn says nothing about layouts.
func (s *walker) count(r extract.Reading) {
	if r.Kind == "" || r.State != catalog.Found && r.Reason != extract.LayoutChanged {
		return
	}
	findings := make([]drift.Finding, len(r.Findings))
	for i, f := range r.Findings {
		findings[i] = drift.Finding(f)
	}
	s.reading.Page(r.Kind, r.State == catalog.Found, findings)
}

// accompany queues what came along with a page, as far as it is a page of the shop.
func (s *walker) accompany(addresses []string) {
	for _, address := range addresses {
		if _, ok := s.shop.Place(scrape.Canonical(address)); ok {
			s.want(address)
		}
	}
}

// follow queues the product pages that a page leads to within its own shop and, where the shop is asked, the pages that the
// profile says to ask for about a product.
func (s *walker) follow(at site.Place, r extract.Reading) {
	for _, link := range r.Links {
		place, ok := s.shop.Place(scrape.Canonical(link))
		if ok && place.Rule.Kind == site.ProductPage && at.Rule.Follows(place.Slug) {
			s.want(link)
		}
	}
	if r.State != catalog.Found || r.Kind != site.ProductPage || !s.asksShop() {
		return
	}
	for i := range s.shop.Pages {
		if address := s.shop.Pages[i].Address(r.Slug, r.Market); address != "" {
			s.want(address)
		}
	}
}
