package runfolder

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// Changes is what the file changes.json of a run folder holds: what became of the catalogue since the snapshot that the
// one in the folder replaced. It is kept because that snapshot is gone, and the workbook can be written again.
type Changes struct {
	Since    string          `json:"since"`    // digest of the snapshot that was replaced
	Snapshot string          `json:"snapshot"` // digest of the one that replaced it
	Rows     []review.Change `json:"changes"`
}

// ReadChanges reads the file of a folder; nil where there is none, or it speaks of another snapshot.
func ReadChanges(dir, snapshot string) (*Changes, error) {
	name := filepath.Join(dir, changesFile)
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // no file is what nil means here
	}
	if err != nil {
		return nil, err
	}
	var c Changes
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, hint.Add(fmt.Errorf("%s: %w", name, err), "remove it: the next run writes it anew")
	}
	if c.Snapshot != snapshot {
		return nil, nil //nolint:nilnil // as above
	}
	return &c, nil
}

// Shown is what a workbook shows of it.
func (c *Changes) Shown() *review.Changes {
	if c == nil {
		return nil
	}
	return &review.Changes{Since: c.Since, Rows: c.Rows}
}

// Write puts the file into a run folder.
func (c *Changes) Write(dir string) error { return writeJSON(filepath.Join(dir, changesFile), c) }
