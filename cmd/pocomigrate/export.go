package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/catalog/xlsx"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/fields"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/whole"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/workbook"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

type exportOptions struct {
	*app
	dir    string
	out    string
	table  string
	fields []string
	merchant
}

// exportFormats are the words that export takes.
var exportFormats = []string{"xlsx", "csv", "jsonl", "merchant"}

// sheetNames are the sheets that export csv writes, and snapshotTables the tables of export jsonl.
var (
	sheetNames = []string{
		review.SheetReadMe, review.SheetSummary, review.SheetPatterns, review.SheetReview, review.SheetMatched, review.SheetUnmapped,
		review.SheetNew, review.SheetCatalogue, review.SheetChanges, review.SheetIssues, review.SheetWords, review.SheetLists,
	}
	snapshotTables = []string{"variants", "mappings", "coverage", "sources"}
)

func newExport(a *app) *cobra.Command {
	o := &exportOptions{app: a}
	cmd := &cobra.Command{
		Use:   "export FORMAT",
		Short: "Write the catalogue or the mappings as xlsx, csv, jsonl or a Merchant feed",
		Long: `Write a run as a workbook (xlsx), one of its sheets as CSV for people (csv), one of its tables as JSON lines for
programs (jsonl), or a shop's variants as a feed for Google Merchant (merchant).

  pocomigrate export csv --table Catalogue -o catalogue.csv
  pocomigrate export csv --table Review --fields "Decision,Old title,What differs,Row id,Row hash" -o decide.csv
  pocomigrate export jsonl --table mappings
  pocomigrate export jsonl --fields name,price,sku,specs
  pocomigrate export xlsx -o review-copy.xlsx
  pocomigrate export merchant --shop mi.com/fr -o mi.com_fr.tsv

--table names a sheet of the workbook for csv (Summary, Patterns, Review, Matched, Unmapped, "New on mi.com", Catalogue,
Changes, Issues, Words; default Catalogue), and variants, mappings, coverage or sources for jsonl (default variants).

` + merchantHelp + `

` + fields.Help,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &usageError{text: "export takes one format: " + strings.Join(exportFormats, ", "), command: cmd.CommandPath()}
			}
			if !slices.Contains(exportFormats, args[0]) {
				return hint.Add(&usageError{text: "export: there is no format " + args[0], command: cmd.CommandPath()}, hint.OneOf(args[0], exportFormats))
			}
			return nil
		},
		ValidArgsFunction: once(words(exportFormats...)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(o.fields) > 0 && args[0] != "csv" && (args[0] != "jsonl" || o.table != "") {
				return &usageError{text: "--fields is for csv, and for jsonl without --table", command: cmd.CommandPath()}
			}
			if args[0] != "merchant" && (o.shop != "" || o.xml) {
				return &usageError{text: "--shop and --xml are for merchant", command: cmd.CommandPath()}
			}
			return o.run(cmd.Context(), args[0])
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.dir, "run", runfolder.Default, "the run `folder` to read")
	f.StringVarP(&o.out, "out", "o", "-", "the `file` to write (- for standard output); for merchant without --shop a folder")
	f.StringVar(&o.table, "table", "", "what to write: a sheet for csv, a table for jsonl")
	f.StringSliceVar(&o.fields, "fields", nil, "write these `fields` of the variants, or with --table these columns of a sheet, and no others")
	o.flags(f)
	return cmd
}

func (o *exportOptions) run(ctx context.Context, format string) error {
	if format == "jsonl" && len(o.fields) == 0 {
		return o.lines()
	}
	var chosen []fields.Field
	if o.table == "" {
		var err error
		if chosen, err = fields.Chosen(o.fields); err != nil {
			return err
		}
	}
	shops, words, err := o.knowledge()
	if err != nil {
		return err
	}
	t := workbook.Terms{Shops: shops, Words: words}
	switch {
	case format == "xlsx":
		return o.workbook(ctx, t)
	case format == "merchant":
		return o.feeds(t)
	case len(chosen) == 0:
		return o.sheet(ctx, t)
	}
	s, err := runfolder.Open(o.dir)
	if err != nil {
		return err
	}
	write := writeObjects
	if format == "csv" {
		write = writeCells
	}
	return whole.StreamOut(o.Out, o.out, func(w io.Writer) error { return write(w, s, chosen, t) })
}

func (o *exportOptions) workbook(ctx context.Context, t workbook.Terms) error {
	if o.out == "-" && terminal.IsTerminal(o.Out) {
		return &usageError{text: "a workbook is no text for a terminal: name a file with -o", command: "pocomigrate export"}
	}
	book, err := o.book(ctx, t)
	if err != nil {
		return err
	}
	if !o.quiet {
		for _, d := range review.Divided(book) {
			terminal.Say(o.Err, d)
		}
	}
	return whole.StreamOut(o.Out, o.out, func(w io.Writer) error { return xlsx.Write(w, book) })
}

// book returns the workbook of the run folder, as the run wrote it.
func (o *exportOptions) book(ctx context.Context, t workbook.Terms) (table.Book, error) {
	c, err := runfolder.Read(o.dir)
	if err != nil {
		return table.Book{}, err
	}
	changes, err := runfolder.ReadChanges(o.dir, c.Manifest.Digest())
	if err != nil {
		return table.Book{}, err
	}
	return t.Book(ctx, c, o.dir, changes.Shown())
}

// sheet writes a sheet of the workbook as CSV; one that is divided, all its parts under one header.
func (o *exportOptions) sheet(ctx context.Context, t workbook.Terms) error {
	book, err := o.book(ctx, t)
	if err != nil {
		return err
	}
	sheet, ok := review.Whole(book, cmp.Or(o.table, review.SheetCatalogue))
	if !ok {
		return hint.Add(fmt.Errorf("--table %s: the workbook has no such sheet", o.table), hint.OneOf(o.table, book.Names()))
	}
	if sheet, err = onlyColumns(sheet, o.fields); err != nil {
		return err
	}
	return whole.StreamOut(o.Out, o.out, func(w io.Writer) error { return table.WriteCSV(w, sheet) })
}

// onlyColumns returns the sheet with the columns of these headings, in their order; without headings, as it is.
func onlyColumns(s table.Sheet, headings []string) (table.Sheet, error) {
	if len(headings) == 0 {
		return s, nil
	}
	var known []string
	for _, c := range s.Columns {
		known = append(known, c.Header)
	}
	out := table.Sheet{Name: s.Name}
	var from []int
	for _, heading := range headings {
		i := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(k, strings.TrimSpace(heading)) })
		if i < 0 {
			return out, hint.Add(fmt.Errorf("--fields %s: the sheet %s has no such column", heading, s.Name), hint.OneOf(heading, known))
		}
		if slices.Contains(from, i) {
			return out, fmt.Errorf("--fields: %s is named twice", known[i])
		}
		out.Columns, from = append(out.Columns, s.Columns[i]), append(from, i)
	}
	for row := range s.All() {
		kept := make([]table.Cell, len(from))
		for at, i := range from {
			if i < len(row) {
				kept[at] = row[i]
			}
		}
		out.Rows = append(out.Rows, kept)
	}
	return out, nil
}

// lines writes a table of the snapshot as it is stored.
func (o *exportOptions) lines() error {
	s, err := runfolder.Open(o.dir)
	if err != nil {
		return err
	}
	switch o.table {
	case "", "variants":
		return copyLines[catalog.Variant](o, s, snapshot.VariantsFile)
	case "mappings":
		return copyLines[mapping.Mapping](o, s, snapshot.MappingsFile)
	case "coverage":
		return copyLines[catalog.Coverage](o, s, snapshot.CoverageFile)
	case "sources":
		return copyLines[catalog.Sources](o, s, snapshot.SourcesFile)
	}
	return hint.Add(fmt.Errorf("--table %s: the snapshot has no such table", o.table), hint.OneOf(o.table, snapshotTables))
}

// copyLines reads a file of the snapshot, so that what is written is known to be one, and writes it.
func copyLines[T snapshot.Line](o *exportOptions, s *runfolder.Stored, file string) error {
	var values []T
	if err := runfolder.Collect(s, file, &values); err != nil {
		return err
	}
	return whole.StreamOut(o.Out, o.out, func(w io.Writer) error { return snapshot.Write(w, values) })
}

// writeObjects writes fields of the variants as JSON lines, one variant at a time.
func writeObjects(w io.Writer, s *runfolder.Stored, chosen []fields.Field, t workbook.Terms) error {
	var line []byte
	for v, err := range runfolder.Lines[catalog.Variant](s, snapshot.VariantsFile) {
		if err == nil {
			line, err = fields.AppendObject(line[:0], &v, chosen, t.Digits)
		}
		if err != nil {
			return err
		}
		if _, err := w.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// writeCells writes fields of the variants as CSV.
func writeCells(w io.Writer, s *runfolder.Stored, chosen []fields.Field, t workbook.Terms) error {
	sheet := table.Sheet{Name: "variants"}
	for _, f := range chosen {
		sheet.Columns = append(sheet.Columns, table.Column{Header: f.Name})
	}
	for v, err := range runfolder.Lines[catalog.Variant](s, snapshot.VariantsFile) {
		if err != nil {
			return err
		}
		row := make([]table.Cell, len(chosen))
		for i, f := range chosen {
			row[i] = f.Cell(&v, t.Digits)
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	return table.WriteCSV(w, sheet)
}
