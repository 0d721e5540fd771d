package capture

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"slices"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// maxEarlier is how many recordings before this one are looked at for pages that may still hold. Each is read through once
// to be indexed.
const maxEarlier = 5

// earlier are the recordings before this one. They are opened when the first page is looked for.
type earlier struct {
	dir   string
	names []string // numbers, in order

	opened   bool
	archives []*warc.Archive // newest first
	captures map[asked]place
}

// place is a capture in one of the archives.
type place struct {
	archive *warc.Archive
	capture scrape.Capture
}

func (e *earlier) open(ctx context.Context) {
	if e.opened {
		return
	}
	e.opened, e.captures = true, map[asked]place{}
	newest := slices.Clone(e.names)
	slices.Reverse(newest)
	for _, name := range newest[:min(len(newest), maxEarlier)] {
		a, err := warc.Open(filepath.Join(e.dir, name+doneSuffix))
		if err != nil {
			continue // it only saves requests
		}
		e.archives = append(e.archives, a)
		for c, err := range a.List(ctx) {
			if err != nil {
				continue
			}
			at := asked{c.Via, c.URL, c.Time}
			if _, ok := e.captures[at]; !ok {
				e.captures[at] = place{a, c}
			}
		}
	}
}

// page returns the newest page of an address, spelled as it was asked, where it says of its version enough to ask whether
// it still holds.
func (e *earlier) page(ctx context.Context, url string) (*scrape.Page, place, bool) {
	e.open(ctx)
	for _, a := range e.archives {
		p, err := a.Fetch(ctx, url)
		if err != nil || p.URL != url {
			continue
		}
		v := validators(p)
		at := place{a, scrape.Capture{URL: p.URL, Record: p.Record, Time: p.Time}}
		return p, at, p.Status == http.StatusOK && (v.ETag != "" || v.LastModified != "")
	}
	return nil, place{}, false
}

// capture returns the page of a capture that a source lists.
func (e *earlier) capture(ctx context.Context, via string, c scrape.Capture) (*scrape.Page, place, bool) {
	e.open(ctx)
	at, ok := e.captures[asked{via, c.URL, c.Time}]
	if !ok {
		return nil, at, false
	}
	p, err := at.archive.Open(ctx, at.capture)
	return p, at, err == nil
}

func (e *earlier) close() error {
	var errs []error
	for _, a := range e.archives {
		errs = append(errs, a.Close())
	}
	e.archives = nil
	return errors.Join(errs...)
}
