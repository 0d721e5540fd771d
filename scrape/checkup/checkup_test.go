package checkup_test

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/checkup"
	"github.com/pocomigrate/pocomigrate/scrape/drift"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// own is a shop whose profile no longer fits its pages, and beside it one that is not walked.
var own = fstest.MapFS{
	"own.json": {Data: []byte(`{
		"id": "own.shop", "name": "Own shop", "role": "target", "lang": "en", "currency": "EUR", "sources": ["live"],
		"start": ["https://www.own.shop/p/"], "product_url": "https://www.own.shop/p/{slug}/", "ignore_slugs": ["*-series"],
		"pages": [
			{"kind": "listing", "match": "own.shop", "layouts": ["links"]},
			{"kind": "listing", "match": "own.shop/p", "layouts": ["links", "own-cards"]},
			{"kind": "product", "match": "own.shop/p/{slug}", "layouts": ["own-page", "own-old", "own-older"]}
		], "note": "made up"}`)},
	"next.json": {Data: []byte(`{
		"id": "next.shop", "name": "Next shop", "role": "target", "lang": "en", "currency": "EUR", "sources": ["live"],
		"start": ["https://next.shop/"], "product_url": "https://next.shop/p/{slug}",
		"pages": [{"kind": "listing", "match": "next.shop", "layouts": ["links"]}], "note": "made up"}`)},
	"layouts/own-cards.json": {Data: []byte(`{"reader": "html", "each": "li.card", "slug": [{"at": "a", "attr": "href"}], "product": {"name": [{"at": "a"}]}, "note": "made up"}`)},
	"layouts/own-page.json": {Data: []byte(`{
		"reader": "html", "needs": "main",
		"product": {"name": [{"at": "h1"}], "price": [{"at": "b.prize"}, {"at": "i", "attr": "data-price"}], "brand": [{"at": "small"}]},
		"rows": [
			{"each": "tr", "fields": {"title": [{"at": "td"}], "sku": [{"at": "kbd"}], "price": [{"at": "b.prize"}]}},
			{"each": "li", "fields": {"title": [{"at": "td"}]}}
		], "note": "made up"}`)},
	"layouts/own-old.json":   {Data: []byte(`{"reader": "html", "needs": "table.page", "product": {"name": [{"at": "caption"}]}, "note": "made up"}`)},
	"layouts/own-older.json": {Data: []byte(`{"reader": "json-ld", "product": {"name": [{"at": "/name"}]}, "note": "made up"}`)},
}

// where calls a file as a person would find it.
func where(file string, builtIn bool) string {
	if builtIn {
		return "built-in " + file
	}
	return "own/" + file
}

// saved is a page source that holds what a test gives it, and cannot list or open some of it.
type saved []capture

type capture struct {
	url, text     string
	media         string // "" for text/html
	listed, lacks error  // of List and of Open
}

func (s saved) List(context.Context) iter.Seq2[scrape.Capture, error] {
	return func(yield func(scrape.Capture, error) bool) {
		for _, c := range s {
			if !yield(scrape.Capture{URL: c.url}, c.listed) {
				return
			}
		}
	}
}

func (s saved) Open(_ context.Context, of scrape.Capture) (*scrape.Page, error) {
	for _, c := range s {
		if c.url == of.URL && c.listed == nil {
			media := "text/html; charset=utf-8"
			if c.media != "" {
				media = c.media
			}
			page := &scrape.Page{URL: c.url, Status: http.StatusOK, Header: http.Header{"Content-Type": {media}}, Body: []byte(c.text)}
			return page, c.lacks
		}
	}
	return nil, errors.New("opens what was listed with an error: " + of.URL)
}

// check reads all of a source for own.shop.
func check(t *testing.T, pages saved) *checkup.Checkup {
	t.Helper()
	shops, err := site.Load(own)
	if err != nil {
		t.Fatal(err)
	}
	c := checkup.New(shops, []catalog.ShopID{"own.shop"})
	if err := c.Read(t.Context(), pages); err != nil {
		t.Fatal(err)
	}
	return c
}

const alpha = `<main><h1>Alpha</h1><b class="price">1</b><small>Own</small><table><tr><td>Alpha 1</td></tr></table></main>`

// TestWhatNoLongerFits: each layout is said with each of its parts, on how many pages it was found; then the pages that no layout
// reads and those that no rule describes; then how many captures were not judged, and why.
func TestWhatNoLongerFits(t *testing.T) {
	const listing, product = site.ListingPage, site.ProductPage
	c := check(t, saved{
		{url: "https://www.own.shop/p/zeta", text: `<h1>Nothing</h1><p>that a layout describes.</p>`},
		{url: "https://www.own.shop/p/", text: `<a href="/p/alpha/">Alpha</a> <a href="/p/x-series/">The X series</a>`},
		{url: "https://www.own.shop/p/alpha/", text: alpha},
		{url: "https://www.own.shop/p/beta/", text: `<main><h1>Beta</h1><b class="price">2</b></main>`},
		{url: "https://www.own.shop/p/empty", text: `<h1>Nothing</h1><p>that a layout describes.</p>`},
		{url: "https://www.own.shop/p/gone", text: `<title>404 - Own shop</title>`},
		{url: "https://www.own.shop/p/gone-too", text: `<title>404 - Own shop</title>`},
		{url: "https://www.own.shop/p/x-series", text: `<h1>The X series</h1>`}, // the profile leaves it out
		{url: "https://www.own.shop/terms", text: `<h1>Terms</h1>`, media: "application/xhtml+xml"},
		{url: "https://www.own.shop/legal", text: `<h1>Legal notes</h1>`},
		{url: "https://www.own.shop/api", text: `{}`, media: "application/ld+json"},
		{url: "https://www.own.shop/logo.png", text: "no page", media: "image/png"},
		{url: "https://www.own.shop/robots.txt", text: "User-agent: *"},
		{url: "https://www.own.shop/", text: `<a href="/p/alpha/">Alpha</a>`},
		{url: "https://www.own.shop/old", text: `<title>404 - Own shop</title>`},
		{url: "https://www.own.shop/p/delta/", listed: &scrape.FailedError{URL: "https://www.own.shop/p/delta/", Reason: "unreachable"}},
		{url: "https://www.own.shop/p/gamma/", lacks: &scrape.DamagedError{URL: "https://www.own.shop/p/gamma/", What: "record ends early"}},
		{url: "", listed: &scrape.DamagedError{What: "nobody knows of what"}},
		{url: "https://next.shop/", text: `<a href="/p/alpha/">Alpha</a>`},
		{url: "https://elsewhere.example/", text: `<a href="/">Elsewhere</a>`},
	})
	if d := cmp.Diff([]catalog.ShopID{"own.shop"}, c.Checked()); d != "" {
		t.Errorf("shops that have pages (-want +got):\n%s", d)
	}
	if c.Pages != 6 || c.Foreign != 4 {
		t.Errorf("%d pages were judged, %d captures are foreign, want 6 and 4: robots.txt, one that damage hides, and two of others", c.Pages, c.Foreign)
	}
	links := func(l checkup.Line) checkup.Line {
		l.Kind, l.Layout, l.File = listing, "links", "built-in layouts/links.json"
		return l
	}
	cards := func(l checkup.Line) checkup.Line {
		l.Kind, l.Layout, l.File = listing, "own-cards", "own/layouts/own-cards.json"
		return l
	}
	page := func(l checkup.Line) checkup.Line {
		l.Kind, l.Layout, l.File = product, "own-page", "own/layouts/own-page.json"
		return l
	}
	want := []checkup.Line{
		links(checkup.Line{Found: 2, Of: 2}), // once, though two rules name it
		links(checkup.Line{Field: "links", At: []string{"a[href]@href"}, Found: 2, Of: 2}),
		cards(checkup.Line{Found: 1, Of: 1}),
		cards(checkup.Line{Field: "each", At: []string{"li.card"}, Of: 1, Fault: "nothing at li.card"}),
		cards(checkup.Line{Field: "slug", At: []string{"a@href"}}), // no fault: it is looked for in a card
		cards(checkup.Line{Field: "name", At: []string{"a"}}),
		page(checkup.Line{Found: 2, Of: 4}),
		page(checkup.Line{Field: "brand", At: []string{"small"}, Found: 1, Of: 2}),
		page(checkup.Line{Field: "name", At: []string{"h1"}, Found: 2, Of: 2}),
		page(checkup.Line{Field: "price", At: []string{"b.prize", "i@data-price"}, Of: 2, Fault: "nothing at b.prize or i@data-price"}),
		page(checkup.Line{Field: "rows", At: []string{"tr", "li"}, Found: 1, Of: 2}),
		page(checkup.Line{Field: "rows.price", At: []string{"b.prize"}, Of: 1, Fault: "nothing at b.prize"}),
		page(checkup.Line{Field: "rows.sku", At: []string{"kbd"}, Of: 1, Fault: "nothing at kbd"}),
		page(checkup.Line{Field: "rows.title", At: []string{"td"}, Found: 1, Of: 1}), // the other rule of rows has no row, and says nothing
		{
			Kind: product, Layout: "own-old", File: "own/layouts/own-old.json", At: []string{"table.page"}, Of: 4,
			Fault: "the layout fits no page; it needs table.page",
		},
		{Kind: product, Layout: "own-older", File: "own/layouts/own-older.json", Of: 4, Fault: "the layout fits no page"},
		{Kind: product, File: "own/own.json", URL: "https://www.own.shop/p/empty", Fault: "no layout of its page rule reads this page"},
		{Kind: product, File: "own/own.json", URL: "https://www.own.shop/p/zeta", Fault: "no layout of its page rule reads this page"},
		{File: "own/own.json", URL: "https://www.own.shop/api", Fault: "no page rule describes this page"},
		{File: "own/own.json", URL: "https://www.own.shop/legal", Fault: "no page rule describes this page"},
		{File: "own/own.json", URL: "https://www.own.shop/terms", Fault: "no page rule describes this page"},
		{Of: 1, Reason: "soft_404"},
		{Kind: product, Of: 1, Reason: "damaged"},
		{Kind: product, Of: 2, Reason: "soft_404"},
		{Kind: product, Of: 1, Reason: "unreachable"},
	}
	for i := range want {
		want[i].Shop = "own.shop"
	}
	got, faults := c.Lines(where)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("lines (-want +got):\n%s", d)
	}
	if faults != 11 {
		t.Errorf("%d faults, want 11", faults)
	}
}

// TestSourceBreaks: what keeps the source from going on ends the reading, and is the error.
func TestSourceBreaks(t *testing.T) {
	shops, err := site.Load(own)
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("the disk is gone")
	for name, pages := range map[string]saved{
		"listing": {{url: "https://www.own.shop/p/alpha/", listed: broken}, {url: "https://www.own.shop/p/beta/", text: alpha}},
		"opening": {{url: "https://www.own.shop/p/alpha/", lacks: broken}, {url: "https://www.own.shop/p/beta/", text: alpha}},
	} {
		c := checkup.New(shops, []catalog.ShopID{"own.shop"})
		if err := c.Read(t.Context(), pages); !errors.Is(err, broken) || c.Pages != 0 {
			t.Errorf("%s: error %v after %d pages", name, err, c.Pages)
		}
	}
}

// TestComparedWithTheLastRun: what less was read of than last time is said with the layout to mend and where it looks, of a field in
// the product and in its rows, of the page in what the layout needs; a shop that could not be compared says why.
func TestComparedWithTheLastRun(t *testing.T) {
	line := func(field, layout, warning string) drift.Line {
		return drift.Line{
			Measure: drift.Hits, Kind: site.ProductPage, Field: field, Found: 2, Of: 200, LastFound: 198, LastOf: 199,
			Layouts: []string{"gone-layout", layout}, Warning: warning,
		}
	}
	said := func(field, layout, file, fault string, at ...string) checkup.Line {
		return checkup.Line{
			Shop: "own.shop", Kind: site.ProductPage, Layout: "gone-layout, " + layout, Field: field, File: file, At: at, Found: 2, Of: 200,
			Measure: drift.Hits, LastFound: 198, LastOf: 199, Fault: fault,
		}
	}
	one := check(t, saved{{url: "https://www.own.shop/p/alpha/", text: alpha}})
	before, _ := one.Lines(where)
	one.Compared("own.shop", drift.Comparison{Lines: []drift.Line{
		line("price", "own-page", "price fell"), line("", "own-page", "pages fell"), line("", "own-older", "pages fell"), line("name", "own-page", ""),
	}})
	want := []checkup.Line{
		// The rows' price is looked for where the product's is: each place is said once.
		said("price", "own-page", "own/layouts/own-page.json", "price fell", "b.prize", "i@data-price"),
		said("", "own-page", "own/layouts/own-page.json", "pages fell", "main"),
		said("", "own-older", "own/layouts/own-older.json", "pages fell"),
		said("name", "own-page", "", ""),
	}
	got, _ := one.Lines(where)
	if d := cmp.Diff(want, got[len(before):]); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	one.Compared("own.shop", drift.Comparison{Note: drift.NoLastTime})
	got, _ = one.Lines(where)
	if d := cmp.Diff([]checkup.Line{{Shop: "own.shop", Reason: drift.NoLastTime}}, got[len(before):]); d != "" {
		t.Errorf("nothing to compare with (-want +got):\n%s", d)
	}
}

// TestWords: what people read of a line.
func TestWords(t *testing.T) {
	for _, tt := range []struct {
		line checkup.Line
		want string
	}{
		{checkup.Line{Found: 1, Of: 2}, "1 of 2"},
		{checkup.Line{Of: 2, File: "own/a.json", Fault: "nothing at td"}, "0 of 2  FAULT own/a.json: nothing at td"},
		{checkup.Line{Of: 3, Reason: "soft_404"}, "3 not judged: soft_404"},
		{checkup.Line{Reason: drift.NoLastTime}, drift.NoLastTime},
		{
			checkup.Line{File: "own/own.json", URL: "https://own.shop/legal", Fault: "no page rule describes this page"},
			"FAULT own/own.json: https://own.shop/legal: no page rule describes this page",
		},
		{
			checkup.Line{Measure: drift.Hits, Found: 2, Of: 200, LastFound: 198, LastOf: 199},
			"hits 2 of 200, last run 198 of 199",
		},
		{
			checkup.Line{Measure: drift.Hits, Of: 200, LastFound: 198, LastOf: 199, File: "own/a.json", At: []string{"b", "i"}, Fault: "price fell"},
			"hits 0 of 200, last run 198 of 199  FAULT own/a.json: price fell: look at b or i",
		},
		{
			checkup.Line{Measure: drift.Changed, Found: 9, Of: 9, Fault: "price is another one"},
			"changed 9 of 9, last run 0 of 0  FAULT price is another one",
		},
	} {
		if got := tt.line.Words(); got != tt.want {
			t.Errorf("%+v\nsays %q\nwant %q", tt.line, got, tt.want)
		}
	}
}
