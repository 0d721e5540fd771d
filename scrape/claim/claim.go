package claim

import (
	"html"
	"iter"
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
	"github.com/pocomigrate/pocomigrate/scrape/tree"

	xhtml "golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// The sources of claims, as [catalog.Locator] names readers. FromProfile is what the profile of a shop found.
const (
	FromJSONLD    = "json-ld"
	FromMicrodata = "microdata"
	FromOpenGraph = "opengraph"
	FromState     = "state"
	FromText      = "html"
	FromProfile   = "profile"
)

// Trust returns how much a source is believed when it speaks alone and plainly, from 0 to 1. The numbers are set by hand, from
// what a source is made for: data for machines before what a page tells a social network, that before the state of scripts,
// and all before visible text; and before all of these a profile, since somebody looked at the shop's pages. They say which of two
// that disagree is followed.
func Trust(source string) float64 {
	switch source {
	case FromProfile:
		return 0.97
	case FromJSONLD:
		return 0.90
	case FromMicrodata:
		return 0.85
	case FromOpenGraph:
		return 0.75
	case FromState:
		return 0.70
	case FromText:
		return 0.65
	}
	return 0
}

// Claim is what one source says about one field of the product that a page is about.
type Claim struct {
	Field  site.Field
	Text   string  // as it stands
	Reader string  // the source
	Weight float64 // how much it is believed, 0 to 1: the trust in its source, less what is doubtful about it
	Minor  bool    // the source counts cents

	// Where it stands: one of the three.
	At    *tree.Value    // for JSON, microdata and Open Graph
	In    *xhtml.Node    // for what people see: the element
	Known *catalog.Quote // by the profile of the shop
	Attr  string         // of In, where it stands in an attribute

	// What the vote adds.
	Value string // what Text means; "" where that is nothing
	Doubt string // the code of the issue because of which Text is not taken
}

// Claims collects what the sources say about one page. Its zero value is ready.
type Claims struct {
	list []Claim
}

// maxClaims bounds the claims of a page, and maxClaimText the bytes of one.
const (
	maxClaims    = 2000
	maxClaimText = 2000
)

// Add notes what a source says, unless it says nothing: an empty text, a place that no program has filled, a text without end. Shops
// escape text twice; a claim holds it once.
func (c *Claims) Add(n Claim) {
	text := strings.ToValidUTF8(n.Text, "\uFFFD")
	if strings.IndexByte(text, '&') >= 0 {
		text = html.UnescapeString(text)
	}
	n.Text = strings.TrimSpace(text)
	if n.Text == "" || IsTemplate(n.Text) || len(n.Text) > maxClaimText || len(c.list) >= maxClaims {
		return
	}
	c.list = append(c.list, n)
}

// IsTemplate says that a text is a place that a program has not filled.
func IsTemplate(text string) bool {
	for _, sign := range []string{"{{", "${", "[[", "<%", "%%", "#{"} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

// Join adds what other claims say.
func (c *Claims) Join(other *Claims) { c.list = append(c.list, other.list...) }

// All yields the claims in the order in which they were added.
func (c *Claims) All() iter.Seq[*Claim] {
	return func(yield func(*Claim) bool) {
		for i := range c.list {
			if !yield(&c.list[i]) {
				return
			}
		}
	}
}

// Of returns the claims about a field.
func (c *Claims) Of(field site.Field) []*Claim {
	var out []*Claim
	for i := range c.list {
		if c.list[i].Field == field {
			out = append(out, &c.list[i])
		}
	}
	return out
}

// Path returns where a claim stands on its page, as [catalog.Locator] writes it; on writes the paths of that page. It is UTF-8 whatever
// the names of elements and properties are.
func (c *Claim) Path(on *element.Paths) string { return strings.ToValidUTF8(c.place(on), "\uFFFD") }

func (c *Claim) place(on *element.Paths) string {
	if c.Known != nil {
		return c.Known.At.Path
	}
	e, attr, pointer := c.In, c.Attr, ""
	if c.At != nil {
		root := c.At
		for root.Parent != nil && root.Element == nil {
			root = root.Parent
		}
		if root.Element == nil {
			return c.At.Pointer()
		}
		e = root.Element
		if root != c.At { // JSON in an attribute
			pointer = "!" + strings.TrimPrefix(c.At.Pointer(), root.Inside)
			attr = strings.TrimPrefix(root.Inside, "@")
		} else if attr = element.ValueAttr(e); root.Kind != tree.Scalar {
			attr = ""
		}
	}
	path := string(on.Of(e))
	if attr != "" {
		path += "@" + attr
	}
	return path + pointer
}

// HasName says that a source has given a name.
func (c *Claims) HasName(name string) bool {
	for _, n := range c.Of(site.Name) {
		if FoldName(n.Text) == FoldName(name) {
			return true
		}
	}
	return false
}
