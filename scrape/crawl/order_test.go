package crawl_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// uneven answers the later the more often it was asked before, so that answers overtake one another, and counts how many
// requests are open at once.
type uneven struct {
	network
	mu         sync.Mutex
	open, most int
	asked      int
}

func (u *uneven) Fetch(ctx context.Context, url string) (*scrape.Page, error) {
	u.mu.Lock()
	u.asked++
	wait := time.Duration(u.asked*7%5) * time.Millisecond
	u.open++
	u.most = max(u.most, u.open)
	u.mu.Unlock()
	time.Sleep(wait)
	u.mu.Lock()
	u.open--
	u.mu.Unlock()
	return u.network.Fetch(ctx, url)
}

// shopOf returns a network with a front page that leads to n products, each of which leads to one more.
func shopOf(n int) network {
	pages := network{}
	var home strings.Builder
	for i := range n {
		name := fmt.Sprintf("poco-%03d", i)
		fmt.Fprintf(&home, `<a href="/uk/product/%s/">%s</a>`, name, name)
		pages["https://www.po.co/uk/product/"+name+"/"] = product("POCO "+name) + `<a href="/uk/product/more-` + name + `/">more</a>`
	}
	pages["https://www.po.co/uk/"] = home.String()
	return pages
}

// TestManyWorkersBringHomeTheSame: what comes out does not depend on how many work and who is first, with a limit, too.
func TestManyWorkersBringHomeTheSame(t *testing.T) {
	for _, limit := range []int{0, 7} {
		one := walk(t, crawl.Options{Sources: []crawl.Source{{Name: "live", Fetcher: shopOf(40), Asks: true}}, Limit: limit})
		n := &uneven{network: shopOf(40)}
		many := walk(t, crawl.Options{Sources: []crawl.Source{{Name: "live", Fetcher: n, Asks: true}}, Limit: limit, Workers: 8})
		if d := cmp.Diff(one, many); d != "" {
			t.Errorf("limit %d: eight workers against one (-one +eight):\n%s", limit, d)
		}
		if n.most < 2 || n.most > 8 {
			t.Errorf("limit %d: %d requests at once, want 2 to 8", limit, n.most)
		}
	}
}

// TestExpected: addresses that nothing leads to are asked for when they are expected, as the profile spells them where it
// does; those of other shops are not; a page that no rule describes has an outcome, too.
func TestExpected(t *testing.T) {
	n := network{
		"https://www.po.co/uk/":                   home,
		"https://www.po.co/uk/product/poco-f6/":   product("POCO F6"),
		"https://www.po.co/uk/product/poco-m5/":   product("POCO M5"),
		"http://po.co/uk/service/warranty/":       "<h1>Warranty</h1>",
		"https://www.po.co/fr/product/poco-x6/":   product("POCO X6"),
		"https://www.po.co/uk/product/unexpected": product("X"),
	}
	c := walk(t, crawl.Options{
		Sources: []crawl.Source{{Name: "live", Fetcher: n, Asks: true}},
		Expect: []string{
			"po.co/uk/product/no-scheme", "http://po.co/uk/product/poco-m5?utm_source=mail", "http://po.co/uk/service/warranty/",
			"https://www.po.co/fr/product/poco-x6/", "https://po.co/uk/product/poco-gone", "https://www.po.co/uk/product/poco-m5/buy/",
		},
	})
	got := slices.DeleteFunc(outcome(c), func(line string) bool {
		return strings.Contains(line, "/specs") || strings.Contains(line, "go.buy")
	})
	want := []string{
		" found read", "/product/poco-c65 unknown unreachable", "/product/poco-f6 found read", "/product/poco-gone unknown unreachable",
		"/product/poco-m5 found read", "/product/poco-m5/buy unknown unreachable", "/service/warranty found no_listing",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("coverage (-want +got):\n%s", d)
	}
}

// refusing answers every address with one status.
type refusing int

func (s refusing) Fetch(_ context.Context, url string) (*scrape.Page, error) {
	return &scrape.Page{URL: url, Status: int(s), Header: http.Header{}}, nil
}

// TestFallback: a fallback is asked for what the first source left unknown, and not for what it said is gone; what it
// lists is not expected.
func TestFallback(t *testing.T) {
	const url = "https://www.po.co/uk/product/poco-f6/"
	archive := shelf{pages: []scrape.Page{page(1, url, 200, product("POCO F6"))}}
	fallback := func(*site.Profile) crawl.Use { return crawl.Fallback }
	for _, tt := range []struct {
		name   string
		status refusing
		want   string
	}{
		{"refused", 403, "/product/poco-f6 found read"},
		{"gone", 404, "/product/poco-f6 gone not_found"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := walk(t, crawl.Options{
				Sources: []crawl.Source{
					{Name: "live", Fetcher: tt.status, Asks: true},
					{Name: "archive", Fetcher: answering{archive}, Asks: true, For: fallback},
				},
				Expect: []string{url},
			})
			if got := outcome(c); !slices.Contains(got, tt.want) || slices.Contains(got, "/product/poco-other unknown blocked") {
				t.Errorf("coverage %q, want %q in it", got, tt.want)
			}
		})
	}
}

// TestRenderer: a browser is asked for a page that came as a shell, before a fallback, and not for one that was refused.
func TestRenderer(t *testing.T) {
	const url = "https://www.po.co/uk/product/poco-f6/"
	use := func(u crawl.Use) func(*site.Profile) crawl.Use { return func(*site.Profile) crawl.Use { return u } }
	for _, tt := range []struct {
		name, want string
		answer     scrape.Page
	}{
		{"a shell", "found read rendered", page(1, url, 200, `<div id="root"></div><script src="app.js"></script>`)},
		{"a refusal", "found read archived", page(1, url, 403, "")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := walk(t, crawl.Options{
				Sources: []crawl.Source{
					{Name: "archive", Fetcher: one{page(1, url, 200, product("archived"))}, Asks: true, For: use(crawl.Fallback)},
					{Name: "browser", Fetcher: one{page(2, url, 200, product("rendered"))}, Asks: true, For: use(crawl.Renderer)},
					{Name: "live", Fetcher: one{tt.answer}, Asks: true},
				},
				Expect: []string{url},
			})
			got := ""
			if i := slices.Index(outcome(c), "/product/poco-f6 found read"); i >= 0 && len(c.Listings) == 1 {
				got = "found read " + c.Listings[0].Names[0].Text
			}
			if got != tt.want {
				t.Errorf("got %q with coverage %q, want %q", got, outcome(c), tt.want)
			}
		})
	}
}

// answering is a shelf that can also be asked.
type answering struct{ shelf }

func (a answering) Fetch(_ context.Context, url string) (*scrape.Page, error) {
	for i := range a.pages {
		if scrape.Canonical(a.pages[i].URL) == scrape.Canonical(url) {
			return &a.pages[i], nil
		}
	}
	return nil, scrape.ErrNotHeld
}

// TestNeverIsNotAsked: a source that is nothing to a shop is neither listed nor asked for it. One that can tell what it
// holds is not asked for addresses that the profile makes up.
func TestNeverIsNotAsked(t *testing.T) {
	archive := answering{shelf{pages: []scrape.Page{page(1, "https://www.po.co/uk/product/poco-f6/", 200, product("POCO F6"))}}}
	only := func(p *site.Profile) crawl.Use {
		if p.ID == "po.co/fr" {
			return crawl.Primary
		}
		return crawl.Never
	}
	c := walk(t, crawl.Options{
		Walk:    []catalog.ShopID{"po.co/fr", "po.co/uk"},
		Sources: []crawl.Source{{Name: "archive", Fetcher: archive, Asks: true, For: only}},
	})
	var urls []string
	for _, cov := range c.Coverage {
		urls = append(urls, cov.URL+" "+cov.Reason)
	}
	if d := cmp.Diff([]string(nil), urls); d != "" {
		t.Errorf("coverage (-want +got):\n%s", d)
	}
}

// TestVerdictsDoNotDependOnOrder: what a walk concludes from the sources that it asked one after the other is what a replay
// concludes from their captures, newest first.
func TestVerdictsDoNotDependOnOrder(t *testing.T) {
	const url = "https://www.po.co/uk/product/poco-f6/"
	refused, odd := page(3, url, 403, ""), page(2, url, 400, "")
	gone, elsewhere := page(1, url, 404, ""), page(10, url, 301, "")
	elsewhere.Header.Set("Location", "http://po.co/uk/product/poco-f6")
	failure := &scrape.FailedError{URL: url, Time: time.Date(2024, 6, 9, 0, 0, 0, 0, time.UTC), Via: "live", Reason: "unreachable", Detail: "no answer"}
	for _, tt := range []struct {
		name    string
		answers []any // pages and failures, in the order in which they were got
		want    string
	}{
		{"a failure after an answer", []any{refused, failure}, "unknown blocked"},
		{"an older answer after a newer", []any{refused, odd}, "unknown blocked"},
		{"a newer answer after an older", []any{odd, refused}, "unknown blocked"},
		{"gone, and failures around it", []any{failure, gone, refused}, "gone not_found"},
		{"another spelling, then a failure", []any{elsewhere, failure}, "unknown unreachable"},
		{"nothing but another spelling", []any{elsewhere}, "unknown respelled"},
		{"nothing but a failure", []any{failure}, "unknown unreachable"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var sources []crawl.Source
			var held shelf
			held.failed = map[int]*scrape.FailedError{}
			for i, answer := range tt.answers {
				switch a := answer.(type) {
				case scrape.Page:
					held.pages = append(held.pages, a)
				case *scrape.FailedError:
					held.failed[len(held.pages)] = a
					held.pages = append(held.pages, scrape.Page{URL: url, Time: a.Time, Record: "failure"})
				}
				sources = append(sources, crawl.Source{Name: strconv.Itoa(i), Fetcher: one{answer}, Asks: true})
			}
			asked := outcome(walk(t, crawl.Options{Sources: sources, Expect: []string{url}}))
			replayed := outcome(walk(t, crawl.Options{Sources: []crawl.Source{{Name: "shelf", Fetcher: held}}}))
			want := "/product/poco-f6 " + tt.want
			if !slices.Contains(asked, want) || !slices.Contains(replayed, want) {
				t.Errorf("asked %q, replayed %q, want %q in both", asked, replayed, want)
			}
		})
	}
}

// one answers every address with one page or failure.
type one struct{ answer any }

func (o one) Fetch(_ context.Context, url string) (*scrape.Page, error) {
	if p, ok := o.answer.(scrape.Page); ok && scrape.Canonical(p.URL) == scrape.Canonical(url) {
		return &p, nil
	}
	if f, ok := o.answer.(*scrape.FailedError); ok && scrape.Canonical(f.URL) == scrape.Canonical(url) {
		return nil, f
	}
	return nil, scrape.ErrNotHeld
}
