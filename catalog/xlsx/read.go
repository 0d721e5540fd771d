package xlsx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// The limits of a workbook that is read. A review of 50,000 rows and 30 columns takes about a third of each.
const (
	maxFile  = 64 << 20  // bytes as they come
	maxUnzip = 512 << 20 // bytes of all parts unpacked
	maxCells = 5_000_000 // cells of all sheets, with the empty ones between
	maxRows  = 1 << 20   // rows of a sheet: Excel's own limit
)

// Read reads a workbook that people may have edited in any program. Each sheet of the book has a name and rows of text
// cells; everything else is left out. A cell holds what is stored in it: text as it was typed, a number without its
// format, a formula's last result. Rows and columns stay at their places, so that [table.Address] names them.
//
// The name stands in errors. A file that is no workbook, is damaged, needs a password or goes beyond the package's limits is an
// error; Read never panics, whatever it is given.
func Read(r io.Reader, name string) (b table.Book, err error) {
	defer func() {
		if p := recover(); p != nil { // the library has panicked on crafted files before: GHSA-g27h-8qhm-6pff
			b, err = table.Book{}, fmt.Errorf("read workbook %s: damaged: %v; open it in a spreadsheet program and save it again", name, p)
		}
	}()
	file, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return table.Book{}, fmt.Errorf("read workbook %s: %w", name, err)
	}
	if len(file) > maxFile {
		return table.Book{}, fmt.Errorf("read workbook %s: larger than %d MiB", name, maxFile>>20)
	}
	if b, ok := scan(file); ok {
		return b, nil
	}
	return readByLibrary(file, name)
}

// readByLibrary reads whatever the library can read.
func readByLibrary(file []byte, name string) (b table.Book, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: maxUnzip,
	})
	if err != nil {
		return table.Book{}, fmt.Errorf("read workbook %s: %w; is it an .xlsx file without a password?", name, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := wellFormed(f); err != nil {
		return table.Book{}, fmt.Errorf("read workbook %s: damaged: %w; open it in a spreadsheet program and save it again", name, err)
	}
	cells := 0
	for _, sheet := range f.GetSheetList() {
		s, err := readSheet(f, sheet, &cells)
		if err != nil {
			return table.Book{}, fmt.Errorf("read workbook %s: sheet %q: %w", name, sheet, err)
		}
		b.Sheets = append(b.Sheets, s)
	}
	return b, nil
}

// wellFormed reads every part that holds cells to its end. The library takes broken XML for the end of a sheet, and rows
// would be lost without a word.
func wellFormed(f *excelize.File) error {
	parts := map[string][]byte{}
	f.Pkg.Range(func(key, content any) bool {
		name, isName := key.(string)
		part, isPart := content.([]byte)
		if isName && isPart && (strings.HasPrefix(name, "xl/worksheets/sheet") || name == "xl/sharedStrings.xml") {
			parts[name] = part
		}
		return true
	})
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		dec := xml.NewDecoder(bytes.NewReader(parts[name]))
		dec.CharsetReader = f.CharsetReader
		for {
			if _, err := dec.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return fmt.Errorf("part %s: %w", name, err)
			}
		}
	}
	return nil
}

func readSheet(f *excelize.File, name string, cells *int) (s table.Sheet, err error) {
	s.Name = name
	rows, err := f.Rows(name)
	if err != nil {
		return s, err
	}
	defer func() {
		if cerr := rows.Close(); err == nil { // it may say again what went wrong before
			err = cerr
		}
	}()
	filled := 0
	for rows.Next() {
		words, err := rows.Columns()
		if err != nil {
			return s, err
		}
		if *cells += len(words); *cells > maxCells || len(s.Rows) >= maxRows {
			return s, fmt.Errorf("more than %d cells or %d rows", maxCells, maxRows)
		}
		s.Rows = append(s.Rows, textRow(words))
		if len(words) > 0 {
			filled = len(s.Rows)
		}
	}
	s.Rows = s.Rows[:filled]
	return s, rows.Error()
}

func textRow(words []string) []table.Cell {
	row := make([]table.Cell, len(words))
	for i, w := range words {
		row[i] = table.TextCell(w)
	}
	return row
}
