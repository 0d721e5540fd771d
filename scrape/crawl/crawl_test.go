package crawl_test

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// shelf is a page source that holds pages in memory.
type shelf struct {
	pages   []scrape.Page
	damaged map[int]string // what is wrong with the page at an index
	failed  map[int]*scrape.FailedError
}

func (s shelf) List(ctx context.Context) iter.Seq2[scrape.Capture, error] {
	return func(yield func(scrape.Capture, error) bool) {
		for i, p := range s.pages {
			var err error
			if what, ok := s.damaged[i]; ok {
				err = &scrape.DamagedError{Archive: p.Archive, Record: p.Record, URL: p.URL, What: what}
			}
			if f, ok := s.failed[i]; ok {
				err = f
			}
			if ctx.Err() != nil || !yield(scrape.Capture{URL: p.URL, Record: p.Record, Time: p.Time}, err) {
				return
			}
		}
	}
}

func (s shelf) Open(_ context.Context, c scrape.Capture) (*scrape.Page, error) {
	for i := range s.pages {
		if s.pages[i].Record == c.Record {
			return &s.pages[i], nil
		}
	}
	return nil, &scrape.DamagedError{Archive: "shelf", Record: c.Record, What: "is gone"}
}

func (s shelf) Fetch(context.Context, string) (*scrape.Page, error) { return nil, scrape.ErrNotHeld }

// network is a page source that answers for addresses and lists none.
type network map[string]string

func (n network) Fetch(ctx context.Context, url string) (*scrape.Page, error) {
	body, ok := n[url]
	if !ok {
		return nil, &scrape.FailedError{URL: url, Via: "live", Reason: "unreachable", Detail: "connection refused"}
	}
	return &scrape.Page{URL: url, Status: 200, Body: []byte(body), Header: http.Header{"Content-Type": {"text/html"}}}, ctx.Err()
}

// asking is a page source of one function.
type asking func(ctx context.Context, url string) (*scrape.Page, error)

func (f asking) Fetch(ctx context.Context, url string) (*scrape.Page, error) { return f(ctx, url) }

func page(day int, url string, status int, body string) scrape.Page {
	return scrape.Page{
		URL: url, Status: status, Body: []byte(body), Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		Time: time.Date(2024, 6, day, 0, 0, 0, 0, time.UTC), Record: fmt.Sprintf("%d %s", day, url), Archive: "shelf",
	}
}

const home = `<a href="/uk/product/poco-f6/">F6</a><a href="//po.co/uk/product/poco-c65">C65</a>
<a href="/uk/product/poco-x-series/">X</a><a href="https://www.mi.com/uk/product/poco-x7/">X7</a>`

func product(name string) string { return "<main><h1>" + name + "</h1></main>" }

func allShops(t *testing.T) *site.Shops {
	t.Helper()
	shops, err := site.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	return shops
}

func walk(t *testing.T, o crawl.Options) *crawl.Catch {
	t.Helper()
	o.Shops = allShops(t)
	if o.Walk == nil {
		o.Walk = []catalog.ShopID{"po.co/uk"}
	}
	c, err := crawl.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// outcome is coverage without its words: address, state, reason.
func outcome(c *crawl.Catch) []string {
	var out []string
	for _, cov := range c.Coverage {
		out = append(out, strings.TrimPrefix(cov.URL, "https://po.co/uk")+" "+string(cov.State)+" "+cov.Reason)
	}
	return out
}

func TestExpectedPagesAreThoseHeldAndThoseLinked(t *testing.T) {
	s := shelf{pages: []scrape.Page{
		page(1, "https://www.po.co/uk/", 200, home),
		page(2, "https://www.po.co/uk/product/poco-f6/", 200, product("POCO F6")),
		page(3, "https://www.po.co/uk/product/poco-m5/", 404, ""),
		page(4, "https://www.po.co/about", 200, "x"),
		page(5, "https://www.po.co/fr/product/poco-f6/", 200, product("POCO F6")),
	}}
	c := walk(t, crawl.Options{Sources: []crawl.Source{{Name: "shelf", Fetcher: s}}})
	want := []string{" found read", "/product/poco-c65 unknown not_captured", "/product/poco-f6 found read", "/product/poco-m5 gone not_found"}
	if d := cmp.Diff(want, outcome(c)); d != "" {
		t.Errorf("coverage (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"https://www.po.co/about"}, c.Foreign); d != "" {
		t.Errorf("foreign (-want +got):\n%s", d)
	}
	if len(c.Listings) != 1 || c.Listings[0].Slug != "poco-f6" {
		t.Errorf("listings = %+v", c.Listings)
	}
}

func TestNewestGoodCaptureIsRead(t *testing.T) {
	const url = "https://www.po.co/uk/product/poco-f6/"
	for _, tt := range []struct {
		name  string
		pages []scrape.Page
		want  string
		title string
	}{
		{"the newer of two", []scrape.Page{page(1, url, 200, product("Old")), page(2, url, 200, product("New"))}, "found read", "New"},
		{"a newer refusal is passed over", []scrape.Page{page(1, url, 200, product("Old")), page(2, url, 403, "")}, "found read", "Old"},
		{"gone says more than refused", []scrape.Page{page(1, url, 404, ""), page(2, url, 403, "")}, "gone not_found", ""},
		{"the newest of the rest", []scrape.Page{page(1, url, 403, ""), page(2, url, 200, "<h1></h1><p>hello")}, "unknown layout_changed", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := walk(t, crawl.Options{Sources: []crawl.Source{{Name: "shelf", Fetcher: shelf{pages: tt.pages}}}})
			if len(c.Coverage) != 1 || string(c.Coverage[0].State)+" "+c.Coverage[0].Reason != tt.want {
				t.Fatalf("coverage = %v, want %s", outcome(c), tt.want)
			}
			title := ""
			if len(c.Listings) > 0 {
				title = c.Listings[0].Names[0].Text
			}
			if title != tt.title {
				t.Errorf("title = %q, want %q", title, tt.title)
			}
		})
	}
}

func TestDamageIsToldAndTheRestGoesOn(t *testing.T) {
	s := shelf{
		pages:   []scrape.Page{page(1, "https://po.co/uk/product/poco-f6", 200, product("POCO F6")), page(2, "https://po.co/uk/product/poco-c65", 200, ""), page(3, "", 200, "")},
		damaged: map[int]string{1: "record ends early", 2: "no header"},
	}
	c := walk(t, crawl.Options{Sources: []crawl.Source{{Name: "shelf", Fetcher: s}}})
	if d := cmp.Diff([]string{"/product/poco-c65 unknown damaged", "/product/poco-f6 found read"}, outcome(c)); d != "" {
		t.Errorf("coverage (-want +got):\n%s", d)
	}
	if len(c.Damaged) != 1 || c.Damaged[0].What != "no header" {
		t.Errorf("damaged = %v", c.Damaged)
	}
}

func TestOnlyAndLimit(t *testing.T) {
	s := []crawl.Source{{Name: "shelf", Fetcher: shelf{pages: []scrape.Page{
		page(1, "https://po.co/uk/", 200, home),
		page(2, "https://po.co/uk/product/poco-f6", 200, product("POCO F6")),
		page(3, "https://po.co/uk/product/poco-m5", 200, product("POCO M5")),
	}}}}
	if d := cmp.Diff([]string{" found read", "/product/poco-m5 found read"}, outcome(walk(t, crawl.Options{Sources: s, Only: []string{"poco-m5"}}))); d != "" {
		t.Errorf("only (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{" found read", "/product/poco-f6 found read"}, outcome(walk(t, crawl.Options{Sources: s, Limit: 1}))); d != "" {
		t.Errorf("limit (-want +got):\n%s", d)
	}
}

// TestNetwork: a source that only fetches is asked for the front page, for what it leads to, and for the pages that the
// profile says to ask for.
func TestNetwork(t *testing.T) {
	n := network{
		"https://www.po.co/uk/":                       home,
		"https://www.po.co/uk/product/poco-f6/":       product("POCO F6"),
		"https://www.po.co/uk/product/poco-f6/specs/": `<main class="specs"><div class="sectionspe"><div class="left"><span>Battery</span></div><div class="right"><span>5000mAh</span></div></div></main>`,
	}
	c := walk(t, crawl.Options{Sources: []crawl.Source{{Name: "live", Fetcher: n, Asks: true}}})
	want := []string{
		"https://go.buy.po.co/uk/v2/item/productdetail?tag=poco-f6&from=pc unknown unreachable", " found read",
		"/product/poco-c65 unknown unreachable", "/product/poco-f6 found read", "/product/poco-f6/specs found read",
	}
	if d := cmp.Diff(want, outcome(c)); d != "" {
		t.Errorf("coverage (-want +got):\n%s", d)
	}
	if len(c.Listings) != 1 || len(c.Listings[0].Specs) != 1 {
		t.Errorf("listings = %+v", c.Listings)
	}
}

// redirecting answers only for addresses as a shop spells them, and redirects from every other spelling.
type redirecting struct {
	network
	asked []string
}

func (r *redirecting) Fetch(ctx context.Context, url string) (*scrape.Page, error) {
	r.asked = append(r.asked, url)
	if _, ok := r.network[url]; !ok {
		for to := range r.network {
			if scrape.Canonical(to) == scrape.Canonical(url) {
				return &scrape.Page{URL: url, Status: 301, Header: http.Header{"Location": {to}}}, nil
			}
		}
	}
	return r.network.Fetch(ctx, url)
}

func TestAnotherSpellingIsFollowed(t *testing.T) {
	n := &redirecting{network: network{
		"https://www.po.co/uk/":                  `<a href="http://po.co/uk/product/poco-f6">F6</a>`,
		"https://www.po.co/uk/product/poco-f6/":  product("POCO F6"),
		"https://www.po.co/uk/product/poco-c65/": product("POCO C65"),
	}}
	held := shelf{pages: []scrape.Page{page(1, "https://www.po.co/uk/product/poco-c65/", 403, "")}}
	c := walk(t, crawl.Options{Sources: []crawl.Source{{Name: "shelf", Fetcher: held}, {Name: "live", Fetcher: n, Asks: true}}})
	got := slices.DeleteFunc(outcome(c), func(line string) bool {
		return !strings.HasPrefix(line, "/product/") || strings.Contains(line, "/specs")
	})
	if d := cmp.Diff([]string{"/product/poco-c65 found read", "/product/poco-f6 found read"}, got); d != "" {
		t.Errorf("coverage (-want +got):\n%s", d)
	}
	if slices.Contains(n.asked, "https://po.co/uk/product/poco-c65") {
		t.Errorf("asked for %q: a page that is held is asked for as it was captured", n.asked)
	}
}

// circle redirects every address to another spelling of itself, for ever.
type circle struct{ asked int }

func (c *circle) Fetch(_ context.Context, url string) (*scrape.Page, error) {
	c.asked++
	return &scrape.Page{URL: url, Status: 302, Header: http.Header{"Location": {fmt.Sprintf("https://www.po.co/uk/?utm_source=%d", c.asked)}}}, nil
}

func TestRedirectsInACircleEnd(t *testing.T) {
	n := &circle{}
	c := walk(t, crawl.Options{Sources: []crawl.Source{{Name: "live", Fetcher: n, Asks: true}}})
	if d := cmp.Diff([]string{" unknown respelled"}, outcome(c)); d != "" || n.asked > 5 {
		t.Errorf("asked %d times; coverage (-want +got):\n%s", n.asked, d)
	}
}

// TestRedirectElsewhereIsAnAnswer: a redirect that leads to another page, or nowhere else, says what became of the page and
// is not followed.
func TestRedirectElsewhereIsAnAnswer(t *testing.T) {
	const front = "https://www.po.co/uk/"
	for _, tt := range []struct{ location, want string }{
		{"https://www.mi.com/uk/", " gone closed_shop"},
		{front, " unknown respelled"},
		{"/uk/", " unknown respelled"},
	} {
		var asked []string
		n := asking(func(_ context.Context, url string) (*scrape.Page, error) {
			asked = append(asked, url)
			return &scrape.Page{URL: url, Status: 302, Header: http.Header{"Location": {tt.location}}}, nil
		})
		c := walk(t, crawl.Options{Sources: []crawl.Source{{Name: "live", Fetcher: n, Asks: true}}})
		if d := cmp.Diff([]string{tt.want}, outcome(c)) + cmp.Diff([]string{front}, asked); d != "" {
			t.Errorf("a redirect to %s (-want +got):\n%s", tt.location, d)
		}
	}
}

func TestLimitCountsProductsNotPages(t *testing.T) {
	var pages []scrape.Page
	for i := range 4 {
		base := fmt.Sprintf("https://po.co/uk/product/poco-%d", i)
		pages = append(pages, page(1, base, 200, product("POCO")), page(1, base+"/specs", 200, ""), page(2, base+"/specs", 404, ""))
	}
	for limit, want := range map[int]int{0: 8, 1: 2, 3: 6, 9: 8} {
		c := walk(t, crawl.Options{Sources: []crawl.Source{{Name: "shelf", Fetcher: shelf{pages: pages}}}, Limit: limit})
		if len(c.Coverage) != want {
			t.Errorf("limit %d: %v, want %d addresses", limit, outcome(c), want)
		}
	}
}

func TestOrderOfCapturesDoesNotMatter(t *testing.T) {
	pages := []scrape.Page{
		page(1, "https://po.co/uk/", 200, home), page(2, "https://po.co/uk/product/poco-f6", 200, product("POCO F6")),
		page(3, "https://po.co/uk/product/poco-f6", 500, ""), page(4, "https://po.co/uk/product/poco-m5", 200, product("POCO M5")),
	}
	want := walk(t, crawl.Options{Sources: []crawl.Source{{Name: "shelf", Fetcher: shelf{pages: pages}}}})
	slices.Reverse(pages)
	if d := cmp.Diff(want, walk(t, crawl.Options{Sources: []crawl.Source{{Name: "shelf", Fetcher: shelf{pages: pages}}}})); d != "" {
		t.Errorf("catch of the reversed shelf (-want +got):\n%s", d)
	}
}

// TestLimitTakesTheFirstByName: which products a limit keeps does not depend on chance.
func TestLimitTakesTheFirstByName(t *testing.T) {
	var pages []scrape.Page
	for i := 40; i > 0; i-- {
		pages = append(pages, page(1, fmt.Sprintf("https://po.co/uk/product/poco-%02d", i), 200, product("POCO")))
	}
	c := walk(t, crawl.Options{Sources: []crawl.Source{{Name: "shelf", Fetcher: shelf{pages: pages}}}, Limit: 2})
	if d := cmp.Diff([]string{"/product/poco-01 found read", "/product/poco-02 found read"}, outcome(c)); d != "" {
		t.Errorf("limit (-want +got):\n%s", d)
	}
}

// companion is a network whose pages bring the answers to other addresses along.
type companion struct {
	network
	along map[string][]string
}

func (c companion) Along(url string) []string { return c.along[url] }

// TestWhatComesAlongIsRead: an address that was answered along with a page is expected from then on, as far as the shop
// knows it.
func TestWhatComesAlongIsRead(t *testing.T) {
	const page, data = "https://www.poco.in/product/poco-f6", "https://www.poco.in/api/product/poco-f6"
	c := companion{
		network: network{
			"https://www.poco.in/": `<a href="/product/poco-f6">F6</a>`,
			page:                   `<h1 class="pdp-title">POCO F6</h1>`,
			data:                   `{"code":0,"result":{"productName":"POCO F6","skus":[{"skuId":"1","variant":"8GB + 256GB","sellingPrice":"₹27,999"}]}}`,
		},
		along: map[string][]string{page: {data, "https://www.poco.in/api/banner", "https://www.mi.com/in/product/poco-x7/", "https://stats.example.com/"}},
	}
	got := walk(t, crawl.Options{Walk: []catalog.ShopID{"poco.in"}, Sources: []crawl.Source{{Name: "browser", Fetcher: c, Asks: true}}})
	want := []string{"https://poco.in found read", "https://poco.in/api/product/poco-f6 found read", "https://poco.in/product/poco-f6 found read"}
	if d := cmp.Diff(want, outcome(got)); d != "" {
		t.Errorf("coverage (-want +got):\n%s", d)
	}
	if len(got.Listings) != 1 || len(got.Listings[0].Rows) != 1 {
		t.Errorf("listings = %+v", got.Listings)
	}
}
