// Package scrapetest holds the test that every page source must pass, and a server on which sources that fetch can be
// tested without a network.
package scrapetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// Source tests that f keeps the law of [scrape.Fetcher], and of [scrape.Lister] where it is one too, when it holds want.
// See [Check].
func Source(tb testing.TB, f scrape.Fetcher, want []scrape.Page) {
	tb.Helper()
	for _, err := range Check(tb.Context(), f, want) {
		tb.Error(err)
	}
}

// Check returns what f does against the law, nothing where it keeps it. want is every capture that f holds, in any order,
// all of them readable; an address may have several of different times. Address (in canonical form), media type and body
// must be as wanted; status, headers and time where the wanted page has them.
func Check(ctx context.Context, f scrape.Fetcher, want []scrape.Page) []error {
	c := &checker{want: want}
	c.fetch(ctx, f)
	c.unknown(ctx, f)
	c.stopped(ctx, f)
	c.sideBySide(ctx, f)
	if l, ok := f.(scrape.Lister); ok {
		c.list(ctx, l)
		c.listStopped(ctx, l)
		c.listLeft(ctx, l)
		c.openStopped(ctx, l)
		c.openUnlisted(ctx, l)
	}
	return c.errs
}

type checker struct {
	want []scrape.Page
	errs []error
}

func (c *checker) fail(format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf(format, args...))
}

// newest returns the newest capture of each address, in the order of want.
func (c *checker) newest() []scrape.Page {
	var pages []scrape.Page
	for _, p := range c.want {
		same := func(q scrape.Page) bool { return scrape.Canonical(q.URL) == scrape.Canonical(p.URL) }
		switch i := slices.IndexFunc(pages, same); {
		case i < 0:
			pages = append(pages, p)
		case p.Time.After(pages[i].Time):
			pages[i] = p
		}
	}
	return pages
}

// fetch asks for each address as it was wanted and in canonical form.
func (c *checker) fetch(ctx context.Context, f scrape.Fetcher) {
	for _, want := range c.newest() {
		for _, url := range []string{want.URL, scrape.Canonical(want.URL)} {
			got, err := f.Fetch(ctx, url)
			if err != nil {
				c.fail("Fetch(%q) error: %w", url, err)
				continue
			}
			for _, diff := range differences(got, &want) {
				c.fail("Fetch(%q): %s", url, diff)
			}
		}
	}
}

// nowhere is an address that no source holds.
const nowhere = "https://www.example.com/no/source/holds/this/"

// unknown asks for an address that no source holds. One that asks a network may find that out only by getting no answer.
func (c *checker) unknown(ctx context.Context, f scrape.Fetcher) {
	page, err := f.Fetch(ctx, nowhere)
	if _, lists := f.(scrape.Lister); !lists {
		if _, failed := errors.AsType[*scrape.FailedError](err); failed {
			return
		}
	}
	if !errors.Is(err, scrape.ErrNotHeld) {
		c.fail("Fetch(%q) = %v, %v, want an error that wraps ErrNotHeld", nowhere, page, err)
	}
}

func (c *checker) stopped(ctx context.Context, f scrape.Fetcher) {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	urls := []string{nowhere}
	for _, want := range c.want {
		urls = append(urls, want.URL)
	}
	for _, url := range urls {
		if _, err := f.Fetch(ctx, url); !errors.Is(err, context.Canceled) {
			c.fail("Fetch(%q) with its context cancelled: error %v, want the context's", url, err)
		}
	}
}

// sideBySide fetches everything from several goroutines; run under the race detector it finds what they share.
func (c *checker) sideBySide(ctx context.Context, f scrape.Fetcher) {
	const goroutines = 4
	pages := c.newest()
	found := make([][]error, goroutines)
	var wg sync.WaitGroup
	for i := range goroutines {
		wg.Go(func() {
			for _, want := range pages {
				got, err := f.Fetch(ctx, want.URL)
				if err != nil {
					found[i] = append(found[i], fmt.Errorf("several at once: Fetch(%q) error: %w", want.URL, err))
				} else if !bytes.Equal(got.Body, want.Body) {
					found[i] = append(found[i], fmt.Errorf("several at once: Fetch(%q): body differs", want.URL))
				}
			}
		})
	}
	wg.Wait()
	c.errs = append(c.errs, slices.Concat(found...)...)
}

// list opens every capture and takes each wanted page off the list once.
func (c *checker) list(ctx context.Context, l scrape.Lister) {
	left := slices.Clone(c.want)
	seen := map[string]bool{}
	for capture, err := range l.List(ctx) {
		if err != nil {
			c.fail("List yields %v with error: %w", capture, err)
			continue
		}
		if seen[capture.Record] {
			c.fail("List yields record %q twice", capture.Record)
		}
		seen[capture.Record] = true
		got, err := l.Open(ctx, capture)
		if err != nil {
			c.fail("Open(%v) error: %w", capture, err)
			continue
		}
		if got.URL != capture.URL || got.Record != capture.Record || !got.Time.Equal(capture.Time) {
			c.fail("Open(%v) returns page %q, record %q, of %s", capture, got.URL, got.Record, got.Time)
		}
		i := slices.IndexFunc(left, func(want scrape.Page) bool { return len(differences(got, &want)) == 0 })
		if i < 0 {
			c.fail("List yields %v, which is not among the wanted captures or was yielded before", capture)
			continue
		}
		left = slices.Delete(left, i, i+1)
	}
	for _, p := range left {
		c.fail("List does not yield %q of %s", p.URL, p.Time)
	}
}

func (c *checker) listStopped(ctx context.Context, l scrape.Lister) {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	steps := 0
	for capture, err := range l.List(ctx) {
		if steps++; steps > 1 || !errors.Is(err, context.Canceled) {
			c.fail("List with its context cancelled yields %v, %v; want the context's error and the end", capture, err)
			return
		}
	}
	if steps == 0 && len(c.want) > 0 {
		c.fail("List with its context cancelled ends without an error")
	}
}

// listLeft stops reading the list after its first capture, which a source that yields on would not survive.
func (c *checker) listLeft(ctx context.Context, l scrape.Lister) {
	defer func() {
		if p := recover(); p != nil {
			c.fail("List yields on to a reader that left: %v", p)
		}
	}()
	for capture, err := range l.List(ctx) {
		if err != nil {
			c.fail("List yields %v with error: %w", capture, err)
		}
		break
	}
}

func (c *checker) openStopped(ctx context.Context, l scrape.Lister) {
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	for capture, err := range l.List(ctx) {
		if err != nil {
			continue // told by list
		}
		if _, err := l.Open(stopped, capture); !errors.Is(err, context.Canceled) {
			c.fail("Open(%v) with its context cancelled: error %v, want the context's", capture, err)
		}
	}
}

// openUnlisted opens a capture of a record that no list names.
func (c *checker) openUnlisted(ctx context.Context, l scrape.Lister) {
	unlisted := scrape.Capture{URL: "https://www.example.com/", Record: "no such record"}
	page, err := l.Open(ctx, unlisted)
	if damage, ok := errors.AsType[*scrape.DamagedError](err); !ok || damage.Record != unlisted.Record {
		c.fail("Open(%v) = %v, %v, want a DamagedError that names the record", unlisted, page, err)
	}
}

// differences says in what a page is not the wanted one.
func differences(got, want *scrape.Page) []string {
	var diffs []string
	add := func(format string, args ...any) { diffs = append(diffs, fmt.Sprintf(format, args...)) }
	if g, w := scrape.Canonical(got.URL), scrape.Canonical(want.URL); g != w {
		add("address %q, want %q", g, w)
	}
	if g, w := got.MediaType(), want.MediaType(); g != w {
		add("media type %q, want %q", g, w)
	}
	if !bytes.Equal(got.Body, want.Body) {
		add("body %.80q (%d bytes), want %.80q (%d bytes)", got.Body, len(got.Body), want.Body, len(want.Body))
	}
	if want.Status != 0 && got.Status != want.Status {
		add("status %d, want %d", got.Status, want.Status)
	}
	if !want.Time.IsZero() && !got.Time.Equal(want.Time) {
		add("time %s, want %s", got.Time, want.Time)
	}
	for name, values := range want.Header {
		if g := got.Header.Values(name); !slices.Equal(g, values) && http.CanonicalHeaderKey(name) != "Content-Length" {
			add("header %s %q, want %q", name, g, values)
		}
	}
	slices.Sort(diffs)
	return diffs
}
