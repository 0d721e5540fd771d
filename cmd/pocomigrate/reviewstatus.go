package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/english"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

func newReviewStatus(a *app) *cobra.Command {
	o := &ledgerOptions{app: a}
	cmd := &cobra.Command{
		Use:   "status",
		Short: "What is decided and what is left, by shop, reviewer, score and pattern",
		Long: `Say what is decided and what is left, by the snapshot of a run folder and what its ledger holds now.

  pocomigrate review status

A variant is sure (the program is certain and nobody was asked), done (a ruling settles it) or pending (it waits for a
person, or for one who wrote deferred or rejected). Each table adds up to all variants of the old shops.

With --json each line is an object with the fields type ("all", "shop", "reviewer", "score" or "pattern"), name, variants, sure,
done and pending; the first has unlaid, too: rulings that 'pocomigrate map' has not laid over the proposals yet.`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error { return o.status() },
	}
	o.flags(cmd.Flags())
	return cmd
}

// countLine is a count in --json.
type countLine struct {
	Type     string `json:"type"`
	Name     string `json:"name"`
	Variants int    `json:"variants"`
	Sure     int    `json:"sure"`
	Done     int    `json:"done"`
	Pending  int    `json:"pending"`
	Unlaid   *int   `json:"unlaid,omitempty"`
}

func (o *ledgerOptions) status() error {
	c, err := runfolder.Read(o.dir)
	if err != nil {
		return err
	}
	if _, err := runfolder.Ledger(o.ledger, o.dir); err != nil {
		return err
	}
	l, err := ledger.Open(runfolder.LedgerName(o.ledger, o.dir))
	if err != nil {
		return err
	}
	p := review.Measure(review.Input{Variants: c.Variants, Mappings: c.Mappings}, l)
	tables := []struct {
		kind, title, none string
		counts            []review.Count
	}{
		{"all", "", "", []review.Count{p.All}},
		{"shop", "old shop", "", p.Shops},
		{"reviewer", "reviewer", "(nobody has ruled)", p.Reviewers},
		{"score", "score", "", p.Bands},
		{"pattern", "pattern", "(nobody was asked)", p.Patterns},
	}
	if o.asJSON {
		e := objects(o.Out)
		for _, t := range tables {
			for _, n := range t.counts {
				line := countLine{t.kind, n.Name, n.Variants, n.Sure, n.Done, n.Pending, nil}
				if t.kind == "all" {
					line.Unlaid = &p.Unlaid
				}
				if err := e.Encode(line); err != nil {
					return err
				}
			}
		}
		return nil
	}
	w := tabwriter.NewWriter(o.Out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, t := range tables {
		progressRow(w, t.title, "variants", "sure", "done", "pending")
		for _, n := range t.counts {
			progressRow(w, cmp.Or(n.Name, t.none), n.Variants, n.Sure, n.Done, n.Pending)
		}
		fmt.Fprintln(w)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if p.Unlaid > 0 && !o.quiet {
		terminal.Say(o.Err, fmt.Sprintf("the mappings do not show the rulings on %s yet; next: pocomigrate map", english.Plural(p.Unlaid, "variant")))
	}
	return nil
}

// progressRow writes a line whose numbers stand in columns before its name.
func progressRow(w io.Writer, name string, numbers ...any) {
	for _, n := range numbers {
		fmt.Fprintf(w, "%v\t", n)
	}
	fmt.Fprintln(w, strings.TrimRight("  "+name, " "))
}
