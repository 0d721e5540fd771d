package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/live"
	"github.com/pocomigrate/pocomigrate/scrape/sample"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// sources opens the page sources that the flags name, in their order. The caller calls done when it has read them.
func (o *scrapeOptions) sources(ctx context.Context, shops *site.Shops, walk []catalog.ShopID) (out []crawl.Source, done func(), err error) {
	var archives []*warc.Archive
	done = func() {
		for _, a := range archives {
			// Nothing was written to an archive; failing to close it loses nothing.
			_ = a.Close() //nolint:errcheck // read-only
		}
	}
	if o.sample {
		a, err := sample.Archive()
		if err != nil {
			return nil, done, err
		}
		archives = append(archives, a)
		out = append(out, crawl.Source{Name: "the sample", Fetcher: a})
	}
	if len(o.from) == 0 && !o.sample {
		f, err := o.liveSource(ctx, shops, walk)
		return []crawl.Source{{Name: "live", Fetcher: f, Asks: true}}, done, err
	}
	for _, from := range o.from {
		if from == "live" {
			f, err := o.liveSource(ctx, shops, walk)
			if err != nil {
				done()
				return nil, done, err
			}
			out = append(out, crawl.Source{Name: from, Fetcher: f, Asks: true})
			continue
		}
		a, err := warc.Open(from)
		if err != nil {
			done()
			if errors.Is(err, fs.ErrNotExist) {
				return nil, done, &hintError{err, "--from takes live, or a .wacz, .warc or .warc.gz file"}
			}
			return nil, done, err
		}
		archives = append(archives, a)
		out = append(out, crawl.Source{Name: a.Name(), Fetcher: a})
	}
	return out, done, nil
}

// liveSource returns the network as a page source, if it can be reached at all.
func (o *scrapeOptions) liveSource(ctx context.Context, shops *site.Shops, walk []catalog.ShopID) (*live.Fetcher, error) {
	f := live.New(live.Options{UserAgent: "pocomigrate/" + strings.Fields(version())[1], Proxy: http.ProxyFromEnvironment})
	closed := ""
	for _, id := range walk {
		p, ok := shops.Shop(id)
		if !ok {
			continue
		}
		if p.Closed != "" {
			closed = p.Closed
			continue
		}
		if err := f.Reach(ctx, p.Start[0]); err != nil {
			return nil, fmt.Errorf(
				"%s cannot be reached from here (%w): read the built-in sample with --sample, or an archive with --from FILE.wacz", id, err)
		}
		return f, nil
	}
	return nil, &hintError{
		fmt.Errorf("%s: closed since %s, nothing answers there", list(walk), closed),
		"read an archive with --from FILE.wacz, or the built-in sample with --sample",
	}
}

func sourceNames(sources []crawl.Source) string {
	names := make([]string, len(sources))
	for i, s := range sources {
		names[i] = s.Name
	}
	return strings.Join(names, ", ")
}
