package site

import (
	"net/url"
	"slices"
	"strings"
)

// Areas returns the beginnings of all addresses that the page rules describe, in canonical form without the scheme, sorted
// and none within another: "go.buy.po.co/uk/v2/item/productdetail", "po.co/uk/". One with a final slash is a folder and its
// own page. An index of captures is asked for these. A rule that names the market begins at its host.
func (p *Profile) Areas() []string {
	var all []string
	for i := range p.Pages {
		all = append(all, p.Pages[i].Match.area())
	}
	slices.Sort(all)
	var out []string
	for _, area := range all {
		if len(out) == 0 || !strings.HasPrefix(area, out[len(out)-1]) {
			out = append(out, area)
		}
	}
	return out
}

// area returns the part of the pattern before its first name. A name that fills only part of a path element does not
// exist, so it ends at an element.
func (p Pattern) area() string {
	named := slices.IndexFunc(p.path, func(element string) bool { return strings.Contains(element, "{") })
	if named < 0 {
		named = len(p.path)
	}
	area := strings.Join(append([]string{p.host}, p.path[:named]...), "/")
	if len(p.query) > 0 {
		return area
	}
	return area + "/"
}

// home returns the beginning that all addresses of the shop's own site share, "po.co/uk", or "" for a shop without a site:
// what stands before the product pages' folder.
func (p *Profile) home() string {
	u, err := url.Parse(p.ProductURL)
	if err != nil || strings.Contains(p.ProductURL, "{market}") {
		return ""
	}
	folder, _, ok := strings.Cut(u.Path, "/{slug}")
	if !ok {
		return ""
	}
	at := strings.LastIndexByte(folder, '/')
	return strings.TrimPrefix(u.Host, "www.") + folder[:max(at, 0)]
}

// Owner returns the shop on whose site a canonical address lies, whether or not a page rule describes it: a support page, a
// legal note. Where several do, it is the one with the longest beginning.
func (s *Shops) Owner(address string) (*Profile, bool) {
	_, bare, _ := strings.Cut(address, "://")
	bare, _, _ = strings.Cut(bare, "?")
	var owner *Profile
	for _, p := range s.profiles {
		home := p.home()
		if home != "" && within(home, bare) && (owner == nil || len(home) > len(owner.home())) {
			owner = p
		}
	}
	return owner, owner != nil
}

// within reports whether an address lies at or below another.
func within(beginning, address string) bool {
	rest, ok := strings.CutPrefix(address, beginning)
	return ok && (rest == "" || rest[0] == '/')
}
