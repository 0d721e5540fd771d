package crawl

import (
	"context"
	"errors"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// visit reads every queued address; what the pages lead to joins the queue.
func (w *walk) visit(ctx context.Context) error {
	for i := 0; i < len(w.queue); i++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		url := w.queue[i]
		shop, place, _ := w.Shops.Place(url)
		reading, err := w.best(ctx, url)
		if err != nil {
			return err
		}
		w.catch.Coverage = append(w.catch.Coverage, catalog.Coverage{
			Shop: shop.ID, Market: place.Market, URL: url, Slug: place.Slug,
			State: reading.State, Reason: reading.Reason, Detail: reading.Detail,
		})
		for _, f := range reading.Listings {
			if w.keeps(f.Shop, f.Market, f.Slug) {
				w.fragments = append(w.fragments, f)
			}
		}
		w.follow(shop, reading)
		if w.Progress != nil {
			w.Progress(i+1, len(w.queue), shop.ID)
		}
	}
	return nil
}

// best returns the reading of the newest capture of an address that was found or, when none was, of the one that says
// most: that the page is gone rather than that nothing is known, a newer one rather than an older.
func (w *walk) best(ctx context.Context, url string) (extract.Reading, error) {
	out := extract.Reading{
		State: catalog.Unknown, Reason: "not_captured",
		Detail: "the shop links to this page, and no source holds a capture of it; capture it or name another source",
	}
	for _, h := range w.held[url] {
		reading, err := w.open(ctx, h)
		if err != nil {
			return out, err
		}
		if reading.State == catalog.Found {
			return reading, nil
		}
		if out.Reason == "not_captured" || (out.State == catalog.Unknown && reading.State == catalog.Gone) {
			out = reading
		}
	}
	for _, s := range w.Sources {
		if _, lists := s.Fetcher.(scrape.Lister); lists {
			continue
		}
		page, err := fetch(ctx, s, w.written[url])
		reading, err := w.read(page, err)
		if err != nil {
			return out, err
		}
		if reading.State == catalog.Found || out.Reason == "not_captured" {
			out = reading
		}
		if out.State == catalog.Found {
			break
		}
	}
	return out, nil
}

// maxSpellings is how often a redirect that leads to the same page is followed: from http to https, to www, to a final
// slash.
const maxSpellings = 3

// fetch asks a source for an address. A redirect to another spelling of it is followed, since it says nothing about the
// page; any other is an answer.
func fetch(ctx context.Context, s Source, address string) (*scrape.Page, error) {
	page, err := s.Fetch(ctx, address)
	for range maxSpellings {
		if err != nil || page.Location() == "" {
			break
		}
		to := scrape.Resolve(address, page.Location())
		if to == address || scrape.Canonical(to) != scrape.Canonical(address) {
			break
		}
		address = to
		page, err = s.Fetch(ctx, address)
	}
	return page, err
}

func (w *walk) open(ctx context.Context, h held) (extract.Reading, error) {
	if h.damage != nil {
		return damaged(h.damage), nil //nolint:nilerr // damage is a state of the page, not of the walk
	}
	lister, ok := h.source.Fetcher.(scrape.Lister)
	if !ok {
		return extract.Reading{}, errors.New("source " + h.source.Name + " listed a capture and no longer lists")
	}
	page, err := lister.Open(ctx, h.capture)
	return w.read(page, err)
}

// read turns a page, or the reason why there is none, into a reading. Only an error that stops the walk is returned.
func (w *walk) read(page *scrape.Page, err error) (extract.Reading, error) {
	if damage, ok := errors.AsType[*scrape.DamagedError](err); ok {
		return damaged(damage), nil
	}
	switch {
	case errors.Is(err, scrape.ErrNotHeld):
		return extract.Reading{State: catalog.Unknown, Reason: "not_captured", Detail: err.Error()}, nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return extract.Reading{}, err
	case err != nil:
		return extract.Reading{State: catalog.Unknown, Reason: "unreachable", Detail: err.Error()}, nil //nolint:nilerr // as above
	}
	return w.reader.Read(page)
}

func damaged(err *scrape.DamagedError) extract.Reading {
	return extract.Reading{State: catalog.Unknown, Reason: "damaged", Detail: err.Error() + "; capture the page again"}
}

// follow queues the product pages that a page leads to within its own shop and, where a source can fetch, the pages that
// the profile says to ask for about a product.
func (w *walk) follow(shop *site.Profile, r extract.Reading) {
	for _, link := range r.Links {
		if place, ok := shop.Place(scrape.Canonical(link)); ok && place.Rule.Kind == site.ProductPage {
			w.want(link)
		}
	}
	if r.State != catalog.Found || r.Kind != site.ProductPage || !w.fetches() {
		return
	}
	for i := range shop.Pages {
		if address := shop.Pages[i].Address(r.Slug, r.Market); address != "" {
			w.want(address)
		}
	}
}
