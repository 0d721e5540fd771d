package crawl_test

import (
	"context"
	"iter"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/drift"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// index is a page source on the network that must not be asked for anything.
type index struct{ t *testing.T }

func (i index) List(context.Context) iter.Seq2[scrape.Capture, error] {
	i.t.Error("asked for a list")
	return func(func(scrape.Capture, error) bool) {}
}

func (i index) Open(_ context.Context, c scrape.Capture) (*scrape.Page, error) {
	i.t.Errorf("asked to open %v", c)
	return nil, scrape.ErrNotHeld
}

func (i index) Fetch(_ context.Context, url string) (*scrape.Page, error) {
	i.t.Errorf("asked for %s", url)
	return nil, scrape.ErrNotHeld
}

// TestForeignCapturesAreNamed: each address that no page rule describes is named once, sorted; one on the shop's own site is
// read all the same when it is expected.
func TestForeignCapturesAreNamed(t *testing.T) {
	const warranty, about, store = "https://www.po.co/uk/service/warranty/", "https://www.po.co/about", "https://example.com/"
	held := shelf{pages: []scrape.Page{
		page(1, warranty, 200, "<h1>Warranty</h1>"), page(2, about, 200, "x"), page(3, about, 200, "y"), page(4, store, 200, "z"),
		page(5, "https://www.po.co/robots.txt", 200, ""),
	}}
	sources := []crawl.Source{{Name: "shelf", Fetcher: held}}
	for _, tt := range []struct {
		expect, want []string
	}{
		{nil, nil},
		{[]string{warranty, store}, []string{"/service/warranty found no_listing"}},
	} {
		c := walk(t, crawl.Options{Sources: sources, Expect: tt.expect})
		if d := cmp.Diff(tt.want, outcome(c)) + cmp.Diff([]string{store, about, warranty}, c.Foreign); d != "" {
			t.Errorf("expecting %q (-want +got):\n%s", tt.expect, d)
		}
	}
}

// TestIndexThatCannotBeRead is told of, and is no page of the shop. Since nobody knows what it holds, it is asked for the
// shop's front page.
func TestIndexThatCannotBeRead(t *testing.T) {
	failure := &scrape.FailedError{URL: "https://archive.example/cdx?url=po.co/uk/*", Reason: "unreachable", Detail: "no answer"}
	archive := answering{shelf{pages: []scrape.Page{{URL: failure.URL}, page(1, "https://www.po.co/uk/", 200, "<h1>POCO</h1>")}}}
	archive.failed = map[int]*scrape.FailedError{0: failure}
	archive.pages = archive.pages[:1]
	c := walk(t, crawl.Options{Sources: []crawl.Source{{Name: "archive", Fetcher: archive, Asks: true}}})
	if d := cmp.Diff([]error{failure}, c.Unlisted, cmpopts.EquateErrors()); d != "" {
		t.Errorf("unlisted (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{" unknown not_captured"}, outcome(c)) + cmp.Diff([]string(nil), c.Foreign); d != "" {
		t.Errorf("coverage and foreign (-want +got):\n%s", d)
	}
}

// TestDamageIsSorted by archive, then record.
func TestDamageIsSorted(t *testing.T) {
	var sources []crawl.Source
	for _, archive := range []string{"b.warc", "a.warc"} {
		pages := []scrape.Page{{Archive: archive, Record: "20"}, {Archive: archive, Record: "10"}}
		sources = append(sources, crawl.Source{Fetcher: shelf{pages: pages, damaged: map[int]string{0: "no header", 1: "no header"}}})
	}
	var got []string
	for _, damage := range walk(t, crawl.Options{Sources: sources}).Damaged {
		got = append(got, damage.Archive+" "+damage.Record)
	}
	if d := cmp.Diff([]string{"a.warc 10", "a.warc 20", "b.warc 10", "b.warc 20"}, got); d != "" {
		t.Errorf("damaged (-want +got):\n%s", d)
	}
}

// TestNobodyIsAskedTwice: what a capture says is not asked of a network, and what one source answers is not asked of the
// next.
func TestNobodyIsAskedTwice(t *testing.T) {
	held := shelf{pages: []scrape.Page{page(1, "https://www.poco.in/product/poco-f6", 200, `<h1 class="pdp-title">POCO F6</h1>`)}}
	n := network{
		"https://www.poco.in/":                 `<a href="/product/poco-f6">F6</a> <a href="/product/poco-c65">C65</a> <a href="/product/poco-m5">M5</a>`,
		"https://www.poco.in/product/poco-c65": `<h1 class="pdp-title">POCO C65</h1>`,
	}
	asked := map[string][]string{}
	ask := func(name string) crawl.Source {
		return crawl.Source{Name: name, Asks: true, Fetcher: asking(func(ctx context.Context, url string) (*scrape.Page, error) {
			asked[name] = append(asked[name], url)
			return n.Fetch(ctx, url)
		})}
	}
	c := walk(t, crawl.Options{Walk: []catalog.ShopID{"poco.in"}, Sources: []crawl.Source{{Name: "shelf", Fetcher: held}, ask("first"), ask("second")}})
	want := map[string][]string{
		"first":  {"https://www.poco.in/", "https://www.poco.in/product/poco-c65", "https://www.poco.in/product/poco-m5"},
		"second": {"https://www.poco.in/product/poco-m5"},
	}
	slices.Sort(asked["first"]) // side by side, one is asked for before the other by chance
	if d := cmp.Diff(want, asked); d != "" {
		t.Errorf("asked (-want +got):\n%s", d)
	}
	found := []string{
		"https://poco.in found read", "https://poco.in/product/poco-c65 found read", "https://poco.in/product/poco-f6 found read",
		"https://poco.in/product/poco-m5 unknown unreachable",
	}
	if d := cmp.Diff(found, outcome(c)); d != "" {
		t.Errorf("coverage (-want +got):\n%s", d)
	}
}

// TestProgressIsToldAfterEachAddress, with all that is known by then.
func TestProgressIsToldAfterEachAddress(t *testing.T) {
	held := shelf{pages: []scrape.Page{page(1, "https://www.po.co/uk/", 200, home), page(2, "https://www.po.co/uk/product/poco-f6/", 200, product("POCO F6"))}}
	var told []crawl.Progress
	walk(t, crawl.Options{Sources: []crawl.Source{{Fetcher: held}}, Progress: func(p crawl.Progress) { told = append(told, p) }})
	want := []crawl.Progress{{Done: 1, Known: 3, Shop: "po.co/uk"}, {Done: 2, Known: 3, Shop: "po.co/uk"}, {Done: 3, Known: 3, Shop: "po.co/uk"}}
	if d := cmp.Diff(want, told); d != "" {
		t.Errorf("progress (-want +got):\n%s", d)
	}
}

// TestReadingsCountPages: what the layouts found is counted for each shop that was walked; a page that is gone, was refused or
// belongs to no rule says nothing about them.
func TestReadingsCountPages(t *testing.T) {
	held := shelf{pages: []scrape.Page{
		page(1, "https://www.po.co/uk/", 200, home), page(1, "https://www.po.co/uk/product/poco-f6/", 200, product("POCO F6")),
		page(1, "https://www.po.co/uk/product/poco-x3/", 200, "<h1></h1><p>hello"), page(1, "https://www.po.co/uk/product/poco-m5/", 404, ""),
		page(1, "https://www.po.co/uk/product/poco-m4/", 403, ""), page(1, "https://www.po.co/uk/service/warranty/", 200, "<h1>Warranty</h1>"),
	}}
	c := walk(t, crawl.Options{
		Walk: []catalog.ShopID{"po.co/uk", "po.co/fr"}, Sources: []crawl.Source{{Fetcher: held}}, Expect: []string{"https://www.po.co/uk/service/warranty/"},
	})
	links, name := map[site.Field]int{site.Links: 1}, map[site.Field]int{site.Name: 1}
	want := map[catalog.ShopID]*drift.Reading{
		"po.co/fr": {},
		"po.co/uk": {Pages: []drift.Kind{
			{Kind: site.ListingPage, Pages: 1, Read: 1, With: links, Layouts: []drift.Layout{{Name: "links", Pages: 1, With: links}}},
			{Kind: site.ProductPage, Pages: 2, Read: 1, With: name, Layouts: []drift.Layout{{Name: "overview-2021", Pages: 1, With: name}}},
		}},
	}
	if d := cmp.Diff(want, c.Readings); d != "" {
		t.Errorf("readings (-want +got):\n%s", d)
	}
}
