package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// The names in a run folder, beside those of the snapshot.
const (
	snapshotFolder = "snapshot"
	reportFile     = "report.json"
	workbookFile   = "review.xlsx"
	ledgerFile     = "decisions.jsonl"
)

// contents is all that a snapshot folder holds.
type contents struct {
	manifest snapshot.Manifest
	variants []catalog.Variant
	mappings []mapping.Mapping
	coverage []catalog.Coverage
	sources  []catalog.Provenance
}

// errNoSnapshot says that a folder is no run folder and no snapshot.
var errNoSnapshot = errors.New("no snapshot here")

// readContents reads a run folder, or the snapshot folder itself.
func readContents(name string) (*contents, error) {
	dir := filepath.Join(name, snapshotFolder)
	if _, err := os.Stat(filepath.Join(dir, snapshot.ManifestFile)); errors.Is(err, fs.ErrNotExist) {
		dir = name
	}
	c, err := decode(func(file string) (io.ReadCloser, string, error) {
		f, err := os.Open(filepath.Join(dir, file))
		return f, filepath.Join(dir, file), err
	})
	if errors.Is(err, fs.ErrNotExist) && c == nil {
		return nil, &hintError{
			fmt.Errorf("%s: %w: it has no %s", name, errNoSnapshot, filepath.Join(snapshotFolder, snapshot.ManifestFile)),
			"'pocomigrate scrape' writes one; name the folder that it wrote",
		}
	}
	return c, err
}

// opener opens a file of a snapshot and says what to call it in errors.
type opener func(file string) (io.ReadCloser, string, error)

// decode reads the files of a snapshot. Contents are nil when there is no manifest.
func decode(open opener) (*contents, error) {
	r, name, err := open(snapshot.ManifestFile)
	if err != nil {
		return nil, err
	}
	c := &contents{}
	c.manifest, err = snapshot.DecodeManifest(r, name)
	if err := errors.Join(err, r.Close()); err != nil {
		return c, err
	}
	return c, errors.Join(
		readLines(open, snapshot.VariantsFile, &c.variants),
		readLines(open, snapshot.MappingsFile, &c.mappings),
		readLines(open, snapshot.CoverageFile, &c.coverage),
		readLines(open, snapshot.SourcesFile, &c.sources),
	)
}

func readLines[T any](open opener, file string, into *[]T) error {
	r, name, err := open(file)
	if err != nil {
		return err
	}
	*into, err = snapshot.Decode[T](r, name)
	return errors.Join(err, r.Close())
}

// decodeFiles reads a snapshot that encode returned. What is stored is rounded and leaves times out: whatever is made from
// a run is made from this, so that it can be made again from the folder.
func decodeFiles(files map[string][]byte) (*contents, error) {
	return decode(func(file string) (io.ReadCloser, string, error) {
		return io.NopCloser(bytes.NewReader(files[file])), file, nil
	})
}

// encode returns the files of the snapshot by name and fills in the manifest's counts and sums.
func (c *contents) encode() (map[string][]byte, error) {
	variants, err := snapshot.Encode(c.variants)
	if err != nil {
		return nil, err
	}
	mappings, err := snapshot.Encode(c.mappings)
	if err != nil {
		return nil, err
	}
	coverage, err := snapshot.Encode(c.coverage)
	if err != nil {
		return nil, err
	}
	sources, err := snapshot.EncodeRepeated(c.sources)
	if err != nil {
		return nil, err
	}
	c.manifest.Schema = snapshot.Schema
	c.manifest.Shops = c.counts()
	c.manifest.Files = map[string]string{
		snapshot.VariantsFile: snapshot.Sum(variants),
		snapshot.MappingsFile: snapshot.Sum(mappings),
		snapshot.CoverageFile: snapshot.Sum(coverage),
	}
	c.manifest.Uncompared = map[string]string{snapshot.SourcesFile: snapshot.Sum(sources)}
	manifest, err := c.manifest.Encode()
	if err != nil {
		return nil, err
	}
	return map[string][]byte{
		snapshot.ManifestFile: manifest,
		snapshot.VariantsFile: variants,
		snapshot.MappingsFile: mappings,
		snapshot.CoverageFile: coverage,
		snapshot.SourcesFile:  sources,
	}, nil
}

// counts returns how much the snapshot holds of each shop; a mapping counts for its source, a new SKU for its target.
func (c *contents) counts() []snapshot.ShopCount {
	index := map[catalog.ShopID]int{}
	var out []snapshot.ShopCount
	at := func(shop catalog.ShopID) *snapshot.ShopCount {
		i, ok := index[shop]
		if !ok {
			i = len(out)
			index[shop] = i
			out = append(out, snapshot.ShopCount{Shop: string(shop)})
		}
		return &out[i]
	}
	for _, cov := range c.coverage {
		at(cov.Shop)
	}
	for _, v := range c.variants {
		at(v.Shop).Variants++
	}
	for _, m := range c.mappings {
		at(catalog.ShopID(m.RecordGroup())).Mappings++
	}
	return out
}

// readLedger reads the decisions that people made: those of the file that was named or, where none was, those of the run
// folder, which has no ledger until somebody decided something.
func readLedger(named, dir string) ([]mapping.Decision, error) {
	name := named
	if name == "" {
		name = filepath.Join(dir, ledgerFile)
	}
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) && named == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	decisions, err := review.ReadLedger(f, name)
	return decisions, errors.Join(err, f.Close())
}

// indented returns a value as JSON for people to read.
func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}
