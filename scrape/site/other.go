package site

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog/glob"
)

// OtherPage says which addresses of a shop's site are pages of one kind that holds no products. They are not scraped; they
// are old addresses that lead somewhere.
type OtherPage struct {
	Kind string `json:"kind"` // "support", "legal"
	// Match is a pattern of the path below the shop's front page, in which * stands for any characters: "/service/warranty*".
	Match string `json:"match"`
}

// OtherKind returns the kind of a canonical address on the shop's site that no page rule describes: "home", "series" for a
// product page whose slug is ignored, the kind of the first of the shop's other pages that fits, or "".
func (p *Profile) OtherKind(address string) string {
	if p.Home(address) == OwnHome {
		return "home"
	}
	if p.Omits(address) {
		return "series"
	}
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	below, ok := strings.CutPrefix(strings.TrimPrefix(u.Host, "www.")+u.Path, p.home())
	if !ok || p.home() == "" {
		return ""
	}
	for _, o := range p.Other {
		if glob.Match(o.Match, below) {
			return o.Kind
		}
	}
	return ""
}

// Identifying returns the one parameter of a canonical address that tells its page from others at the same path, as
// "gid=4101500011", and the item number where it is one; both are empty where no parameter does. A parameter that the rule of
// the page names counts as well as one of the shop's item numbers.
func (p *Profile) Identifying(address string, place Place) (pair, item string) {
	u, err := url.Parse(address)
	if err != nil {
		return "", ""
	}
	query := u.Query()
	for _, name := range p.ItemParams {
		if value := query.Get(name); plainValue(value) {
			return name + "=" + value, value
		}
	}
	if place.Rule == nil {
		return "", ""
	}
	for _, q := range place.Rule.Match.query {
		if value := query.Get(q.name); plainValue(value) {
			return q.name + "=" + value, ""
		}
	}
	return "", ""
}

// plainValue says that the value of a parameter is the same on every server, escaped or not.
func plainValue(value string) bool {
	const most = 64 // longer ones are sessions and campaigns
	return value != "" && len(value) <= most &&
		strings.Trim(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == ""
}

// HostNames returns the hosts of all addresses that the profile knows, without "www.", sorted.
func (p *Profile) HostNames() []string {
	var out []string
	for i := range p.Pages {
		out = append(out, p.Pages[i].Match.host)
	}
	if u, err := url.Parse(p.ProductURL); err == nil {
		out = append(out, strings.TrimPrefix(u.Host, "www."))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// checkOther reports faults of what the profile says beside its page rules.
func (p *Profile) checkOther() error {
	var faults []error
	for _, o := range p.Other {
		switch {
		case o.Kind != "support" && o.Kind != "legal":
			faults = append(faults, fmt.Errorf("other page %q: kind %q: it is support or legal", o.Match, o.Kind))
		case !strings.HasPrefix(o.Match, "/") && !strings.HasPrefix(o.Match, "*"):
			faults = append(faults, fmt.Errorf("other page %q: it begins with / or *, below the front page", o.Match))
		}
	}
	for _, name := range p.ItemParams {
		if !plainValue(name) || strings.Contains(name, "-") {
			faults = append(faults, fmt.Errorf("item_params %q: it is the name of a query parameter", name))
		}
	}
	return errors.Join(faults...)
}
