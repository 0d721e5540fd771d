// Package crawl walks the shops through any page sources.
//
// It asks for every address that a shop should answer: those that the sources hold captures of, those that the shop's own
// listings lead to and, where a source can fetch, the pages that the profile says to ask for. Each ends as one line of
// coverage, so that expected = found + gone + unknown for every shop.
package crawl

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/assemble"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// Source is a page source under a name that people know it by.
type Source struct {
	Name string
	scrape.Fetcher
}

// Options say what to walk.
type Options struct {
	Shops   *site.Shops      // every profile: an address belongs to one shop
	Walk    []catalog.ShopID // the shops to walk; those of others are passed over
	Sources []Source         // asked in this order
	Only    []string         // slugs to keep to; nil keeps all
	Limit   int              // products a shop at most; 0 is no limit
	// Progress is told after each address, when it is not nil: how many are done, how many are known so far.
	Progress func(done, known int, shop catalog.ShopID)
}

// Catch is what a walk brought home.
type Catch struct {
	Listings []catalog.Listing  // whole listings, sorted by shop, market and slug
	Coverage []catalog.Coverage // sorted by shop, market and address
	// Damaged are captures that cannot be read and whose address is unknown, so that no shop can count them.
	Damaged []*scrape.DamagedError
	// Foreign are addresses of captures that no shop knows, sorted.
	Foreign []string
}

// Run walks the shops. It returns an error only when it was stopped or a source cannot go on; what is wrong with one page
// is said in its line of coverage.
func Run(ctx context.Context, o Options) (*Catch, error) {
	w := newWalk(o)
	if err := w.list(ctx); err != nil {
		return nil, err
	}
	w.start()
	if err := w.visit(ctx); err != nil {
		return nil, err
	}
	return w.finish(), nil
}

// Plan returns the addresses that a walk would begin with, sorted, and reads no page.
func Plan(ctx context.Context, o Options) ([]string, error) {
	w := newWalk(o)
	if err := w.list(ctx); err != nil {
		return nil, err
	}
	w.start()
	slices.Sort(w.queue)
	return w.queue, nil
}

// walk is the state of one run.
type walk struct {
	Options
	reader *extract.Reader
	catch  Catch

	held      map[string][]held // captures by canonical address, newest first
	known     map[string]bool   // canonical addresses that were queued
	queue     []string          // canonical addresses, in the order in which they are visited
	written   map[string]string // a canonical address as the shop or the profile writes it, to be fetched under
	slugs     map[product]bool
	count     map[catalog.ShopID]int
	fragments []catalog.Listing
}

func newWalk(o Options) *walk {
	return &walk{
		Options: o, reader: extract.NewReader(o.Shops),
		held: map[string][]held{}, known: map[string]bool{}, written: map[string]string{},
		slugs: map[product]bool{}, count: map[catalog.ShopID]int{},
	}
}

type held struct {
	source  Source
	capture scrape.Capture
	damage  *scrape.DamagedError
}

type product struct {
	shop   catalog.ShopID
	market string
	slug   string
}

// list asks every source that can for what it holds.
func (w *walk) list(ctx context.Context) error {
	for _, s := range w.Sources {
		lister, ok := s.Fetcher.(scrape.Lister)
		if !ok {
			continue
		}
		for c, err := range lister.List(ctx) {
			damage, damaged := errors.AsType[*scrape.DamagedError](err)
			if err != nil && !damaged {
				return err
			}
			w.note(s, c, damage)
		}
	}
	for _, captures := range w.held {
		slices.SortStableFunc(captures, func(a, b held) int { return b.capture.Time.Compare(a.capture.Time) })
	}
	slices.Sort(w.catch.Foreign)
	w.catch.Foreign = slices.Compact(w.catch.Foreign)
	return nil
}

func (w *walk) note(s Source, c scrape.Capture, damage *scrape.DamagedError) {
	if c.URL == "" {
		if damage != nil {
			w.catch.Damaged = append(w.catch.Damaged, damage)
		}
		return
	}
	url := scrape.Canonical(c.URL)
	if _, _, ok := w.Shops.Place(url); !ok {
		w.catch.Foreign = append(w.catch.Foreign, c.URL)
		return
	}
	w.held[url] = append(w.held[url], held{s, c, damage})
}

// start queues what the sources hold and, where one can fetch, the front pages of the shops.
func (w *walk) start() {
	held := make([]string, 0, len(w.held))
	for url := range w.held {
		held = append(held, url)
	}
	slices.Sort(held)
	for _, url := range held {
		// As the shop spelled it: a source that fetches too may be redirected for another spelling.
		w.want(w.held[url][0].capture.URL)
	}
	if !w.fetches() {
		return
	}
	for _, id := range w.Walk {
		if p, ok := w.Shops.Shop(id); ok {
			for _, url := range p.Start {
				w.want(url)
			}
		}
	}
}

// fetches reports whether a source can answer for addresses it does not list.
func (w *walk) fetches() bool {
	return slices.ContainsFunc(w.Sources, func(s Source) bool {
		_, lists := s.Fetcher.(scrape.Lister)
		return !lists
	})
}

// want queues an address that a shop of the walk should answer, once.
func (w *walk) want(written string) {
	url := scrape.Canonical(written)
	shop, place, ok := w.Shops.Place(url)
	if !ok || w.known[url] || !slices.Contains(w.Walk, shop.ID) || !w.keeps(shop.ID, place.Market, place.Slug) {
		return
	}
	w.known[url] = true
	w.queue = append(w.queue, url)
	w.written[url] = written
}

// keeps reports whether a product is within Only and Limit.
func (w *walk) keeps(shop catalog.ShopID, market, slug string) bool {
	if slug == "" {
		return true
	}
	if len(w.Only) > 0 && !slices.Contains(w.Only, slug) {
		return false
	}
	p := product{shop, market, slug}
	if w.slugs[p] {
		return true
	}
	if w.Limit > 0 && w.count[shop] >= w.Limit {
		return false
	}
	w.slugs[p] = true
	w.count[shop]++
	return true
}

// finish joins the fragments and sorts what was seen.
func (w *walk) finish() *Catch {
	w.catch.Listings = assemble.Join(w.fragments)
	slices.SortFunc(w.catch.Coverage, func(a, b catalog.Coverage) int {
		return strings.Compare(a.LineKey(), b.LineKey())
	})
	slices.SortFunc(w.catch.Damaged, func(a, b *scrape.DamagedError) int {
		return cmp.Or(strings.Compare(a.Archive, b.Archive), strings.Compare(a.Record, b.Record))
	})
	catch := w.catch // a pointer into w would keep all that the walk knew
	return &catch
}
