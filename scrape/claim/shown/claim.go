package shown

import (
	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/scrape/claim"
	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// Claim states what people see: the heading, amounts, codes behind their labels, and the button. Title is that of the page,
// headings are its h1.
func (s *Page) Claim(c *claim.Claims, title string, headings []*html.Node) {
	trusted := claim.Trust(claim.FromText)
	if h := heading(c, headings); h != nil {
		c.Add(claim.Claim{Field: site.Name, Text: element.Text(h), Reader: claim.FromText, In: h, Weight: trusted})
	}
	if s.known.IsMissing(title) || len(headings) > 0 && s.known.IsMissing(element.Text(headings[0])) {
		return // what it shows is there to lead on
	}
	s.prices(c)
	first := map[site.Field]bool{}
	catalogue := s.isCatalogue()
	for _, code := range s.codes {
		weight := trusted * code.weight
		if catalogue {
			weight *= inCatalogue
		}
		if first[code.field] || s.heading > 0 && code.at < s.heading {
			weight *= 0.6
		}
		first[code.field] = true
		c.Add(claim.Claim{Field: code.field, Text: code.text, Reader: claim.FromText, In: code.element, Attr: code.attr, Weight: weight})
	}
	s.ready(c)
}

// heading returns the heading that names the product: one that bears a name which another source gives, else the first.
func heading(c *claim.Claims, headings []*html.Node) *html.Node {
	for _, h := range headings[:min(len(headings), 5)] {
		if c.HasName(element.Text(h)) {
			return h
		}
	}
	if len(headings) == 0 {
		return nil
	}
	return headings[0]
}

// prices states the amounts that the page shows. The nearer behind the heading the likelier it is the price; amounts beside
// other products, of payments and of shipping are none.
func (s *Page) prices(c *claim.Claims) {
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
		c.Add(claim.Claim{Field: field, Text: spot.text, Reader: claim.FromText, In: spot.element, Weight: weight * claim.Trust(claim.FromText)})
		c.Add(claim.Claim{Field: site.Currency, Text: spot.reading.Currency, Reader: claim.FromText, In: spot.element, Weight: 0.8 * max(weight, 0.6*spot.weight()) * claim.Trust(claim.FromText)})
	}
}

// isCatalogue says that the page shows the prices of many goods: more amounts than a product has, none of them beside another
// one's, and neither a code nor a button of one product.
func (s *Page) isCatalogue() bool {
	amounts, attributes := map[string]bool{}, map[string]bool{}
	for _, spot := range s.spots {
		if spot.field() == site.Price && spot.marks&(markRelated|markNoPrice|markHidden) == 0 {
			amounts[spot.reading.Amount] = true
		}
	}
	for _, code := range s.codes {
		switch {
		case code.field != site.SKU:
		case code.attr != "":
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
func (s *Page) ready(c *claim.Claims) {
	if b := s.button(); b != nil {
		text := buttonText(b)
		if _, ok := s.words.Availability(text); !ok {
			text = element.Attr(b, "value")
		}
		c.Add(claim.Claim{Field: site.Availability, Text: text, Reader: claim.FromText, In: b, Weight: 0.7 * claim.Trust(claim.FromText)})
	}
}

// button returns the first button whose words say something about stock, nil for none.
func (s *Page) button() *html.Node {
	for _, b := range s.buttons[:min(len(s.buttons), 100)] {
		for _, text := range []string{buttonText(b), element.Attr(b, "value")} {
			if _, ok := s.words.Availability(text); ok {
				return b
			}
		}
	}
	return nil
}

func buttonText(e *html.Node) string { return string(element.AppendText(nil, e, maxShownNear)) }
