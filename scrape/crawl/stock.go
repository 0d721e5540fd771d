package crawl

import (
	"context"
	"errors"
	"slices"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// stock is what the sources say they hold. It does not change once taken.
type stock struct {
	held     map[string][]held // by canonical address, newest first
	damaged  []*scrape.DamagedError
	foreign  []string
	unlisted []error
}

// held is one capture of a source, or what is wrong with it.
type held struct {
	source  Source
	lister  scrape.Lister // the source, by which the capture is opened
	capture scrape.Capture
	fault   error // a *DamagedError or *FailedError; nil for a capture that can be opened
}

// takeStock asks every source that can tell, and that may be asked, for what it holds.
func takeStock(ctx context.Context, o Options, may func(Source) bool) (*stock, error) {
	st := &stock{held: map[string][]held{}}
	for _, s := range o.Sources {
		lister, ok := s.Fetcher.(scrape.Lister)
		if !ok || !may(s) || !listed(o, s) {
			continue
		}
		if err := st.take(ctx, o.Shops, s, lister); err != nil {
			return nil, err
		}
	}
	for _, captures := range st.held {
		slices.SortStableFunc(captures, func(a, b held) int { return b.capture.Time.Compare(a.capture.Time) })
	}
	slices.Sort(st.foreign)
	st.foreign = slices.Compact(st.foreign)
	return st, nil
}

// listed reports whether what a source holds is expected of any shop of the walk. Asking an index on the network is not
// free.
func listed(o Options, s Source) bool {
	for _, id := range o.Walk {
		if p, ok := o.Shops.Shop(id); ok && s.use(p) == Primary {
			return true
		}
	}
	return false
}

func (st *stock) take(ctx context.Context, shops *site.Shops, s Source, lister scrape.Lister) error {
	for c, err := range lister.List(ctx) {
		if err == nil {
			st.note(shops, held{s, lister, c, nil})
			continue
		}
		damage, damaged := errors.AsType[*scrape.DamagedError](err)
		failure, failed := errors.AsType[*scrape.FailedError](err)
		switch {
		case damaged && c.URL == "":
			st.damaged = append(st.damaged, damage)
		case damaged:
			st.note(shops, held{s, lister, c, damage})
		case failed && !ours(shops, c.URL):
			st.unlisted = append(st.unlisted, err)
		case failed:
			st.note(shops, held{s, lister, c, failure})
		default:
			return err
		}
	}
	return nil
}

// ours reports whether an address is that of a shop, and not of an index that could not be read.
func ours(shops *site.Shops, address string) bool {
	_, _, placed := shops.Place(scrape.Canonical(address))
	_, owned := shops.Owner(scrape.Canonical(address))
	return placed || owned
}

func (st *stock) note(shops *site.Shops, h held) {
	url := scrape.Canonical(h.capture.URL)
	shop, _, ok := shops.Place(url)
	switch {
	case ok && h.source.use(shop) == Primary:
		st.held[url] = append(st.held[url], h)
	case !ok && !scrape.IsRobots(url):
		if _, owned := shops.Owner(url); owned {
			st.held[url] = append(st.held[url], h) // read when somebody expects it
		}
		st.foreign = append(st.foreign, h.capture.URL)
	}
}
