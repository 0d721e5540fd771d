package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/capture"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/live"
	"github.com/pocomigrate/pocomigrate/scrape/sample"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
	"github.com/pocomigrate/pocomigrate/scrape/wayback"
)

// The page sources that are asked rather than read, as --from and the profiles name them.
const (
	fromLive    = "live"
	fromWayback = "wayback"
)

// sources are the page sources of one run.
type sources struct {
	list    []crawl.Source
	store   *capture.Store // nil where nothing is asked on the network
	closers []io.Closer
}

// close ends the reading of archives, to which nothing was written, and leaves a recording that was not sealed to be
// continued.
func (s *sources) close() error {
	var errs []error
	if s.store != nil {
		errs = append(errs, s.store.Close())
	}
	for _, c := range s.closers {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// seal turns the recording of the run into an archive and returns its path, "" where nothing was recorded.
func (s *sources) seal() (string, error) {
	if s.store == nil {
		return "", nil
	}
	return s.store.Seal()
}

// names says what the sources are, for people.
func (s *sources) names() string {
	names := make([]string, len(s.list))
	for i, source := range s.list {
		names[i] = source.Name
	}
	return strings.Join(names, ", ")
}

// opening collects the sources of a run.
type opening struct {
	*scrapeOptions
	shops *site.Shops
	walk  []catalog.ShopID
	tell  *progress
	out   *sources
}

// sources opens the page sources that the flags name, in their order, or those that the profiles of the shops name. With
// plan set nothing is made on disk and nobody is asked.
func (o *scrapeOptions) sources(ctx context.Context, shops *site.Shops, walk []catalog.ShopID, tell *progress) (*sources, error) {
	op := &opening{scrapeOptions: o, shops: shops, walk: walk, tell: tell, out: &sources{}}
	if err := op.open(ctx); err != nil {
		return nil, errors.Join(err, op.out.close())
	}
	return op.out, nil
}

func (o *opening) open(ctx context.Context) error {
	if o.sample {
		a, err := sample.Archive()
		if err != nil {
			return err
		}
		o.add(crawl.Source{Name: "the sample", Fetcher: a})
	}
	var archives []*warc.Archive
	for _, from := range o.from {
		if asked(from) {
			continue
		}
		a, err := o.openFile(from)
		if err != nil {
			return err
		}
		if a != nil {
			archives = append(archives, a)
		}
	}
	warc.Join(archives...)
	named := slices.DeleteFunc(slices.Clone(o.from), func(from string) bool { return !asked(from) })
	if len(o.from) == 0 && !o.sample {
		named = o.profiled()
	}
	if len(named) == 0 {
		return nil
	}
	return o.openNetwork(ctx, named, len(o.from) > 0)
}

func asked(from string) bool { return from == fromLive || from == fromWayback }

func (o *opening) add(s crawl.Source) {
	o.out.list = append(o.out.list, s)
	if c, ok := s.Fetcher.(io.Closer); ok {
		o.out.closers = append(o.out.closers, c)
	}
}

// openFile opens a page source on disk. An archive is returned, too.
func (o *opening) openFile(name string) (*warc.Archive, error) {
	h, err := openHeld(name, o.base, o.shops)
	if err != nil {
		return nil, err
	}
	o.add(crawl.Source{Name: filepath.Base(filepath.Clean(name)), Fetcher: h})
	archive, _ := h.(*warc.Archive) //nolint:errcheck // nil for a source of another kind
	return archive, nil
}

// profiled returns the sources that the profiles of the walked shops name and that this program has.
func (o *opening) profiled() []string {
	var out []string
	for _, name := range []string{fromLive, fromWayback} {
		used := func(id catalog.ShopID) bool {
			p, ok := o.shops.Shop(id)
			return ok && slices.Contains(p.Sources, name)
		}
		if slices.ContainsFunc(o.walk, used) {
			out = append(out, name)
		}
	}
	return out
}

// openNetwork opens the sources that are asked. What comes from them is recorded in the run folder.
func (o *opening) openNetwork(ctx context.Context, names []string, forced bool) error {
	if !o.plan {
		if err := o.reach(ctx, names); err != nil {
			return err
		}
		if err := o.lock.take(); err != nil {
			return err
		}
		store, err := capture.Open(ctx, filepath.Join(o.scrapeOptions.out, captureFolder), capture.Options{Software: version(), Now: o.now})
		if err != nil {
			return err
		}
		o.out.store = store
		if r, ok := store.Resumed(); ok && !o.quiet {
			say(o.err, fmt.Sprintf("going on with %s, which was interrupted: it holds %d answers since %s; remove it to begin anew",
				r.File, r.Answers, r.Since.Format(time.DateTime)))
		}
	}
	for _, name := range names {
		f, err := o.networkSource(name)
		if err != nil {
			return err
		}
		if o.out.store != nil {
			f = o.out.store.Source(name, f)
		}
		s := crawl.Source{Name: name, Fetcher: f, Asks: true}
		if !forced {
			s.For = func(p *site.Profile) crawl.Use { return use(p, name) }
		}
		o.add(s)
	}
	return nil
}

// use returns what a source is to a shop by its profile: the best that this program has comes first, the others are asked
// for what it leaves unknown.
func use(p *site.Profile, name string) crawl.Use {
	for i, best := range slices.DeleteFunc(slices.Clone(p.Sources), func(s string) bool { return !asked(s) }) {
		switch {
		case best == name && i == 0:
			return crawl.Primary
		case best == name:
			return crawl.Fallback
		}
	}
	return crawl.Never
}

func (o *opening) networkSource(name string) (scrape.Fetcher, error) {
	detours, err := o.detours()
	if err != nil {
		return nil, err
	}
	var recorder scrape.Recorder
	if o.out.store != nil {
		recorder = o.out.store
	}
	options := o.options(detours, recorder, o.tell)
	if name == fromLive {
		return live.New(options), nil
	}
	asOf, err := o.date()
	if err != nil {
		return nil, err
	}
	options.Attempts, options.NoRobots, options.Via = 1, true, fromWayback
	if recorder != nil {
		options.Recorder = wayback.Recorder(recorder)
	}
	// The archive has limits of its own, which package wayback keeps.
	options.Rate = live.Unlimited
	return wayback.New(wayback.Options{
		Fetcher: live.New(options), Now: o.now, Endpoint: o.waybackURL, AsOf: asOf, Areas: o.areas(),
		Waiting: func(until time.Time, why string) { o.tell.wait("the archive", until, why) },
	})
}

// areas returns where the captures of the walked shops lie that have no better source than the archive.
func (o *opening) areas() []string {
	var out []string
	for _, id := range o.walk {
		if p, ok := o.shops.Shop(id); ok && (len(o.from) > 0 || use(p, fromWayback) == crawl.Primary) {
			out = append(out, p.Areas()...)
		}
	}
	return out
}

// reach returns an error when none of the sources can be connected to, and names the ways out.
func (o *opening) reach(ctx context.Context, names []string) error {
	detours, err := o.detours()
	if err != nil {
		return err
	}
	f := live.New(o.options(detours, nil, o.tell))
	var failed []string
	for _, name := range names {
		address := o.waybackURL
		if name == fromLive {
			if address = o.firstStart(); address == "" {
				continue
			}
		}
		err := f.Reach(ctx, address)
		if err == nil || ctx.Err() != nil {
			return ctx.Err()
		}
		failed = append(failed, name+": "+err.Error())
	}
	return fmt.Errorf("nothing can be reached from here (%s): read the built-in sample with --sample, or an archive with --from FILE.wacz",
		strings.Join(failed, "; "))
}

// firstStart returns the address at which the first shop that is asked itself begins.
func (o *opening) firstStart() string {
	for _, id := range o.walk {
		if p, ok := o.shops.Shop(id); ok && (len(o.from) > 0 || use(p, fromLive) != crawl.Never) {
			return p.Start[0]
		}
	}
	return ""
}
