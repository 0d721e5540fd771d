// Package oldshops stands between the redirects and the shops' profiles: it says what an address is to the old shops and to the new
// ones, and asks page sources for where addresses lead. Package mapping/redirect, which decides, knows no profile and no page.
package oldshops

import (
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping/redirect"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// New returns what package mapping/redirect must know of addresses, by the profiles of shops. It remembers what it was asked,
// and may be asked from several goroutines.
func New(shops *site.Shops) redirect.Knowledge { return remember(profiles{shops}) }

// profiles tells package redirect what addresses are, by the profiles.
type profiles struct{ shops *site.Shops }

// remembered is a Knowledge that asks another one once for each address: a map of many redirects asks again and again. It
// keeps as much as there are addresses in the map.
type remembered struct {
	redirect.Knowledge
	mu     sync.Mutex
	old    map[string]oldAnswer
	places map[string]placeAnswer
}

type (
	oldAnswer struct {
		page   redirect.Page
		reason redirect.Reason
	}
	placeAnswer struct {
		region string
		kind   redirect.Kind
		isNew  bool
	}
)

func remember(k redirect.Knowledge) *remembered {
	return &remembered{Knowledge: k, old: map[string]oldAnswer{}, places: map[string]placeAnswer{}}
}

// Old says what an address is to the old shops.
func (r *remembered) Old(address string) (redirect.Page, redirect.Reason) {
	r.mu.Lock()
	defer r.mu.Unlock()
	a, ok := r.old[address]
	if !ok {
		a.page, a.reason = r.Knowledge.Old(address)
		r.old[address] = a
	}
	return a.page, a.reason
}

// Place says what an address is to the new shops.
func (r *remembered) Place(address string) (region string, kind redirect.Kind, isNew bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	a, ok := r.places[address]
	if !ok {
		a.region, a.kind, a.isNew = r.Knowledge.Place(address)
		r.places[address] = a
	}
	return a.region, a.kind, a.isNew
}

// furniture are the endings of addresses that are no pages.
var furniture = []string{
	".css", ".js", ".mjs", ".map", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".ico", ".woff", ".woff2", ".ttf", ".eot",
	".otf", ".mp4", ".webm", ".mp3", ".xml", ".txt", ".php", ".env",
}

// Old says what an address is to the old shops.
func (k profiles) Old(address string) (redirect.Page, redirect.Reason) {
	canonical := scrape.Canonical(address)
	at, err := redirect.ParseAddress(canonical)
	if err != nil {
		return redirect.Page{Address: redirect.Address{Path: strings.TrimSpace(address)}}, redirect.NoPage
	}
	page := redirect.Page{Address: at}
	profile, place, ok := k.shops.Place(canonical)
	if !ok || profile.Role != site.Source {
		profile, place, ok = k.unruled(canonical, &page)
	}
	if !ok {
		return page, k.reason(&page)
	}
	page.Shop, page.Market, page.Region, page.Open = profile.ID, place.Market, profile.Market, profile.Closed == ""
	if page.Region == "" {
		page.Region = place.Market
	}
	if page.Slug == "" {
		page.Slug = place.Slug
	}
	switch kind := profile.OtherKind(canonical); {
	case page.Kind != "":
	case place.Rule != nil && kind != string(redirect.Home):
		page.Kind = redirect.Kind(place.Rule.Kind)
	case kind != "":
		page.Kind = redirect.Kind(kind)
	default:
		page.Kind = redirect.Other
	}
	if page.Kind == redirect.Other && isFurniture(at.Path) {
		page.Address.Query = ""
		return redirect.Page{Address: page.Address}, redirect.Furniture
	}
	page.Address.Query, page.Item = profile.Identifying(canonical, place)
	return page, ""
}

// unruled finds the shop of an address that no page rule describes: the one on whose site it lies, or the app that sent its
// customers there.
func (k profiles) unruled(canonical string, page *redirect.Page) (*site.Profile, site.Place, bool) {
	if owner, ok := k.shops.Owner(canonical); ok {
		return owner, site.Place{}, owner.Role == site.Source
	}
	for _, p := range k.shops.All() {
		if p.Role != site.Source || !strings.Contains(p.ProductURL, "{market}") {
			continue
		}
		for market := range p.Markets {
			front := scrape.Canonical(p.Product("", market))
			rest, ok := strings.CutPrefix(canonical, front+"/")
			slug, below, _ := strings.Cut(rest, "/")
			slug, _, _ = strings.Cut(slug, "?")
			below, _, _ = strings.Cut(below, "?")
			kinds := map[string]redirect.Kind{"": redirect.Product, "specs": redirect.Specs, "buy": redirect.Buy}
			if ok && slug != "" && kinds[below] != "" {
				page.Kind, page.Slug = kinds[below], slug
				return p, site.Place{Market: market}, true
			}
		}
	}
	return nil, site.Place{}, false
}

// reason says why an address is of no old shop.
func (k profiles) reason(page *redirect.Page) redirect.Reason {
	onOldHost := slices.ContainsFunc(k.Hosts(), func(h redirect.Host) bool { return h.Name == page.Address.Host })
	switch {
	case !onOldHost:
		return redirect.Foreign
	case isFurniture(page.Address.Path):
		page.Address.Query = ""
		return redirect.Furniture
	}
	page.Address.Query = ""
	return redirect.NoShop
}

func isFurniture(p string) bool { return slices.Contains(furniture, strings.ToLower(path.Ext(p))) }

// New returns the shop to which the market of an old shop moves; the market "*" stands for any.
func (k profiles) New(shop catalog.ShopID, market string) (redirect.NewShop, bool) {
	p, ok := k.shops.Shop(shop)
	if !ok || p.Role != site.Source {
		return redirect.NewShop{}, false
	}
	id, ok := p.Route(market)
	if !ok && market == "*" && len(p.Routes) > 0 {
		id, ok = p.Routes[0].To, true
	}
	to, known := k.shops.Shop(id)
	if !ok || !known {
		return redirect.NewShop{}, false
	}
	home, _, _ := strings.Cut(to.ProductURL, "/product/")
	out := redirect.NewShop{ID: id, Region: to.Market, Home: home + "/"}
	for _, start := range to.Start {
		if strings.HasPrefix(start, home+"/product-list/") || strings.HasPrefix(start, home+"/poco") {
			out.Hub = start
			break
		}
	}
	for _, rule := range to.Pages {
		if rule.Kind == site.SpecsPage {
			out.Specs = rule.Ask
		}
	}
	return out, true
}

// Place says which region an address is for and what kind of page it is.
func (k profiles) Place(address string) (region string, kind redirect.Kind, isNew bool) {
	canonical := scrape.Canonical(address)
	u, err := url.Parse(canonical)
	if err != nil || u.Host == "" {
		return "", "", false
	}
	if strings.Contains(u.Path+"/", "/errors/") {
		kind = redirect.Error
	}
	profile, place, ok := k.shops.Place(canonical)
	if ok && kind == "" {
		kind = redirect.Kind(place.Rule.Kind)
	}
	if !ok {
		profile, ok = k.shops.Owner(canonical)
	}
	if ok {
		region = profile.Market
		if region == "" {
			region = place.Market
		}
		if kind == "" && profile.Home(canonical) == site.OwnHome {
			kind = redirect.Home
		}
		return region, kind, profile.Role == site.Target
	}
	// A region of the new shops that no profile describes: its name is the first part of the path.
	for _, p := range k.shops.All() {
		if p.Role == site.Target && slices.Contains(p.HostNames(), u.Host) {
			region, rest, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
			if kind == "" && rest == "" {
				kind = redirect.Home
			}
			return region, kind, true
		}
	}
	return "", kind, false
}

// Hosts returns the hosts of the old shops.
func (k profiles) Hosts() []redirect.Host {
	spellings := map[string][]string{}
	for _, p := range k.shops.All() {
		if p.Role != site.Source {
			continue
		}
		for _, name := range p.HostNames() {
			if spellings[name] == nil {
				spellings[name] = []string{name}
			}
		}
		if u, err := url.Parse(p.ProductURL); err == nil && strings.HasPrefix(u.Host, "www.") {
			name := strings.TrimPrefix(u.Host, "www.")
			spellings[name] = []string{u.Host, name}
		}
	}
	out := make([]redirect.Host, 0, len(spellings))
	for name, list := range spellings {
		out = append(out, redirect.Host{Name: name, Spellings: list})
	}
	slices.SortFunc(out, func(a, b redirect.Host) int { return strings.Compare(a.Name, b.Name) })
	return out
}
