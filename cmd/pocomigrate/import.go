package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pocomigrate/pocomigrate/catalog/feed"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/english"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/intake"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/whole"
)

// readingFlags are the flags of every command that reads such a file.
func readingFlags(r *intake.Reading, f *pflag.FlagSet) {
	f.StringVar(&r.ShopColumn, "shop-column", "", "the `header` of the column that names the shop of each row")
	f.StringSliceVar(&r.Columns, "columns", nil, "which column holds what, as `FIELD=HEADER,…`; fields are "+strings.Join(feed.Fields(), ", "))
	f.StringVar(&r.Sheet, "sheet", "", "the `sheet` of a workbook to read (default the first)")
	f.StringVar(&r.Locale.Lang, "lang", "", "the `language` of the titles, such as de")
	f.StringVar(&r.Locale.Currency, "currency", "", "the `currency` of prices that name none, such as EUR")
}

type importOptions struct {
	*app
	intake.Reading
	dir string
}

func newImport(a *app) *cobra.Command {
	o := &importOptions{app: a}
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Read a catalogue that you already have as a snapshot",
		Long: `Read a catalogue that you already have (CSV, TSV, XLSX, JSON lines, Google Merchant feed) and write it as a snapshot.

  pocomigrate import testdata/examples/old-shop.csv --shop-column vendor -o old
  pocomigrate import new-shop.xlsx --columns id=Artikelnummer,title=Bezeichnung -o new
  pocomigrate map --source old --target new -o mappings.jsonl

Columns are recognised by their headers, in several languages; --columns names the others. Titles are read as those of
shops are. A row without an id or a title, and an id given twice, are errors with file and row, and nothing is written.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &usageError{text: "import takes one file", command: cmd.CommandPath()}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return o.run(args[0]) },
	}
	f := cmd.Flags()
	f.StringVarP(&o.dir, "out", "o", runfolder.Default, "the `folder` to write the snapshot to")
	f.StringVar(&o.Shop, "shop", "", "the shop of all rows (default the file's name)")
	readingFlags(&o.Reading, f)
	return cmd
}

func (o *importOptions) run(name string) (err error) {
	_, words, err := o.knowledge()
	if err != nil {
		return err
	}
	c, err := o.Read(name, words)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(o.dir, 0o755); err != nil {
		return err
	}
	lock := &runfolder.Lock{Dir: o.dir}
	if err := lock.TakeOfRun(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	dir := filepath.Join(o.dir, runfolder.SnapshotFolder)
	if _, err := os.Stat(filepath.Join(o.dir, runfolder.ReportFile)); err == nil {
		return hint.Add(fmt.Errorf("%s is the run folder of a walk", o.dir), "name another folder with -o; import would replace its snapshot")
	}
	if err := whole.SwapFolder(dir, c.Write); err != nil {
		return err
	}
	if !o.quiet {
		terminal.Say(o.Err, fmt.Sprintf("%s of %s read from %s",
			english.Plural(len(c.Variants), "variant"), english.Plural(len(c.Manifest.Shops), "shop"), name))
	}
	_, err = fmt.Fprintln(o.Out, dir)
	return err
}
