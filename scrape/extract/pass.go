package extract

import (
	"errors"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/tree"
)

// pass is the reading of one page of one shop.
type pass struct {
	pool     *pool
	general  func() (*General, error)
	page     *scrape.Page
	document *document
	shop     *site.Profile
	place    site.Place
	budget   budget
	fits     *[]Fit // how the layouts fit; nil when nobody asks
	fit      *Fit   // of the layout that is tried; nil when nobody asks
	skipped  int    // rules that were passed over because of their condition
}

// read tries every layout of the page's rule and concludes out.
func (p *pass) read(out Reading) Reading {
	var faults []fault
	for _, l := range p.place.Rule.Readers() {
		if p.fits != nil {
			p.fit = &Fit{Layout: l, Found: map[site.Part]bool{}}
		}
		fragments, links := len(out.Listings), len(out.Links)
		if f := p.apply(l, &out); f != nil {
			faults = append(faults, *f)
		}
		note(&out, l.Name, fragments, links)
		if p.fits != nil {
			*p.fits = append(*p.fits, *p.fit)
		}
	}
	if p.budget.spent() {
		return out.end(catalog.Unknown, "too_large",
			"the page repeats what its layouts describe more often than a page of a shop can; look at it")
	}
	return out.conclude(faults)
}

// apply reads the page by one layout into out. It returns why when the layout finds nothing, nil when it found something
// or is one of several that may or may not fit.
func (p *pass) apply(l *site.Layout, out *Reading) *fault {
	roots, err := p.roots(l)
	if errors.Is(err, errUnfit) {
		return &fault{catalog.Unknown, LayoutChanged, "layout " + l.Name + ": " + err.Error() + "; look at the page and mend the profile"}
	}
	if err != nil {
		return &fault{catalog.Unknown, "bad_json", err.Error() + "; capture the page again"}
	}
	for _, root := range roots {
		if l.Needs != "" && p.first(root, l.Needs) == nil {
			continue
		}
		p.fit.needed()
		if f := p.refusal(root, l); f != nil {
			return f
		}
		p.links(root, l, out)
		p.products(root, l, out)
	}
	return nil
}

// links reads the addresses that the page leads to, each once.
func (p *pass) links(root node, l *site.Layout, out *Reading) {
	known := map[string]bool{}
	for _, link := range out.Links {
		known[link] = true
	}
	for _, rule := range l.Links {
		for _, q := range p.quotes(root, l, rule) {
			link := scrape.Resolve(p.page.URL, q.Text)
			p.fit.found(site.Links, 0, link != "")
			if link != "" && !known[link] {
				known[link] = true
				out.Links = append(out.Links, link)
			}
		}
	}
}

func (p *pass) roots(l *site.Layout) ([]node, error) {
	if l.Reader == "html" {
		if p.document.html == nil {
			return nil, nil
		}
		page := &htmlPage{layout: l, pool: p.pool}
		return []node{htmlNode{p.document.html.FindMatcher(wholePage).Get(0), page}}, nil
	}
	if l.Reader == "any" {
		root, err := p.anyRoot()
		return []node{jsonNode{root}}, err
	}
	values, err := jsonRoots(p.document, l)
	if err != nil {
		return nil, err
	}
	out := make([]node, len(values))
	for i, v := range values {
		out[i] = jsonNode{v}
	}
	return out, nil
}

// refusal tells an answer that parses and says no: an error code, or nothing where the products should be.
func (p *pass) refusal(root node, l *site.Layout) *fault {
	if l.Error != "" {
		if code := p.first(root, l.Error); code != nil && code.words("") != "" && code.words("") != "0" {
			return &fault{catalog.Unknown, "shop_error", "the shop answered with error code " + code.words("") + "; capture it again later"}
		}
	}
	if l.Empty == "" {
		return nil
	}
	at, ok := p.first(root, l.Empty).(jsonNode)
	if !ok || at.v.Kind == tree.Scalar || (at.v.Kind != tree.Null && len(at.v.Items) > 0) {
		return nil
	}
	if p.place.Rule.Kind == site.ListingPage {
		return &fault{catalog.Gone, "empty_category", "the shop lists nothing here"}
	}
	return &fault{catalog.Gone, "not_found", "the shop knows no such product"}
}

// products reads every product under root into fragments.
func (p *pass) products(root node, l *site.Layout, out *Reading) {
	if l.Each == "" {
		if f := p.fragment(root, l, p.place.Slug); f != nil {
			out.Listings = append(out.Listings, *f)
		}
		return
	}
	for _, at := range p.find(root, l.Each) {
		p.fit.found(site.Each, 0, true)
		slug := ""
		for _, rule := range l.Slug {
			for _, q := range p.quotes(at, l, rule) {
				slug = lastElement(q.Text)
			}
		}
		p.fit.found(site.Slug, 0, slug != "")
		if slug == "" || p.shop.Ignores(slug) {
			continue
		}
		if f := p.fragment(at, l, slug); f != nil {
			out.Listings = append(out.Listings, *f)
		}
	}
}

// fragment reads one product. It returns nil where the layout finds nothing that belongs in a listing.
func (p *pass) fragment(at node, l *site.Layout, slug string) *catalog.Listing {
	if slug == "" {
		return nil
	}
	f := &catalog.Listing{
		Shop: p.shop.ID, Market: p.place.Market, Slug: slug,
		URL: p.shop.Product(slug, p.place.Market),
	}
	read := func(field site.Field) []catalog.Quote {
		return p.part(site.Part{Field: field}, at, l, l.Product[field])
	}
	f.Names, f.Brands, f.Images = read(site.Name), read(site.Brand), read(site.Image)
	f.Descriptions, f.Categories = read(site.Description), read(site.Category)
	f.Prices, f.ListPrices = read(site.Price), read(site.ListPrice)
	f.Currencies, f.Availabilities = read(site.Currency), read(site.Availability)
	f.Specs = p.specs(at, l)
	p.fit.found(site.Specs, 0, len(f.Specs) > 0)
	for i := range l.Rows {
		if f.Rows = p.rows(at, l, i+1); len(f.Rows) > 0 {
			p.fit.found(site.Rows, 0, true)
			p.fit.found(site.Rows, i+1, true)
			break
		}
	}
	if len(f.Names)+len(f.Prices)+len(f.Availabilities)+len(f.Specs)+len(f.Rows) == 0 {
		return nil
	}
	return f
}
