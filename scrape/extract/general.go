package extract

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/site"
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

// fields are what is voted on, in the order in which facts are told.
var fields = []site.Field{
	site.Name, site.Brand, site.SKU, site.GTIN, site.MPN, site.Price, site.ListPrice, site.Currency, site.Availability, site.Image,
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
	c := &claims{}
	c.profiled(known)
	base := p.URL
	if d.html != nil {
		s := newSurvey(d.html.Nodes[0], p.URL, g.words, loc)
		s.charset = d.charset
		s.state(c)
		loc, base = s.shown.locale, s.address()
	} else {
		c.answered(d.json)
	}
	c.understand(g.words, loc, base)
	return c.conclude(p)
}

// address returns what links of the page are relative to.
func (s *survey) address() string {
	if s.base != nil {
		return s.base.String()
	}
	return s.page
}

// state collects what all sources say.
func (s *survey) state(c *claims) {
	script := &lenient{}
	linked := newGraph(fromJSONLD, linkedData(s.linked, script))
	items := newGraph(fromMicrodata, s.microdata())
	about := s.about()
	for _, g := range []*graph{linked, items} {
		if main := g.main(about); main != nil {
			g.claim(c, main, about)
			about.names = append(about.names, foldName(main.say("name")))
		}
	}
	s.orphaned(c, items)
	s.openGraph(c)
	r := &stateReader{claims: c, about: about, script: script}
	for _, v := range s.embedded(script) {
		r.find(v, 0)
	}
	s.seen(c)
}

// about returns what the page says it is about in its address, headings and titles.
func (s *survey) about() *about {
	a := &about{charset: s.charset}
	if s.base != nil {
		a.full = sameAddress(s.page, s.charset)
		if a.address = pathOf(s.page); a.address == "" {
			a.address = pathOf(s.canonical)
		}
	}
	texts := []string{s.title}
	for _, h := range s.headings[:min(len(s.headings), 5)] {
		texts = append(texts, visible(h))
	}
	og := openGraph(s.metas, "")
	texts = append(texts, og.say("og:title"))
	for _, text := range texts {
		if key := foldName(text); key != "" {
			a.names = append(a.names, key)
		}
	}
	return a
}

// conclude takes the value of each field that the sources vouch for best.
func (c *claims) conclude(p *scrape.Page) Product {
	out := Product{}
	page := &htmlPage{spots: map[*html.Node]spot{}, pool: &pool{}}
	used := map[site.Field]*tally{}
	for _, field := range fields {
		b := c.vote(field)
		best := b.best()
		if best != nil {
			used[field] = best
			out.set(field, strings.Clone(best.value))
		}
		if issue, ok := b.issue(page); ok {
			out.Issues = append(out.Issues, issue)
		}
		out.Issues = append(out.Issues, c.doubts(field, page)...)
	}
	if name := used[site.Name]; name != nil && out.Price == "" && out.SKU == "" && out.GTIN == "" && name.isHeading() {
		delete(used, site.Name) // every page has a heading
		out.Name = ""
	}
	if out.Price == "" || out.ListPrice == "" || !more(out.ListPrice, out.Price) {
		delete(used, site.ListPrice)
		out.ListPrice = ""
	}
	if out.Price != "" && out.Currency == "" {
		out.Issues = append(out.Issues, c.openCurrency())
	}
	for _, field := range fields {
		out.Facts = append(out.Facts, c.facts(field, used[field], p, page)...)
	}
	return out
}

// openCurrency returns the issue of a price whose currency is not said, or by a sign that several share.
func (c *claims) openCurrency() catalog.Issue {
	issue := catalog.Issue{Code: "currency_missing", Field: string(site.Currency), Text: "no source says what currency the price is in"}
	for _, n := range c.of(site.Currency) {
		if text := strings.Clone(n.text); n.value == "" && !slices.Contains(issue.Values, text) {
			issue.Code, issue.Text = "currency_ambiguous", "the sign beside the price stands for several currencies, and nothing says which"
			issue.Values = append(issue.Values, text)
		}
	}
	slices.Sort(issue.Values)
	return issue
}

// isHeading says that nothing but headings and titles speak for a name.
func (t *tally) isHeading() bool {
	return !slices.ContainsFunc(t.claims, func(n *claim) bool { return n.reader != fromText && n.reader != fromOpenGraph })
}

// doubts returns an issue for each claim that was not taken for a reason of its own.
func (c *claims) doubts(field site.Field, page *htmlPage) []catalog.Issue {
	var out []catalog.Issue
	for _, n := range c.of(field) {
		known := func(i catalog.Issue) bool { return i.Code == n.doubt && i.Values[0] == n.text }
		if n.doubt != "" && !slices.ContainsFunc(out, known) {
			out = append(out, catalog.Issue{
				Code: n.doubt, Field: string(field), Values: []string{strings.Clone(n.text)},
				Text: "the check digit of " + n.text + ", which stands at " + n.path(page) + ", is wrong; the number is left out",
			})
		}
	}
	return out
}

// maxFacts bounds the facts of one field that are told.
const maxFacts = 20

func (c *claims) facts(field site.Field, used *tally, p *scrape.Page, page *htmlPage) []Fact {
	list := c.of(field)
	slices.SortStableFunc(list, func(a, b *claim) int {
		return cmp.Or(cmp.Compare(rank(used, b), rank(used, a)), cmp.Compare(b.weight, a.weight))
	})
	var out []Fact
	for _, n := range list[:min(len(list), maxFacts)] {
		f := Fact{
			Field: field, Value: strings.Clone(n.value), Confidence: n.weight,
			Quote: catalog.Quote{Text: strings.Clone(n.text), At: catalog.Locator{
				Archive: p.Archive, Record: p.Record, URL: p.URL, Time: p.Time, Reader: n.reader, Path: strings.Clone(n.path(page)),
			}},
		}
		if n.known != nil {
			f.Quote.At = n.known.At
		}
		if rank(used, n) > 0 {
			f.Used, f.Confidence = true, used.confidence
		}
		out = append(out, f)
	}
	return out
}

func rank(used *tally, n *claim) int {
	if used != nil && slices.Contains(used.claims, n) {
		return 1
	}
	return 0
}

func (p *Product) set(field site.Field, value string) {
	switch field {
	case site.Name:
		p.Name = value
	case site.Brand:
		p.Brand = value
	case site.SKU:
		p.SKU = value
	case site.GTIN:
		p.GTIN = value
	case site.MPN:
		p.MPN = value
	case site.Price:
		p.Price = value
	case site.ListPrice:
		p.ListPrice = value
	case site.Currency:
		p.Currency = value
	case site.Availability:
		p.Availability = value
	case site.Image:
		p.Image = value
	default:
	}
}

// more says that a decimal is more than another.
func more(a, b string) bool {
	wholeA, restA, _ := strings.Cut(plainAmount(a), ".")
	wholeB, restB, _ := strings.Cut(plainAmount(b), ".")
	return cmp.Or(cmp.Compare(len(wholeA), len(wholeB)), cmp.Compare(wholeA, wholeB), cmp.Compare(restA, restB)) > 0
}
