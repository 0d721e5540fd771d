// Package runfolder is the folder that a run writes and every other command reads: its names, its lock, the snapshot, the report,
// what the lists count and what changed since the run before. Nothing here walks, maps or prints. The workbook and the recordings
// lie in the folder, too, and are others' matter.
package runfolder

import (
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

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/whole"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
)

// Default is the run folder where none is named.
const Default = "poco-migration"

// The names in a run folder, beside those of the snapshot.
const (
	SnapshotFolder = "snapshot"
	ReportFile     = "report.json"
	changesFile    = "changes.json"
	WorkbookFile   = "review.xlsx"
	LedgerFile     = "decisions.jsonl"
	ClicksFile     = "clicks.jsonl"
	CaptureFolder  = "capture"
	LockFile       = ".lock"
)

// Contents is all that a snapshot folder holds, each list in the order of its file. Who makes one may leave the lists unsorted and
// the counts and sums of the manifest out: [Contents.Write] sees to them.
type Contents struct {
	Manifest snapshot.Manifest
	Variants []catalog.Variant
	Mappings []mapping.Mapping
	Coverage []catalog.Coverage
	Sources  []catalog.Sources
}

// ErrNoSnapshot says that a folder is no run folder and no snapshot.
var ErrNoSnapshot = errors.New("no snapshot here")

// Stored is a snapshot on disk whose manifest was read. It holds no file open.
type Stored struct {
	dir      string
	Manifest snapshot.Manifest
}

// Open finds the snapshot of a run folder, or the one that name itself is. Where there is neither, the error is an [ErrNoSnapshot].
func Open(name string) (*Stored, error) {
	s := &Stored{dir: filepath.Join(name, SnapshotFolder)}
	f, err := os.Open(filepath.Join(s.dir, snapshot.ManifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		s.dir = name
		f, err = os.Open(filepath.Join(s.dir, snapshot.ManifestFile))
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, hint.Add(
			fmt.Errorf("%s: %w: it has no %s", name, ErrNoSnapshot, filepath.Join(SnapshotFolder, snapshot.ManifestFile)),
			"'pocomigrate scrape' writes one; name the folder that it wrote",
		)
	}
	if err != nil {
		return nil, err
	}
	s.Manifest, err = snapshot.DecodeManifest(f, f.Name())
	return s, damaged(errors.Join(err, f.Close()))
}

// damaged adds to an error of a snapshot what to do about it.
func damaged(err error) error {
	if err == nil {
		return nil
	}
	return hint.Add(err, "'pocomigrate snapshot check' names all that is wrong with the snapshot; without that folder 'pocomigrate scrape' writes it anew")
}

// Lines yields the values of one file of the snapshot, and an error at the end where it cannot be read to its end.
func Lines[T any](s *Stored, file string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		f, err := os.Open(filepath.Join(s.dir, file))
		if err != nil {
			yield(none, damaged(err))
			return
		}
		for v, err := range snapshot.Values[T](f, f.Name()) {
			if !yield(v, damaged(err)) {
				_ = f.Close() //nolint:errcheck // read-only
				return
			}
		}
		if err := f.Close(); err != nil {
			yield(none, err)
		}
	}
}

// Read reads the snapshot of a run folder, or the snapshot folder itself.
func Read(name string) (*Contents, error) {
	s, err := Open(name)
	if err != nil {
		return nil, err
	}
	c := &Contents{Manifest: s.Manifest}
	return c, errors.Join(
		Collect(s, snapshot.VariantsFile, &c.Variants),
		Collect(s, snapshot.MappingsFile, &c.Mappings),
		Collect(s, snapshot.CoverageFile, &c.Coverage),
		Collect(s, snapshot.SourcesFile, &c.Sources),
	)
}

// Collect appends the values of one file of the snapshot to a list; what was read before an error is in it.
func Collect[T any](s *Stored, file string, into *[]T) error {
	for v, err := range Lines[T](s, file) {
		if err != nil {
			return err
		}
		*into = append(*into, v)
	}
	return nil
}

// Write writes the files of the snapshot into a folder and fills in the manifest's counts and sums. What is stored is
// rounded and leaves times out: whatever shows such values is made from what [Read] reads back, so that it can be
// made again from the folder.
func (c *Contents) Write(dir string) error {
	c.Manifest.Schema = snapshot.Schema
	c.Manifest.Shops = c.counts()
	c.Manifest.Files, c.Manifest.Uncompared = map[string]string{}, map[string]string{}
	if err := errors.Join(
		writeLines(dir, snapshot.VariantsFile, c.Variants, c.Manifest.Files),
		writeLines(dir, snapshot.MappingsFile, c.Mappings, c.Manifest.Files),
		writeLines(dir, snapshot.CoverageFile, c.Coverage, c.Manifest.Files),
		writeLines(dir, snapshot.SourcesFile, c.Sources, c.Manifest.Uncompared),
	); err != nil {
		return err
	}
	manifest, err := c.Manifest.Encode()
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

// counts returns how much the snapshot holds of each shop; a mapping counts for its source, a new SKU for its target.
func (c *Contents) counts() []snapshot.ShopCount {
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
	for _, cov := range c.Coverage {
		at(cov.Shop)
	}
	for _, v := range c.Variants {
		at(v.Shop).Variants++
	}
	for _, m := range c.Mappings {
		at(catalog.ShopID(m.RecordGroup())).Mappings++
	}
	return out
}

// Ledger reads the ledger: the file that was named or, where none was, that of the run folder, which has none until
// somebody decided something.
func Ledger(named, dir string) (*ledger.Ledger, error) {
	if named != "" {
		if _, err := os.Stat(named); err != nil {
			return nil, err
		}
	}
	return ledger.Open(LedgerName(named, dir))
}

// LedgerName names the ledger: the file that was named or, where none was, that of the run folder.
func LedgerName(named, dir string) string { return cmp.Or(named, filepath.Join(dir, LedgerFile)) }

// writeJSON writes a file that people read, too.
func writeJSON(name string, v any) error {
	return whole.Stream(name, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(v)
	})
}
