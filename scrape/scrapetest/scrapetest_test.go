package scrapetest_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"iter"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

var update = flag.Bool("update", false, "rewrite the golden file")

// held is what the sources of this test hold: one address twice, another once.
func held() []scrape.Page {
	html := http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	day := time.Date(2024, 10, 1, 8, 0, 0, 0, time.UTC)
	return []scrape.Page{
		{URL: "https://www.po.co/uk/", Status: 200, Header: html, Body: []byte("old"), Time: day, Record: "1"},
		{URL: "https://www.po.co/uk/", Status: 200, Header: html, Body: []byte("new"), Time: day.AddDate(0, 1, 0), Record: "2"},
		{URL: "https://www.po.co/fr/", Status: 301, Header: html, Body: nil, Time: day, Record: "3"},
	}
}

// source is a page source that keeps the law, but for the faults that it is told to have.
type source struct {
	pages  []scrape.Page
	faults map[string]bool
}

func (s *source) Fetch(ctx context.Context, url string) (*scrape.Page, error) {
	if err := ctx.Err(); err != nil && !s.faults["ignores its context"] {
		return nil, fmt.Errorf("fetch %s: %w", url, err)
	}
	var newest *scrape.Page
	for i, p := range s.pages {
		if scrape.Canonical(p.URL) != scrape.Canonical(url) {
			continue
		}
		if newest == nil || p.Time.After(newest.Time) && !s.faults["answers with the oldest"] {
			newest = &s.pages[i]
		}
	}
	switch {
	case newest == nil && s.faults["invents pages"]:
		return &scrape.Page{URL: url, Status: 200}, nil
	case newest == nil && s.faults["blames a network"]:
		return nil, &scrape.FailedError{URL: url, Reason: "unreachable", Detail: "no answer"}
	case newest == nil:
		return nil, scrape.ErrNotHeld
	case s.faults["cuts bodies"]:
		cut := *newest
		cut.Body = cut.Body[:len(cut.Body)/2]
		return &cut, nil
	case s.faults["refuses"]:
		return nil, errors.New("refused")
	case s.faults["tells another story"]:
		return &scrape.Page{
			URL: "https://www.po.co/de/", Status: 404, Time: newest.Time.Add(time.Hour), Body: newest.Body,
			Header: http.Header{"Content-Type": {"text/plain"}, "Content-Length": {"7"}},
		}, nil
	}
	return newest, nil
}

func (s *source) List(ctx context.Context) iter.Seq2[scrape.Capture, error] {
	return func(yield func(scrape.Capture, error) bool) {
		if err := ctx.Err(); err != nil && !s.faults["lists on"] {
			if !s.faults["ends its list in silence"] {
				yield(scrape.Capture{}, err)
			}
			return
		}
		if s.faults["lists damage"] && !yield(scrape.Capture{Record: "0"}, &scrape.DamagedError{Archive: "a.warc", Record: "0", What: "no header"}) {
			return
		}
		for i, p := range s.pages {
			if i == 0 && s.faults["hides a capture"] {
				continue
			}
			if !yield(scrape.Capture{URL: p.URL, Record: p.Record, Time: p.Time}, nil) && !s.faults["lists without end"] {
				return
			}
			if s.faults["lists without end"] {
				yield(scrape.Capture{URL: p.URL, Record: p.Record, Time: p.Time}, nil)
			}
			if i == 0 && s.faults["lists twice"] && !yield(scrape.Capture{URL: p.URL, Record: p.Record, Time: p.Time}, nil) {
				return
			}
		}
	}
}

func (s *source) Open(ctx context.Context, c scrape.Capture) (*scrape.Page, error) {
	if c.Record == "0" {
		return nil, &scrape.DamagedError{Record: c.Record, What: "no header"}
	}
	if err := ctx.Err(); err != nil && !s.faults["opens on"] {
		return nil, err
	}
	for i := range s.pages {
		if s.pages[i].Record == c.Record && s.faults["opens nothing"] {
			return nil, errors.New("refused")
		}
		if s.pages[i].Record == c.Record && s.faults["opens another"] {
			return &s.pages[(i+1)%len(s.pages)], nil
		}
		if s.pages[i].Record == c.Record || s.faults["opens anything"] {
			return &s.pages[i], nil
		}
	}
	return nil, &scrape.DamagedError{Record: c.Record, What: "no such record"}
}

// told is a test that keeps what it is told.
type told struct {
	testing.TB
	errs   []string
	helped bool // so that an error is shown at the line of the test
}

func (t *told) Helper() { t.helped = true }

func (t *told) Error(args ...any) { t.errs = append(t.errs, fmt.Sprint(args...)) }

func TestSourceTellsTheTest(t *testing.T) {
	t.Parallel()
	tb := &told{TB: t}
	scrapetest.Source(tb, &source{pages: held()}, held())
	if len(tb.errs) > 0 {
		t.Errorf("of a source that keeps the law: %q", tb.errs)
	}
	scrapetest.Source(tb, &source{pages: held()[:2]}, held()[:1])
	if len(tb.errs) == 0 || !tb.helped {
		t.Errorf("of a source with a capture too many: %q, at the line of the test: %v", tb.errs, tb.helped)
	}
}

// TestCheckFindsFaults: what is said of sources with one fault each stands in testdata/faults.txt.
func TestCheckFindsFaults(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	for _, fault := range []string{
		"ignores its context", "answers with the oldest", "invents pages", "refuses", "cuts bodies", "tells another story", "lists on",
		"ends its list in silence", "lists twice", "lists damage", "hides a capture", "lists without end", "opens on", "opens anything",
		"opens nothing", "opens another",
	} {
		fmt.Fprintf(&got, "A source that %s:\n", fault)
		for _, err := range scrapetest.Check(t.Context(), &source{pages: held(), faults: map[string]bool{fault: true}}, held()) {
			fmt.Fprintf(&got, "  %v\n", err)
		}
	}
	const golden = "testdata/faults.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); d != "" {
		t.Errorf("%s (-want +got):\n%s", golden, d)
	}
}

// TestNetworkMayNotKnow: a source that only asks learns of an address without a page by getting no answer. One that can list
// what it holds has no such excuse.
func TestNetworkMayNotKnow(t *testing.T) {
	t.Parallel()
	network := &source{pages: held(), faults: map[string]bool{"blames a network": true}}
	if errs := scrapetest.Check(t.Context(), struct{ scrape.Fetcher }{network}, held()); len(errs) > 0 {
		t.Errorf("Check of a network = %v", errs)
	}
	const want = `Fetch("https://www.example.com/no/source/holds/this/") = <nil>, fetch https://www.example.com/no/source/holds/this/: no answer, want an error that wraps ErrNotHeld`
	if errs := scrapetest.Check(t.Context(), network, held()); len(errs) != 1 || errs[0].Error() != want {
		t.Errorf("Check of one that lists = %v, want %s", errs, want)
	}
}
