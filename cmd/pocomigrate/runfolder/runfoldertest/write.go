// Package runfoldertest writes snapshots for tests.
package runfoldertest

import (
	"cmp"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
)

// Write writes a snapshot into a folder, which is made, and fills in its manifest, as [runfolder.Contents.Write] does. It does not
// wait until the disk has it, which is most of what that takes.
func Write(tb testing.TB, dir string, c *runfolder.Contents) {
	tb.Helper()
	m := &c.Manifest
	m.Schema, m.Shops = snapshot.Schema, shops(c)
	m.Files, m.Uncompared = map[string]string{}, map[string]string{}
	if err := errors.Join(
		os.MkdirAll(dir, 0o750),
		lines(dir, snapshot.VariantsFile, c.Variants, m.Files), lines(dir, snapshot.MappingsFile, c.Mappings, m.Files),
		lines(dir, snapshot.CoverageFile, c.Coverage, m.Files), lines(dir, snapshot.SourcesFile, c.Sources, m.Uncompared),
	); err != nil {
		tb.Fatal(err)
	}
	Manifest(tb, dir, *m)
}

// Manifest writes the manifest of a snapshot into its folder.
func Manifest(tb testing.TB, dir string, m snapshot.Manifest) {
	tb.Helper()
	text, err := m.Encode()
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, snapshot.ManifestFile), text, 0o600)
	}
	if err != nil {
		tb.Fatal(err)
	}
}

func lines[T snapshot.Line](dir, file string, values []T, sums map[string]string) error {
	text, err := snapshot.Encode(values)
	if err != nil {
		return err
	}
	sums[file] = snapshot.Sum(text)
	return os.WriteFile(filepath.Join(dir, file), text, 0o600)
}

// shops counts what a snapshot holds of each shop.
func shops(c *runfolder.Contents) []snapshot.ShopCount {
	counts := map[string]snapshot.ShopCount{}
	add := func(shop string, variants, mappings int) {
		n := counts[shop]
		counts[shop] = snapshot.ShopCount{Shop: shop, Variants: n.Variants + variants, Mappings: n.Mappings + mappings}
	}
	for _, v := range c.Variants {
		add(string(v.Shop), 1, 0)
	}
	for _, m := range c.Mappings {
		add(m.RecordGroup(), 0, 1)
	}
	for _, cov := range c.Coverage {
		add(string(cov.Shop), 0, 0)
	}
	return slices.SortedFunc(maps.Values(counts), func(a, b snapshot.ShopCount) int { return cmp.Compare(a.Shop, b.Shop) })
}
