package xlsx

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// sortedZip is an archive whose entries are written in the order of their names when all are there. The library hands
// over the streamed sheets in the order of a map, which differs from run to run
// (https://github.com/qax-os/excelize/issues/1732). Entries are kept packed, the larger ones in a file, so that memory does
// not grow with them.
type sortedZip struct {
	out     io.Writer
	packed  spill // the entries one after another, in the order in which they came
	pack    *flate.Writer
	entries []*entry
}

// entry is one file of the archive: where its packed bytes lie, and what the archive has to say of it.
type entry struct {
	name         string
	begin, size  int64
	unpackedSize int64
	sum          hash.Hash32
	zip          *sortedZip
}

// effort is how hard entries are packed, the level that archive/zip takes by itself: the next one takes a third longer on
// sheets and saves 1 %.
const effort = 5

func newSortedZip(w io.Writer) (*sortedZip, error) {
	z := &sortedZip{out: w}
	var err error
	z.pack, err = flate.NewWriter(&z.packed, effort)
	return z, err
}

// Create begins an entry and ends the one before.
func (z *sortedZip) Create(name string) (io.Writer, error) {
	if slices.ContainsFunc(z.entries, func(e *entry) bool { return e.name == name }) {
		return nil, fmt.Errorf("part %s written twice", name)
	}
	if err := z.end(); err != nil {
		return nil, err
	}
	e := &entry{name: name, begin: z.packed.size, sum: crc32.NewIEEE(), zip: z}
	z.entries = append(z.entries, e)
	z.pack.Reset(&z.packed)
	return e, nil
}

// Write packs what belongs to the entry.
func (e *entry) Write(p []byte) (int, error) {
	n, err := e.zip.pack.Write(p)
	e.unpackedSize += int64(n)
	_, _ = e.sum.Write(p[:n]) // a hash never returns an error
	return n, err
}

// end ends the last entry.
func (z *sortedZip) end() error {
	if len(z.entries) == 0 {
		return nil
	}
	if err := z.pack.Close(); err != nil {
		return err
	}
	e := z.entries[len(z.entries)-1]
	e.size = z.packed.size - e.begin
	return nil
}

// AddFS is not used for workbooks.
func (z *sortedZip) AddFS(fs.FS) error { return fs.ErrInvalid }

// Close ends the last entry. The archive is written by [sortedZip.flush] alone, since the library closes one also when it gives up.
func (z *sortedZip) Close() error { return z.end() }

// flush writes the whole archive.
func (z *sortedZip) flush() error {
	// "[Content_Types].xml", which readers expect first, sorts before the other parts' names: these begin with _ or a
	// small letter.
	slices.SortFunc(z.entries, func(a, b *entry) int { return strings.Compare(a.name, b.name) })
	archive := zip.NewWriter(z.out)
	for _, e := range z.entries {
		part, err := archive.CreateRaw(e.header())
		if err != nil {
			return err
		}
		if _, err := io.Copy(part, z.packed.section(e.begin, e.size)); err != nil {
			return err
		}
	}
	return archive.Close()
}

func (e *entry) header() *zip.FileHeader {
	h := &zip.FileHeader{
		Name: e.name, Method: zip.Deflate, CRC32: e.sum.Sum32(),
		CompressedSize64: uint64(e.size), UncompressedSize64: uint64(e.unpackedSize),
	}
	// The day alone, without the field of seconds that Modified would add and that programs of the trade do not write.
	const firstDay = 1<<5 | 1 // 1 January 1980, as MS-DOS counts
	h.ModifiedDate = firstDay //nolint:staticcheck // Modified is not written by CreateRaw
	return h
}

// spill keeps bytes in memory and, when there are many, in a file without a name of its own.
type spill struct {
	memory bytes.Buffer
	file   *os.File
	size   int64
}

// maxMemory is from when a spill uses a file: a workbook of the size that people work in stays in memory.
const maxMemory = 4 << 20

// Write appends to the spill.
func (s *spill) Write(p []byte) (n int, err error) {
	if s.file == nil && s.memory.Len()+len(p) > maxMemory {
		if s.file, err = os.CreateTemp("", "workbook-*"); err != nil {
			return 0, err
		}
		if _, err := s.memory.WriteTo(s.file); err != nil {
			return 0, err
		}
		s.memory = bytes.Buffer{}
	}
	if s.file != nil {
		n, err = s.file.Write(p)
	} else {
		n, err = s.memory.Write(p)
	}
	s.size += int64(n)
	return n, err
}

// section reads some of what was written.
func (s *spill) section(begin, size int64) io.Reader {
	if s.file != nil {
		return io.NewSectionReader(s.file, begin, size)
	}
	return bytes.NewReader(s.memory.Bytes()[begin : begin+size])
}

// release removes the file.
func (s *spill) release() error {
	if s.file == nil {
		return nil
	}
	err := errors.Join(s.file.Close(), os.Remove(s.file.Name()))
	s.file = nil
	return err
}
