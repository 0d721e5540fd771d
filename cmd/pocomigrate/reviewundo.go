package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/english"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
)

type undoOptions struct {
	ledgerOptions
	file     string
	pattern  string
	last     bool
	reviewer string
	note     string
}

func newReviewUndo(a *app) *cobra.Command {
	o := &undoOptions{ledgerOptions: ledgerOptions{app: a}}
	cmd := &cobra.Command{
		Use:   "undo [LINE…]",
		Short: "Take lines of the ledger back",
		Long: `Take lines of the ledger back: a line that says so is appended, and what held before holds again. No line is ever
deleted or changed. Taking back a line that takes back restores what that took.

  pocomigrate review undo --last
  pocomigrate review undo 12 13
  pocomigrate review undo --file review-1.xlsx
  pocomigrate review undo --pattern "on the new site, but only the colour differs"

LINE is the number of a line in the ledger. --last takes back all that was written by the last 'review --apply', or by the last
'review undo'; --file all that was read from a file of this name; --pattern all that one ruling on a pattern of the sheet
Patterns said, but for the rows that have a ruling of their own.

Exit status: 0 taken back, 1 there is nothing to take back, 2 trouble.`,
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd, args) },
	}
	o.flags(cmd.Flags())
	cmd.Flags().StringVar(&o.file, "file", "", "take back what was read from this `file`")
	cmd.Flags().StringVar(&o.pattern, "pattern", "", "take back what was ruled on this `pattern`, but for rows that have a ruling of their own")
	cmd.Flags().BoolVar(&o.last, "last", false, "take back what was written last")
	cmd.Flags().StringVar(&o.reviewer, "reviewer", "", "the `name` of who takes back")
	cmd.Flags().StringVar(&o.note, "note", "", "`why`, for the next reader")
	return cmd
}

func (o *undoOptions) run(cmd *cobra.Command, args []string) error {
	ways := 0
	for _, given := range []bool{len(args) > 0, o.file != "", o.pattern != "", o.last} {
		if given {
			ways++
		}
	}
	if ways != 1 {
		return &usageError{text: "name lines by their numbers, or say --last, --file or --pattern", command: cmd.CommandPath()}
	}
	numbers := map[int]bool{}
	for _, arg := range args {
		n, err := strconv.Atoi(arg)
		if err != nil || n < 1 {
			return &usageError{text: fmt.Sprintf("%q is no number of a line", arg), command: cmd.CommandPath()}
		}
		numbers[n] = true
	}
	return o.locked(func(name string) error {
		l, err := ledger.Open(name)
		if err != nil {
			return err
		}
		chosen, err := o.choose(l, numbers)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if len(chosen) == 0 {
			return &statusError{status: statusNo, text: name + ": nothing to take back"}
		}
		back := ledger.Line{Decision: mapping.Decision{Reviewer: o.reviewer, Note: o.note, DecidedAt: o.now(l)}}
		for _, line := range chosen {
			back.Undo = append(back.Undo, line.Digest)
		}
		if err := ledger.Append(name, []ledger.Line{back}); err != nil {
			return err
		}
		return o.tell(name, l, chosen)
	})
}

// choose returns the lines to be taken back, none of which is taken back already.
func (o *undoOptions) choose(l *ledger.Ledger, numbers map[int]bool) ([]ledger.Line, error) {
	back := l.TakenBack()
	wanted := func(line ledger.Line) bool { return numbers[line.Number] }
	switch {
	case o.file != "":
		base := filepath.Base(o.file)
		wanted = func(line ledger.Line) bool { return line.From.File == base }
	case o.pattern != "":
		wanted = func(line ledger.Line) bool { return line.Pattern == o.pattern }
	case o.last && len(l.Lines) > 0:
		last := l.Lines[len(l.Lines)-1]
		wanted = func(line ledger.Line) bool {
			if len(last.Undo) > 0 && last.From.File == "" {
				return line.Number == last.Number
			}
			return line.DecidedAt.Equal(last.DecidedAt) && !last.DecidedAt.IsZero() && (len(line.Undo) == 0 || line.From.File != "") || line.Number == last.Number
		}
	}
	var out []ledger.Line
	var errs []error
	found := map[int]bool{}
	for _, line := range l.Lines {
		if !wanted(line) {
			continue
		}
		found[line.Number] = true
		switch {
		case !back[line.Number]:
			out = append(out, line)
		case len(numbers) > 0:
			errs = append(errs, fmt.Errorf("line %d is taken back already", line.Number))
		}
	}
	for n := range numbers {
		if !found[n] {
			errs = append(errs, fmt.Errorf("it has no line %d", n))
		}
	}
	return out, errors.Join(errs...)
}

// undoLine is a line that was taken back, in undo's --json.
type undoLine struct {
	Type     string `json:"type"` // "undone"
	Line     int    `json:"line"`
	Key      string `json:"key,omitempty"`
	Ruling   string `json:"ruling,omitempty"` // empty for a line that took back
	Reviewer string `json:"reviewer,omitempty"`
}

// tell says which lines were taken back.
func (o *undoOptions) tell(name string, l *ledger.Ledger, chosen []ledger.Line) error {
	for _, line := range chosen {
		if o.asJSON {
			data, err := indentless(undoLine{"undone", line.Number, string(line.Key), string(line.Ruling), line.Reviewer})
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintln(o.Out, data); err != nil {
				return err
			}
			continue
		}
		what := strings.TrimSpace(string(line.Ruling) + " " + line.TargetID)
		if len(line.Undo) > 0 {
			what = "what it took back holds again"
		}
		about := cmp.Or(string(line.Key), line.ItemGroupID, joined(line.Identities))
		if _, err := fmt.Fprintf(o.Out, "line %d: %s\n", line.Number, strings.TrimSpace(what+"  "+about)); err != nil {
			return err
		}
	}
	if !o.quiet {
		terminal.Say(o.Err, fmt.Sprintf("%s of %d taken back in %s; next: pocomigrate map", english.Plural(len(chosen), "line"), len(l.Lines), name))
	}
	return nil
}
