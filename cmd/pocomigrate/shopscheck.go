package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/english"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/sources"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/scrape/checkup"
	"github.com/pocomigrate/pocomigrate/scrape/sample"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

type checkOptions struct {
	*app
	from    []string
	base    string
	against string
	sample  bool
	asJSON  bool
}

func newShopsCheck(a *app) *cobra.Command {
	o := &checkOptions{app: a}
	cmd := &cobra.Command{
		Use:   "check [SHOP…]",
		Short: "Say which field of a profile no longer matches saved pages",
		Long: `Read saved pages by the profiles and say on how many of them each field of each layout was found.

  pocomigrate shops check --sample
  pocomigrate shops check --shops mine --from crawl.wacz myshop.com
  pocomigrate shops check --from copy/ --json | jq 'select(.fault)'
  pocomigrate shops check --from new.wacz --against poco-migration

A fault is a field that a layout describes and no page gives, a layout that fits no page, a page that no layout reads, and
a page of the shop that no page rule describes. Each is told with the file to mend and with what is looked for there. Exit
status 1 says that there are faults. Pages that are none of the shop (gone, refused, moved) are counted and not judged.

With --against, a run folder or a report.json of one, the pages are also held against what that run read of each shop: on
how many pages of a kind a field was found, now and then, and of how many variants the sources contradict each other about
it. What fell so far that chance does not explain it is a fault, too: its layout has probably changed. Without it nothing is
compared; 'scrape' compares each run with the last one of its folder.

With --json, one object a line: shop, kind, layout, file, field, at (what is looked for, best first), found and of (pages),
url, reason (of pages that are not judged), fault; of a comparison also measure (pages: those that a layout could read,
hits: those with the field, disagreement: variants), last_found and last_of.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.check(cmd.CommandPath()); err != nil {
				return err
			}
			return o.run(cmd.Context(), args)
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&o.from, "from", nil, "saved pages: a .wacz, .warc, .warc.gz or .har `file`, or a mirror folder; repeatable")
	f.StringVar(&o.base, "base", "", "the `address` of what stands at the top of a mirror folder without host folders")
	f.StringVar(&o.against, "against", "", "hold the pages against what this run `folder` or report.json says of the last run, too")
	f.BoolVar(&o.sample, "sample", false, "read the sample archive inside the program")
	f.BoolVar(&o.asJSON, "json", false, "one object a line")
	return cmd
}

func (o *checkOptions) check(command string) error {
	if len(o.from) == 0 && !o.sample {
		return &usageError{text: "shops check reads saved pages: name them with --from, or take the sample with --sample", command: command}
	}
	if i := slices.IndexFunc(o.from, sources.Asked); i >= 0 {
		return &usageError{text: "--from " + o.from[i] + ": shops check reads saved pages and asks nobody", command: command}
	}
	return nil
}

func (o *checkOptions) run(ctx context.Context, names []string) error {
	shops, err := o.profiles()
	if err != nil {
		return err
	}
	walk, err := chosen(shops, names)
	if err != nil {
		return err
	}
	var last *runfolder.Report
	if o.against != "" {
		if last, err = o.lastReport(); err != nil {
			return err
		}
	}
	sources, err := o.open(shops)
	if err != nil {
		return err
	}
	c := checkup.New(shops, walk)
	for _, s := range sources {
		if err == nil {
			err = c.Read(ctx, s)
		}
		err = errors.Join(err, s.Close())
	}
	if err == nil && last != nil {
		err = o.compare(ctx, c, shops, walk, last)
	}
	if err != nil {
		return err
	}
	if len(names) == 0 {
		walk = nil
	}
	return o.tell(c, walk)
}

// open opens the sources. The caller closes them.
func (o *checkOptions) open(shops *site.Shops) ([]sources.Held, error) {
	var out []sources.Held
	if o.sample {
		a, err := sample.Archive()
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	for _, from := range o.from {
		h, err := sources.OpenHeld(from, o.base, shops)
		if err != nil {
			for _, h := range out {
				err = errors.Join(err, h.Close())
			}
			return nil, err
		}
		out = append(out, h)
	}
	return out, nil
}

// tell prints what was found. A shop that was named and has no page is an error.
func (o *checkOptions) tell(c *checkup.Checkup, named []catalog.ShopID) error {
	checked := c.Checked()
	for _, id := range named {
		if !slices.Contains(checked, id) {
			return hint.Add(
				fmt.Errorf("%s: no page of it among what was read", id), "'scrape --plan' shows the addresses that a source holds",
			)
		}
	}
	if len(checked) == 0 {
		return fmt.Errorf("%s: no page of any shop in it, %s of others", strings.Join(o.from, ", "), english.Plural(c.Foreign, "capture"))
	}
	lines, faults := c.Lines(o.where)
	write := o.table
	if o.asJSON {
		write = o.objects
	}
	if err := write(lines); err != nil {
		return err
	}
	if faults > 0 {
		return &statusError{status: statusNo, text: fmt.Sprintf(
			"%s in the profiles of %s, on %s", english.Plural(faults, "fault"), english.Plural(len(checked), "shop"), english.Plural(c.Pages, "page"))}
	}
	if !o.quiet {
		terminal.Say(o.Err, fmt.Sprintf("no fault in the profiles of %s, on %s", english.Plural(len(checked), "shop"), english.Plural(c.Pages, "page")))
	}
	return nil
}

// where names a file of a profile or layout, so that a person finds it.
func (o *checkOptions) where(file string, builtIn bool) string {
	if builtIn {
		return "built-in " + file
	}
	return filepath.Join(o.shops, filepath.FromSlash(file))
}

func (o *checkOptions) objects(lines []checkup.Line) error {
	e := objects(o.Out)
	for _, l := range lines {
		if err := e.Encode(l); err != nil {
			return err
		}
	}
	return nil
}

func (o *checkOptions) table(lines []checkup.Line) error {
	w := tabwriter.NewWriter(o.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "SHOP\tKIND\tLAYOUT\tFIELD\tFOUND")
	for _, l := range lines {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", l.Shop, dash(string(l.Kind)), dash(l.Layout), dash(l.Field), l.Words())
	}
	return w.Flush()
}
