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
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/browser"
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
	fromBrowser = "browser"
	fromWayback = "wayback"
)

// sources are the page sources of one run.
type sources struct {
	list    []crawl.Source
	store   *capture.Store // nil where nothing is asked on the network
	closers []io.Closer
}

// close ends what was opened, the browser before the recording that it writes to. A recording that was not sealed is left to
// be continued.
func (s *sources) close() error {
	var errs []error
	for _, c := range s.closers {
		errs = append(errs, c.Close())
	}
	if s.store != nil {
		errs = append(errs, s.store.Close())
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
	tell  *terminal.Progress
	out   *sources

	have []string      // names of the sources that are asked
	gate *live.Fetcher // asks the shops, for the browser, too; made when it is needed
}

// sources opens the page sources that the flags name, in their order, or those that the profiles of the shops name. With
// plan set nothing is made on disk and nobody is asked.
func (o *scrapeOptions) sources(ctx context.Context, shops *site.Shops, walk []catalog.ShopID, tell *terminal.Progress) (*sources, error) {
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
	o.have = named
	return o.openNetwork(ctx, len(o.from) > 0)
}

func asked(from string) bool { return from == fromLive || from == fromBrowser || from == fromWayback }

func (o *opening) add(s crawl.Source) {
	o.out.list = append(o.out.list, s)
	if c, ok := s.Fetcher.(io.Closer); ok && !s.Asks {
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

// profiled returns the sources that the profiles of the walked shops name and that can be had here. A browser is had for
// pages that come as shells, too.
func (o *opening) profiled() []string {
	named := func(name string) bool {
		return slices.ContainsFunc(o.walk, func(id catalog.ShopID) bool {
			p, ok := o.shops.Shop(id)
			return ok && slices.Contains(p.Sources, name)
		})
	}
	var out []string
	if named(fromLive) {
		out = append(out, fromLive)
	}
	if named(fromBrowser) || named(fromLive) {
		switch _, err := o.findChromium(); {
		case err == nil:
			out = append(out, fromBrowser)
		case named(fromBrowser) && !o.quiet:
			terminal.Say(o.Err, err.Error()+"; pages that need one come from elsewhere or are missing")
		}
	}
	if named(fromWayback) {
		out = append(out, fromWayback)
	}
	return out
}

// findChromium returns the browser to be used.
func (o *opening) findChromium() (string, error) {
	if o.chromium != "" {
		return o.chromium, nil
	}
	return browser.Find()
}

// openNetwork opens the sources that are asked. What comes from them is recorded in the run folder.
func (o *opening) openNetwork(ctx context.Context, forced bool) error {
	if !o.plan {
		if err := o.reach(ctx); err != nil {
			return err
		}
		if err := o.lock.Take(); err != nil {
			return err
		}
		store, err := capture.Open(ctx, filepath.Join(o.scrapeOptions.out, runfolder.CaptureFolder), capture.Options{Software: version(), Now: o.Now})
		if err != nil {
			return err
		}
		o.out.store = store
		if r, ok := store.Resumed(); ok && !o.quiet {
			terminal.Say(o.Err, fmt.Sprintf("going on with %s, which was interrupted: it holds %d answers since %s; remove it to begin anew",
				r.File, r.Answers, r.Since.Format(time.DateTime)))
		}
	}
	for _, name := range o.have {
		f, err := o.networkSource(name)
		if err != nil {
			return err
		}
		if o.out.store != nil {
			f = o.out.store.Source(name, f)
		}
		s := crawl.Source{Name: name, Fetcher: f, Asks: true}
		if !forced {
			s.For = func(p *site.Profile) crawl.Use { return use(p, name, o.have) }
		}
		o.add(s)
	}
	return nil
}

// use returns what a source is to a shop by its profile: the best of those that can be had comes first, the others are
// asked for what it leaves unknown. A browser that the profile does not name renders what a shop that is asked gave as a
// shell.
func use(p *site.Profile, name string, have []string) crawl.Use {
	best := slices.DeleteFunc(slices.Clone(p.Sources), func(s string) bool { return !slices.Contains(have, s) })
	switch i := slices.Index(best, name); {
	case i == 0:
		return crawl.Primary
	case i > 0:
		return crawl.Fallback
	case name == fromBrowser && slices.Contains(best, fromLive):
		return crawl.Renderer
	}
	return crawl.Never
}

// networkSource opens a source that is asked. What needs to be closed at the end is noted.
func (o *opening) networkSource(name string) (scrape.Fetcher, error) {
	switch name {
	case fromLive:
		return o.liveSource()
	case fromBrowser:
		return o.browserSource()
	}
	return o.waybackSource()
}

// recorder returns where what is fetched is recorded, nil where it is not.
func (o *opening) recorder() scrape.Recorder {
	if o.out.store == nil {
		return nil
	}
	return o.out.store
}

// liveSource returns the one that asks the shops, so that whoever asks keeps the same pace.
func (o *opening) liveSource() (*live.Fetcher, error) {
	if o.gate != nil {
		return o.gate, nil
	}
	detours, err := o.detours()
	if err != nil {
		return nil, err
	}
	o.gate = live.New(o.options(detours, o.recorder(), o.tell, o.logger()))
	return o.gate, nil
}

func (o *opening) browserSource() (*browser.Source, error) {
	gate, err := o.liveSource()
	if err != nil {
		return nil, err
	}
	chromium, err := o.findChromium()
	if err != nil {
		return nil, err
	}
	b, err := browser.New(browser.Options{
		Gate: gate, Now: o.Now, Chromium: chromium, Recorder: o.recorder(), Agent: o.agent(), Log: o.logger(),
		Recipe: func(address string) browser.Recipe { return recipe(o.shops, address) },
		Tabs:   o.concurrency, AnyCertificate: gate.StandsIn(),
	})
	if err == nil {
		o.out.closers = append(o.out.closers, b)
	}
	return b, err
}

func (o *opening) waybackSource() (*wayback.Source, error) {
	detours, err := o.detours()
	if err != nil {
		return nil, err
	}
	asOf, err := o.date()
	if err != nil {
		return nil, err
	}
	options := o.options(detours, wayback.Recorder(o.recorder()), o.tell, o.logger())
	// The archive has limits of its own, which package wayback keeps.
	options.Attempts, options.NoRobots, options.Via, options.Rate = 1, true, fromWayback, live.Unlimited
	return wayback.New(wayback.Options{
		Fetcher: live.New(options), Now: o.Now, Endpoint: o.waybackURL, AsOf: asOf, Areas: o.areas(),
		Waiting: func(until time.Time, why string) { o.tell.Wait("the archive", until, why) },
	})
}

// areas returns where the captures of the walked shops lie that have no better source than the archive.
func (o *opening) areas() []string {
	var out []string
	for _, id := range o.walk {
		if p, ok := o.shops.Shop(id); ok && (len(o.from) > 0 || use(p, fromWayback, o.have) == crawl.Primary) {
			out = append(out, p.Areas()...)
		}
	}
	return out
}

// reach returns an error when none of the sources can be connected to, and names the ways out.
func (o *opening) reach(ctx context.Context) error {
	detours, err := o.detours()
	if err != nil {
		return err
	}
	f := live.New(o.options(detours, nil, o.tell, o.logger()))
	var failed []string
	for _, name := range o.have {
		address := o.waybackURL
		if name != fromWayback {
			if address = o.firstStart(name); address == "" {
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

// firstStart returns the address at which the first shop begins that a source is asked for.
func (o *opening) firstStart(name string) string {
	for _, id := range o.walk {
		p, ok := o.shops.Shop(id)
		if !ok {
			continue
		}
		if u := use(p, name, o.have); len(o.from) > 0 || u == crawl.Primary || u == crawl.Fallback {
			return p.Start[0]
		}
	}
	return ""
}
