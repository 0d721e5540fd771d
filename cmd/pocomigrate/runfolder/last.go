package runfolder

import (
	"errors"
	"path/filepath"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/whole"
)

// ReadRestored reads a run folder that is about to be written to. What a program that was ended left half done is put right first.
func ReadRestored(dir string) (*Contents, error) {
	if err := whole.RestoreFolder(filepath.Join(dir, SnapshotFolder)); err != nil {
		return nil, err
	}
	return Read(dir)
}

// ReadLast returns what a run folder holds already, nil when there is nothing.
func ReadLast(dir string) (*Contents, error) {
	c, err := ReadRestored(dir)
	if errors.Is(err, ErrNoSnapshot) {
		return nil, nil //nolint:nilnil // no run before is what nil means here
	}
	return c, err
}

// LastAddresses returns the addresses that the last run into the folder expected of some shops, none where there was no
// run. What was expected once stays expected: a page that nothing leads to any more is asked for, not forgotten. It changes
// nothing in the folder, which may belong to another run at this moment; a snapshot that was set aside is read where it lies.
func LastAddresses(dir string, of []catalog.ShopID) ([]string, error) {
	s, err := Open(dir)
	if errors.Is(err, ErrNoSnapshot) {
		s, err = Open(filepath.Join(dir, SnapshotFolder) + whole.Aside)
	}
	if errors.Is(err, ErrNoSnapshot) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []string
	for c, err := range Lines[catalog.Coverage](s, snapshot.CoverageFile) {
		if err != nil {
			return nil, err
		}
		if slices.Contains(of, c.Shop) {
			out = append(out, c.URL)
		}
	}
	return out, nil
}
