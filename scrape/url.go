package scrape

import (
	"net/url"
	"strings"
)

// junk are query parameters that say where a visitor came from and nothing about the page.
var junk = map[string]bool{
	"srsltid": true, "pc_hash": true, "gclid": true, "fbclid": true, "awc": true, "aw_affid": true,
}

// Canonical returns the form of an address under which captures of one page are the same: https, host in lower case with
// "www." kept off and default ports dropped, no fragment, no tracking parameters, the other parameters in their order, a
// path without a final slash. It returns raw unchanged where raw is no absolute http address.
func Canonical(raw string) string {
	s := strings.TrimSpace(raw)
	if strings.HasPrefix(s, "//") {
		s = "https:" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return raw
	}
	host := bare(strings.ToLower(u.Hostname()))
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		host += ":" + port
	}
	path := strings.TrimRight(u.EscapedPath(), "/")
	var query []string
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		name, _, _ := strings.Cut(pair, "=")
		name = strings.TrimPrefix(name, "amp;") // links that were escaped twice
		if pair == "" || junk[strings.ToLower(name)] || strings.HasPrefix(strings.ToLower(name), "utm_") {
			continue
		}
		query = append(query, pair)
	}
	out := "https://" + host + path
	if len(query) > 0 {
		out += "?" + strings.Join(query, "&")
	}
	return out
}

// bare takes "www." off a host as long as a host is left.
func bare(host string) string {
	for {
		rest, ok := strings.CutPrefix(host, "www.")
		if !ok || !strings.Contains(strings.Trim(rest, "."), ".") {
			return host
		}
		host = rest
	}
}

// Resolve returns the absolute form of a link found on the page at base; scheme-relative links are understood. It returns
// "" for a link that leads nowhere a scraper could follow.
func Resolve(base, link string) string {
	b, err := url.Parse(base)
	if err != nil {
		return ""
	}
	l, err := b.Parse(strings.TrimSpace(link))
	if err != nil || (l.Scheme != "http" && l.Scheme != "https") || l.Host == "" {
		return ""
	}
	l.Fragment = ""
	return l.String()
}

// IsRobots reports whether an address is that of a host's robots.txt, which says how to ask and is no page of a shop.
func IsRobots(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Path == "/robots.txt"
}
