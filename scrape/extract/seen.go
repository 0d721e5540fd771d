package extract

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/scrape/site"
)

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
func (s *survey) openGraph(c *claims) {
	og := openGraph(s.metas, "")
	for _, f := range openGraphFields {
		for _, at := range first(og.each(f.name)) {
			text := at.text
			if f.field == site.Name {
				text = s.withoutShop(text, og.say("og:site_name"), c)
			}
			c.add(claim{field: f.field, text: text, reader: fromOpenGraph, at: at, weight: f.weight * trust[fromOpenGraph]})
		}
	}
}

// withoutShop takes the shop's name off a title: what follows a bar or dash, where it is the shop's name or where what
// stands before it is the product's name by another source.
func (s *survey) withoutShop(title, shop string, c *claims) string {
	for _, bar := range []string{" | ", " – ", " — ", " - ", " :: ", " · ", " : "} {
		for at := strings.LastIndex(title, bar); at > 0; at = strings.LastIndex(title[:at], bar) {
			before, behind := title[:at], title[at+len(bar):]
			if shop != "" && foldName(behind) == foldName(shop) || s.isHeading(before) || c.names(before) {
				return before
			}
		}
	}
	return title
}

func (s *survey) isHeading(name string) bool {
	for _, h := range s.headings[:min(len(s.headings), 5)] {
		if foldName(visible(h)) == foldName(name) {
			return true
		}
	}
	return false
}

// names says that a source has given a name.
func (c *claims) names(name string) bool {
	for _, n := range c.of(site.Name) {
		if foldName(n.text) == foldName(name) {
			return true
		}
	}
	return false
}

// orphanFields are the properties of microdata that pages give without saying of what.
var orphanFields = map[string]site.Field{
	"name": site.Name, "price": site.Price, "lowPrice": site.Price, "priceCurrency": site.Currency, "sku": site.SKU, "productID": site.SKU, "brand": site.Brand, "mpn": site.MPN,
	"gtin13": site.GTIN, "gtin": site.GTIN, "gtin12": site.GTIN, "gtin8": site.GTIN, "availability": site.Availability, "image": site.Image,
}

// orphaned states what microdata says outside of any item: many a shop's template has the properties and lost the scope.
// Of each property the first counts, and none where there are items that are products.
func (s *survey) orphaned(c *claims, items *graph) {
	if len(items.goods) > 0 {
		return
	}
	m := &microdata{base: s.base, root: s.root}
	stated := map[site.Field]bool{}
	for _, e := range s.orphans {
		field := orphanFields[attributeOf(e, "itemprop")]
		if field == "" || stated[field] {
			continue
		}
		stated[field] = true
		c.add(claim{field: field, text: m.valueOf(e), reader: fromMicrodata, at: &value{kind: scalar, element: e}, weight: 0.8 * trust[fromMicrodata]})
	}
}

// seen states what people see: the heading, amounts, codes behind their labels, and the button.
func (s *survey) seen(c *claims) {
	trusted := trust[fromText]
	if h := s.heading(c); h != nil {
		c.add(claim{field: site.Name, text: visible(h), reader: fromText, in: h, weight: trusted})
	}
	if isMissing(s.title) || len(s.headings) > 0 && isMissing(visible(s.headings[0])) {
		return // what it shows is there to lead on
	}
	s.shown.prices(c)
	first := map[site.Field]bool{}
	catalogue := s.shown.isCatalogue()
	for _, code := range s.shown.codes {
		weight := trusted * labelWeight(code.label)
		if catalogue {
			weight *= inCatalogue
		}
		if first[code.field] || s.shown.heading > 0 && code.at < s.shown.heading {
			weight *= 0.6
		}
		first[code.field] = true
		c.add(claim{field: code.field, text: code.text, reader: fromText, in: code.element, attr: code.attr, weight: weight})
	}
	s.shown.ready(c)
}

// isMissing says that a title or heading is that of a page in place of one that is not there.
func isMissing(title string) bool {
	low := strings.ToLower(title)
	return strings.HasPrefix(low, "404") || holdsAny(low, []string{
		"page not found", "product not found", "nicht gefunden", "page introuvable", "produit introuvable", "página no encontrada", "pagina non trovata",
		"pagina niet gevonden", "página não encontrada", "strona nie została znaleziona", "stránka nenalezena", "страница не найдена",
	})
}

// heading returns the heading that names the product: one that bears a name which another source gives, else the first.
func (s *survey) heading(c *claims) *html.Node {
	for _, h := range s.headings[:min(len(s.headings), 5)] {
		if c.names(visible(h)) {
			return h
		}
	}
	if len(s.headings) == 0 {
		return nil
	}
	return s.headings[0]
}

// labelWeight says how surely a label stands before the code that its field names.
func labelWeight(label string) float64 {
	switch label {
	case "sku", "productsku", "itemsku":
		return 1
	case "code", "style", "item", "productid", "marca", "model", "reference", "referencia", ofAttribute, ofClass:
		return 0.75
	}
	return 0.9
}

// prices states the amounts that the page shows. The nearer behind the heading the likelier it is the price; amounts beside
// other products, of payments and of shipping are none.
func (s *shown) prices(c *claims) {
	plain := false
	for _, spot := range s.spots {
		plain = plain || spot.field() == site.Price && spot.marks&markRelated == 0
	}
	ranks, lists := map[string]float64{}, map[string]float64{}
	rank, listRank := 1.0, 1.0
	if s.isCatalogue() {
		rank = inCatalogue
	}
	for _, spot := range s.spots {
		field := spot.field()
		if field == site.ListPrice && !plain && spot.role != "was" && spot.marks&markRelated == 0 {
			field = site.Price // what is called regular where nothing else is a price
		}
		if field == "" {
			continue
		}
		weight, known := ranks[spot.reading.Amount]
		switch {
		case field == site.ListPrice: // beside the price, before it or behind
			if weight, known = lists[spot.reading.Amount]; !known {
				weight, listRank = listRank, listRank*0.6
				lists[spot.reading.Amount] = weight
			}
		case !known:
			if weight = rank; s.heading > 0 && spot.at < s.heading {
				weight *= 0.55
			} else if spot.marks&(markRelated|markNoPrice|markHidden|markNet) == 0 && field == site.Price {
				rank *= 0.6
			}
			ranks[spot.reading.Amount] = weight
		}
		weight *= spot.weight()
		c.add(claim{field: field, text: spot.text, reader: fromText, in: spot.element, weight: weight * trust[fromText]})
		if spot.bare {
			continue
		}
		c.add(claim{field: site.Currency, text: spot.reading.Currency, reader: fromText, in: spot.element, weight: 0.8 * max(weight, 0.6*spot.weight()) * trust[fromText]})
	}
}

// isCatalogue says that the page shows the prices of many goods: more amounts than a product has, none of them beside another
// one's, and neither a code nor a button of one product.
func (s *shown) isCatalogue() bool {
	amounts, attributes := map[string]bool{}, map[string]bool{}
	for _, spot := range s.spots {
		if spot.field() == site.Price && spot.marks&(markRelated|markNoPrice|markHidden) == 0 {
			amounts[spot.reading.Amount] = true
		}
	}
	for _, code := range s.codes {
		switch {
		case code.field != site.SKU:
		case code.label == ofAttribute:
			attributes[code.text] = true
		default:
			return false
		}
	}
	return len(attributes) >= manyGoods || len(amounts) >= manyGoods && len(attributes) == 0 && s.button() == nil
}

// manyGoods is how many amounts or numbers of their own make a page one of many goods; a product shows its price, a former one, an
// instalment, a unit's price. What such a page shows is then believed less than a guess is, see minConfidence.
const (
	manyGoods   = 6
	inCatalogue = 0.4
)

// field returns the field that an amount is of, "" for none.
func (s *spotted) field() site.Field {
	switch s.role {
	case "per", "shipping", "save", "free", "upto":
		return ""
	case "was", "list":
		return site.ListPrice
	}
	if s.marks&markFormer != 0 {
		return site.ListPrice
	}
	return site.Price
}

// weight says how likely an amount is the price, by what it stands in.
func (s *spotted) weight() float64 {
	w := 1.0
	if s.bare {
		w *= 0.7
	}
	if s.marks&markPrice == 0 {
		w *= 0.75
	}
	if s.marks&markNoPrice != 0 {
		w *= 0.4
	}
	if s.marks&markNet != 0 {
		w *= 0.6 // still a price where it is the only one
	}
	if s.marks&markHidden != 0 {
		w *= 0.6
	}
	if s.marks&markRelated != 0 {
		w *= 0.2
	}
	return w
}

// ready states what the button says about availability: the first whose words are known.
func (s *shown) ready(c *claims) {
	if b := s.button(); b != nil {
		text := buttonText(b)
		if _, ok := s.words.Availability(text); !ok {
			text = attributeOf(b, "value")
		}
		c.add(claim{field: site.Availability, text: text, reader: fromText, in: b, weight: 0.7 * trust[fromText]})
	}
}

// button returns the first button whose words say something about stock, nil for none.
func (s *shown) button() *html.Node {
	for _, b := range s.buttons[:min(len(s.buttons), 100)] {
		for _, text := range []string{buttonText(b), attributeOf(b, "value")} {
			if _, ok := s.words.Availability(text); ok {
				return b
			}
		}
	}
	return nil
}

func buttonText(e *html.Node) string { return string(beginning(nil, e, maxShownNear)) }
