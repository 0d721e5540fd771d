package wayback

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

const (
	// stamp is how the archive writes a time.
	stamp = "20060102150405"
	// maxAddress bounds an archived address, in bytes. Longer ones are images inlined in pages that a crawler took for links.
	maxAddress = 4096
)

// parseStamp reads a timestamp of 14 digits. The archive has some that are no time: month 00, hour 24.
func parseStamp(s string) (time.Time, bool) {
	if len(s) != len(stamp) {
		return time.Time{}, false
	}
	at, err := time.Parse(stamp, s)
	return at, err == nil
}

// captured returns an address that was captured without its default port and fragment, or "" for what a shop's page can
// never have: links that crawlers misread (mailto:, data:) and addresses that no browser would follow.
func captured(raw string) string {
	raw, _, _ = strings.Cut(raw, "#")
	u, err := url.Parse(raw)
	if err != nil || len(raw) > maxAddress || u.User != nil || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	host := strings.Trim(u.Hostname(), ".")
	if !strings.ContainsAny(host, ".:") && host != "localhost" {
		return ""
	}
	if strings.ContainsAny(raw, " \t\"<>") || strings.Contains(raw, ";base64,") {
		return ""
	}
	_, rest, _ := strings.Cut(raw, "://")
	authority, path := rest, ""
	if i := strings.IndexAny(rest, "/?"); i >= 0 {
		authority, path = rest[:i], rest[i:]
	}
	authority = strings.TrimSuffix(authority, map[string]string{"http": ":80", "https": ":443"}[u.Scheme])
	return u.Scheme + "://" + authority + path
}

// memento is one capture of an address: where it lies in the archive.
type memento struct {
	at  time.Time
	url string
}

// record names the memento within the source.
func (m memento) record() string { return m.at.Format(stamp) + "/" + m.url }

// parseRecord returns the memento of a name that record made.
func parseRecord(record string) (memento, bool) {
	digits, address, _ := strings.Cut(record, "/")
	at, ok := parseStamp(digits)
	return memento{at, address}, ok && address != "" && captured(address) == address
}

// path is the memento's place below the archive's own address. The address in it is not escaped: that is how the archive
// wants it.
func (m memento) path() string { return "/web/" + m.at.Format(stamp) + "id_/" + m.url }

// parseMemento reads an address of the archive, absolute or not, that leads to a capture in its original form.
func parseMemento(address string) (memento, bool) {
	digits, mode, original := splitArchived(address)
	at, ok := parseStamp(digits)
	return memento{at, original}, ok && mode == "id_" && original != ""
}

// splitArchived takes an address of the archive apart: the time, up to 14 digits, the mode ("id_" for captures as they
// came) and the address that was archived, "" where there is none.
func splitArchived(address string) (digits, mode, original string) {
	_, rest, _ := strings.Cut(address, "/web/")
	head, original, _ := strings.Cut(rest, "/")
	end := strings.IndexFunc(head, func(c rune) bool { return c < '0' || c > '9' })
	if end < 0 {
		end = len(head)
	}
	digits, mode = head[:end], head[end:]
	if digits == "" || len(digits) > len(stamp) || (mode != "" && (len(mode) != 3 || mode[2] != '_')) {
		return "", "", ""
	}
	return digits, mode, unescapedWhole(original)
}

// unescapedWhole returns an address that begins with its scheme; one that was escaped as a whole is unescaped. It returns
// "" for anything else.
func unescapedWhole(address string) string {
	lower := strings.ToLower(address[:min(len(address), 10)])
	if strings.HasPrefix(lower, "http%3a") || strings.HasPrefix(lower, "https%3a") {
		if plain, err := url.PathUnescape(address); err == nil {
			address, lower = plain, strings.ToLower(plain[:min(len(plain), 10)])
		}
	}
	if !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") {
		return ""
	}
	return address
}

// isMemento says that an answer of the archive is an archived one, whatever its status.
func isMemento(h http.Header) bool { return h.Get("Memento-Datetime") != "" }

// datedAs says that an answer of the archive is the archived one of that time.
func datedAs(h http.Header, at time.Time) bool {
	t, err := http.ParseTime(h.Get("Memento-Datetime"))
	return err == nil && t.Equal(at)
}

// same says that two addresses are of one page.
func same(a, b string) bool { return scrape.Canonical(a) == scrape.Canonical(b) }
