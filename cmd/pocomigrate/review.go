package main

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/english"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/workbook"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// ledgerOptions are what all commands about the ledger share.
type ledgerOptions struct {
	*app
	dir    string
	ledger string
	asJSON bool
}

func (o *ledgerOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.dir, "run", runfolder.Default, "the run `folder` that the workbook was made from")
	f.StringVar(&o.ledger, "ledger", "", "the ledger `file` (default decisions.jsonl in the run folder)")
	f.BoolVar(&o.asJSON, "json", false, "print one JSON object a line")
}

// locked does something while no other run of the program writes to the ledger.
func (o *ledgerOptions) locked(do func(name string) error) (err error) {
	name := runfolder.LedgerName(o.ledger, o.dir)
	lock := &runfolder.Lock{Dir: filepath.Dir(name)}
	if err := lock.Take(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	return do(name)
}

// now is the time that the next lines of a ledger state, to the second: a second after its last line's where that would be the
// same, since 'review undo --last' tells one round from the next by it.
func (o *ledgerOptions) now(l *ledger.Ledger) time.Time {
	now := o.app.Now().UTC().Truncate(time.Second)
	if len(l.Lines) == 0 {
		return now
	}
	// Where the last line is of a clock that is wrong, ours is not made to follow it.
	if ahead := l.Lines[len(l.Lines)-1].DecidedAt.Sub(now); ahead >= 0 && ahead < time.Minute {
		return now.Add(ahead + time.Second)
	}
	return now
}

type reviewOptions struct {
	ledgerOptions
	reviewer string
	overrule bool
	apply    bool
}

const reviewHelp = `Take what people decided in workbooks into the ledger. Without --apply nothing
is written: each row that holds input is shown with what would become of it.

  pocomigrate review testdata/examples/decisions.csv
  pocomigrate review --apply --reviewer "R. Review" poco-migration/review.xlsx
  pocomigrate review --apply one.xlsx other.csv && pocomigrate map

FILE is .xlsx, or .csv with commas, semicolons or tabs. Sheets, rows and columns
may have been sorted, moved, renamed, cut or added: columns are found by their
headings, rows by Row id and Row hash.

Every row with input is exactly one of

  new         the ledger holds no ruling about it
  changed     the ledger holds another ruling of the same reviewer, or lacks
              the note
  cleared     the word clear stands under Decision: the ruling is taken back
  unchanged   the ledger holds it, it was read from this file before, or
              another row says the same
  blank       a reviewer's name and nothing else
  stale       the shops' words or the proposal have changed since; both
              versions are shown: decide again
  conflict    two people or two rows say different things, or the ledger holds
              another reviewer's ruling (--overrule replaces that); neither is
              taken
  orphan      the snapshot has no such variant
  invalid     an unknown word, a SKU that the new shop does not sell, cells
              that were shifted

What cannot be told is a decision that somebody moves, alone, into another row: that row is decided then.

An empty Decision says nothing: it never takes a ruling back. --apply takes new,
changed and cleared rows and leaves the others for you. A row's own ruling wins
over that of its product (Scope), and that over its pattern's (sheet Patterns),
which becomes one line of the ledger for each row that has none.

With --json each row is an object with "type":"row" and the fields kind, file,
sheet, cell, row_id, about, decision, sku, scope, reviewer, note, reason, before,
seen, now, members (taken, unchanged, own) and lines. One with "type":"sum"
follows: rows, kinds, lines, unread, ignored and written.

Exit status: 0 all rows are sound, 1 some are stale, in conflict, orphans or
invalid, 2 a file could not be read.`

func newReview(a *app) *cobra.Command {
	o := &reviewOptions{ledgerOptions: ledgerOptions{app: a}}
	cmd := &cobra.Command{
		Use:   "review FILE…",
		Short: "Take what people decided in workbooks into the ledger, first as a preview",
		Long:  reviewHelp,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return &usageError{text: "review takes the workbooks that came back, or a word: status, undo", command: cmd.CommandPath()}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return o.run(args) },
	}
	o.flags(cmd.Flags())
	cmd.Flags().StringVar(&o.reviewer, "reviewer", "", "the `name` of who decided, where a row does not say")
	cmd.Flags().BoolVar(&o.overrule, "overrule", false, "replace the rulings of other reviewers, too")
	cmd.Flags().BoolVar(&o.apply, "apply", false, "write to the ledger; without it nothing is written")
	cmd.AddCommand(newReviewStatus(a), newReviewUndo(a))
	return cmd
}

func (o *reviewOptions) run(names []string) error {
	c, err := runfolder.Read(o.dir)
	if err != nil {
		return err
	}
	files, err := workbook.ReadAll(names)
	if word := hint.Nearest(names[0], []string{"status", "undo"}); errors.Is(err, fs.ErrNotExist) && word != "" {
		return hint.Add(err, "did you mean 'pocomigrate review "+word+"'?")
	}
	if err != nil {
		return err
	}
	var taken *review.Taken
	take := func(name string) error {
		l, err := ledger.Open(name)
		if err != nil {
			return err
		}
		taken, err = review.Take(
			review.Input{Variants: c.Variants, Mappings: c.Mappings}, l, files,
			review.Terms{Reviewer: o.reviewer, Overrule: o.overrule, At: o.now(l)},
		)
		if err != nil {
			return hint.Add(err, "'pocomigrate export xlsx' and 'export csv --table Review' write files with these columns")
		}
		if o.apply {
			return ledger.Append(name, taken.Lines)
		}
		return nil
	}
	if o.apply {
		err = o.locked(take)
	} else {
		err = take(runfolder.LedgerName(o.ledger, o.dir))
	}
	if err != nil {
		return err
	}
	if err := o.print(taken); err != nil {
		return err
	}
	if !taken.Sound() {
		return &statusError{status: statusNo, text: o.advice(taken)}
	}
	if !o.quiet {
		terminal.Say(o.Err, o.advice(taken))
	}
	return nil
}

// advice says what was written and what to do next.
func (o *reviewOptions) advice(t *review.Taken) string {
	sums := t.Sums()
	left := sums[review.RowStale] + sums[review.RowConflict] + sums[review.RowOrphan] + sums[review.RowInvalid]
	var out []string
	switch {
	case len(t.Lines) > 0 && !o.apply:
		out = append(out, "nothing was written: --apply writes "+english.Plural(len(t.Lines), "line")+" to "+runfolder.LedgerName(o.ledger, o.dir))
	case len(t.Lines) > 0:
		out = append(out, english.Plural(len(t.Lines), "line")+" written to "+runfolder.LedgerName(o.ledger, o.dir)+"; next: pocomigrate map")
	case sums[review.RowUnchanged] > 0:
		out = append(out, "nothing to write: the ledger holds all that could be taken")
	case left > 0:
		out = append(out, "nothing to write: no row can be taken as it stands")
	default:
		out = append(out, "nothing to write: no row holds a decision")
	}
	for _, sheet := range t.Unread {
		out = append(out, "not read: "+sheet+": words for Decision stand there, but no headings and no Row ids")
	}
	for _, column := range t.Ignored {
		out = append(out, "not read: "+column+": no column of ours has this heading")
	}
	if left > 0 {
		out = append(out, english.Plural(left, "row")+" left, to be looked at again")
	}
	return strings.Join(out, "\n") + "\n"
}

// unsound are the kinds that people are shown first, all of them.
func unsound() []review.Kind {
	return slices.DeleteFunc(review.Kinds(), review.Kind.Sound)
}
