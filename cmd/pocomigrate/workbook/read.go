package workbook

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/catalog/xlsx"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// maxWorkbook is how much packages table and xlsx read of a file. One that is larger is read a byte further, and they say that it is
// too large.
const maxWorkbook = 64 << 20

// ReadAll reads files that came back, in the order of their names; see [Read]. The error joins one for each that cannot be read.
func ReadAll(names []string) ([]review.File, error) {
	var out []review.File
	var errs []error
	for _, name := range names {
		f, err := Read(name)
		errs = append(errs, err)
		out = append(out, f)
	}
	return out, errors.Join(errs...)
}

// Read reads a workbook or a CSV file by what it holds, whatever its name.
func Read(name string) (review.File, error) {
	data, err := readBounded(name)
	if err != nil {
		return review.File{}, err
	}
	f := review.File{Name: filepath.Base(name), Digest: contentDigest(data)}
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")) && isOpenDocument(data):
		err = fmt.Errorf("%s: an OpenDocument spreadsheet: save it as .xlsx (Excel 2007-365) in LibreOffice and hand that back", name)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		f.Book, err = xlsx.Read(bytes.NewReader(data), name)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		err = fmt.Errorf("%s: an .xls file, or one with a password: save it as .xlsx without a password", name)
	default:
		var s table.Sheet
		s, err = table.ReadCSV(bytes.NewReader(data), name)
		f.Book = table.Book{Sheets: []table.Sheet{s}}
	}
	return f, err
}

// contentDigest names the content of a file.
func contentDigest(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

func readBounded(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxWorkbook+1))
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return data, nil
}

// isOpenDocument says whether an archive is an .ods file: the format asks for its type as the first entry.
func isOpenDocument(data []byte) bool {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return false // package xlsx says what is wrong with it
	}
	for _, f := range archive.File {
		if f.Name == "mimetype" {
			return true
		}
	}
	return false
}
