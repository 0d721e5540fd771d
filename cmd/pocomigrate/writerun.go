package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/english"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/whole"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/workbook"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
	"github.com/pocomigrate/pocomigrate/scrape/drift"
)

// runResult is what a run wrote.
type runResult struct {
	folder   string
	report   *runfolder.Report
	workbook workbook.Written // its name is empty where none was written
	foreign  []string
	walked   bool   // pages were read, so that the report says how they compare with the last run's
	check    string // set by who walked: the command that reads the run's pages by the profiles; "" where they were fetched
	// recording is the path of the archive of what was fetched, empty where nothing was.
	recording string
}

// writeRun writes snapshot, report and workbook of a run. Each file appears whole or not at all. Walk is nil for a
// command that walks nothing.
func writeRun(
	ctx context.Context, dir string, c *runfolder.Contents, walk *runfolder.Walk, rulings *ledger.Ledger, t workbook.Terms, withBook bool,
) (*runResult, error) {
	r := &runResult{folder: dir}
	last, err := runfolder.ReadReport(filepath.Join(dir, runfolder.ReportFile))
	if err != nil && walk == nil {
		return nil, err // for a walk, a report that cannot be read is no last run
	}
	var changes *runfolder.Changes
	if err := whole.SwapFolder(filepath.Join(dir, runfolder.SnapshotFolder), func(fresh string) error {
		if err := c.Write(fresh); err != nil {
			return err
		}
		if !withBook {
			return nil
		}
		back, err := runfolder.Read(fresh)
		if err != nil {
			return err
		}
		*c = *back // and so what was not stored is let go
		if changes, err = t.ChangesTo(ctx, dir, fresh); err != nil {
			return err
		}
		book, err := t.Book(ctx, c, dir, changes.Shown())
		if err != nil {
			return err
		}
		r.workbook, err = workbook.Write(dir, book, rulings)
		return err
	}); err != nil {
		return nil, err
	}
	if changes != nil {
		if err := changes.Write(dir); err != nil {
			return nil, err
		}
	}
	if walk != nil {
		r.walked, r.foreign = true, walk.Foreign
	}
	r.report = runfolder.NewReport(c, walk, last)
	return r, r.report.Write(dir)
}

// summary says in a few lines what a run found and what to do next; verbose names the captures that no shop knows, too.
func (r *runResult) summary(verbose bool) string {
	rep := r.report
	var b strings.Builder
	variants, products := 0, 0
	for _, s := range rep.Shops {
		variants += s.Variants
		products += s.Products
	}
	m := rep.Mappings
	fmt.Fprintf(&b, "found     %s of %s in %s\n",
		english.Plural(variants, "variant"), english.Plural(products, "product"), english.Plural(len(rep.Shops), "shop"))
	fmt.Fprintf(&b, "pages     %d expected = %d found + %d gone + %d unknown", rep.Expected, rep.Found, rep.Gone, rep.Unknown)
	if n := len(rep.Damaged); n > 0 {
		fmt.Fprintf(&b, "; %s damaged", english.Plural(n, "capture"))
	}
	b.WriteByte('\n')
	fmt.Fprintf(&b, "mapped    %d to a mi.com SKU", m[mapping.Matched])
	if rep.MatchedUndecided > 0 {
		fmt.Fprintf(&b, ", %d of them to decide", rep.MatchedUndecided)
	}
	fmt.Fprintf(&b, "; %s new on mi.com\n", english.Plural(m[mapping.New], "SKU"))
	fmt.Fprintf(&b, "doubtful  %d to review, %d only as a product, %d not on mi.com\n",
		m[mapping.NeedsReview], m[mapping.ProductOnly], m[mapping.Unmapped])
	if rep.Ruled > 0 {
		fmt.Fprintf(&b, "ruled     %d by people; %d still open\n", rep.Ruled, rep.Undecided)
	}
	if verbose {
		for _, url := range r.foreign {
			fmt.Fprintf(&b, "foreign   %s\n", url)
		}
	}
	file := filepath.Join(r.folder, runfolder.ReportFile)
	page := func(c catalog.Coverage) string { return c.URL + ": " + c.Reason + ": " + c.Detail }
	some(&b, file, "gone", rep.Absent, page)
	some(&b, file, "unknown", rep.Gaps, page)
	some(&b, file, "damaged", rep.Damaged, func(d string) string { return d })
	some(&b, file, "doubt", rep.Doubts, func(d runfolder.Doubt) string {
		return fmt.Sprintf("%s: %s (%s, first %s)", d.Code, d.Text, english.Plural(d.Variants, "variant"), d.First)
	})
	if r.walked || len(rep.Drift) > 0 {
		drifted(&b, rep, file, cmp.Or(r.check, "pocomigrate shops check --from "+cmp.Or(r.recording, "FILE")))
	}
	for _, next := range rep.Next {
		fmt.Fprintf(&b, "next      %s\n", next)
	}
	for _, note := range r.workbook.Notes {
		fmt.Fprintf(&b, "note      %s\n", note)
	}
	for _, d := range r.workbook.Divided {
		fmt.Fprintf(&b, "divided   %s\n", d)
	}
	if r.recording != "" {
		fmt.Fprintf(&b, "recorded  %s\n", r.recording)
	}
	fmt.Fprintf(&b, "workbook  %s\n", cmp.Or(r.workbook.Name, "none written"))
	return b.String()
}

// some writes one line for each of the first items, and says how many more the file of the report names.
func some[T any](b *strings.Builder, report, label string, items []T, line func(T) string) {
	const most = 20
	for _, item := range items[:min(len(items), most)] {
		fmt.Fprintf(b, "%-9s %s\n", label, line(item))
	}
	if more := len(items) - most; more > 0 {
		fmt.Fprintf(b, "%-9s %d more, see %s\n", label, more, report)
	}
}

// drifted says in lines of the summary how the run compares with the last one. File is where the report lies, check the
// command that says more.
func drifted(b *strings.Builder, r *runfolder.Report, file, check string) {
	compared, notes := 0, map[string]bool{}
	for _, s := range r.Shops {
		switch {
		case s.Drift == nil:
		case s.Drift.Note != "":
			notes[s.Drift.Note] = true
		default:
			compared++
		}
	}
	some(b, file, "drift", r.Drift, func(w runfolder.DriftWarning) string {
		if w.Measure == drift.Changed {
			return string(w.Shop) + ": " + w.Text
		}
		return fmt.Sprintf("%s: %s; '%s %s' says which selector", w.Shop, w.Text, check, w.Shop)
	})
	switch {
	case len(r.Drift) > 0:
	case compared > 0:
		fmt.Fprintf(b, "drift     none against the last run, in %s\n", english.Plural(compared, "shop"))
	default:
		for _, note := range slices.Sorted(maps.Keys(notes)) {
			fmt.Fprintf(b, "drift     %s\n", note)
		}
	}
}
