package site

import (
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/glob"
)

// Profile describes one shop.
type Profile struct {
	File    string `json:"-"` // its path among the built-in files or below the user's folder
	BuiltIn bool   `json:"-"`

	ID   catalog.ShopID `json:"id"`
	Name string         `json:"name"`
	Role Role           `json:"role"`
	// Market is the region sold to; empty for a shop whose page rules name it ({market}).
	Market   string `json:"market,omitempty"`
	Lang     string `json:"lang"`               // BCP 47
	Currency string `json:"currency,omitempty"` // ISO 4217; empty for a shop that states no prices
	// Markets gives language and currency of each market of a shop that serves several.
	Markets map[string]Locale `json:"markets,omitempty"`

	Closed      string `json:"closed,omitempty"`       // day the shop stopped answering, 2024-12-31; empty while it answers
	RedirectsTo string `json:"redirects_to,omitempty"` // where a closed shop sends its visitors
	// Sources are the page sources to try, best first: "live", "browser", "wayback".
	Sources []string `json:"sources"`

	Routes []Route `json:"routes,omitempty"` // where the catalogue moves to; source shops only

	// Start are the addresses from which every product can be reached.
	Start []string `json:"start"`
	// ProductURL is the canonical address of a product's page, with {slug} and, where needed, {market}.
	ProductURL string `json:"product_url"`
	// IgnoreSlugs are patterns of slugs that are no products, such as "*-series".
	IgnoreSlugs []string   `json:"ignore_slugs,omitempty"`
	Pages       []PageRule `json:"pages"`
	// Other are pages of the shop's site that hold no products; the first that fits decides.
	Other []OtherPage `json:"other,omitempty"`
	// SpecLabels are labels of specifications in the shop's words, beside those that its layouts name. They are needed where a
	// layout tells labels from values by words alone; see [SpecRule].
	SpecLabels []string `json:"spec_labels,omitempty"`
	// ItemParams are the query parameters that name one row of a product, such as gid.
	ItemParams []string `json:"item_params,omitempty"`
	// Note says what is verified about the shop and against what.
	Note string `json:"note"`
}

// Role says which side of the migration a shop is on.
type Role string

// The roles.
const (
	Source Role = "source" // its catalogue moves away
	Target Role = "target" // it receives one
)

// Locale is the language and currency of one market.
type Locale struct {
	Lang     string `json:"lang"`
	Currency string `json:"currency"`
}

// Route says to which shop a catalogue moves.
type Route struct {
	Market string         `json:"market,omitempty"` // the part of the source that takes this route; empty for all of it
	To     catalog.ShopID `json:"to"`
}

// PageRule says which addresses are pages of one kind, and how such pages are read.
type PageRule struct {
	Kind    Kind     `json:"kind"`
	Match   Pattern  `json:"match"`
	Layouts []string `json:"layouts"` // names of the layouts to try; each contributes what it finds
	// Ask is the address, with {slug} and {market}, under which a source that can fetch is asked for this page of every
	// product found; empty where the shop's links lead there, or where it should not be asked.
	Ask string `json:"ask,omitempty"`
	// Follow are patterns of the slugs that links on such pages are followed to, for pages that lead to more than the
	// catalogue, such as a sitemap; empty follows all.
	Follow []string `json:"follow,omitempty"`
	// Render says that such pages need a browser; nil means that they are read as they are served.
	Render *Render `json:"render,omitempty"`

	layouts []*Layout
}

// Kind says what a page is for.
type Kind string

// The kinds of page.
const (
	ListingPage Kind = "listing" // names products and links to them
	ProductPage Kind = "product" // presents one product
	SpecsPage   Kind = "specs"
	BuyPage     Kind = "buy"    // sells one row
	DetailData  Kind = "detail" // the shop's JSON on the rows of one product
	PriceData   Kind = "price"  // the shop's JSON on the price of one product
)

// Place says what an address is to a shop.
type Place struct {
	Rule   *PageRule
	Slug   string // empty for a page that is not about one product
	Market string // the profile's, or what the address says
}

// Place returns what a canonical address is to the shop, and false where the shop does not know it or ignores its slug.
func (p *Profile) Place(url string) (Place, bool) {
	for i := range p.Pages {
		rule := &p.Pages[i]
		values, ok := rule.Match.Match(url)
		if !ok {
			continue
		}
		if p.Ignores(values["slug"]) {
			return Place{}, false
		}
		return Place{Rule: rule, Slug: values["slug"], Market: values["market"]}, true
	}
	return Place{}, false
}

// Omits reports whether a canonical address has the pattern of a page rule and no place, because its slug is ignored.
func (p *Profile) Omits(url string) bool {
	for i := range p.Pages {
		if values, ok := p.Pages[i].Match.Match(url); ok && p.Ignores(values["slug"]) {
			return true
		}
	}
	return false
}

// Readers returns the layouts of the rule, in the order in which they are tried. The caller must not change them.
func (r *PageRule) Readers() []*Layout { return r.layouts }

// Ignores reports whether a slug is one that the profile says is no product.
func (p *Profile) Ignores(slug string) bool {
	for _, pattern := range p.IgnoreSlugs {
		if glob.Match(pattern, slug) {
			return true
		}
	}
	return false
}

// Product returns the canonical address of a product's page.
func (p *Profile) Product(slug, market string) string { return fill(p.ProductURL, slug, market) }

// Follows reports whether a link on a page of this kind to the product of a slug is followed. The rule may be nil, for a
// page that no rule describes, which leads nowhere.
func (r *PageRule) Follows(slug string) bool {
	if r == nil {
		return false
	}
	return len(r.Follow) == 0 || slices.ContainsFunc(r.Follow, func(pattern string) bool { return glob.Match(pattern, slug) })
}

// Address returns where to ask for the page of a product, or "" where the profile does not say to ask.
func (r *PageRule) Address(slug, market string) string { return fill(r.Ask, slug, market) }

func fill(template, slug, market string) string {
	return strings.NewReplacer("{slug}", slug, "{market}", market).Replace(template)
}

// Locale returns the language and currency that the words of a market are read in; an empty market means the shop's own.
func (p *Profile) Locale(market string) Locale {
	if l, ok := p.Markets[market]; ok {
		return l
	}
	return Locale{Lang: p.Lang, Currency: p.Currency}
}

// Route returns the shop to which a market's catalogue moves, and false where no route is known.
func (p *Profile) Route(market string) (catalog.ShopID, bool) {
	for _, r := range p.Routes {
		if r.Market == "" || r.Market == market {
			return r.To, true
		}
	}
	return "", false
}
