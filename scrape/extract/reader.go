package extract

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// Reader reads pages by the profiles of shops. What it knows does not change, and it may be used from several goroutines; it
// must not be copied.
type Reader struct {
	shops *site.Shops
	pool  pool      // of the paths and labels that pages repeat
	desks sync.Pool // of *desk
	any   func() (*General, error)
}

// NewReader returns a reader for the shops.
func NewReader(shops *site.Shops) *Reader {
	return &Reader{shops: shops, any: sync.OnceValues(builtIn)}
}

// Reading is what one page says.
type Reading struct {
	Shop   catalog.ShopID
	Market string
	Slug   string
	Kind   site.Kind
	// State, Reason and Detail say what became of the page, in the terms of catalog.Coverage. Reason is "read" for a page
	// that was found.
	State          catalog.State
	Reason, Detail string
	// Listings are the fragments found, in the page's order; only a page that was found has any.
	Listings []catalog.Listing
	// Links are absolute addresses that the page leads to, in its order, each once.
	Links []string
	// Findings say which layouts found what, in the order in which they are tried; those that found nothing are left out.
	Findings []Finding
}

// ErrNotOurs says that no shop knows the address of a page.
var ErrNotOurs = errors.New("no shop profile knows this address")

// Read reads a page. The only error is [ErrNotOurs]; whatever else is wrong with a page is said by the reading's state. Of a
// page that lies on a shop's site and that no page rule describes, only the state is read: its kind is empty.
func (r *Reader) Read(p *scrape.Page) (Reading, error) { return r.read(p, nil) }

// read reads a page and, where fits is not nil, appends to it how each layout fitted.
func (r *Reader) read(p *scrape.Page, fits *[]Fit) (Reading, error) {
	shop, place, ok := r.shops.Place(scrape.Canonical(p.URL))
	if !ok {
		if shop, ok = r.shops.Owner(scrape.Canonical(p.URL)); !ok {
			return Reading{}, fmt.Errorf("%s: %w", p.URL, ErrNotOurs)
		}
	}
	work, ok := r.desks.Get().(*desk)
	if !ok {
		work = &desk{}
	}
	defer func() {
		work.parser.Release()
		r.desks.Put(work)
	}()
	out := Reading{Shop: shop.ID, Market: place.Market, Slug: place.Slug}
	if place.Rule != nil {
		out.Kind = place.Rule.Kind
	}
	d, err := open(p, work)
	if err != nil {
		return out.end(catalog.Unknown, "damaged", err.Error()), nil
	}
	if end, ok := r.refused(p, d, shop); ok {
		return out.end(end.state, end.reason, end.detail), nil
	}
	if place.Rule == nil {
		out.State, out.Reason, out.Detail = catalog.Found, "no_listing", "the profile describes no such page; nothing is read from it"
		return out, nil
	}
	pass := &pass{pool: &r.pool, general: r.any, page: p, document: d, shop: shop, place: place, fits: fits}
	out = pass.read(out)
	if out.Reason == LayoutChanged {
		if signal := r.shops.Signals.Tell(d.unreadAnswer(p, shop, &r.shops.Signals)); signal != nil {
			return out.end(signal.State, signal.Reason, signal.Text), nil
		}
	}
	return out, nil
}

// refused tells an answer that is no page of the shop.
func (r *Reader) refused(p *scrape.Page, d *document, shop *site.Profile) (fault, bool) {
	if signal := r.shops.Signals.Tell(d.answer(p, shop, &r.shops.Signals)); signal != nil {
		detail := signal.Text
		if p.Location() != "" {
			detail += " (" + p.Location() + ")"
		}
		return fault{signal.State, signal.Reason, detail}, true
	}
	if p.Status == http.StatusOK {
		return fault{}, false
	}
	// Error pages have headings, too; no other status brings a whole page.
	return fault{
		catalog.Unknown, "unexpected_status", "the shop answered with status " + strconv.Itoa(p.Status) + "; capture it again",
	}, true
}

// fault is why a page, or a layout on it, gave nothing.
type fault struct {
	state  catalog.State
	reason string
	detail string
}

// LayoutChanged is the reason of a page on which no layout finds anything.
const LayoutChanged = "layout_changed"

func (r Reading) end(state catalog.State, reason, detail string) Reading {
	r.State, r.Reason, r.Detail = state, reason, detail
	r.Listings, r.Links, r.Findings = nil, nil, nil
	return r
}

// conclude says whether a page held what a page of its kind must hold.
func (r Reading) conclude(faults []fault) Reading {
	if r.holds() {
		r.State, r.Reason = catalog.Found, "read"
		return r
	}
	if len(faults) > 0 {
		// A fault that says what the shop answered tells more than a layout that did not fit.
		i := max(0, slices.IndexFunc(faults, func(f fault) bool { return f.reason != LayoutChanged }))
		return r.end(faults[i].state, faults[i].reason, faults[i].detail)
	}
	return r.end(catalog.Unknown, LayoutChanged, "the page holds nothing that the profile of "+string(r.Shop)+
		" describes for a page of kind "+string(r.Kind)+"; look at it and mend the profile")
}

func (r Reading) holds() bool {
	has := func(f func(catalog.Listing) bool) bool { return slices.ContainsFunc(r.Listings, f) }
	switch r.Kind {
	case site.ListingPage:
		return len(r.Links) > 0 || len(r.Listings) > 0
	case site.ProductPage:
		return has(func(l catalog.Listing) bool { return len(l.Names) > 0 })
	case site.SpecsPage:
		return has(func(l catalog.Listing) bool { return len(l.Specs) > 0 })
	case site.BuyPage, site.DetailData:
		return has(func(l catalog.Listing) bool { return len(l.Rows) > 0 })
	case site.PriceData:
		return has(func(l catalog.Listing) bool { return len(l.Prices) > 0 || len(l.Availabilities) > 0 })
	}
	return false
}
