package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/feed"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/catalog/xlsx"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/whole"
)

// reading is what a person says about a file that is not ours.
type reading struct {
	shop       string
	shopColumn string
	columns    []string
	sheet      string
	locale     normalize.Locale
}

func (r *reading) flags(f *pflag.FlagSet) {
	f.StringVar(&r.shopColumn, "shop-column", "", "the `header` of the column that names the shop of each row")
	f.StringSliceVar(&r.columns, "columns", nil, "which column holds what, as `FIELD=HEADER,…`; fields are "+strings.Join(feed.Fields(), ", "))
	f.StringVar(&r.sheet, "sheet", "", "the `sheet` of a workbook to read (default the first)")
	f.StringVar(&r.locale.Lang, "lang", "", "the `language` of the titles, such as de")
	f.StringVar(&r.locale.Currency, "currency", "", "the `currency` of prices that name none, such as EUR")
}

type importOptions struct {
	*app
	reading
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
	f.StringVar(&o.shop, "shop", "", "the shop of all rows (default the file's name)")
	o.flags(f)
	return cmd
}

func (o *importOptions) run(name string) error {
	_, words, err := o.knowledge()
	if err != nil {
		return err
	}
	c, err := o.read(name, words)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(o.dir, 0o755); err != nil {
		return err
	}
	dir := filepath.Join(o.dir, runfolder.SnapshotFolder)
	if _, err := os.Stat(filepath.Join(o.dir, runfolder.ReportFile)); err == nil {
		return hint.Add(fmt.Errorf("%s is the run folder of a walk", o.dir), "name another folder with -o; import would replace its snapshot")
	}
	if err := whole.SwapFolder(dir, c.Write); err != nil {
		return err
	}
	if !o.quiet {
		terminal.Say(o.Err, fmt.Sprintf("%d variants of %d shops read from %s", len(c.Variants), len(c.Manifest.Shops), name))
	}
	_, err = fmt.Fprintln(o.Out, dir)
	return err
}

// read reads a file as a snapshot without mappings. Where no column names the shop, it is called after the file.
func (r *reading) read(name string, words *normalize.Vocabulary) (*runfolder.Contents, error) {
	shop := r.shop
	if shop == "" {
		base := filepath.Base(name)
		shop = strings.NewReplacer("#", "_", "@", "_").Replace(strings.TrimSuffix(base, filepath.Ext(base)))
	}
	named, err := r.named()
	if err != nil {
		return nil, err
	}
	o := feed.Options{Shop: catalog.ShopID(shop), OneShop: r.shop != "", Columns: named, Locale: r.locale}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	read, err := r.understand(data, name, words, o)
	if err != nil {
		return nil, err
	}
	c := &runfolder.Contents{Variants: read.Variants, Sources: catalog.FoldSources(read.Sources)}
	c.Manifest.Vocabularies = words.Digests()
	return c, nil
}

func (r *reading) understand(data []byte, name string, words *normalize.Vocabulary, o feed.Options) (*feed.Catalogue, error) {
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) { // what a workbook, a ZIP file, begins with
		return feed.Read(data, name, words, o)
	}
	book, err := xlsx.Read(bytes.NewReader(data), name)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, s := range book.Sheets {
		if s.Name == r.sheet || r.sheet == "" {
			return feed.ReadSheet(s, name+" ("+s.Name+")", words, o)
		}
		names = append(names, s.Name)
	}
	return nil, fmt.Errorf("%s: no sheet %q; it has %s", name, r.sheet, strings.Join(names, ", "))
}

// named returns the columns that the person named, by field.
func (r *reading) named() (map[string]string, error) {
	out := map[string]string{}
	if r.shopColumn != "" {
		out["shop"] = r.shopColumn
	}
	for _, text := range r.columns {
		field, header, ok := strings.Cut(text, "=")
		field = strings.ReplaceAll(field, "_", " ")
		if !ok || header == "" {
			return nil, fmt.Errorf("--columns %s: it is FIELD=HEADER, with a field of %s", text, strings.Join(feed.Fields(), ", "))
		}
		if !slices.Contains(feed.Fields(), field) {
			return nil, hint.Add(fmt.Errorf("--columns %s: there is no field %q", text, field), hint.OneOf(field, feed.Fields()))
		}
		out[field] = header
	}
	return out, nil
}
