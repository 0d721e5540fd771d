package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/addresses"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/english"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/sources"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/workbook"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

type scrapeOptions struct {
	*app
	network
	walk       []string
	sample     bool
	from       []string
	base       string
	chromium   string
	asOf       string
	waybackURL string
	lists      addressLists
	listed     *addresses.Set // what the lists hold; nil before they are read, and without any
	only       []string
	limit      int
	plan       bool
	noMap      bool
	out        string
	ledger     string
	asJSON     bool

	lock *runfolder.Lock
}

func newScrape(a *app) *cobra.Command {
	o := &scrapeOptions{app: a}
	cmd := &cobra.Command{
		Use:   "scrape [SHOP…]",
		Short: "Pull listings, normalise, map, and write the workbook (the main job)",
		Long: `Pull the listings of the shops, normalise them into one catalogue, map each variant to a mi.com SKU and write
the run folder: the snapshot, a report of what was found and what is missing, and the workbook for review.

  pocomigrate scrape --sample                       the sample archive inside the program, all shops
  pocomigrate scrape --from crawl.wacz po.co/uk     one shop out of an archive; the others in the folder are kept
  pocomigrate scrape --plan po.co/uk mi.com/uk      what would be asked, and of whom; nothing is touched
  pocomigrate scrape po.co/uk mi.com/uk             asked on the network, as the shops' profiles say

Without --from, each shop is asked where its profile says: shops that still answer are asked themselves and, for pages
that they refuse, the Wayback Machine; pages that only a browser can read are read by one where Chromium is found; closed
ones come from the Wayback Machine. What is fetched is recorded in the folder capture of the run, as it comes: a run that
was stopped goes on where it was when it is started again, and the finished recording can be read with --from, without a
network, to the same snapshot.

Without shops, all are walked ('pocomigrate shops' lists them). The path of the workbook goes to standard output. Exit
status 3 says that the run is done, but expected pages are unknown: report.json names them.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.walk = args
			if err := o.check(cmd.CommandPath()); err != nil {
				return err
			}
			return o.run(cmd.Context())
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.sample, "sample", false, "read the sample archive inside the program")
	f.StringArrayVar(&o.from, "from", nil, "where pages come from: live, browser, wayback, a .wacz, .warc, .warc.gz or .har `file`, or a mirror folder; repeatable, asked in this order")
	f.StringVar(&o.base, "base", "", "the `address` of what stands at the top of a mirror folder without host folders")
	f.StringVar(&o.chromium, "chromium", "", "`path` of the browser, where it is not found by itself")
	f.StringVar(&o.asOf, "as-of", "", "of the Wayback Machine, take captures of this `day` (2024-12-31) or before")
	f.StringVar(&o.waybackURL, "wayback-url", "https://web.archive.org", "`address` of the Wayback Machine, or of an archive that speaks like it")
	o.lists.flags(f)
	o.addFlags(f)
	f.StringSliceVar(&o.only, "only", nil, "keep to the products with these `slugs`")
	f.IntVar(&o.limit, "limit", 0, "at most this many products a shop (0: all)")
	f.BoolVar(&o.plan, "plan", false, "print what would be asked, and of whom, and do nothing")
	f.BoolVar(&o.noMap, "no-map", false, "stop before mapping; no workbook is written")
	f.StringVarP(&o.out, "out", "o", runfolder.Default, "the run `folder` to write")
	f.StringVar(&o.ledger, "ledger", "", "the ledger `file` (default decisions.jsonl in the run folder)")
	f.BoolVar(&o.asJSON, "json", false, "print the report instead of the workbook's path")
	return cmd
}

// check refuses what cannot work before any page is read.
func (o *scrapeOptions) check(command string) error {
	if o.limit < 0 {
		return &usageError{text: fmt.Sprintf("--limit %d: it is a number of products, or 0 for all", o.limit), command: command}
	}
	if _, err := o.date(); err != nil {
		return &usageError{text: err.Error(), command: command}
	}
	if err := o.network.check(command); err != nil {
		return err
	}
	if o.out == "" {
		return &usageError{text: "--out: it names no folder", command: command}
	}
	if info, err := os.Stat(o.out); err == nil && !info.IsDir() {
		return fmt.Errorf("--out %s: is a file; name the folder that the run shall be written to", o.out)
	}
	if o.ledger != "" {
		if _, err := os.Stat(o.ledger); err != nil {
			return fmt.Errorf("--ledger: %w", err)
		}
	}
	return nil
}

// date returns the end of the day that --as-of names, or the zero time for none.
func (o *scrapeOptions) date() (time.Time, error) {
	if o.asOf == "" {
		return time.Time{}, nil
	}
	day, err := time.Parse(time.DateOnly, o.asOf)
	if err != nil {
		return day, fmt.Errorf("--as-of %s: write the day as 2024-12-31", o.asOf)
	}
	return day.AddDate(0, 0, 1).Add(-time.Second), nil
}

func (o *scrapeOptions) run(ctx context.Context) (err error) {
	shops, words, err := o.knowledge()
	if err != nil {
		return err
	}
	walk, err := chosen(shops, o.walk)
	if err != nil {
		return err
	}
	expect, err := o.expected(shops)
	if err != nil {
		return err
	}
	o.lock = &runfolder.Lock{Dir: o.out}
	defer func() { err = errors.Join(err, o.lock.Release()) }()
	last, err := runfolder.LastAddresses(o.out, walk)
	if err != nil {
		return err
	}
	bar := terminal.NewProgress(o.Streams, o.quiet)
	from, err := o.openSources(ctx, shops, walk, bar)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	options := crawl.Options{
		Shops: shops, Walk: walk, Sources: from.List, Only: o.only, Limit: o.limit,
		Expect: append(expect, last...), Workers: o.Concurrency + runtime.GOMAXPROCS(0), // those who read do not ask meanwhile
		Progress: func(p crawl.Progress) { bar.Tell(p.Done, p.Known, string(p.Shop)) },
	}
	if o.plan {
		return o.printPlan(ctx, options)
	}
	catch, err := crawl.Run(ctx, options)
	bar.End()
	if err != nil && ctx.Err() != nil && from.Recorded() {
		return hint.Add(err, "the same command goes on where this run was; what it fetched is kept in "+filepath.Join(o.out, runfolder.CaptureFolder))
	}
	if err != nil {
		return err
	}
	if len(catch.Coverage) == 0 && len(catch.Damaged) == 0 {
		return hint.Add(
			fmt.Errorf("%s: no page of %s in it", from.Names(), list(walk)),
			"captures in it that belong to no shop: "+strconv.Itoa(len(catch.Foreign))+"; 'scrape --plan' shows what a source offers",
		)
	}
	if err := o.missed(catch); err != nil {
		return err
	}
	for _, err := range catch.Unlisted {
		terminal.Say(o.Err, err.Error())
	}
	c := understand(catch, shops, words)
	return o.finish(ctx, catch, c, from, workbook.Terms{Shops: shops, Words: words}, walk)
}

// openSources opens the page sources that the flags name, or else the profiles.
func (o *scrapeOptions) openSources(ctx context.Context, shops *site.Shops, walk []catalog.ShopID, bar *terminal.Progress) (*sources.Sources, error) {
	asOf, err := o.date()
	if err != nil {
		return nil, err
	}
	return sources.Open(ctx, sources.Options{
		Network: o.Network, Shops: shops, Walk: walk,
		Sample: o.sample, From: o.from, Base: o.base, Chromium: o.chromium, WaybackURL: o.waybackURL, AsOf: asOf,
		Plan: o.plan, Captures: filepath.Join(o.out, runfolder.CaptureFolder), Software: version(), Lock: o.lock.Take, Now: o.Now,
		Say: func(text string) {
			if !o.quiet {
				terminal.Say(o.Err, text)
			}
		},
		Watch: o.watch(bar),
	})
}

// missed says which of the products that --only names no page speaks of. It is an error when that is all of them.
func (o *scrapeOptions) missed(catch *crawl.Catch) error {
	var missing []string
	for _, slug := range o.only {
		page := slices.ContainsFunc(catch.Coverage, func(c catalog.Coverage) bool { return c.Slug == slug })
		if !page && !slices.ContainsFunc(catch.Listings, func(l catalog.Listing) bool { return l.Slug == slug }) {
			missing = append(missing, slug)
		}
	}
	text := "--only " + strings.Join(missing, ",") + ": no page of such a product"
	switch {
	case len(missing) == 0:
		return nil
	case len(missing) == len(o.only):
		return hint.Add(errors.New(text), "a slug stands in the address of a product's page; 'scrape --plan' shows the addresses")
	}
	terminal.Say(o.Err, text)
	return nil
}

// finish joins the run with what the folder held before, maps, and writes everything.
func (o *scrapeOptions) finish(
	ctx context.Context, catch *crawl.Catch, c *runfolder.Contents, from *sources.Sources, t workbook.Terms, shops []catalog.ShopID,
) error {
	if err := o.lock.Take(); err != nil {
		return err
	}
	before, err := runfolder.ReadLast(o.out)
	if err != nil {
		return err
	}
	walk := runfolder.NewWalk(catch, c, before, len(o.only) > 0 || o.limit > 0)
	if before != nil {
		c.Keep(before, shops, walk.Some)
	}
	rulings, err := runfolder.Ledger(o.ledger, o.out)
	if err != nil {
		return err
	}
	if !o.noMap {
		in := move(t.Shops)
		in.Decisions = rulings.Decisions()
		if err := o.propose(c, in, rulings, o.ledger); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if o.listed != nil {
		if err := runfolder.WriteClicks(o.out, o.listed); err != nil {
			return err
		}
	}
	result, err := writeRun(ctx, o.out, c, walk, rulings, t, !o.noMap)
	if err != nil {
		return err
	}
	result.check = o.checking()
	// Last, so that a run which is stopped before goes on from the recording and asks for nothing twice.
	if result.recording, err = from.Seal(); err != nil {
		return err
	}
	if err := o.tell(result); err != nil {
		return err
	}
	if result.report.Unknown > 0 || len(result.report.Damaged) > 0 {
		return &statusError{status: statusGaps, text: fmt.Sprintf(
			"done with gaps: %s unknown, %s that cannot be read; %s names them",
			english.Plural(result.report.Unknown, "expected page"), english.Plural(len(result.report.Damaged), "capture"),
			filepath.Join(o.out, runfolder.ReportFile))}
	}
	return nil
}

// checking returns the command that reads the run's pages by the profiles, "" where they were asked for on the network.
func (o *scrapeOptions) checking() string {
	command := "pocomigrate shops check"
	if o.shops != "" {
		command += " --shops " + o.shops
	}
	if o.sample {
		return command + " --sample"
	}
	files := slices.DeleteFunc(slices.Clone(o.from), sources.Asked)
	if len(files) == 0 {
		return ""
	}
	return command + " --from " + strings.Join(files, " --from ")
}

// tell prints the summary for people and the data for programs.
func (o *scrapeOptions) tell(r *runResult) error {
	if !o.quiet {
		terminal.Say(o.Err, r.summary(o.verbose))
	}
	if o.asJSON {
		data, err := indented(r.report)
		if err != nil {
			return err
		}
		_, err = o.Out.Write(data)
		return err
	}
	if r.workbook.Name == "" {
		return nil
	}
	_, err := fmt.Fprintln(o.Out, r.workbook.Name)
	return err
}

// printPlan prints one line for each address that the walk would begin with, and for each part of an archive's index that
// would be read: the source, a tab, the address.
func (o *scrapeOptions) printPlan(ctx context.Context, options crawl.Options) error {
	asks, err := crawl.Plan(ctx, options)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, a := range asks {
		fmt.Fprintf(&b, "%s\t%s\n", a.Source, a.URL)
	}
	_, err = io.WriteString(o.Out, b.String())
	return err
}

// chosen returns the shops to walk: those named, or all.
func chosen(shops *site.Shops, names []string) ([]catalog.ShopID, error) {
	var out []catalog.ShopID
	if len(names) == 0 {
		for _, p := range shops.All() {
			out = append(out, p.ID)
		}
		return out, nil
	}
	for _, name := range names {
		id := catalog.ShopID(name)
		if _, ok := shops.Shop(id); !ok {
			return nil, unknownShop(shops, id)
		}
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out, nil
}

func list(shops []catalog.ShopID) string {
	if len(shops) > 3 {
		return joined(shops[:3]) + " and " + english.Plural(len(shops)-3, "more shop")
	}
	return joined(shops)
}

// joined names things one after another.
func joined[T ~string](names []T) string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = string(name)
	}
	return strings.Join(out, ", ")
}
