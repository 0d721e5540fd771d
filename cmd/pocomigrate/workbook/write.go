package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/catalog/xlsx"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/english"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/whole"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// Written says what became of a workbook.
type Written struct {
	Name    string   // its path
	Notes   []string // why it is not where it is expected
	Divided []string // its sheets that were too large to be one
}

// Write puts a workbook into a run folder, beside the one that is there if that must not be replaced.
func Write(dir string, book table.Book, rulings *ledger.Ledger) (w Written, err error) {
	w.Divided = review.Divided(book)
	for n := range 1000 {
		w.Name = filepath.Join(dir, workbookName(book.Identifier, n))
		why, err := whyKeep(w.Name, rulings)
		if err != nil {
			return w, err
		}
		if why == "" {
			return w, whole.Stream(w.Name, func(out io.Writer) error { return xlsx.Write(out, book) })
		}
		w.Notes = append(w.Notes, w.Name+" "+why+"; it is left as it is")
	}
	return w, hint.Add(fmt.Errorf("%s: a thousand workbooks hold input that the ledger lacks", dir), "take it in with 'pocomigrate review'")
}

// workbookName is what a workbook is called: review.xlsx, or where that must not be replaced by the digest of the snapshot
// and, where that one must not be either, a number.
func workbookName(digest string, n int) string {
	switch n {
	case 0:
		return runfolder.WorkbookFile
	case 1:
		return "review-" + digest[:12] + ".xlsx"
	}
	return fmt.Sprintf("review-%s-%d.xlsx", digest[:12], n)
}

// whyKeep says why a workbook must not be replaced: a spreadsheet program has it open, it holds decisions that the ledger
// lacks, or it cannot be read, so that nobody knows. Empty means that it may go.
func whyKeep(name string, rulings *ledger.Ledger) (string, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	dir, base := filepath.Split(name)
	for _, lock := range []string{"~$" + base, ".~lock." + base + "#"} {
		if _, err := os.Stat(filepath.Join(dir, lock)); err == nil {
			return "is open in a spreadsheet program", nil
		}
	}
	book, err := xlsx.Read(bytes.NewReader(data), name)
	if err != nil {
		return "cannot be read (" + err.Error() + ")", nil //nolint:nilerr // a workbook we cannot judge is kept, and said
	}
	inputs, err := review.Inputs(book)
	if err != nil {
		return "cannot be judged (" + err.Error() + ")", nil //nolint:nilerr // as above
	}
	if unsaved := review.Unsaved(inputs, rulings, contentDigest(data)); len(unsaved) > 0 {
		return "holds input that the ledger lacks, in " + english.Plural(len(unsaved), "row") + ": take it in with 'pocomigrate review'", nil
	}
	return "", nil
}
