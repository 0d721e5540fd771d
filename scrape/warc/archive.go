package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// Archive is an opened WARC or WACZ file. It is a [scrape.Fetcher] and a [scrape.Lister] over the pages in it, and may be
// used from several goroutines.
type Archive struct {
	name  string
	file  io.Closer // nil for bytes in memory
	index *index
}

var (
	_ scrape.Fetcher = (*Archive)(nil)
	_ scrape.Lister  = (*Archive)(nil)
)

// Open opens the archive at path and indexes it. Its format is known by its first bytes, whatever it is called. Damaged
// records are no error here: List yields them. A file that is no archive at all, and a zip that cannot be read, are. The
// file stays open until Close.
func Open(path string) (*Archive, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = fmt.Errorf("open %s: is a folder, not a .warc, .warc.gz or .wacz file", path)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	a, err := open(filepath.Base(path), f, info.Size())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), f.Close())
	}
	a.file = f
	return a, nil
}

// OpenBytes is Open for an archive that is in memory already, under the name that its pages and errors shall carry. It
// keeps data, which must not change afterwards.
func OpenBytes(name string, data []byte) (*Archive, error) {
	a, err := open(name, bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	return a, nil
}

// Whole returns how many bytes from the start of a .warc.gz are whole gzip members with whole records in them. Where a
// recording was interrupted this is where it goes on, after what stands behind was cut off. It is 0 for other archives.
func (a *Archive) Whole() int64 { return a.index.whole }

// Refs returns what an index needs to know of the records in the whole part of a .warc.gz, in their order.
func (a *Archive) Refs() []Ref {
	var refs []Ref
	for _, e := range a.index.entries {
		if e.bad == nil || e.bad == unresolved {
			if r := e.ref(); r.Offset < a.index.whole {
				refs = append(refs, r)
			}
		}
	}
	return refs
}

// Name returns the name of the archive's file, without its folder.
func (a *Archive) Name() string { return a.name }

// Close closes the file behind the archive. Pages already read stay good.
func (a *Archive) Close() error {
	if a.file == nil {
		return nil
	}
	return a.file.Close()
}

func open(name string, r io.ReaderAt, size int64) (*Archive, error) {
	whole := &member{data: r, size: size}
	ix := newIndex(name)
	switch kind, err := whole.sniff(); {
	case err != nil:
		return nil, err
	case kind == formatZip:
		if err := ix.addWACZ(r, size); err != nil {
			return nil, err
		}
	case kind == formatOther:
		return nil, whole.unknown()
	default:
		ix.whole = ix.addMember(whole)
	}
	ix.finish()
	return &Archive{name: name, index: ix}, nil
}

// member is one WARC: a file of its own, or a member of a WACZ.
type member struct {
	name string // its path inside a WACZ, else ""
	data io.ReaderAt
	size int64
	gzip bool // set by sniff
}

// noBegin says what is missing where a run of records cannot even be begun.
func (m *member) noBegin() string {
	if m.gzip {
		return "no gzip member where one should begin"
	}
	return "cannot be read"
}

type format int

const (
	formatOther format = iota
	formatWARC
	formatZip
)

// sniff tells the format by the first bytes. A gzip counts as a WARC unless it plainly holds something else, so that one
// torn at its start is reported as damage.
func (m *member) sniff() (format, error) {
	magic := make([]byte, 4)
	n, err := m.data.ReadAt(magic, 0)
	if err != nil && err != io.EOF {
		return formatOther, err
	}
	switch magic := string(magic[:n]); {
	case strings.HasPrefix(magic, "PK\x03\x04") || strings.HasPrefix(magic, "PK\x05\x06"):
		return formatZip, nil
	case magic != "" && strings.HasPrefix(magic+gzipMagic[min(len(magic), len(gzipMagic)):], gzipMagic):
		m.gzip = true
		if begin := m.inflatedStart(0); len(begin) >= len("WARC/") && !strings.HasPrefix(string(begin), "WARC/") {
			return formatOther, nil
		}
		return formatWARC, nil
	case magic == "WARC":
		return formatWARC, nil
	}
	return formatOther, nil
}

// unknown says what a member that is no WARC begins with.
func (m *member) unknown() error {
	const wanted = `a WARC begins with "WARC/1.", alone or gzipped, a WACZ is a zip of such files`
	if m.size == 0 {
		return fmt.Errorf("file is empty; %s", wanted)
	}
	begin, packed := make([]byte, 12), ""
	n, err := m.data.ReadAt(begin, 0)
	if err != nil && err != io.EOF {
		return err
	}
	begin = begin[:n]
	if m.gzip {
		begin, packed = m.inflatedStart(0), "gzipped "
	}
	return fmt.Errorf("begins with %s%q; %s", packed, begin, wanted)
}
