package wayback_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/wayback"
	"github.com/pocomigrate/pocomigrate/scrape/wayback/waybacktest"
)

// asked is a fetcher that remembers what it was asked.
type asked struct {
	mu        sync.Mutex
	addresses []string
	answer    func(query url.Values, n int) *scrape.Page
}

func (a *asked) Fetch(_ context.Context, address string) (*scrape.Page, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.addresses = append(a.addresses, address)
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	return a.answer(u.Query(), len(a.addresses)), nil
}

// TestWhatTheIndexIsAsked: a folder is asked for without its slash, or the index would leave out its own page; a host
// keeps it, or the index would give its neighbours; areas within others are not asked for.
func TestWhatTheIndexIsAsked(t *testing.T) {
	t.Parallel()
	f := &asked{answer: func(url.Values, int) *scrape.Page { return text(200, "") }}
	asOf := day(t, "2024-12-31").In(time.FixedZone("", 2*60*60))
	s := open(t, wayback.Options{Fetcher: f, AsOf: asOf, Pace: atOnce, Areas: []string{
		"po.co/uk/", "po.co/uk/product/", "https://www.po.co/uk/", "poco.in", "po.co/fr", "po.co/fr/",
	}})
	if got := contents(t, s); got != nil {
		t.Errorf("List = %q, want nothing", got)
	}
	for _, nowhere := range []string{"mailto:service.in@poco.net", "po.co/uk", "https://%zz/"} {
		if _, err := s.Fetch(t.Context(), nowhere); !errors.Is(err, scrape.ErrNotHeld) {
			t.Errorf("Fetch(%q) error %v, want one that wraps ErrNotHeld", nowhere, err)
		}
	}
	const rest = "&limit=5000&to=20241231120000&filter=%21mimetype%3A%28%28image%7Cvideo%7Caudio%7Cfont%29%2F.%2A%7Ctext%2Fcss%29" +
		"&fl=urlkey,timestamp,original,mimetype,statuscode,digest,length&showResumeKey=true&resolveRevisits=true"
	if _, err := s.Fetch(t.Context(), "https://www.po.co/de/?b=1&utm_source=x#top"); !errors.Is(err, scrape.ErrNotHeld) {
		t.Errorf("Fetch error %v, want one that wraps ErrNotHeld", err)
	}
	const endpoint = "https://web.archive.org/cdx/search/cdx?url="
	want := []string{
		endpoint + "po.co%2Fuk&matchType=prefix" + rest, endpoint + "poco.in%2F&matchType=prefix" + rest,
		endpoint + "po.co%2Ffr&matchType=prefix" + rest, endpoint + "https%3A%2F%2Fpo.co%2Fde%3Fb%3D1" + rest,
	}
	if d := cmp.Diff(want, f.addresses); d != "" {
		t.Errorf("asked (-want +got):\n%s", d)
	}
}

// TestTheIndexIsAskedOnce: what was listed or asked for is remembered, that nothing is held too, and of several goroutines
// that want the same one asks.
func TestTheIndexIsAskedOnce(t *testing.T) {
	t.Parallel()
	archive := &waybacktest.Archive{Captures: []scrape.Page{
		page(t, "2024-01-01", "https://www.po.co/uk/", 200, "home"), page(t, "2024-01-01", "https://www.po.co/fr/", 200, "accueil"),
	}}
	var mu sync.Mutex
	var indexed []string
	s := serve(t, archive, wayback.Options{Areas: []string{"po.co/uk/"}, Fetcher: fetch(func(ctx context.Context, address string) (*scrape.Page, error) {
		if _, query, ok := strings.Cut(address, "/cdx?url="); ok {
			mu.Lock()
			defer mu.Unlock()
			indexed = append(indexed, query[:strings.Index(query, "&")])
		}
		return (&asker{}).Fetch(ctx, address)
	})})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if got := contents(t, s); len(got) != 1 {
				t.Errorf("List = %q, want one capture", got)
			}
			for address, held := range map[string]bool{"https://po.co/uk": true, "https://www.po.co/fr/": true, "http://po.co/de": false, "http://po.co/de/": false} {
				if _, err := s.Fetch(t.Context(), address); errors.Is(err, scrape.ErrNotHeld) == held || (held && err != nil) {
					t.Errorf("Fetch(%q) error %v, want held %v", address, err, held)
				}
			}
		})
	}
	wg.Wait()
	if len(indexed) != 3 {
		t.Errorf("the index was asked for %q, want each once", indexed)
	}
}

// TestAnAreaThatBreaksOff: what was found is listed, except for the address that may have newer captures, and then the
// reason; the areas after it are listed as well, and the next List tries again.
func TestAnAreaThatBreaksOff(t *testing.T) {
	t.Parallel()
	first := rows("20200101000000 https://po.co/uk/a 200 A", "20200101000000 https://po.co/uk/b 200 B") + "\nkey%2B1\n"
	f := &asked{}
	f.answer = func(q url.Values, n int) *scrape.Page {
		switch {
		case q.Get("url") == "po.co/fr":
			return text(200, rows("20200101000000 https://po.co/fr/a 200 A"))
		case q.Get("resumeKey") == "":
			return text(200, first)
		case n < 6:
			return text(503, "")
		}
		return text(200, rows("20200102000000 https://po.co/uk/b 200 C"))
	}
	s := open(t, wayback.Options{Fetcher: f, Pace: atOnce, Areas: []string{"po.co/uk/", "po.co/fr/"}})
	want := []string{
		"20200101000000/https://po.co/uk/a", "! fetch https://po.co/uk/: the archive answered 503 (tries: 2)",
		"20200101000000/https://po.co/fr/a",
	}
	if d := cmp.Diff(want, contents(t, s)); d != "" {
		t.Errorf("List (-want +got):\n%s", d)
	}
	want = []string{
		"20200101000000/https://po.co/uk/a", "20200102000000/https://po.co/uk/b", "20200101000000/https://po.co/uk/b",
		"20200101000000/https://po.co/fr/a",
	}
	if d := cmp.Diff(want, contents(t, s)); d != "" {
		t.Errorf("List again (-want +got):\n%s", d)
	}
}

// TestAnIndexWithoutEnd: an index that leads to itself, or on for ever, ends.
func TestAnIndexWithoutEnd(t *testing.T) {
	t.Parallel()
	many := strings.Repeat(rows("20200101000000 https://po.co/uk/a 200 A"), 10_000)
	for _, tt := range []struct {
		name   string
		answer func(n int) string
		want   string
		asked  int
	}{
		{"too many rows", func(n int) string { return many + fmt.Sprintf("\nkey%d\n", n) }, "the archive's index holds more than is read (1000000 rows,", 101},
		{"in circles", func(int) string { return "\nsame\n" }, "the archive's index goes in circles", 2},
		{"for ever", func(n int) string { return fmt.Sprintf("\nkey%d\n", n) }, "the archive's index holds more than is read", 1500},
		{"rows in place of a key", func(int) string { return "\na b\n" }, "something else than rows", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := &asked{answer: func(_ url.Values, n int) *scrape.Page { return text(200, tt.answer(n)) }}
			_, err := open(t, wayback.Options{Fetcher: f, Pace: atOnce}).Fetch(t.Context(), "https://po.co/uk/")
			if _, ok := errors.AsType[*scrape.FailedError](err); !ok || !strings.Contains(err.Error(), tt.want) || len(f.addresses) != tt.asked {
				t.Errorf("after %d requests error %v, want a FailedError with %q after %d", len(f.addresses), err, tt.want, tt.asked)
			}
		})
	}
}

// TestFetchOfOnePage: what the index says of one address, in other ways than List shows.
func TestFetchOfOnePage(t *testing.T) {
	t.Parallel()
	const f6 = "https://www.po.co/uk/"
	for _, tt := range []struct {
		name, address, index string
		want                 string
		notHeld              bool
	}{
		{"no address of the web", "mailto:service.in@poco.net", rows("20240101000000 " + f6 + " 200 A"), "not held", true},
		{"neighbours alone", f6, rows("20240101000000 https://www.po.co/UK 200 A", "20240101000000 "+f6+"?a=1 200 B"), "not held", true},
		{"too late", f6, rows("20250101120001 " + f6 + " 200 A"), "not held", true},
		{"a time that does not exist", f6, rows("20240001000000 " + f6 + " 200 A"), "the index gives a time that does not exist", false},
		{"a line cut short", f6, rows("20240101000000 https://x.po.co/ 200 A") + "key 2024", `not understood: "key 2024"`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := open(t, wayback.Options{AsOf: day(t, "2025-01-01"), Fetcher: fetch(func(context.Context, string) (*scrape.Page, error) {
				return text(200, tt.index), nil
			})})
			_, err := s.Fetch(t.Context(), tt.address)
			_, damaged := errors.AsType[*scrape.DamagedError](err)
			if errors.Is(err, scrape.ErrNotHeld) != tt.notHeld || damaged == tt.notHeld || !strings.Contains(fmt.Sprint(err), tt.want) {
				t.Errorf("Fetch(%q) error %v, want one with %q that wraps ErrNotHeld: %v", tt.address, err, tt.want, tt.notHeld)
			}
		})
	}
}
