package site

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
)

// Pattern describes addresses in canonical form without their scheme: "po.co/uk/product/{slug}",
// "go.buy.mi.com/fr/v2/item/productdetail?tag={slug}". A {name} stands for one path element or the whole value of a query
// parameter; parameters that the pattern does not name may be there or not.
type Pattern struct {
	text  string
	front string // what stands before the first name of its path
	host  string
	path  []string
	query []param
}

type param struct{ name, value string }

// parsePattern reads a pattern.
func parsePattern(text string) (Pattern, error) {
	p := Pattern{text: text}
	rest, query, _ := strings.Cut(text, "?")
	elements := strings.Split(rest, "/")
	if elements[0] == "" || strings.Contains(elements[0], "{") {
		return p, fmt.Errorf("pattern %q: it must begin with a host, without a scheme", text)
	}
	p.host, p.path = elements[0], elements[1:]
	p.front, _, _ = strings.Cut(rest, "{")
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		name, value, ok := strings.Cut(pair, "=")
		if !ok {
			return p, fmt.Errorf("pattern %q: parameter %q has no value", text, pair)
		}
		p.query = append(p.query, param{name, value})
	}
	return p, nil
}

// String returns the pattern as it was written.
func (p Pattern) String() string { return p.text }

// UnmarshalJSON reads the pattern from a JSON string.
func (p *Pattern) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("pattern: %w", err)
	}
	parsed, err := parsePattern(text)
	if err != nil {
		return err
	}
	*p = parsed
	return nil
}

// MarshalJSON writes the pattern as it was written.
func (p Pattern) MarshalJSON() ([]byte, error) { return json.Marshal(p.text) }

// Match reports whether an address in canonical form has the pattern, and what its names stand for.
func (p Pattern) Match(address string) (map[string]string, bool) {
	// Most patterns are of other hosts and folders, which is seen without taking the address apart.
	if rest, ok := strings.CutPrefix(address, "https://"); ok && !strings.HasPrefix(rest, p.front) {
		return nil, false
	}
	u, err := url.Parse(address)
	if err != nil || u.Host != p.host {
		return nil, false
	}
	values := map[string]string{}
	elements := strings.Split(u.EscapedPath(), "/")[1:]
	if len(elements) != len(p.path) {
		return nil, false
	}
	for i, want := range p.path {
		if !bind(values, want, elements[i]) {
			return nil, false
		}
	}
	query := u.Query()
	for _, q := range p.query {
		if !query.Has(q.name) || !bind(values, q.value, query.Get(q.name)) {
			return nil, false
		}
	}
	return values, true
}

// bind checks one element against the pattern's and notes what a name stands for. A slug is lower case letters, digits
// and hyphens, so that "errors" pages with odd names never become products.
func bind(values map[string]string, want, got string) bool {
	if !strings.HasPrefix(want, "{") || !strings.HasSuffix(want, "}") {
		return want == got
	}
	if got == "" || strings.Trim(got, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return false
	}
	values[want[1:len(want)-1]] = got
	return true
}
