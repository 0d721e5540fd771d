package har

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// Archive is an opened HAR file. It is a [scrape.Fetcher] and a [scrape.Lister] over the pages in it, and may be used from
// several goroutines.
type Archive struct {
	file   *os.File // nil for bytes in memory
	folder string   // where the files beside it are; "" for bytes in memory
	index  *index
}

var (
	_ scrape.Fetcher = (*Archive)(nil)
	_ scrape.Lister  = (*Archive)(nil)
)

// Open opens the HAR file at path and indexes it. Damaged entries are no error here: List yields them. A file without a list
// of entries is. The file stays open until Close.
func Open(path string) (*Archive, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("open %s: is no file", path)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	ix, err := newIndex(filepath.Base(path), f, info.Size(), maxEntries)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), f.Close())
	}
	return &Archive{file: f, folder: filepath.Dir(path), index: ix}, nil
}

// OpenBytes is Open for a file that is in memory already, under the name that its pages and errors shall carry. It keeps
// data, which must not change afterwards.
func OpenBytes(name string, data []byte) (*Archive, error) {
	ix, err := newIndex(name, bytes.NewReader(data), int64(len(data)), maxEntries)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	return &Archive{index: ix}, nil
}

// Name returns the name of the file, without its folder.
func (a *Archive) Name() string { return a.index.archive }

// Close closes the file behind the archive. Pages already read stay good.
func (a *Archive) Close() error {
	if a.file == nil {
		return nil
	}
	return a.file.Close()
}

// beside returns a body that the exporter put into a file of its own next to the HAR. It cannot lead elsewhere.
func (a *Archive) beside(name string) ([]byte, error) {
	if a.folder == "" {
		return nil, fmt.Errorf("body is in a file of its own, %q", name)
	}
	root, err := os.OpenRoot(a.folder)
	if err != nil {
		return nil, err
	}
	body, err := readFile(root, name)
	return body, errors.Join(err, root.Close())
}

func readFile(root *os.Root, name string) ([]byte, error) {
	info, err := root.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("body %q is no file", name)
	}
	if err != nil {
		return nil, err
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(f, maxBody+1))
	return body, errors.Join(err, f.Close())
}
