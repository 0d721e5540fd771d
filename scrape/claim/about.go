package claim

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/address"
	"github.com/pocomigrate/pocomigrate/scrape/ascii"
)

// About is what a page says it is about, beside its products: where it is, and what it is called. Its zero value is a page that says
// nothing.
type About struct {
	Any bool // whatever product there is, is the one

	charset encoding.Encoding
	full    string   // its address with its query, as [address.Key] writes it
	path    string   // of its address, as pathOf writes it
	names   []string // its headings and titles, folded
}

// Locate says where the page is: at an address, or, where that has no path, at the one that the page gives as its own. Of is the
// page's character set, nil for UTF-8.
func (a *About) Locate(page, canonical string, of encoding.Encoding) {
	a.charset, a.full = of, address.Key(page, of)
	if a.path = pathOf(page); a.path == "" {
		a.path = pathOf(canonical)
	}
}

// Call notes a heading, a title, or a name that a source gives to the page's product.
func (a *About) Call(name string) {
	if key := FoldName(name); key != "" {
		a.names = append(a.names, key)
	}
}

// IsNamed says that the page bears a product's name.
func (a *About) IsNamed(name string) bool {
	key := FoldName(name)
	if len(key) < 3 || a.Any {
		return a.Any && name != ""
	}
	for _, n := range a.names {
		if n == key || len(key) > 5 && strings.HasPrefix(n, key) || len(n) > 5 && strings.HasPrefix(key, n) {
			return true
		}
	}
	return false
}

// Holds says that a name is part of one that the page bears, as behind the maker's.
func (a *About) Holds(name string) bool {
	key := FoldName(name)
	return len(key) > 8 && slices.ContainsFunc(a.names, func(n string) bool { return strings.Contains(" "+n+" ", " "+key+" ") })
}

// IsHere says that an address is the page's, whatever its query.
func (a *About) IsHere(raw string) bool {
	return a.path != "" && raw != "" && strings.Contains(raw, "/") && pathOf(raw) == a.path
}

// IsAddress says that an address is the page's with its query, which tells the offers of a product apart.
func (a *About) IsAddress(raw string) bool {
	return a.full != "" && a.full == address.Key(raw, a.charset)
}

// pathOf returns the path of an address as it is compared: without host, query and fragment, since products name themselves by
// any of the shop's hosts.
func pathOf(address string) string {
	u, err := url.Parse(scrape.Canonical(address))
	if err != nil {
		return ""
	}
	return strings.ToLower(strings.Trim(u.Path, "/"))
}

// FoldName returns a name in the form in which names are compared: letters and digits in lower case.
func FoldName(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return r < utf8.RuneSelf && !ascii.IsLetter(byte(r)) && !ascii.IsDigit(byte(r)) || r == 0xa0 || r == '’' || r == '–' || r == '®' || r == '™'
	}), " ")
}
