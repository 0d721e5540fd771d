package scrapetest_test

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

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
	case newest == nil:
		return nil, scrape.ErrNotHeld
	case s.faults["cuts bodies"]:
		cut := *newest
		cut.Body = cut.Body[:len(cut.Body)/2]
		return &cut, nil
	}
	return newest, nil
}

func (s *source) List(ctx context.Context) iter.Seq2[scrape.Capture, error] {
	return func(yield func(scrape.Capture, error) bool) {
		if err := ctx.Err(); err != nil && !s.faults["lists on"] {
			yield(scrape.Capture{}, err)
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
	if err := ctx.Err(); err != nil && !s.faults["opens on"] {
		return nil, err
	}
	for i := range s.pages {
		if s.pages[i].Record == c.Record || s.faults["opens anything"] {
			return &s.pages[i], nil
		}
	}
	return nil, &scrape.DamagedError{Record: c.Record, What: "no such record"}
}

func TestSourceAcceptsOneThatKeepsTheLaw(t *testing.T) {
	t.Parallel()
	scrapetest.Source(t, &source{pages: held()}, held())
}

func TestCheckFindsFaults(t *testing.T) {
	t.Parallel()
	tests := []struct{ fault, want string }{
		{"ignores its context", "context cancelled"},
		{"answers with the oldest", `body "old"`},
		{"invents pages", "wraps ErrNotHeld"},
		{"cuts bodies", "body"},
		{"lists on", "List with its context cancelled"},
		{"lists twice", `record "1" twice`},
		{"hides a capture", "List does not yield"},
		{"lists without end", "to a reader that left"},
		{"opens on", "Open({"},
		{"opens anything", "want a DamagedError"},
	}
	for _, tt := range tests {
		t.Run(tt.fault, func(t *testing.T) {
			t.Parallel()
			errs := scrapetest.Check(t.Context(), &source{pages: held(), faults: map[string]bool{tt.fault: true}}, held())
			for _, err := range errs {
				if strings.Contains(err.Error(), tt.want) {
					return
				}
			}
			t.Errorf("Check of a source that %s = %v, want an error with %q", tt.fault, errs, tt.want)
		})
	}
}
