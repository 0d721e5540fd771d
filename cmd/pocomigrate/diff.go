package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/catalog/diff"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/compare"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/given"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/whole"
)

// diffOptions is what diff was told.
type diffOptions struct {
	*app
	format     string
	out        string
	policy     string // file; empty for the shipped policy
	failOn     string // level; empty where nobody said
	baseline   string // file of accepted changes
	requireNew bool
	schema     bool // print that of --format json, and compare nothing
}

func newDiff(a *app) *cobra.Command {
	o := &diffOptions{app: a}
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Say what changed between two snapshots",
		Long: `Say what changed between two snapshots: run folders, snapshot folders, .zip files of either, or git:REF[:PATH], the
one that was committed at a ref, in poco-migration where no path is named.

  pocomigrate scrape --sample -o new
  pocomigrate diff poco-migration new
  pocomigrate diff --fail-on error git:origin/main poco-migration

Exit status 1 when anything changed, as diff(1) does. With --fail-on or --policy only what is as grave as the level, error
where none is named. How grave a change is, the first rule of the policy says that fits it: a CSV file with the columns
id, kind, shop, field, over, level and why; --policy shipped prints ours, to start from. --baseline names a file of changes
that somebody accepted: CSV with the columns kind, key, field, new, reason and until.

A record whose page is unknown in the new snapshot is not called removed. --format json prints one object a line, and
--schema the JSON Schema (2020-12) of such a line. --format markdown fits a pull request's comment (folded, under 65,000 bytes,
and says what was left out), --format html is one page with filters. --format github writes ten annotations at most, and the
Markdown to the job summary where $GITHUB_STEP_SUMMARY names it.`,
		Args: o.arguments,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case o.schema:
				return a.printSchema(changesSchema())
			case len(args) == 0:
				_, err := io.WriteString(a.Out, diff.ShippedPolicy())
				return err
			}
			return o.run(cmd.Context(), args[0], args[1])
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.format, "format", "text", strings.Join(diffFormats, ", "))
	flags.StringVarP(&o.out, "out", "o", "-", "`file` to write to, - for standard output")
	flags.StringVar(&o.policy, "policy", "", "`file` of rules that say how grave each change is")
	flags.StringVar(&o.failOn, "fail-on", "", "least grave `level` that ends in status 1: ignore, info, warning or error")
	flags.StringVar(&o.baseline, "baseline", "", "`file` of changes that were accepted")
	flags.BoolVar(&o.requireNew, "require-new", false, "fail where both snapshots are the same: nothing new was compared")
	flags.BoolVar(&o.schema, "schema", false, "print the JSON Schema of a line of --format json, and compare nothing")
	return cmd
}

// levels are the words of --fail-on, the least grave first.
var levels = []string{diff.Ignore.String(), diff.Info.String(), diff.Warning.String(), diff.Error.String()}

// arguments wants two snapshots, and none where something is printed that needs none.
func (o *diffOptions) arguments(cmd *cobra.Command, args []string) error {
	switch {
	case o.schema && len(args) > 0:
		return &usageError{text: "diff --schema compares nothing: it takes no snapshots", command: cmd.CommandPath()}
	case o.schema, o.policy == "shipped" && len(args) == 0, len(args) == 2:
		return nil
	}
	return &usageError{text: fmt.Sprintf("diff takes two snapshots, not %d", len(args)), command: cmd.CommandPath()}
}

func (o *diffOptions) run(ctx context.Context, before, after string) error {
	write, err := o.writer(before + " → " + after)
	if err != nil {
		return err
	}
	failOn, err := o.level()
	if err != nil {
		return err
	}
	terms, err := o.terms()
	if err != nil {
		return err
	}
	report, err := compare.Named(ctx, before, after, terms)
	if err != nil {
		return given.Explain(err)
	}
	err = whole.StreamOut(o.Out, o.out, func(w io.Writer) error { return write(w, report) })
	if err != nil {
		return err
	}
	if o.anyChange() && report.FailsAtAll() || !o.anyChange() && report.Fails(failOn) {
		return &statusError{status: statusNo}
	}
	return nil
}

// anyChange reports whether any change at all ends in status 1, as with diff(1).
func (o *diffOptions) anyChange() bool { return o.policy == "" && o.failOn == "" }

// level returns the least grave level that ends in status 1.
func (o *diffOptions) level() (diff.Level, error) {
	level, err := diff.ParseLevel(cmp.Or(o.failOn, "error"))
	if err == nil {
		return level, nil
	}
	usage := &usageError{text: "--fail-on: " + err.Error(), command: "pocomigrate diff"}
	if near := hint.Nearest(o.failOn, levels); near != "" {
		return level, hint.Add(usage, "did you mean "+near+"?")
	}
	return level, usage
}

// terms reads policy and baseline.
func (o *diffOptions) terms() (t compare.Terms, err error) {
	t.RequireNew, t.Today = o.requireNew, o.Now()
	if o.policy == "" || o.policy == "shipped" {
		t.Policy, err = diff.ReadPolicy(strings.NewReader(diff.ShippedPolicy()), "policy.csv")
	} else {
		t.Policy, err = readWith(o.policy, diff.ReadPolicy)
	}
	if err == nil && o.baseline != "" {
		t.Baseline, err = readWith(o.baseline, diff.ReadBaseline)
	}
	return t, err
}

// readWith reads a file with the function that knows its form.
func readWith[T any](name string, read func(io.Reader, string) (T, error)) (T, error) {
	f, err := os.Open(name)
	if err != nil {
		var none T
		return none, err
	}
	v, err := read(f, name)
	return v, errors.Join(err, f.Close())
}
