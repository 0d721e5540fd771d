package xlsx

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// zipEpoch is the earliest time a zip archive can state, and what stands where a book has no time of its own.
var zipEpoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Write writes a book as a workbook. It returns the errors of [table.Book.Check] for a book that no spreadsheet program
// would open, of a sheet that goes beyond Excel's limits, and w's. Nothing goes to w before the last sheet is complete. Memory
// does not grow with the rows of a sheet that is streamed: what is large waits in files of the system's folder for such. Write
// does not close w.
func Write(w io.Writer, b table.Book) (err error) {
	if err := b.Check(); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	if len(b.Sheets) == 0 {
		return errors.New("write workbook: it has no sheet")
	}
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := writeBook(f, b); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	sortTypes(f)
	// The library would build the whole archive in memory (https://github.com/qax-os/excelize/issues/2357); ours goes past its
	// buffer straight to w.
	archive, err := newSortedZip(w)
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	defer func() { err = errors.Join(err, archive.packed.release()) }()
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return archive })
	_, err = f.WriteTo(io.Discard)
	if err == nil {
		err = archive.flush()
	}
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

func writeBook(f *excelize.File, b table.Book) error {
	if err := setProperties(f, b); err != nil {
		return err
	}
	for i, s := range b.Sheets {
		if err := addSheet(f, i, s.Name); err != nil {
			return err
		}
	}
	styles := newStyles(f)
	for _, s := range b.Sheets {
		if err := newSheetWriter(f, styles, b, s).write(); err != nil {
			return fmt.Errorf("sheet %q: %w", s.Name, err)
		}
	}
	return nil
}

func setProperties(f *excelize.File, b table.Book) error {
	asOf := b.AsOf
	if asOf.IsZero() {
		asOf = zipEpoch
	}
	stamp := asOf.UTC().Format(time.RFC3339)
	author := cmp.Or(clean(b.Author), "unknown") // left empty, the library would put its own author's name
	if id := clean(b.Identifier); id != "" {
		// Beside the document's own property of that name, which some programs do not show and others do not keep.
		if err := f.SetCustomProps(excelize.CustomProperty{Name: "Identifier", Value: id}); err != nil {
			return err
		}
	}
	return f.SetDocProps(&excelize.DocProperties{
		Title: clean(b.Title), Creator: author, LastModifiedBy: author, Identifier: clean(b.Identifier),
		Created: stamp, Modified: stamp,
	})
}

// sortTypes puts the file's list of content types in order; the library fills in those of images in the order of a map.
func sortTypes(f *excelize.File) {
	types := f.ContentTypes.Defaults
	sort.Slice(types, func(i, j int) bool { return types[i].Extension < types[j].Extension })
}

// addSheet makes the sheet of that name; a new file of the library begins with one sheet, which becomes the first.
func addSheet(f *excelize.File, i int, name string) error {
	if strings.Contains(name, "'") { // the library writes it into the filter's name as it is, and Excel repairs the file
		return fmt.Errorf("sheet %q: name holds an apostrophe: leave it out", name)
	}
	if i == 0 {
		return f.SetSheetName(f.GetSheetName(0), name)
	}
	_, err := f.NewSheet(name)
	return err
}
