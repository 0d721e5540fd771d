package runfolder

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog/addresses"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/whole"
	"github.com/pocomigrate/pocomigrate/scrape"
)

// Clicked is a line of the file clicks.jsonl of a run folder: what the lists of --urls count for an old address. It is kept
// so that the order of the workbook, and that of redirects, stay when they are written again without the lists.
type Clicked struct {
	Address string         `json:"address"` // in the form that all its spellings share
	Clicks  int64          `json:"clicks"`
	Unit    addresses.Unit `json:"unit,omitempty"`
}

// WriteClicks keeps what the lists count in a run folder, in place of what was kept there; a set that counts nothing leaves
// that as it is.
func WriteClicks(dir string, set *addresses.Set) error {
	var lines []Clicked
	for _, r := range set.Rows {
		if w, ok := r.Weight(); ok {
			lines = append(lines, Clicked{r.Canonical, w.Count, w.Unit})
		}
	}
	if len(lines) == 0 {
		return nil
	}
	slices.SortFunc(lines, func(a, b Clicked) int { return cmp.Compare(a.Address, b.Address) })
	return whole.Stream(filepath.Join(dir, ClicksFile), func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		for _, l := range lines {
			if err := e.Encode(l); err != nil {
				return err
			}
		}
		return nil
	})
}

// ReadClicks reads what [WriteClicks] kept; nil where nothing was.
func ReadClicks(dir string) ([]Clicked, error) {
	name := filepath.Join(dir, ClicksFile)
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []Clicked
	n := 0
	for line := range bytes.Lines(data) {
		n++
		var c Clicked
		if err := json.Unmarshal(line, &c); err != nil {
			return nil, hint.Add(fmt.Errorf("%s:%d: %w", name, n, err), "remove the file: 'scrape --urls' writes it anew")
		}
		out = append(out, c)
	}
	return out, nil
}

// ClicksOf returns how to ask for an address's clicks, nil where none are kept.
func ClicksOf(dir string) (func(address string) (int64, bool), error) {
	lines, err := ReadClicks(dir)
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	known := make(map[string]int64, len(lines))
	for _, l := range lines {
		known[l.Address] = l.Clicks
	}
	return func(address string) (int64, bool) {
		n, ok := known[addresses.Fold(scrape.Canonical(address))]
		return n, ok
	}, nil
}
