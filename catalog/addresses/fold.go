package addresses

import (
	"net/url"
	"regexp"
	"strings"
)

// maxAddress is how long an address may be, in bytes: what web servers take as a request line by default (nginx
// large_client_header_buffers, Apache LimitRequestLine).
const maxAddress = 8192

// indexPage is the last part of a path under which servers answer what they answer without it.
var indexPage = regexp.MustCompile(`(?i)/index\.(?:html?|php)$`)

// Fold returns the form of an absolute address that all ways of writing it share: percent-encoding where RFC 3986 wants it
// and only there (section 6.2.2), no index.html at the end of the path, no final slash. It expects an address without a
// fragment. Case is kept: a path may depend on it.
func Fold(address string) string {
	path, query, asked := strings.Cut(address, "?")
	path = encoded(path)
	path = strings.TrimRight(indexPage.ReplaceAllString(path, ""), "/")
	if asked {
		return path + "?" + encoded(query)
	}
	return path
}

// encoded writes out the escapes of letters, digits and the signs - . _ ~, escapes what is no ASCII and what may not stand
// in an address, and puts the digits of escapes in upper case. A percent sign that begins no escape is escaped.
func encoded(s string) string {
	const upper = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			c = unhex(s[i+1])<<4 | unhex(s[i+2])
			i += 2
			if unreserved(c) {
				b.WriteByte(c)
				continue
			}
		} else if c > ' ' && c < 0x7f && !strings.ContainsRune("\"<>\\^`{|}%", rune(c)) {
			b.WriteByte(c)
			continue
		}
		b.Write([]byte{'%', upper[c>>4], upper[c&15]})
	}
	return b.String()
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}

// furniture is what stands on every site or is asked for by those who probe it, and is no page to carry over. The parts are
// those that GOV.UK's transition leaves out of its hits (alphagov/transition, hits/ignore.rb), without its own.
var furniture = regexp.MustCompile(`(?i)\.(?:css|js|mjs|map|gif|ico|jpe?g|png|svg|webp|avif|eot|ttf|otf|woff2?|bat|ini|htpasswd|htaccess)$` +
	`|^/(?:browserconfig\.xml|robots\.txt|sitemap[^/]*\.xml(?:\.gz)?|admin\.php|admin/admin\.php|administrator/index\.php)$` +
	`|/etc/passwd|/proc/self/environ|phpmyadmin|sqlpatch\.php|_vti_(?:bin|inf\.htm|pvt|rpc)|wp-(?:admin|cron|login)|/\.(?:env|git)(?:/|$)`)

// absolute reads a cell as an address with a host. Only http and https addresses count; an address without a scheme begins
// with two slashes.
func absolute(cell string) (*url.URL, bool) {
	relative := strings.HasPrefix(cell, "//")
	if relative {
		cell = "https:" + cell
	}
	if len(cell) < len("http://x") || !strings.EqualFold(cell[:4], "http") { // as of most cells, without parsing them
		return nil, false
	}
	u, err := url.Parse(cell)
	if err != nil || u.Hostname() == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, false
	}
	if relative && !strings.Contains(u.Hostname(), ".") {
		return nil, false // the path of an element, //a/b
	}
	return u, true
}

// hostName is a host and no more: what a column of hosts holds, and --host.
var hostName = regexp.MustCompile(`(?i)^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9](?::[0-9]{1,5})?$`)

// bare is an address without its scheme, as people type it. A slash must follow, or it could be a file's name.
var bare = regexp.MustCompile(`(?i)^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::[0-9]{1,5})?/`)

func looksAddress(cell string) bool {
	if _, ok := absolute(cell); ok {
		return true
	}
	return bare.MatchString(cell) && !strings.ContainsAny(cell, " \t")
}

func looksPath(cell string) bool {
	return strings.HasPrefix(cell, "/") && !strings.HasPrefix(cell, "//")
}
