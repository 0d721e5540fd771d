package structured

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/scrape/claim"
	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/tree"
)

// vocabularies are the prefixes that the Open Graph protocol itself knows, and that of Facebook's catalogue.
const vocabularies = " og product article book music profile video "

// openGraph returns what the meta elements of a page say in the terms of Open Graph ("og:title", "product:price:amount")
// and of the prefixes that the page declares, in the order of the page, as one object whose names may repeat.
func openGraph(metas []*html.Node, prefixes string) *tree.Value {
	v := &tree.Value{Kind: tree.Object}
	for _, e := range metas {
		name := element.Attr(e, "property")
		if name == "" {
			name = element.Attr(e, "name")
		}
		prefix, _, ok := strings.Cut(name, ":")
		prefix = " " + strings.ToLower(strings.TrimSpace(prefix))
		if !ok || !strings.Contains(vocabularies, prefix+" ") && !strings.Contains(prefixes, prefix+": ") {
			continue
		}
		if content := strings.TrimSpace(element.Attr(e, "content")); content != "" {
			v.Put(strings.TrimSpace(name), &tree.Value{Kind: tree.Scalar, Text: content, Element: e})
		}
	}
	return v
}

// declared returns the prefixes that an element declares, in the form in which openGraph looks for them.
func declared(e *html.Node) string {
	return " " + strings.Join(strings.Fields(element.Attr(e, "prefix")), " ") + " "
}

// openGraphFields are the properties of Open Graph that speak of a product, and how much of the source's trust each has: an
// og:title bears the shop's name behind the product's, and a retailer's item id may be that of a variant.
var openGraphFields = []struct {
	name   string
	field  site.Field
	weight float64
}{
	{"og:title", site.Name, 0.9},
	{"product:brand", site.Brand, 1},
	{"og:brand", site.Brand, 1},
	{"product:retailer_item_id", site.SKU, 0.8},
	{"product:retailer_part_no", site.SKU, 0.8},
	{"product:sku", site.SKU, 1},
	{"og:sku", site.SKU, 1},
	{"product:gtin", site.GTIN, 1},
	{"product:ean", site.GTIN, 1},
	{"product:upc", site.GTIN, 1},
	{"product:isbn", site.GTIN, 1},
	{"og:upc", site.GTIN, 1},
	{"book:isbn", site.GTIN, 1},
	{"product:mfr_part_no", site.MPN, 1},
	{"product:sale_price:amount", site.Price, 1},
	{"product:price:amount", site.Price, 0.95},
	{"og:price:amount", site.Price, 0.95},
	{"product:price", site.Price, 0.9},
	{"product:original_price:amount", site.ListPrice, 1},
	{"og:price:standard_amount", site.ListPrice, 1},
	{"product:sale_price:currency", site.Currency, 1},
	{"product:price:currency", site.Currency, 1},
	{"og:price:currency", site.Currency, 1},
	{"product:availability", site.Availability, 1},
	{"og:availability", site.Availability, 1},
	{"og:image", site.Image, 1},
	{"og:image:secure_url", site.Image, 0.9},
}

// openGraph states what Open Graph says of a product, each property once.
func (p *Page) openGraph(c *claim.Claims) {
	og := openGraph(p.metas, p.prefixes)
	for _, f := range openGraphFields {
		at := og.First(f.name)
		if at == nil {
			continue
		}
		text := at.Text
		if f.field == site.Name {
			text = p.withoutShop(text, og.Say("og:site_name"), c)
		}
		c.Add(claim.Claim{Field: f.field, Text: text, Reader: claim.FromOpenGraph, At: at, Weight: f.weight * claim.Trust(claim.FromOpenGraph)})
	}
}

// withoutShop takes the shop's name off a title: what follows a bar or dash, where it is the shop's name or where what
// stands before it is the product's name by another source.
func (p *Page) withoutShop(title, shop string, c *claim.Claims) string {
	for _, bar := range []string{" | ", " – ", " — ", " - ", " :: ", " · ", " : "} {
		for at := strings.LastIndex(title, bar); at > 0; at = strings.LastIndex(title[:at], bar) {
			before, behind := title[:at], title[at+len(bar):]
			if shop != "" && claim.FoldName(behind) == claim.FoldName(shop) || p.isHeading(before) || c.HasName(before) {
				return before
			}
		}
	}
	return title
}

func (p *Page) isHeading(name string) bool {
	for _, h := range p.Headings[:min(len(p.Headings), 5)] {
		if claim.FoldName(element.Text(h)) == claim.FoldName(name) {
			return true
		}
	}
	return false
}
