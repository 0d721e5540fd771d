package main

import (
	"bytes"
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
	_, words, err := o.knowledge()
	if err != nil {
		return err
	}
	c, err := readContents(o.dir)
	if err != nil {
		return err
	}
	var data []byte
	switch format {
	case "xlsx":
		if o.out == "-" && isTerminal(o.app.out) {
			return &usageError{text: "a workbook is no text for a terminal: name a file with -o", command: "pocomigrate export"}
		}
		data, err = workbook(c, digitsOf(words))
	case "csv":
		data, err = o.csv(c, digitsOf(words))
	case "jsonl":
		data, err = o.lines(c)
	}
	if err != nil {
		return err
	}
	return writeOut(o.app.out, o.out, data)
}

func (o *exportOptions) csv(c *contents, digits func(string) int) ([]byte, error) {
	if o.table == "" {
		o.table = "Catalogue"
	}
	book := review.Book(review.Input{
		Variants: c.variants, Mappings: c.mappings, Provenance: c.sources, Coverage: c.coverage,
		Digest: c.manifest.Digest(), Digits: digits,
	})
	var names []string
	for _, s := range book.Sheets {
		if strings.EqualFold(s.Name, o.table) {
			var b bytes.Buffer
			err := table.WriteCSV(&b, s)
			return b.Bytes(), err
		}
		names = append(names, s.Name)
	}
	return nil, fmt.Errorf("--table %s: the workbook has no such sheet; it has %s", o.table, strings.Join(names, ", "))
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
		return snapshot.EncodeRepeated(c.sources)
	}
	return nil, fmt.Errorf("--table %s: it is variants, mappings, coverage or sources", o.table)
}
