package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

type scrapeOptions struct {
	*app
	walk   []string
	sample bool
	from   []string
	only   []string
	limit  int
	plan   bool
	noMap  bool
	out    string
	ledger string
	asJSON bool
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
	f.StringArrayVar(&o.from, "from", nil, "where pages come from: a .wacz, .warc or .warc.gz `file`, or live; repeatable, asked in this order")
	f.StringSliceVar(&o.only, "only", nil, "keep to the products with these `slugs`")
	f.IntVar(&o.limit, "limit", 0, "at most this many products a shop (0: all)")
	f.BoolVar(&o.plan, "plan", false, "print what would be asked, and of whom, and do nothing")
	f.BoolVar(&o.noMap, "no-map", false, "stop before mapping; no workbook is written")
	f.StringVarP(&o.out, "out", "o", defaultRun, "the run `folder` to write")
	f.StringVar(&o.ledger, "ledger", "", "the ledger `file` (default decisions.jsonl in the run folder)")
	f.BoolVar(&o.asJSON, "json", false, "print the report instead of the workbook's path")
	return cmd
}

// check refuses what cannot work before any page is read.
func (o *scrapeOptions) check(command string) error {
	if o.limit < 0 {
		return &usageError{text: fmt.Sprintf("--limit %d: it is a number of products, or 0 for all", o.limit), command: command}
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

func (o *scrapeOptions) run(ctx context.Context) error {
	shops, words, err := o.knowledge()
	if err != nil {
		return err
	}
	walk, err := chosen(shops, o.walk)
	if err != nil {
		return err
	}
	sources, done, err := o.sources(ctx, shops, walk)
	if err != nil {
		return err
	}
	defer done()
	options := crawl.Options{Shops: shops, Walk: walk, Sources: sources, Only: o.only, Limit: o.limit}
	if o.plan {
		return o.printPlan(ctx, options)
	}
	bar := newProgress(o.app)
	options.Progress = bar.tell
	catch, err := crawl.Run(ctx, options)
	bar.end()
	if err != nil {
		return err
	}
	if len(catch.Coverage) == 0 && len(catch.Damaged) == 0 {
		return &hintError{
			fmt.Errorf("%s: no page of %s in it", sourceNames(sources), list(walk)),
			fmt.Sprintf("it holds %d captures that belong to no shop; 'scrape --plan' shows what a source offers", len(catch.Foreign)),
		}
	}
	if err := o.missed(catch); err != nil {
		return err
	}
	return o.finish(ctx, catch, understand(catch, shops, words), shops, terms{shops, words}, walk)
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
		return &hintError{errors.New(text), "a slug stands in the address of a product's page; 'scrape --plan' shows the addresses"}
	}
	say(o.err, text)
	return nil
}

// finish joins the run with what the folder holds, maps, and writes everything.
func (o *scrapeOptions) finish(
	ctx context.Context, catch *crawl.Catch, c *contents, shops *site.Shops, t terms, walked []catalog.ShopID,
) error {
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return fmt.Errorf("make the run folder: %w", err)
	}
	if err := restoreFolder(filepath.Join(o.out, snapshotFolder)); err != nil {
		return err
	}
	before, err := readContents(o.out)
	switch {
	case err == nil:
		c.keep(before, walked, len(o.only) > 0 || o.limit > 0)
	case !errors.Is(err, errNoSnapshot):
		return err
	}
	decisions, err := readLedger(o.ledger, o.out)
	if err != nil {
		return err
	}
	if !o.noMap {
		c.propose(shops, decisions)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	result, err := writeRun(o.out, c, catch, decisions, t, !o.noMap)
	if err != nil {
		return err
	}
	if err := o.tell(result); err != nil {
		return err
	}
	if result.report.Unknown > 0 || len(result.report.Damaged) > 0 {
		return &statusError{status: statusGaps, text: fmt.Sprintf(
			"done with gaps: %d expected pages are unknown and %d captures cannot be read; %s names them",
			result.report.Unknown, len(result.report.Damaged), filepath.Join(o.out, reportFile))}
	}
	return nil
}

// tell prints the summary for people and the data for programs.
func (o *scrapeOptions) tell(r *runResult) error {
	if !o.quiet {
		say(o.err, r.summary(o.verbose))
	}
	if o.asJSON {
		data, err := indented(r.report)
		if err != nil {
			return err
		}
		_, err = o.app.out.Write(data)
		return err
	}
	if r.workbook == "" {
		return nil
	}
	_, err := fmt.Fprintln(o.app.out, r.workbook)
	return err
}

func (o *scrapeOptions) printPlan(ctx context.Context, options crawl.Options) error {
	asks, err := crawl.Plan(ctx, options)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, a := range asks {
		fmt.Fprintf(&b, "%s\t%s\n", a.Source, a.URL)
	}
	_, err = fmt.Fprint(o.app.out, b.String())
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
		return fmt.Sprintf("%s and %d more shops", joined(shops[:3]), len(shops)-3)
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
