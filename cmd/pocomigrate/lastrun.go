package main

import (
	"errors"
	"path/filepath"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/whole"
)

// before returns what the run folder holds already, nil when there is nothing.
func (o *scrapeOptions) before() (*contents, error) {
	if err := whole.RestoreFolder(filepath.Join(o.out, snapshotFolder)); err != nil {
		return nil, err
	}
	c, err := readContents(o.out)
	if errors.Is(err, errNoSnapshot) {
		return nil, nil //nolint:nilnil // no run before is what nil means here
	}
	return c, err
}

// lastAddresses returns the addresses that the last run into the folder expected of some shops, none where there was no
// run. What was expected once stays expected: a page that nothing leads to any more is asked for, not forgotten.
func (o *scrapeOptions) lastAddresses(of []catalog.ShopID) ([]string, error) {
	if err := whole.RestoreFolder(filepath.Join(o.out, snapshotFolder)); err != nil {
		return nil, err
	}
	s, err := openSnapshot(o.out)
	if errors.Is(err, errNoSnapshot) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []string
	for c, err := range lines[catalog.Coverage](s, snapshot.CoverageFile) {
		if err != nil {
			return nil, err
		}
		if slices.Contains(of, c.Shop) {
			out = append(out, c.URL)
		}
	}
	return out, nil
}
