package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/english"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/eval"
)

type evalOptions struct {
	*app
	mistakes int
	asJSON   bool
}

func newEval(a *app) *cobra.Command {
	o := &evalOptions{app: a}
	cmd := &cobra.Command{
		Use:   "eval MAPPINGS TRUTH",
		Short: "Measure mappings against known pairs",
		Long: `Measure mappings against known pairs: precision, recall and F1 with intervals, how much can be taken at a precision of
0.95 and 0.99, how far the scores can be trusted, and the mistakes with their evidence.

  pocomigrate eval poco-migration/snapshot/mappings.jsonl testdata/examples/known-pairs.csv
  pocomigrate eval mappings.jsonl truth.csv --mistakes 20

MAPPINGS are the lines that map and scrape write. TRUTH is CSV or TSV with the columns source_id and target_id. A source
counts as right when its line names a known target, whatever the status; what was accepted without asking is measured
apart. An interval holds 95 times in 100.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return &usageError{text: "eval takes a file of mappings and a file of known pairs", command: cmd.CommandPath()}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return o.run(args[0], args[1]) },
	}
	cmd.Flags().IntVar(&o.mistakes, "mistakes", 10, "how `many` mistakes to list, the surest first; -1 for all")
	cmd.Flags().BoolVar(&o.asJSON, "json", false, "print one object with all figures")
	return cmd
}

func (o *evalOptions) run(mappings, truth string) error {
	f, err := os.Open(mappings)
	if err != nil {
		return err
	}
	lines, err := snapshot.Decode[mapping.Mapping](f, mappings)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	t, err := os.Open(truth)
	if err != nil {
		return err
	}
	pairs, err := eval.ReadTruth(t, truth)
	if err := errors.Join(err, t.Close()); err != nil {
		return err
	}
	r := eval.Measure(lines, pairs)
	if o.asJSON {
		return json.NewEncoder(o.Out).Encode(r)
	}
	_, err = fmt.Fprint(o.Out, figures(r)+mistakes(r, o.mistakes))
	return err
}

// figures words a report for people.
func figures(r eval.Report) string {
	var b strings.Builder
	share := func(name string, s eval.Share) {
		fmt.Fprintf(&b, "%-34s %.4f  [%.4f, %.4f]  %d of %d\n", name, s.Value, s.Low, s.High, s.Right, s.Of)
	}
	figure := func(name string, f eval.Figure) {
		fmt.Fprintf(&b, "%-34s %.4f  [%.4f, %.4f]\n", name, f.Value, f.Low, f.High)
	}
	share("best target is right (top-1)", r.Top)
	share("accepted: precision", r.Precision)
	share("accepted: recall", r.Recall)
	figure("accepted: F1", r.F1)
	figure("pairs of sources: precision", r.Pairs.Precision)
	figure("pairs of sources: recall", r.Pairs.Recall)
	figure("pairs of sources: F1", r.Pairs.F1)
	for _, c := range r.Coverage {
		share(fmt.Sprintf("coverage at precision %.2f", c.Precision), c.Share)
	}
	fmt.Fprintf(&b, "%-34s %.4f\n", "expected calibration error", r.Reliability.ECE)
	b.WriteString("\nscore       rows  claimed  came true\n")
	for _, bin := range r.Reliability.Bins {
		fmt.Fprintf(&b, "%.1f to %.1f %5d   %.4f     %.4f  [%.4f, %.4f]\n",
			bin.From, bin.To, bin.Right.Of, bin.Claim, bin.Right.Value, bin.Right.Low, bin.Right.High)
	}
	if n := len(r.Unlisted); n > 0 {
		fmt.Fprintf(&b, "\nwithout a line: %s of the truth, %s first; that counts as wrong\n", english.Plural(n, "source"), r.Unlisted[0])
	}
	return b.String()
}

// mistakes lists the surest mistakes with what spoke for them.
func mistakes(r eval.Report, most int) string {
	list := r.Mistakes
	if most >= 0 {
		list = list[:min(len(list), most)]
	}
	var b strings.Builder
	if len(list) > 0 {
		fmt.Fprintf(&b, "\n%s, the surest first\n", english.Plural(len(r.Mistakes), "mistake"))
	}
	for _, m := range list {
		fmt.Fprintf(&b, "\n%s: %s (%s, score %.4f), not %s\n  because %s\n",
			m.Mapping.SourceID, dash(m.Mapping.TargetID), m.Mapping.Status, float64(m.Mapping.Score), strings.Join(m.Want, " or "), m.Mapping.Reason)
		writeArgument(&b, m.Mapping, func(_, value string) string { return value })
	}
	return b.String()
}
