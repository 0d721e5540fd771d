package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
)

// sortedZip is an archive whose entries are written in the order of their names when it is closed. The library hands
// over the streamed sheets in the order of a map, which differs from run to run
// (https://github.com/qax-os/excelize/issues/1732).
type sortedZip struct {
	out   *zip.Writer
	parts map[string]*bytes.Buffer
}

func newSortedZip(w io.Writer) *sortedZip {
	return &sortedZip{out: zip.NewWriter(w), parts: map[string]*bytes.Buffer{}}
}

// Create keeps what is written to the entry until Close.
func (z *sortedZip) Create(name string) (io.Writer, error) {
	if z.parts[name] != nil {
		return nil, fmt.Errorf("part %s written twice", name)
	}
	z.parts[name] = new(bytes.Buffer)
	return z.parts[name], nil
}

// AddFS is not used for workbooks.
func (z *sortedZip) AddFS(fs.FS) error { return fs.ErrInvalid }

// Close writes all entries and ends the archive.
func (z *sortedZip) Close() error {
	// "[Content_Types].xml", which readers expect first, sorts before the other parts' names: these begin with _ or a
	// small letter.
	names := slices.Sorted(maps.Keys(z.parts))
	for _, name := range names {
		part, err := z.out.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: zipEpoch})
		if err != nil {
			return err
		}
		if _, err := z.parts[name].WriteTo(part); err != nil {
			return err
		}
	}
	return z.out.Close()
}
