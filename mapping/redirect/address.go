package redirect

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// Address is an old address in the form in which its spellings are one: no scheme, no "www.", no default port, no final
// slash, no fragment, and of the query only the one parameter that tells pages apart. Path is percent-encoded, each
// escape in capitals and none that is not needed; it is empty for the front page. It is comparable.
type Address struct {
	Host  string
	Path  string
	Query string // "gid=4101500011", or ""
}

// maxAddress bounds an address, in bytes. Servers refuse request lines of more than 8 KiB.
const maxAddress = 8 << 10

// ParseAddress reads an absolute http or https address, or one that begins with "//". The query is kept whole: which of its
// parameters tells pages apart is the shop's to say.
func ParseAddress(raw string) (Address, error) {
	s := strings.TrimSpace(raw)
	if len(s) > maxAddress {
		return Address{}, fmt.Errorf("address of %d bytes: no server takes more than %d", len(s), maxAddress)
	}
	if strings.HasPrefix(s, "//") {
		s = "https:" + s
	}
	u, err := url.Parse(s)
	if err != nil {
		return Address{}, errors.New("no address that could be read")
	}
	host := strings.TrimRight(strings.ToLower(u.Hostname()), ".")
	if host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return Address{}, errors.New("no http or https address")
	}
	if strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789-._:") != "" {
		return Address{}, fmt.Errorf("host %q: write it in ASCII, as it is asked for (xn--…)", host)
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		host += ":" + port
	}
	a := Address{bare(host), normalPath(u.EscapedPath()), escapedQuery(u.RawQuery)}
	if n := len(a.URL()); n > maxAddress {
		return Address{}, fmt.Errorf("address of %d bytes, escaped: no server takes more than %d", n, maxAddress)
	}
	return a, nil
}

// bare takes "www." off a host as long as a host is left.
func bare(host string) string {
	for {
		rest, ok := strings.CutPrefix(host, "www.")
		if !ok || !strings.Contains(rest, ".") {
			return host
		}
		host = rest
	}
}

// normalPath returns a path with its escapes in one form and without final slashes.
func normalPath(escaped string) string {
	parts := strings.Split(strings.TrimRight(escaped, "/"), "/")
	for i, part := range parts {
		if text, err := url.PathUnescape(part); err == nil {
			parts[i] = url.PathEscape(text)
		}
	}
	return strings.Join(parts, "/")
}

// escapedQuery escapes what cannot stand in a query.
func escapedQuery(query string) string {
	var b strings.Builder
	for _, c := range []byte(query) {
		if c <= ' ' || c >= 0x7f {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// URL returns the address as one that can be asked for.
func (a Address) URL() string {
	if a.Host == "" {
		return a.Path // no web address, as it was given
	}
	out := "https://" + a.Host + a.Path
	if a.Query != "" {
		out += "?" + a.Query
	}
	return out
}

// Decoded returns the path without percent-encoding, "/" for the front page: what web servers call the path.
func (a Address) Decoded() string {
	text, err := url.PathUnescape(a.Path)
	if err != nil {
		text = a.Path
	}
	return cmp.Or(text, "/")
}

// Plain reports whether the query is empty or one parameter that is the same on every server, escaped or not. Only such an
// address can be the key of a rule.
func (a Address) Plain() bool { return a.Query == "" || plainParam.MatchString(a.Query) }

var plainParam = regexp.MustCompile(`^[A-Za-z0-9_]+=[A-Za-z0-9_-]+$`)

// Param returns name and value of the parameter that tells pages apart, both empty where there is none.
func (a Address) Param() (name, value string) {
	name, value, _ = strings.Cut(a.Query, "=")
	return name, value
}

// compare orders addresses by host, path and query.
func (a Address) compare(b Address) int {
	return cmp.Or(strings.Compare(a.Host, b.Host), strings.Compare(a.Path, b.Path), strings.Compare(a.Query, b.Query))
}
