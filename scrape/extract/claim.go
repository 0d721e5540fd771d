package extract

import (
	"html"
	"strings"

	xhtml "golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// The sources of the general reader, as [catalog.Locator] names readers, and how much each is believed when it speaks alone
// and plainly, from 0 to 1. The numbers are set by hand, from what a source is made for: data for machines before what a
// page tells a social network, that before the state of scripts, and all before visible text. They say which of two that
// disagree is followed.
const (
	fromJSONLD    = "json-ld"
	fromMicrodata = "microdata"
	fromOpenGraph = "opengraph"
	fromState     = "state"
	fromText      = "html"
)

var trust = map[string]float64{
	fromJSONLD: 0.90, fromMicrodata: 0.85, fromOpenGraph: 0.75, fromState: 0.70, fromText: 0.65,
}

// claim is what one source says about one field of the product that a page is about.
type claim struct {
	field  site.Field
	text   string // as it stands
	value  string // as it is understood; "" where it is not
	reader string
	at     *value         // where it stands, for JSON and microdata
	in     *xhtml.Node    // the element, for what people see
	attr   string         // of the element, where it stands in one
	known  *catalog.Quote // by the profile of the shop
	weight float64
	minor  bool   // a whole number that may count cents
	doubt  string // why it is not taken, or believed less
}

// claims collects what the sources say.
type claims struct {
	list []claim
}

// maxClaims bounds the claims of a page, and maxClaimText the bytes of one.
const (
	maxClaims    = 2000
	maxClaimText = 2000
)

// add notes what a source says. Shops escape text twice; a claim holds it once.
func (c *claims) add(n claim) {
	text := strings.ToValidUTF8(n.text, "\uFFFD")
	if strings.IndexByte(text, '&') >= 0 {
		text = html.UnescapeString(text)
	}
	n.text = strings.TrimSpace(text)
	if n.text == "" || isTemplate(n.text) || len(n.text) > maxClaimText || len(c.list) >= maxClaims {
		return
	}
	c.list = append(c.list, n)
}

// isTemplate says that a text is a place that a program has not filled.
func isTemplate(text string) bool {
	for _, sign := range []string{"{{", "${", "[[", "<%", "%%", "#{"} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

// of returns the claims about a field.
func (c *claims) of(field site.Field) []*claim {
	var out []*claim
	for i := range c.list {
		if c.list[i].field == field {
			out = append(out, &c.list[i])
		}
	}
	return out
}

// path returns where a claim stands on its page. Names of elements and properties are what the page makes them.
func (c *claim) path(page *htmlPage) string { return strings.ToValidUTF8(c.place(page), "\uFFFD") }

func (c *claim) place(page *htmlPage) string {
	if c.known != nil {
		return c.known.At.Path
	}
	e, attr, pointer := c.in, c.attr, ""
	if c.at != nil {
		root := c.at
		for root.parent != nil && root.element == nil {
			root = root.parent
		}
		if root.element == nil {
			return c.at.pointer()
		}
		e = root.element
		if root != c.at { // JSON in an attribute
			pointer = "!" + strings.TrimPrefix(c.at.pointer(), root.inside)
			attr = strings.TrimPrefix(root.inside, "@")
		} else if attr = valueAttribute(e); root.kind != scalar {
			attr = ""
		}
	}
	page.path = page.appendPath(page.path[:0], e)
	path := string(page.path)
	if attr != "" {
		path += "@" + attr
	}
	return path + pointer
}
