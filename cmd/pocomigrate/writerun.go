package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/catalog/xlsx"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
	"github.com/pocomigrate/pocomigrate/mapping/review"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
)

// runResult is what a run wrote.
type runResult struct {
	folder   string
	report   *runReport
	workbook string   // path, empty where none was written
	notes    []string // why the workbook is not where it is expected
	foreign  []string
	divided  []string // sheets of the workbook that were too large to be one
	walked   bool     // pages were read, so that the report says how they compare with the last run's
	check    string   // the command that reads the run's pages by the profiles; "" where they were fetched
	// recording is the path of the archive of what was fetched, empty where nothing was.
	recording string
}

// walked is what a walk brought home, counted.
type walked struct {
	*crawl.Catch
	*watched
	check string // see runResult
}

// writeRun writes snapshot, report and workbook of a run. Each file appears whole or not at all. Walk is nil for a
// command that walks nothing.
func writeRun(
	ctx context.Context, dir string, c *contents, walk *walked, rulings *ledger.Ledger, t terms, withBook bool,
) (*runResult, error) {
	r := &runResult{folder: dir}
	name := filepath.Join(dir, reportFile)
	last, err := readReport(name)
	if err != nil && walk == nil {
		return nil, err
	}
	var changes *lastChanges
	if err := swapFolder(filepath.Join(dir, snapshotFolder), func(fresh string) error {
		if err := c.write(fresh); err != nil {
			return err
		}
		if !withBook {
			return nil
		}
		back, err := readContents(fresh)
		if err != nil {
			return err
		}
		*c = *back // and so what was not stored is let go
		if changes, err = t.changesTo(ctx, dir, fresh); err != nil {
			return err
		}
		book, err := t.book(ctx, c, dir, changes.shown())
		if err != nil {
			return err
		}
		return r.writeWorkbook(book, rulings)
	}); err != nil {
		return nil, err
	}
	if changes != nil {
		data, err := indented(changes)
		if err != nil {
			return nil, err
		}
		if err := writeFile(filepath.Join(dir, changesFile), data); err != nil {
			return nil, err
		}
	}
	r.report = newReport(c, walk)
	if walk == nil {
		r.report.carryOver(last)
	} else {
		r.walked, r.foreign, r.check = true, walk.Foreign, walk.check
		r.report.watch(last, walk.watched) // a report that cannot be read is no last run
	}
	r.report.Next = r.report.next()
	data, err := indented(r.report)
	if err != nil {
		return nil, err
	}
	return r, writeFile(name, data)
}

// writeWorkbook writes the workbook, beside the one that is there if that must not be replaced.
func (r *runResult) writeWorkbook(book table.Book, rulings *ledger.Ledger) error {
	r.divided = review.Divided(book)
	for n := range 1000 {
		r.workbook = filepath.Join(r.folder, workbookName(book.Identifier, n))
		why, err := whyKeep(r.workbook, rulings)
		if err != nil {
			return err
		}
		if why == "" {
			return streamFile(r.workbook, func(w io.Writer) error { return xlsx.Write(w, book) })
		}
		r.notes = append(r.notes, r.workbook+" "+why+"; it is left as it is")
	}
	return &hintError{fmt.Errorf("%s: a thousand workbooks hold input that the ledger lacks", r.folder), "take it in with 'pocomigrate review'"}
}

// workbookName is what a workbook is called: review.xlsx, or where that must not be replaced by the digest of the snapshot
// and, where that one must not be either, a number.
func workbookName(digest string, n int) string {
	switch n {
	case 0:
		return workbookFile
	case 1:
		return "review-" + digest[:12] + ".xlsx"
	}
	return fmt.Sprintf("review-%s-%d.xlsx", digest[:12], n)
}

// whyKeep says why a workbook must not be replaced: a spreadsheet program has it open, it holds decisions that the ledger
// lacks, or it cannot be read, so that nobody knows. Empty means that it may go.
func whyKeep(name string, rulings *ledger.Ledger) (string, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	dir, base := filepath.Split(name)
	for _, lock := range []string{"~$" + base, ".~lock." + base + "#"} {
		if _, err := os.Stat(filepath.Join(dir, lock)); err == nil {
			return "is open in a spreadsheet program", nil
		}
	}
	book, err := xlsx.Read(bytes.NewReader(data), name)
	if err != nil {
		return "cannot be read (" + err.Error() + ")", nil //nolint:nilerr // a workbook we cannot judge is kept, and said
	}
	inputs, err := review.Inputs(book)
	if err != nil {
		return "cannot be judged (" + err.Error() + ")", nil //nolint:nilerr // as above
	}
	if unsaved := review.Unsaved(inputs, rulings, contentDigest(data)); len(unsaved) > 0 {
		return "holds input that the ledger lacks, in " + counted(len(unsaved), "row") + ": take it in with 'pocomigrate review'", nil
	}
	return "", nil
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
		plural(variants, "variant"), plural(products, "product"), plural(len(rep.Shops), "shop"))
	fmt.Fprintf(&b, "pages     %d expected = %d found + %d gone + %d unknown", rep.Expected, rep.Found, rep.Gone, rep.Unknown)
	if n := len(rep.Damaged); n > 0 {
		fmt.Fprintf(&b, "; %s damaged", plural(n, "capture"))
	}
	b.WriteByte('\n')
	fmt.Fprintf(&b, "mapped    %d to a mi.com SKU; %s new on mi.com\n", m[mapping.Matched], plural(m[mapping.New], "SKU"))
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
	page := func(c catalog.Coverage) string { return c.URL + ": " + c.Reason + ": " + c.Detail }
	some(&b, "gone", rep.Absent, page)
	some(&b, "unknown", rep.Gaps, page)
	some(&b, "damaged", rep.Damaged, func(d string) string { return d })
	some(&b, "doubt", rep.Doubts, func(d doubt) string {
		return fmt.Sprintf("%s: %s (%d variants, first %s)", d.Code, d.Text, d.Variants, d.First)
	})
	if r.walked || len(rep.Drift) > 0 {
		rep.drifted(&b, cmp.Or(r.check, "pocomigrate shops check --from "+cmp.Or(r.recording, "FILE")))
	}
	for _, next := range rep.Next {
		fmt.Fprintf(&b, "next      %s\n", next)
	}
	for _, note := range r.notes {
		fmt.Fprintf(&b, "note      %s\n", note)
	}
	for _, d := range r.divided {
		fmt.Fprintf(&b, "divided   %s\n", d)
	}
	if r.recording != "" {
		fmt.Fprintf(&b, "recorded  %s\n", r.recording)
	}
	fmt.Fprintf(&b, "workbook  %s\n", cmp.Or(r.workbook, "none written"))
	return b.String()
}

// some writes one line for each of the first items, and says how many more the report names.
func some[T any](b *strings.Builder, label string, items []T, line func(T) string) {
	const most = 20
	for _, item := range items[:min(len(items), most)] {
		fmt.Fprintf(b, "%-9s %s\n", label, line(item))
	}
	if more := len(items) - most; more > 0 {
		fmt.Fprintf(b, "%-9s %d more, see %s\n", label, more, reportFile)
	}
}
