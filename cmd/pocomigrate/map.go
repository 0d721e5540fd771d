package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

type mapOptions struct {
	*app
	dir            string
	source, target string
	ledger         string
	out            string
}

func newMap(a *app) *cobra.Command {
	o := &mapOptions{app: a}
	cmd := &cobra.Command{
		Use:   "map",
		Short: "Map again from a snapshot, with the ledger",
		Long: `Map the variants of a run folder again, with the rulings of its ledger, and write its mappings and workbook anew. No
page is read.

  pocomigrate map
  pocomigrate map --source old/poco-migration --target new/poco-migration -o mappings.jsonl

With --source and --target the old shops come from one snapshot and mi.com from another, and only the mappings are
written, as JSON lines.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd) },
	}
	f := cmd.Flags()
	f.StringVar(&o.dir, "run", defaultRun, "the run `folder` to map again")
	f.StringVar(&o.source, "source", "", "take the source shops from this run folder or snapshot")
	f.StringVar(&o.target, "target", "", "take the target shops from this run folder or snapshot")
	f.StringVar(&o.ledger, "ledger", "", "the ledger `file` (default decisions.jsonl in the run folder)")
	f.StringVarP(&o.out, "out", "o", "", "write only the mappings, to this `file` (- for standard output)")
	return cmd
}

func (o *mapOptions) run(cmd *cobra.Command) error {
	if (o.source == "") != (o.target == "") {
		return &usageError{text: "--source and --target go together", command: cmd.CommandPath()}
	}
	if o.source != "" && o.out == "" {
		return &usageError{text: "--source and --target need --out: there is no one run folder to write to", command: cmd.CommandPath()}
	}
	shops, words, err := o.knowledge()
	if err != nil {
		return err
	}
	c, err := o.read(shops)
	if err != nil {
		return err
	}
	decisions, err := readLedger(o.ledger, o.dir)
	if err != nil {
		return err
	}
	c.propose(shops, decisions)
	if o.out != "" {
		data, err := snapshot.Encode(c.mappings)
		if err != nil {
			return err
		}
		return writeOut(o.app.out, o.out, data)
	}
	r, err := writeRun(o.dir, c, nil, decisions, terms{shops, words}, true)
	if err != nil {
		return err
	}
	if !o.quiet {
		say(o.err, r.summary(o.verbose))
	}
	_, err = fmt.Fprintln(o.app.out, r.workbook)
	return err
}

// read returns the snapshot to map: one, or the source shops of one and the target shops of another.
func (o *mapOptions) read(shops *site.Shops) (*contents, error) {
	if o.source == "" {
		if err := restoreFolder(filepath.Join(o.dir, snapshotFolder)); err != nil {
			return nil, err
		}
		return readContents(o.dir)
	}
	from, err := readContents(o.source)
	to, err2 := readContents(o.target)
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	c := &contents{}
	take := func(side *contents, role site.Role) {
		has := func(id catalog.ShopID) bool {
			p, ok := shops.Shop(id)
			return ok && p.Role == role
		}
		for _, v := range side.variants {
			if has(v.Shop) {
				c.variants = append(c.variants, v)
			}
		}
		for _, cov := range side.coverage {
			if has(cov.Shop) {
				c.coverage = append(c.coverage, cov)
			}
		}
	}
	take(from, site.Source)
	take(to, site.Target)
	return c, nil
}
