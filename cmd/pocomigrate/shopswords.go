package main

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/workbook"
)

func newShopsWords(a *app) *cobra.Command {
	var (
		dir    string
		asJSON bool
	)
	cmd := &cobra.Command{
		Use:   "words",
		Short: "List the words of a run that no table has",
		Long: `List the words of a run that no table has, the most frequent first, each as a row to be pasted into its table.

  pocomigrate shops words
  pocomigrate shops words --run poco-migration > rows.csv

Rows stand under the name of their table. A "?" in a row is for you to replace: by a basic colour in colors.csv, the edition
in editions.csv, the product type in products.csv, the state in availability.csv, new, used or refurbished in conditions.csv; in
features.csv by nothing for a word that does not tell goods apart, by "unit" for one that makes a number a measure. Put the rows into a file of the table's name, its
header first, in a folder of your own, and name that with --data in the next scrape: its rows are laid over the built-in ones.

--json prints one object a line: table, word, lang, count (of variants), example (the key of the first) and row.`,
		Args: func(cmd *cobra.Command, args []string) error { return exactly(cmd, args, 0) },
		RunE: func(*cobra.Command, []string) error { return a.shopsWords(dir, asJSON) },
	}
	cmd.Flags().StringVar(&dir, "run", runfolder.Default, "the run `folder` to read")
	cmd.Flags().BoolVar(&asJSON, "json", false, "one word a line")
	return cmd
}

func (a *app) shopsWords(dir string, asJSON bool) error {
	shops, words, err := a.knowledge()
	if err != nil {
		return err
	}
	s, err := runfolder.Open(dir)
	if err != nil {
		return err
	}
	var variants []catalog.Variant
	if err := runfolder.Collect(s, snapshot.VariantsFile, &variants); err != nil {
		return err
	}
	list, err := workbook.Terms{Shops: shops, Words: words}.UnknownWords(variants, runfolder.Lines[catalog.Sources](s, snapshot.SourcesFile))
	if err != nil {
		return err
	}
	data := wordRows(list)
	if asJSON {
		if data, err = wordObjects(list); err != nil {
			return err
		}
	}
	if len(list) == 0 && !a.quiet {
		terminal.Say(a.Err, "the tables have every word of this run")
	}
	_, err = a.Out.Write(data)
	return err
}

// wordRows returns the rows under the names of their tables, the table with the most frequent word first. What is no row is
// a comment, which the tables may have.
func wordRows(words []workbook.Word) []byte {
	var b bytes.Buffer
	var tables []string
	for _, w := range words {
		if !slices.Contains(tables, w.Table) {
			tables = append(tables, w.Table)
		}
	}
	for _, table := range tables {
		fmt.Fprintf(&b, "# %s\n", table)
		for _, w := range words {
			if w.Table == table {
				fmt.Fprintf(&b, "# count %d, first in %s\n%s\n", w.Count, w.Example, w.Row)
			}
		}
	}
	return b.Bytes()
}

func wordObjects(words []workbook.Word) ([]byte, error) {
	var b bytes.Buffer
	e := objects(&b)
	for _, w := range words {
		if err := e.Encode(w); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}
