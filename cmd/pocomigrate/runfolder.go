package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/whole"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// The names in a run folder, beside those of the snapshot.
const (
	snapshotFolder = "snapshot"
	reportFile     = "report.json"
	changesFile    = "changes.json"
	workbookFile   = "review.xlsx"
	ledgerFile     = "decisions.jsonl"
	clicksFile     = "clicks.jsonl"
	captureFolder  = "capture"
	lockFile       = ".lock"
)

// contents is all that a snapshot folder holds.
type contents struct {
	manifest snapshot.Manifest
	variants []catalog.Variant
	mappings []mapping.Mapping
	coverage []catalog.Coverage
	sources  []catalog.Sources
}

// errNoSnapshot says that a folder is no run folder and no snapshot.
var errNoSnapshot = errors.New("no snapshot here")

// stored is a snapshot on disk whose manifest was read.
type stored struct {
	dir      string
	manifest snapshot.Manifest
}

// openSnapshot finds the snapshot of a run folder, or the one that name itself is.
func openSnapshot(name string) (*stored, error) {
	s := &stored{dir: filepath.Join(name, snapshotFolder)}
	f, err := os.Open(filepath.Join(s.dir, snapshot.ManifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		s.dir = name
		f, err = os.Open(filepath.Join(s.dir, snapshot.ManifestFile))
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, hint.Add(
			fmt.Errorf("%s: %w: it has no %s", name, errNoSnapshot, filepath.Join(snapshotFolder, snapshot.ManifestFile)),
			"'pocomigrate scrape' writes one; name the folder that it wrote",
		)
	}
	if err != nil {
		return nil, err
	}
	s.manifest, err = snapshot.DecodeManifest(f, f.Name())
	return s, errors.Join(err, f.Close())
}

// lines yields the values of one file of the snapshot, and an error at the end where it cannot be read to its end.
func lines[T any](s *stored, file string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		f, err := os.Open(filepath.Join(s.dir, file))
		if err != nil {
			yield(none, err)
			return
		}
		for v, err := range snapshot.Values[T](f, f.Name()) {
			if !yield(v, err) {
				_ = f.Close() //nolint:errcheck // read-only
				return
			}
		}
		if err := f.Close(); err != nil {
			yield(none, err)
		}
	}
}

// readContents reads a run folder, or the snapshot folder itself.
func readContents(name string) (*contents, error) {
	s, err := openSnapshot(name)
	if err != nil {
		return nil, err
	}
	c := &contents{manifest: s.manifest}
	return c, errors.Join(
		collect(s, snapshot.VariantsFile, &c.variants),
		collect(s, snapshot.MappingsFile, &c.mappings),
		collect(s, snapshot.CoverageFile, &c.coverage),
		collect(s, snapshot.SourcesFile, &c.sources),
	)
}

func collect[T any](s *stored, file string, into *[]T) error {
	for v, err := range lines[T](s, file) {
		if err != nil {
			return err
		}
		*into = append(*into, v)
	}
	return nil
}

// write writes the files of the snapshot into a folder and fills in the manifest's counts and sums. What is stored is
// rounded and leaves times out: whatever shows such values is made from what [readContents] reads back, so that it can be
// made again from the folder.
func (c *contents) write(dir string) error {
	c.manifest.Schema = snapshot.Schema
	c.manifest.Shops = c.counts()
	c.manifest.Files, c.manifest.Uncompared = map[string]string{}, map[string]string{}
	if err := errors.Join(
		writeLines(dir, snapshot.VariantsFile, c.variants, c.manifest.Files),
		writeLines(dir, snapshot.MappingsFile, c.mappings, c.manifest.Files),
		writeLines(dir, snapshot.CoverageFile, c.coverage, c.manifest.Files),
		writeLines(dir, snapshot.SourcesFile, c.sources, c.manifest.Uncompared),
	); err != nil {
		return err
	}
	manifest, err := c.manifest.Encode()
	if err != nil {
		return err
	}
	return whole.Write(filepath.Join(dir, snapshot.ManifestFile), manifest)
}

// writeLines writes one file of a snapshot and notes its sum.
func writeLines[T snapshot.Line](dir, file string, values []T, sums map[string]string) error {
	sum := sha256.New()
	err := whole.Stream(filepath.Join(dir, file), func(w io.Writer) error {
		return snapshot.Write(io.MultiWriter(w, sum), values)
	})
	sums[file] = hex.EncodeToString(sum.Sum(nil))
	return err
}

// provenance returns where the values come from that a workbook tells it of: prices, and values that an issue is about; and of
// each variant the newest.
func (c *contents) provenance() []catalog.Provenance {
	doubtful := map[catalog.Key][]string{}
	for i := range c.variants {
		for _, issue := range c.variants[i].Issues {
			doubtful[c.variants[i].Key] = append(doubtful[c.variants[i].Key], issue.Field)
		}
	}
	var out []catalog.Provenance
	for _, s := range c.sources {
		of := s.Provenance()
		newest := 0
		for i := range of {
			if of[i].At.Time.After(of[newest].At.Time) {
				newest = i
			}
		}
		for i, p := range of {
			if i == newest || review.IsPriceField(p.Field) || slices.Contains(doubtful[p.Key], p.Field) {
				out = append(out, p)
			}
		}
	}
	return out
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

// readLedger reads the ledger: the file that was named or, where none was, that of the run folder, which has none until
// somebody decided something.
func readLedger(named, dir string) (*ledger.Ledger, error) {
	if named != "" {
		if _, err := os.Stat(named); err != nil {
			return nil, err
		}
	}
	return ledger.Open(ledgerName(named, dir))
}

// ledgerName names the ledger: the file that was named or, where none was, that of the run folder.
func ledgerName(named, dir string) string { return cmp.Or(named, filepath.Join(dir, ledgerFile)) }

// indented returns a value as JSON for people to read.
func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}

// indentless returns a value as JSON on one line.
func indentless(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return string(bytes.TrimSpace(b.Bytes())), err
}
