package main

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

type exportOptions struct {
	*app
	dir   string
	out   string
	table string
}

func newExport(a *app) *cobra.Command {
	o := &exportOptions{app: a}
	cmd := &cobra.Command{
		Use:   "export FORMAT",
		Short: "Write the catalogue or the mappings as xlsx, csv or jsonl",
		Long: `Write a run as a workbook (xlsx), one of its sheets as CSV for people (csv), or one of its tables as JSON lines for
programs (jsonl).

  pocomigrate export csv --table Catalogue -o catalogue.csv
  pocomigrate export jsonl --table mappings
  pocomigrate export xlsx -o review-copy.xlsx

--table names a sheet of the workbook for csv (Review, Matched, Unmapped, "New on mi.com", Catalogue, Issues; default
Catalogue), and variants, mappings, coverage or sources for jsonl (default variants).`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 || !slices.Contains([]string{"xlsx", "csv", "jsonl"}, args[0]) {
				return &usageError{text: "export takes one format: xlsx, csv or jsonl", command: cmd.CommandPath()}
			}
			return nil
		},
		ValidArgs: []string{"xlsx", "csv", "jsonl"},
		RunE:      func(_ *cobra.Command, args []string) error { return o.run(args[0]) },
	}
	f := cmd.Flags()
	f.StringVar(&o.dir, "run", defaultRun, "the run `folder` to read")
	f.StringVarP(&o.out, "out", "o", "-", "the `file` to write (- for standard output)")
	f.StringVar(&o.table, "table", "", "what to write: a sheet for csv, a table for jsonl")
	return cmd
}

func (o *exportOptions) run(format string) error {
	shops, words, err := o.knowledge()
	if err != nil {
		return err
	}
	c, err := readContents(o.dir)
	if err != nil {
		return err
	}
	t := terms{shops, words}
	var data []byte
	switch format {
	case "xlsx":
		if o.out == "-" && isTerminal(o.app.out) {
			return &usageError{text: "a workbook is no text for a terminal: name a file with -o", command: "pocomigrate export"}
		}
		data, err = workbook(c, t)
	case "csv":
		data, err = o.csv(c, t)
	case "jsonl":
		data, err = o.lines(c)
	}
	if err != nil {
		return err
	}
	return writeOut(o.app.out, o.out, data)
}

func (o *exportOptions) csv(c *contents, t terms) ([]byte, error) {
	book := t.book(c)
	sheet, ok := book.Sheet(cmp.Or(o.table, review.SheetCatalogue))
	if !ok {
		return nil, fmt.Errorf("--table %s: the workbook has no such sheet; it has %s", o.table, strings.Join(book.Names(), ", "))
	}
	var b bytes.Buffer
	err := table.WriteCSV(&b, sheet)
	return b.Bytes(), err
}

func (o *exportOptions) lines(c *contents) ([]byte, error) {
	switch o.table {
	case "", "variants":
		return snapshot.Encode(c.variants)
	case "mappings":
		return snapshot.Encode(c.mappings)
	case "coverage":
		return snapshot.Encode(c.coverage)
	case "sources":
		return snapshot.Encode(c.sources)
	}
	return nil, fmt.Errorf("--table %s: it is variants, mappings, coverage or sources", o.table)
}
