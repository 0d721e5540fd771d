package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/intake"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/whole"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/workbook"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
	"github.com/pocomigrate/pocomigrate/mapping/match"
)

type mapOptions struct {
	*app
	intake.Reading
	dir            string
	source, target string
	targetColumns  []string
	identity       []string
	precision      float64
	ledger         string
	out            string
}

func newMap(a *app) *cobra.Command {
	o := &mapOptions{app: a}
	cmd := &cobra.Command{
		Use:   "map",
		Short: "Map again from a snapshot, with the ledger, or map any two catalogues",
		Long: `Map the variants of a run folder again, with the rulings of its ledger, and write its mappings and workbook anew. No
page is read.

  pocomigrate map
  pocomigrate map --source old/poco-migration --target new/poco-migration -o mappings.jsonl
  pocomigrate map --source offers.csv --target catalogue.xlsx --shop-column vendor --identity model,storage -o mappings.jsonl

With --source and --target the old shops come from one catalogue and the new one from another, and only the mappings are
written, as JSON lines. Each is a run folder, a snapshot, or a file that 'import' reads (CSV, TSV, XLSX, JSON lines,
Merchant feed). Old shops that no profile knows all go to the one shop of the target; their names are compared by
the words of the titles, and each line then has source_id and target_id as they stand in the files.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd) },
	}
	f := cmd.Flags()
	f.StringVar(&o.dir, "run", runfolder.Default, "the run `folder` to map again")
	f.StringVar(&o.source, "source", "", "take the old shops from this run `folder`, snapshot or file")
	f.StringVar(&o.target, "target", "", "take the new shop from this run `folder`, snapshot or file")
	readingFlags(&o.Reading, f)
	f.StringSliceVar(&o.targetColumns, "target-columns", nil, "as --columns, for the file named by --target")
	f.StringSliceVar(&o.identity, "identity", nil, "the `attributes` that make a SKU (default all): "+joined(match.Identities()))
	f.Float64Var(&o.precision, "precision", match.DefaultPrecision, "the `share` of accepted mappings that must be right at the least")
	f.StringVar(&o.ledger, "ledger", "", "the ledger `file` (default decisions.jsonl in the run folder)")
	f.StringVarP(&o.out, "out", "o", "", "write only the mappings, to this `file` (- for standard output)")
	return cmd
}

// check refuses flags that contradict each other.
func (o *mapOptions) check(cmd *cobra.Command) error {
	wrong := func(format string, args ...any) error {
		return &usageError{text: fmt.Sprintf(format, args...), command: cmd.CommandPath()}
	}
	switch {
	case (o.source == "") != (o.target == ""):
		return wrong("--source and --target go together")
	case o.source != "" && o.out == "":
		return wrong("--source and --target need --out: there is no one run folder to write to")
	case o.precision <= 0 || o.precision >= 1:
		return wrong("--precision %v: it lies between 0 and 1", o.precision)
	}
	if err := match.CheckIdentity(o.identity); err != nil {
		return wrong("--identity: %v", err)
	}
	return nil
}

func (o *mapOptions) run(cmd *cobra.Command) (err error) {
	if err := o.check(cmd); err != nil {
		return err
	}
	shops, words, err := o.knowledge()
	if err != nil {
		return err
	}
	if o.source != "" {
		return o.pair(shops, words)
	}
	if o.out == "" {
		lock, err2 := o.lock()
		if err2 != nil {
			return err2
		}
		defer func() { err = errors.Join(err, lock.Release()) }()
	}
	c, err := runfolder.ReadRestored(o.dir)
	if err != nil {
		return err
	}
	rulings, err := runfolder.Ledger(o.ledger, o.dir)
	if err != nil {
		return err
	}
	if err := o.propose(c, o.input(move(shops), rulings), rulings, o.ledger); err != nil {
		return err
	}
	if o.out != "" {
		return o.write(c)
	}
	r, err := writeRun(cmd.Context(), o.dir, c, nil, rulings, workbook.Terms{Shops: shops, Words: words}, true)
	if err != nil {
		return err
	}
	if !o.quiet {
		terminal.Say(o.Err, r.summary(o.verbose))
	}
	_, err = fmt.Fprintln(o.Out, r.workbook.Name)
	return err
}

// lock keeps other runs out of the folder that is mapped again, from before it is read: what one of them writes meanwhile would be
// replaced by what was made of its snapshot before.
func (o *mapOptions) lock() (*runfolder.Lock, error) {
	lock := &runfolder.Lock{Dir: o.dir}
	if _, err := os.Stat(o.dir); errors.Is(err, fs.ErrNotExist) {
		return lock, nil // none is made: reading it says what is wrong
	}
	return lock, lock.Take()
}

// input adds to a move what the ledger and the flags say.
func (o *mapOptions) input(in match.Input, rulings *ledger.Ledger) match.Input {
	in.Decisions, in.Identity, in.Precision = rulings.Decisions(), o.identity, o.precision
	return in
}

func (o *mapOptions) write(c *runfolder.Contents) error {
	data, err := snapshot.Encode(c.Mappings)
	if err != nil {
		return err
	}
	return whole.WriteOut(o.Out, o.out, data)
}
