package extract

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/claim"
	"github.com/pocomigrate/pocomigrate/scrape/claim/state"
	"github.com/pocomigrate/pocomigrate/scrape/claim/vote"
	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/tree/script"
)

// General reads the product that a page of any shop is about, without a profile: from JSON-LD, microdata, Open Graph, the
// objects in its scripts and what people see. Several sources vote on each field. It may be used from several goroutines and
// must not be copied.
type General struct {
	words *normalize.Vocabulary
	desks sync.Pool // of *desk
}

// NewGeneral returns a general reader. Words tell prices, currencies and availability.
func NewGeneral(words *normalize.Vocabulary) *General { return &General{words: words} }

// Product is what the general reader makes of a page. A field that no source states, or that cannot be told, is "".
type Product struct {
	Name, Brand, SKU, GTIN, MPN string
	Price                       string // a decimal, "1299.00"
	ListPrice                   string // the former or recommended price, where it is more than the price
	Currency                    string // ISO 4217
	Availability                string
	Image                       string

	// Facts are all that the sources state, whether it was followed or not, by field, best first.
	Facts []Fact
	// Issues name what the sources disagree about, and codes that are none.
	Issues []catalog.Issue
}

// Fact is what one source states about one field.
type Fact struct {
	Field site.Field
	Quote catalog.Quote
	Value string // what Text means, in the form in which values are compared; "" where that is nothing
	// Confidence is how well this source is believed alone, 0 to 1; for a fact that is used, how sure the value is with all
	// the sources that agree about it. See trust and vote.
	Confidence float64
	Used       bool
}

// fields are what is voted on, in the order in which facts are told, with where the conclusion has them.
var fields = []struct {
	field site.Field
	of    func(*Product) *string
}{
	{site.Name, func(p *Product) *string { return &p.Name }},
	{site.Brand, func(p *Product) *string { return &p.Brand }},
	{site.SKU, func(p *Product) *string { return &p.SKU }},
	{site.GTIN, func(p *Product) *string { return &p.GTIN }},
	{site.MPN, func(p *Product) *string { return &p.MPN }},
	{site.Price, func(p *Product) *string { return &p.Price }},
	{site.ListPrice, func(p *Product) *string { return &p.ListPrice }},
	{site.Currency, func(p *Product) *string { return &p.Currency }},
	{site.Availability, func(p *Product) *string { return &p.Availability }},
	{site.Image, func(p *Product) *string { return &p.Image }},
}

// Read reads a page, which is HTML or JSON. The locale says what is known about the shop; its zero value is fine. What the
// profile of the shop found on the page goes before what the other sources say; known may be empty. A page that is about
// no product, or about many, gives no product. The error says that the page cannot be read at all.
func (g *General) Read(p *scrape.Page, loc normalize.Locale, known ...catalog.Listing) (Product, error) {
	work, ok := g.desks.Get().(*desk)
	if !ok {
		work = &desk{}
	}
	defer func() {
		work.parser.Release()
		g.desks.Put(work)
	}()
	d, err := open(p, work)
	switch {
	case err != nil:
		return Product{}, err
	case d.json == nil && d.html == nil:
		return Product{}, d.jsonErr
	}
	return g.product(d, p, loc, known), nil
}

// product reads a page that was made ready.
func (g *General) product(d *document, p *scrape.Page, loc normalize.Locale, known []catalog.Listing) Product {
	c := &claim.Claims{}
	stateKnown(c, known)
	base := p.URL
	if d.html != nil {
		s := newSurvey(d.html.Nodes[0], p.URL, g.words, loc)
		s.charset = d.charset
		s.collect(c)
		loc, base = s.shown.Locale, s.address()
	} else {
		state.ClaimAnswer(c, d.json)
	}
	vote.Understand(c, g.words, loc, base)
	return conclude(c, p)
}

// address returns what links of the page are relative to.
func (s *survey) address() string {
	if s.structured.Base != nil {
		return s.structured.Base.String()
	}
	return s.page
}

// collect collects what all sources say.
func (s *survey) collect(c *claim.Claims) {
	scripts, about := &script.Reader{}, s.about()
	s.structured.Claim(c, about, scripts)
	s.state.Claim(c, about, scripts)
	s.shown.Claim(c, s.title, s.structured.Headings)
}

// about returns what the page says it is about in its address, headings and titles.
func (s *survey) about() *claim.About {
	a := &claim.About{}
	if s.structured.Base != nil {
		a.Locate(s.page, s.canonical, s.charset)
	}
	a.Call(s.title)
	for _, h := range s.structured.Headings[:min(len(s.structured.Headings), 5)] {
		a.Call(element.Text(h))
	}
	a.Call(s.structured.Title())
	return a
}

// conclude takes the value of each field that the sources vouch for best.
func conclude(c *claim.Claims, p *scrape.Page) Product {
	out := Product{}
	page := &element.Paths{}
	used := map[site.Field]*vote.Tally{}
	for _, f := range fields {
		b := vote.Count(c, f.field)
		if best := b.Best(); best != nil {
			used[f.field] = best
			*f.of(&out) = strings.Clone(best.Value)
		}
		if issue, ok := b.Issue(page); ok {
			out.Issues = append(out.Issues, issue)
		}
		out.Issues = append(out.Issues, doubts(c, f.field, page)...)
	}
	if name := used[site.Name]; name != nil && out.Price == "" && out.SKU == "" && out.GTIN == "" && name.IsHeading() {
		delete(used, site.Name) // every page has a heading
		out.Name = ""
	}
	if out.Price == "" || out.ListPrice == "" || !more(out.ListPrice, out.Price) {
		delete(used, site.ListPrice)
		out.ListPrice = ""
	}
	if out.Price != "" && out.Currency == "" {
		out.Issues = append(out.Issues, openCurrency(c))
	}
	for _, f := range fields {
		out.Facts = append(out.Facts, facts(c, f.field, used[f.field], p, page)...)
	}
	return out
}

// openCurrency returns the issue of a price whose currency is not said, or by a sign that several share.
func openCurrency(c *claim.Claims) catalog.Issue {
	issue := catalog.Issue{Code: "currency_missing", Field: string(site.Currency), Text: "no source says what currency the price is in"}
	for _, n := range c.Of(site.Currency) {
		if text := strings.Clone(n.Text); n.Value == "" && !slices.Contains(issue.Values, text) {
			issue.Code, issue.Text = "currency_ambiguous", "the sign beside the price stands for several currencies, and nothing says which"
			issue.Values = append(issue.Values, text)
		}
	}
	slices.Sort(issue.Values)
	return issue
}

// doubts returns an issue for each claim that was not taken for a reason of its own.
func doubts(c *claim.Claims, field site.Field, page *element.Paths) []catalog.Issue {
	var out []catalog.Issue
	for _, n := range c.Of(field) {
		known := func(i catalog.Issue) bool { return i.Code == n.Doubt && i.Values[0] == n.Text }
		if n.Doubt != "" && !slices.ContainsFunc(out, known) {
			out = append(out, catalog.Issue{
				Code: n.Doubt, Field: string(field), Values: []string{strings.Clone(n.Text)},
				Text: "the check digit of " + n.Text + ", which stands at " + n.Path(page) + ", is wrong; the number is left out",
			})
		}
	}
	return out
}

// maxFacts bounds the facts of one field that are told.
const maxFacts = 20

func facts(c *claim.Claims, field site.Field, used *vote.Tally, p *scrape.Page, page *element.Paths) []Fact {
	list := c.Of(field)
	slices.SortStableFunc(list, func(a, b *claim.Claim) int {
		return cmp.Or(cmp.Compare(rank(used, b), rank(used, a)), cmp.Compare(b.Weight, a.Weight))
	})
	var out []Fact
	for _, n := range list[:min(len(list), maxFacts)] {
		f := Fact{
			Field: field, Value: strings.Clone(n.Value), Confidence: n.Weight,
			Quote: catalog.Quote{Text: strings.Clone(n.Text), At: catalog.Locator{
				Archive: p.Archive, Record: p.Record, URL: p.URL, Time: p.Time, Reader: n.Reader, Path: strings.Clone(n.Path(page)),
			}},
		}
		if n.Known != nil {
			f.Quote.At = n.Known.At
		}
		if rank(used, n) > 0 {
			f.Used, f.Confidence = true, used.Confidence
		}
		out = append(out, f)
	}
	return out
}

func rank(used *vote.Tally, n *claim.Claim) int {
	if used != nil && slices.Contains(used.Claims, n) {
		return 1
	}
	return 0
}

// more says that a decimal is more than another.
func more(a, b string) bool {
	wholeA, restA, _ := strings.Cut(claim.Plain(a), ".")
	wholeB, restB, _ := strings.Cut(claim.Plain(b), ".")
	return cmp.Or(cmp.Compare(len(wholeA), len(wholeB)), cmp.Compare(wholeA, wholeB), cmp.Compare(restA, restB)) > 0
}
