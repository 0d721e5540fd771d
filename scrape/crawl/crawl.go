// Package crawl walks the shops through any page sources.
//
// It asks for every address that a shop should answer: those that the sources hold captures of, those that the shop's own
// listings lead to, those that it is told to expect and, where a source can be asked, the pages that the profile says to
// ask for. Each ends as one line of coverage, so that expected = found + gone + unknown for every shop.
//
// The shops are walked side by side, and within a shop several addresses are worked on at once. What comes out does not
// depend on which answer came first: a shop's answers are taken in the order of its queue.
package crawl

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/assemble"
	"github.com/pocomigrate/pocomigrate/scrape/drift"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// Options say what to walk.
type Options struct {
	Shops   *site.Shops      // every profile: an address belongs to one shop
	Walk    []catalog.ShopID // the shops to walk; those of others are passed over
	Sources []Source         // asked in this order
	Only    []string         // slugs to keep to; nil keeps all
	Limit   int              // products a shop at most; 0 is no limit
	// Expect are further addresses that the shops should answer: those of the last run, a team's list of old addresses.
	// Only and Limit hold for them, too; those that no walked shop owns are passed over.
	Expect []string
	// Workers is how many addresses of one shop are worked on at once; 0 means one.
	Workers int
	// Progress is told after each address, when it is not nil. It is not called twice at once.
	Progress func(Progress)
}

// Progress says how far a walk is.
type Progress struct {
	Done, Known int            // addresses over all shops; Known grows while the walk finds more
	Shop        catalog.ShopID // of the address that was done last
}

// Catch is what a walk brought home.
type Catch struct {
	Listings []catalog.Listing  // whole listings, sorted by shop, market and slug
	Coverage []catalog.Coverage // sorted by shop, market and address
	// Damaged are captures that cannot be read and whose address is unknown, so that no shop can count them.
	Damaged []*scrape.DamagedError
	// Foreign are addresses of captures that no shop knows, sorted.
	Foreign []string
	// Readings count, for each shop that was walked, what its layouts found on its pages; variants are not counted yet.
	Readings map[catalog.ShopID]*drift.Reading
	// Unlisted says of sources that could not tell what they hold why not. Pages that only they lead to are not expected.
	Unlisted []error
}

// Run walks the shops. It returns an error only when it was stopped or a source cannot go on; what is wrong with one page
// is said in its line of coverage.
func Run(ctx context.Context, o Options) (*Catch, error) {
	w := &walk{Options: o, reader: extract.NewReader(o.Shops)}
	stock, err := takeStock(ctx, o, func(Source) bool { return true })
	if err != nil {
		return nil, err
	}
	walkers := w.walkers(stock)
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var shops sync.WaitGroup
	for _, s := range walkers {
		shops.Go(func() {
			if err := s.visit(ctx); err != nil {
				stop(err)
			}
		})
	}
	shops.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	return finish(stock, walkers), nil
}

// Ask is one address that a walk would begin with, and the source that would be asked first.
type Ask struct {
	Source string
	Shop   catalog.ShopID
	URL    string // as it would be asked; with a final * for what would be asked of an index
}

// Plan returns what a walk would begin with, by shop and address. No page is read and nobody on a network is asked: of a
// source there that can tell what it holds, the parts of its index that would be read are named.
func Plan(ctx context.Context, o Options) ([]Ask, error) {
	w := &walk{Options: o}
	stock, err := takeStock(ctx, o, func(s Source) bool { return !s.Asks })
	if err != nil {
		return nil, err
	}
	var asks []Ask
	for _, s := range w.walkers(stock) {
		s.expect()
		asks = append(asks, s.asks()...)
	}
	slices.SortFunc(asks, func(a, b Ask) int {
		return cmp.Or(strings.Compare(string(a.Shop), string(b.Shop)), strings.Compare(a.URL, b.URL))
	})
	return asks, nil
}

// walk is what the walkers of one run share. It does not change but for the progress.
type walk struct {
	Options
	reader *extract.Reader

	mu          sync.Mutex
	done, known int
}

// walkers returns one walker for each shop, its queue begun.
func (w *walk) walkers(stock *stock) []*walker {
	var out []*walker
	for _, id := range w.Walk {
		if shop, ok := w.Shops.Shop(id); ok {
			s := newWalker(w, shop, stock)
			s.start()
			out = append(out, s)
		}
	}
	return out
}

// told counts progress and tells it.
func (w *walk) told(shop catalog.ShopID, done, known int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done += done
	w.known += known
	if w.Progress != nil && done > 0 {
		w.Progress(Progress{Done: w.done, Known: w.known, Shop: shop})
	}
}

// finish joins the fragments and sorts what was seen.
func finish(stock *stock, walkers []*walker) *Catch {
	c := &Catch{
		Damaged: stock.damaged, Foreign: stock.foreign, Unlisted: stock.unlisted, Readings: map[catalog.ShopID]*drift.Reading{},
	}
	var fragments []catalog.Listing
	for _, s := range walkers {
		fragments = append(fragments, s.fragments...)
		c.Coverage = append(c.Coverage, s.coverage...)
		c.Readings[s.shop.ID] = &s.reading
	}
	c.Listings = assemble.Join(fragments)
	slices.SortFunc(c.Coverage, func(a, b catalog.Coverage) int { return strings.Compare(a.LineKey(), b.LineKey()) })
	slices.SortFunc(c.Damaged, func(a, b *scrape.DamagedError) int {
		return cmp.Or(strings.Compare(a.Archive, b.Archive), strings.Compare(a.Record, b.Record))
	})
	return c
}
