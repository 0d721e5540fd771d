// Package intake reads files that a team has and that are not ours: lists of old addresses and catalogues, as text, tables or
// workbooks.
package intake

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/feed"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/catalog/xlsx"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
)

// Reading is what a person says about a file that is not ours.
type Reading struct {
	Shop       string           // of all rows; "" where a column names it, or the file's name is to
	ShopColumn string           // header of the column that names the shop of each row
	Columns    []string         // FIELD=HEADER, for columns that are not recognised
	Sheet      string           // of a workbook; "" for the first
	Locale     normalize.Locale // of titles and prices
}

// Read reads a file as a snapshot without mappings or coverage. Where no column names the shop, it is called after the file.
func (r *Reading) Read(name string, words *normalize.Vocabulary) (*runfolder.Contents, error) {
	shop := r.Shop
	if shop == "" {
		base := filepath.Base(name)
		shop = strings.NewReplacer("#", "_", "@", "_").Replace(strings.TrimSuffix(base, filepath.Ext(base)))
	}
	named, err := r.named()
	if err != nil {
		return nil, err
	}
	o := feed.Options{Shop: catalog.ShopID(shop), OneShop: r.Shop != "", Columns: named, Locale: r.Locale}
	data, err := bounded(name)
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

// maxCatalogue is how large a catalogue may be, in bytes: it is held in memory as text, as cells and as variants at once, and a file
// that is named by mistake must not fill the machine.
const maxCatalogue = 512 << 20

// bounded reads a file that is not larger than a catalogue may be; of one that does not say how large it is no more is read.
func bounded(name string) (data []byte, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // read-only
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() <= maxCatalogue {
		if data, err = io.ReadAll(io.LimitReader(f, maxCatalogue+1)); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	if info.Size() > maxCatalogue || len(data) > maxCatalogue {
		return nil, hint.Add(
			fmt.Errorf("read %s: larger than %d MiB, which no catalogue of a shop is", name, maxCatalogue>>20), "part it by shop or region",
		)
	}
	return data, nil
}

func (r *Reading) understand(data []byte, name string, words *normalize.Vocabulary, o feed.Options) (*feed.Catalogue, error) {
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) { // what a workbook, a ZIP file, begins with
		return feed.Read(data, name, words, o)
	}
	book, err := xlsx.Read(bytes.NewReader(data), name)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, s := range book.Sheets {
		if s.Name == r.Sheet || r.Sheet == "" {
			return feed.ReadSheet(s, name+" ("+s.Name+")", words, o)
		}
		names = append(names, s.Name)
	}
	return nil, fmt.Errorf("%s: no sheet %q; it has %s", name, r.Sheet, strings.Join(names, ", "))
}

// named returns the columns that the person named, by field.
func (r *Reading) named() (map[string]string, error) {
	out := map[string]string{}
	if r.ShopColumn != "" {
		out["shop"] = r.ShopColumn
	}
	for _, text := range r.Columns {
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

// Catalogue reads one side of a mapping: a run folder or snapshot, or a file to import on the fly.
func (r *Reading) Catalogue(name string, words *normalize.Vocabulary) (*runfolder.Contents, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return runfolder.Read(name)
	}
	return r.Read(name, words)
}
