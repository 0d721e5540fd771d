package redirect

import (
	_ "embed" // the shipped policy
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/glob"
)

// Policy says what pages lead to that no mapping speaks of, and what is allowed: the first of its rows that fits decides. The
// zero Policy decides nothing, so that every page is pending.
type Policy struct{ rows []row }

// row is one line of a policy.
type row struct {
	kind    Kind
	shop    string // pattern
	address string // pattern
	action  action
	target  string
	reason  string
	place   string // "policy.csv:12"
}

type action string

const (
	doRedirect action = "redirect"
	doGone     action = "gone"
	doPending  action = "pending"
	doIgnore   action = "ignore"
	doAllow    action = "allow"
)

// The kinds of row that are no kinds of page.
const (
	unmapped  Kind = "unmapped"
	ofRegions Kind = "region"
	ofHosts   Kind = "host"
)

//go:embed policy.csv
var shippedPolicy string

// ShippedPolicy returns the text of the policy that holds where the user's own has no row.
func ShippedPolicy() string { return shippedPolicy }

// policyColumns is the header that a policy must have.
var policyColumns = []string{"kind", "shop", "address", "action", "target", "reason", "source"}

// ReadPolicy reads a policy: CSV with the columns kind, shop, address, action, target, reason and source, in this order. Empty
// lines and lines that begin with # are passed over. Its errors name file, line and value.
func ReadPolicy(r io.Reader, name string) (Policy, error) {
	var p Policy
	in := csv.NewReader(r)
	in.Comment = '#'
	for first := true; ; first = false {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) && !first {
			return p, nil
		}
		if err != nil {
			return Policy{}, fmt.Errorf("%s: %w", name, err)
		}
		line, _ := in.FieldPos(0)
		place := fmt.Sprintf("%s:%d", name, line)
		if first {
			cells[0] = strings.TrimPrefix(cells[0], "\ufeff")
			if !slices.Equal(cells, policyColumns) {
				return Policy{}, fmt.Errorf("%s: want the columns %s", place, strings.Join(policyColumns, ","))
			}
			continue
		}
		rule := row{Kind(cells[0]), cells[1], cells[2], action(cells[3]), cells[4], cells[5], place}
		if err := rule.check(); err != nil {
			return Policy{}, fmt.Errorf("%s: %w", place, err)
		}
		p.rows = append(p.rows, rule)
	}
}

// Over returns the policy with the rows of p tried before those of q.
func (p Policy) Over(q Policy) Policy { return Policy{slices.Concat(p.rows, q.rows)} }

// pageKinds are the kinds that a row may be about beside those that allow.
var pageKinds = []Kind{Product, Specs, Buy, unmapped, Listing, Home, Series, Support, Legal, Detail, Price, Other}

// The words that a target may hold.
var (
	ofMapping = []string{"{variant}", "{product}", "{specs}", "{sku}", "{slug}"}
	ofShop    = []string{"{home}", "{hub}", "{region}"}
)

func (r row) check() error {
	allows := r.kind == ofRegions || r.kind == ofHosts
	switch {
	case !allows && !slices.Contains(pageKinds, r.kind):
		return fmt.Errorf("kind %q: it is none of %s, region, host", r.kind, joinKinds(pageKinds))
	case r.shop == "" || r.address == "":
		return errors.New("shop and address must not be empty; * stands for any")
	case r.reason == "":
		return errors.New("reason is empty: say why, for those who read the redirects")
	case allows != (r.action == doAllow):
		return fmt.Errorf("action %q: rows of the kinds region and host allow, and no others do", r.action)
	case !slices.Contains([]action{doRedirect, doGone, doPending, doIgnore, doAllow}, r.action):
		return fmt.Errorf("action %q: it is none of redirect, gone, pending, ignore", r.action)
	case (r.target != "") != (r.action == doRedirect || r.action == doAllow):
		return fmt.Errorf("target %q: redirect and allow have one, other actions have none", r.target)
	case r.action == doRedirect:
		return r.checkTarget()
	}
	return nil
}

func (r row) checkTarget() error {
	mapped := r.kind == Product || r.kind == Specs || r.kind == Buy
	text := r.target
	for _, word := range slices.Concat(ofMapping, ofShop) {
		if slices.Contains(ofMapping, word) && !mapped && strings.Contains(text, word) {
			return fmt.Errorf("target %q: %s is of what takes a product's place, which pages of the kind %s have not", r.target, word, r.kind)
		}
		text = strings.ReplaceAll(text, word, "x")
	}
	if strings.ContainsAny(text, "{}") {
		return fmt.Errorf("target %q: its words are %s", r.target, strings.Join(slices.Concat(ofMapping, ofShop), " "))
	}
	if strings.HasPrefix(r.target, "{") && !strings.HasPrefix(text, "http") {
		return nil // the beginning of an address stands for itself
	}
	if u, err := url.Parse(text); err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return fmt.Errorf("target %q: it is no http or https address", r.target)
	}
	return nil
}

func joinKinds(kinds []Kind) string {
	out := make([]string, len(kinds))
	for i, k := range kinds {
		out[i] = string(k)
	}
	return strings.Join(out, ", ")
}

// find returns the row for a page.
func (p Policy) find(kind Kind, page Page) (row, bool) {
	for _, r := range p.rows {
		if r.kind == kind && glob.Match(r.shop, string(page.Shop)) && glob.Match(r.address, strings.TrimPrefix(page.Address.URL(), "https://")) {
			return r, true
		}
	}
	return row{}, false
}

// allowsRegion reports whether pages of a shop may lead to another region's shop or site.
func (p Policy) allowsRegion(shop catalog.ShopID, to Address) bool {
	return slices.ContainsFunc(p.rows, func(r row) bool {
		at := to.Host + to.Path
		return r.kind == ofRegions && glob.Match(r.shop, string(shop)) && (at == r.target || strings.HasPrefix(at, r.target+"/"))
	})
}

// allowsHost reports whether redirects may lead to a host that is not of the new shops.
func (p Policy) allowsHost(host string) bool {
	return slices.ContainsFunc(p.rows, func(r row) bool { return r.kind == ofHosts && bare(r.target) == host })
}
