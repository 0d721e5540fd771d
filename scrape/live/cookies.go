package live

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"sync"
)

const (
	// maxCookies bounds the cookies kept of one host; browsers keep some 180 of a domain, shops set a dozen.
	maxCookies = 100
	// maxCookie bounds the name and value of one cookie (RFC 6265, section 6.1).
	maxCookie = 4096
)

// cookies are those that hosts have set, for as long as the fetcher lives: a run that goes on starts without. A shop may
// show its regional pages by them. There is no list of public suffixes, without which a host could set cookies for its
// neighbours under a suffix of two labels (mi.co.id for co.id): nothing here is signed in anywhere.
type cookies struct {
	jar *cookiejar.Jar

	mu    sync.Mutex
	known map[string]map[cookieName]bool // by host
}

// cookieName is what one cookie replaces another by.
type cookieName struct{ name, domain, path string }

func newCookies() *cookies {
	jar, _ := cookiejar.New(nil) //nolint:errcheck // it has no way to fail
	return &cookies{jar: jar, known: map[string]map[cookieName]bool{}}
}

// add puts the cookies for an address on a request's header.
func (c *cookies) add(r *http.Request) {
	for _, cookie := range c.jar.Cookies(r.URL) {
		r.AddCookie(cookie)
	}
}

// keep takes the cookies of an answer, as far as the bounds allow.
func (c *cookies) keep(u *url.URL, answer *http.Response) {
	var kept []*http.Cookie
	c.mu.Lock()
	known := c.known[u.Host]
	if known == nil {
		known = map[cookieName]bool{}
		c.known[u.Host] = known
	}
	for _, cookie := range answer.Cookies() {
		name := cookieName{cookie.Name, cookie.Domain, cookie.Path}
		if len(cookie.Name)+len(cookie.Value)+len(cookie.Path) > maxCookie || !known[name] && len(known) >= maxCookies {
			continue
		}
		known[name] = true
		kept = append(kept, cookie)
	}
	c.mu.Unlock()
	c.jar.SetCookies(u, kept)
}
