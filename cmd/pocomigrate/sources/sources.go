// Package sources opens the page sources that somebody names with --from, or else those that the shops' profiles name: archives, HAR
// files and mirrors by what lies on disk, the network, a browser and the Wayback Machine by their names. Flags are read elsewhere.
package sources

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
	Live    = "live"
	Browser = "browser"
	Wayback = "wayback"
)

// Asked reports whether a source of this name is asked rather than read.
func Asked(from string) bool { return from == Live || from == Browser || from == Wayback }

// Options say where the pages of a run come from.
type Options struct {
	Network

	Shops *site.Shops
	Walk  []catalog.ShopID // the shops whose pages are wanted

	Sample     bool     // the sample archive inside the program comes first
	From       []string // then these, in their order; where there is neither, the profiles of the shops name the sources
	Base       string   // address of the top of a mirror that does not tell its host
	Chromium   string   // path of the browser; "" to look for one
	WaybackURL string
	AsOf       time.Time // take the archive's captures of this moment or before; zero for the newest

	// Plan says that nothing is to be made on disk, and nobody asked.
	Plan     bool
	Captures string       // the folder in which what is fetched is recorded
	Software string       // what the recording says that it was made by
	Lock     func() error // is called before the folder is written to
	Now      func() time.Time
	Say      func(text string) // tells a person what is otherwise than expected
	Watch    Watch
}

// Sources are the page sources of one run.
type Sources struct {
	List    []crawl.Source
	store   *capture.Store // nil where nothing is asked on the network
	closers []io.Closer
}

// Open opens the page sources that the options name. The caller closes them.
func Open(ctx context.Context, options Options) (*Sources, error) {
	return openWith(ctx, options, browser.Find)
}

// openWith opens the sources on a machine on which find looks for a browser.
func openWith(ctx context.Context, options Options, find func() (path string, err error)) (*Sources, error) {
	o := &opening{Options: options, find: find, out: &Sources{}}
	if err := o.open(ctx); err != nil {
		return nil, errors.Join(err, o.out.Close())
	}
	return o.out, nil
}

// Close ends what was opened, the browser before the recording that it writes to. A recording that was not sealed is left to
// be continued.
func (s *Sources) Close() error {
	var errs []error
	for _, c := range s.closers {
		errs = append(errs, c.Close())
	}
	if s.store != nil {
		errs = append(errs, s.store.Close())
	}
	return errors.Join(errs...)
}

// Recorded reports whether what is fetched is recorded, so that a run that is stopped can go on.
func (s *Sources) Recorded() bool { return s.store != nil }

// Seal turns the recording of the run into an archive and returns its path, "" where nothing was recorded.
func (s *Sources) Seal() (string, error) {
	if s.store == nil {
		return "", nil
	}
	return s.store.Seal()
}

// Names says what the sources are, for people.
func (s *Sources) Names() string {
	names := make([]string, len(s.List))
	for i, source := range s.List {
		names[i] = source.Name
	}
	return strings.Join(names, ", ")
}

// opening collects the sources of a run.
type opening struct {
	Options
	find func() (path string, err error) // a browser
	out  *Sources

	have []string      // names of the sources that are asked
	gate *live.Fetcher // asks the shops, for the browser, too; made when it is needed
}

func (o *opening) open(ctx context.Context) error {
	if o.Sample {
		a, err := sample.Archive()
		if err != nil {
			return err
		}
		o.add(crawl.Source{Name: "the sample", Fetcher: a})
	}
	var archives []*warc.Archive
	for _, from := range o.From {
		if Asked(from) {
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
	named := slices.DeleteFunc(slices.Clone(o.From), func(from string) bool { return !Asked(from) })
	if len(o.From) == 0 && !o.Sample {
		named = o.profiled()
	}
	if len(named) == 0 {
		return nil
	}
	o.have = named
	return o.openNetwork(ctx, len(o.From) > 0)
}

func (o *opening) add(s crawl.Source) {
	o.out.List = append(o.out.List, s)
	if c, ok := s.Fetcher.(io.Closer); ok && !s.Asks {
		o.out.closers = append(o.out.closers, c)
	}
}

// openFile opens a page source on disk. An archive is returned, too.
func (o *opening) openFile(name string) (*warc.Archive, error) {
	h, err := OpenHeld(name, o.Base, o.Shops)
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
		return slices.ContainsFunc(o.Walk, func(id catalog.ShopID) bool {
			p, ok := o.Shops.Shop(id)
			return ok && slices.Contains(p.Sources, name)
		})
	}
	var out []string
	if named(Live) {
		out = append(out, Live)
	}
	if named(Browser) || named(Live) {
		switch _, err := o.findChromium(); {
		case err == nil:
			out = append(out, Browser)
		case named(Browser):
			o.Say(err.Error() + "; pages that need one come from elsewhere or are missing")
		}
	}
	if named(Wayback) {
		out = append(out, Wayback)
	}
	return out
}

// findChromium returns the browser to be used.
func (o *opening) findChromium() (string, error) {
	if o.Chromium != "" {
		return o.Chromium, nil
	}
	return o.find()
}

// openNetwork opens the sources that are asked. What comes from them is recorded in the run folder.
func (o *opening) openNetwork(ctx context.Context, forced bool) error {
	if !o.Plan {
		if err := o.reach(ctx); err != nil {
			return err
		}
		if err := o.Lock(); err != nil {
			return err
		}
		store, err := capture.Open(ctx, o.Captures, capture.Options{Software: o.Software, Now: o.Now})
		if err != nil {
			return err
		}
		o.out.store = store
		if r, ok := store.Resumed(); ok {
			o.Say(fmt.Sprintf("going on with %s, which was interrupted: it holds %d answers since %s; remove it to begin anew",
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
	case name == Browser && slices.Contains(best, Live):
		return crawl.Renderer
	}
	return crawl.Never
}

// networkSource opens a source that is asked. What needs to be closed at the end is noted.
func (o *opening) networkSource(name string) (scrape.Fetcher, error) {
	switch name {
	case Live:
		return o.liveSource()
	case Browser:
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
	options, err := o.Network.Options(o.recorder(), o.Watch)
	if err != nil {
		return nil, err
	}
	o.gate = live.New(options)
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
		Gate: gate, Now: o.Now, Chromium: chromium, Recorder: o.recorder(), Agent: o.agent(), Log: o.Watch.Log,
		Recipe: func(address string) browser.Recipe { return Recipe(o.Shops, address) },
		Tabs:   o.Concurrency, AnyCertificate: gate.StandsIn(),
	})
	if err == nil {
		o.out.closers = append(o.out.closers, b)
	}
	return b, err
}

func (o *opening) waybackSource() (*wayback.Source, error) {
	options, err := o.Network.Options(wayback.Recorder(o.recorder()), o.Watch)
	if err != nil {
		return nil, err
	}
	// The archive has limits of its own, which package wayback keeps.
	options.Attempts, options.NoRobots, options.Via, options.Rate = 1, true, Wayback, live.Unlimited
	return wayback.New(wayback.Options{
		Fetcher: live.New(options), Now: o.Now, Endpoint: o.WaybackURL, AsOf: o.AsOf, Areas: o.areas(),
		Waiting: func(until time.Time, why string) { o.Watch.Waiting("the archive", until, why) },
	})
}

// areas returns where the captures of the walked shops lie that have no better source than the archive.
func (o *opening) areas() []string {
	var out []string
	for _, id := range o.Walk {
		if p, ok := o.Shops.Shop(id); ok && (len(o.From) > 0 || use(p, Wayback, o.have) == crawl.Primary) {
			out = append(out, p.Areas()...)
		}
	}
	return out
}

// reach returns an error when none of the sources can be connected to, and names the ways out.
func (o *opening) reach(ctx context.Context) error {
	options, err := o.Network.Options(nil, o.Watch)
	if err != nil {
		return err
	}
	f := live.New(options)
	var failed []string
	for _, name := range o.have {
		address := o.WaybackURL
		if name != Wayback {
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
	for _, id := range o.Walk {
		p, ok := o.Shops.Shop(id)
		if !ok {
			continue
		}
		if u := use(p, name, o.have); len(o.From) > 0 || u == crawl.Primary || u == crawl.Fallback {
			return p.Start[0]
		}
	}
	return ""
}
