// Package redirecttest is what tests of redirects know of shops: two old hosts, one of which serves several regions.
package redirecttest

import (
	"regexp"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping/redirect"
)

// Shops is a [redirect.Knowledge]: po.co/uk and po.co/de move to mi.com, poco.in still answers and moves, too.
type Shops struct{}

var (
	oldPage  = regexp.MustCompile(`^po\.co/(uk|de)(/.*)?$`)
	oldGoods = regexp.MustCompile(`^/product/([a-z0-9-]+)(/specs|/buy)?$`)
	newPage  = regexp.MustCompile(`^mi\.com/([a-z]+)(/.*)?$`)
	number   = regexp.MustCompile(`(?:^|&)gid=([A-Za-z0-9]+)`)
)

// Old says what an address is.
func (Shops) Old(address string) (redirect.Page, redirect.Reason) {
	at, err := redirect.ParseAddress(address)
	if err != nil {
		return redirect.Page{Address: redirect.Address{Path: address}}, redirect.NoPage
	}
	page := redirect.Page{Address: at}
	switch {
	case at.Host != "po.co" && at.Host != "poco.in":
		return page, redirect.Foreign
	case strings.HasSuffix(at.Path, ".css"):
		page.Address.Query = ""
		return page, redirect.Furniture
	}
	page.Address.Query = ""
	below := at.Path
	if at.Host == "poco.in" {
		page.Shop, page.Region, page.Open = "poco.in", "in", true
	} else {
		m := oldPage.FindStringSubmatch(at.Host + at.Path)
		if m == nil {
			return page, redirect.NoShop
		}
		page.Shop, page.Region, below = catalog.ShopID("po.co/"+m[1]), m[1], m[2]
	}
	if m := number.FindStringSubmatch(at.Query); m != nil {
		page.Address.Query, page.Item = "gid="+m[1], m[1]
	}
	page.Kind = redirect.Other
	switch m := oldGoods.FindStringSubmatch(below); {
	case below == "":
		page.Kind = redirect.Home
	case m != nil && strings.HasSuffix(m[1], "-series"):
		page.Kind = redirect.Series
	case m != nil:
		page.Slug = m[1]
		page.Kind = map[string]redirect.Kind{"": redirect.Product, "/specs": redirect.Specs, "/buy": redirect.Buy}[m[2]]
	case strings.HasPrefix(below, "/service/"):
		page.Kind = redirect.Support
	case strings.HasPrefix(below, "/legal/"):
		page.Kind = redirect.Legal
	}
	return page, ""
}

// New returns the shop of the same region.
func (Shops) New(shop catalog.ShopID, _ string) (redirect.NewShop, bool) {
	region, ok := map[catalog.ShopID]string{"po.co/uk": "uk", "po.co/de": "de", "poco.in": "in"}[shop]
	if !ok {
		return redirect.NewShop{}, false
	}
	home := "https://www.mi.com/" + region + "/"
	return redirect.NewShop{
		ID: catalog.ShopID("mi.com/" + region), Region: region, Home: home, Hub: home + "poco/", Specs: home + "product/{slug}/specs/",
	}, true
}

// Place says what an address is to the new shops.
func (s Shops) Place(address string) (region string, kind redirect.Kind, isNew bool) {
	at, err := redirect.ParseAddress(address)
	if err != nil {
		return "", "", false
	}
	m := newPage.FindStringSubmatch(at.Host + at.Path)
	if m == nil {
		page, _ := s.Old(address)
		return page.Region, page.Kind, false
	}
	switch {
	case m[2] == "":
		kind = redirect.Home
	case m[2] == "/poco":
		kind = redirect.Listing
	case strings.HasPrefix(m[2], "/errors/"):
		kind = redirect.Error
	case strings.HasSuffix(m[2], "/specs"):
		kind = redirect.Specs
	case strings.HasPrefix(m[2], "/product/"):
		kind = redirect.Product
	}
	return m[1], kind, true
}

// Hosts returns the two hosts.
func (Shops) Hosts() []redirect.Host {
	return []redirect.Host{{Name: "po.co", Spellings: []string{"www.po.co", "po.co"}}, {Name: "poco.in", Spellings: []string{"www.poco.in", "poco.in"}}}
}
