package crawl_test

import (
	"context"
	"errors"
	"iter"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
)

// TestStop: once a walk is stopped, no further address is asked for.
func TestStop(t *testing.T) {
	shops := allShops(t)
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		asked := 0
		o := crawl.Options{
			Shops: shops, Walk: []catalog.ShopID{"po.co/uk"},
			Sources: []crawl.Source{{Name: "live", Asks: true, Fetcher: asking(func(context.Context, string) (*scrape.Page, error) {
				asked++
				cancel()
				p := page(1, "https://www.po.co/uk/", 200, home)
				return &p, nil
			})}},
			Expect: []string{"https://www.po.co/uk/product/poco-m5/", "https://www.po.co/uk/product/poco-x3/"},
		}
		if _, err := crawl.Run(ctx, o); !errors.Is(err, context.Canceled) || asked != 1 {
			t.Errorf("Run after cancel = %v with %d addresses asked for, want context.Canceled and 1", err, asked)
		}
	})
}

// broken is a page source that cannot go on: what it does ends with its errors, where it has them.
type broken struct {
	shelf
	list, open, fetch error
}

func (b broken) List(ctx context.Context) iter.Seq2[scrape.Capture, error] {
	if b.list == nil {
		return b.shelf.List(ctx)
	}
	return func(yield func(scrape.Capture, error) bool) { yield(scrape.Capture{}, b.list) }
}

func (b broken) Open(context.Context, scrape.Capture) (*scrape.Page, error) { return nil, b.open }
func (b broken) Fetch(context.Context, string) (*scrape.Page, error)        { return nil, b.fetch }

// TestSourceThatCannotGoOn ends the walk with its error, whatever it was doing.
func TestSourceThatCannotGoOn(t *testing.T) {
	full := errors.New("the disk is full")
	held := shelf{pages: []scrape.Page{page(1, "https://po.co/uk/product/poco-f6", 200, product("POCO F6"))}}
	o := crawl.Options{Shops: allShops(t), Walk: []catalog.ShopID{"po.co/uk"}, Expect: []string{"https://po.co/uk/product/poco-m5"}}
	for name, source := range map[string]crawl.Source{
		"listing": {Fetcher: broken{list: full}},
		"opening": {Fetcher: broken{shelf: held, open: full}},
		"asking":  {Fetcher: broken{fetch: full}, Asks: true},
	} {
		o.Sources = []crawl.Source{source}
		if c, err := crawl.Run(t.Context(), o); !errors.Is(err, full) || c != nil {
			t.Errorf("%s: Run = %v, %v, want the source's error", name, c, err)
		}
	}
	o.Sources = []crawl.Source{{Fetcher: broken{list: full}}}
	if asks, err := crawl.Plan(t.Context(), o); !errors.Is(err, full) || asks != nil {
		t.Errorf("Plan = %v, %v, want the source's error", asks, err)
	}
}

// TestAllWorkEndsWithTheWalk: a walk that ends with an error stops what is under way, for other shops too, and waits for it.
func TestAllWorkEndsWithTheWalk(t *testing.T) {
	shops := allShops(t)
	full := errors.New("the disk is full")
	synctest.Test(t, func(t *testing.T) {
		var open atomic.Int32
		n := asking(func(ctx context.Context, url string) (*scrape.Page, error) {
			open.Add(1)
			defer open.Add(-1)
			if url == "https://www.po.co/uk/" {
				time.Sleep(time.Second) // until all others are under way
				return nil, full
			}
			<-ctx.Done()
			if strings.HasPrefix(url, "https://www.po.co/") {
				time.Sleep(time.Second) // longer than the other shop
			}
			return nil, context.Cause(ctx)
		})
		refused := shelf{pages: []scrape.Page{page(1, "https://www.po.co/uk/", 403, ""), page(1, "https://www.po.co/uk/product/poco-m5/", 403, "")}}
		_, err := crawl.Run(t.Context(), crawl.Options{
			Shops: shops, Walk: []catalog.ShopID{"po.co/uk", "poco.in"}, Workers: 2,
			Sources: []crawl.Source{{Name: "shelf", Fetcher: refused}, {Name: "live", Fetcher: n, Asks: true}},
		})
		if left := open.Load(); !errors.Is(err, full) || left != 0 {
			t.Errorf("Run = %v with %d requests under way, want the source's error and none", err, left)
		}
	})
}
