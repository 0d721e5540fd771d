package warc

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"path"
	"strings"
	"time"
)

// File is one .warc.gz or .warc to be packed into a WACZ.
type File struct {
	Name string // without a folder
	Data io.ReaderAt
	Size int64
}

// WriteWACZ packs WARC files into a WACZ 1.1.1 under a title, with an index and a list of the pages in them. The same
// files give the same bytes: there is no creation date, and every member is dated 1980-01-01, the first day that a zip can
// name. Damaged records are packed as they are and left out of the index.
func WriteWACZ(w io.Writer, title string, files ...File) error {
	p := &packer{zip: zip.NewWriter(w)}
	for _, f := range files {
		ix := newIndex(title)
		if err := f.index(ix); err != nil {
			return fmt.Errorf("pack %s: %w", title, err)
		}
		var refs []Ref
		for _, e := range ix.entries {
			if e.bad == nil || e.bad == unresolved {
				refs = append(refs, e.ref())
			}
		}
		p.addWARC(f, refs)
	}
	return p.finish(title)
}

// index reads a file through.
func (f *File) index(ix *index) error {
	m := &member{name: f.Name, data: f.Data, size: f.Size}
	kind, err := m.sniff()
	if err == nil && kind != formatWARC {
		err = m.unknown()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	ix.addMember(m)
	ix.finish()
	return nil
}

// Seal packs one finished recording as WriteWACZ does, but without reading its records: refs are what a Writer returned
// for them, after those that [Archive.Refs] found where an interrupted recording went on. The file is copied through, in
// pieces.
func Seal(w io.Writer, title string, f File, refs []Ref) error {
	p := &packer{zip: zip.NewWriter(w)}
	p.addWARC(f, refs)
	return p.finish(title)
}

// packer writes the members of a WACZ and remembers the first error.
type packer struct {
	zip       *zip.Writer
	records   []indexed
	resources []resource
	err       error
}

// addWARC adds a WARC and takes its records into the index.
func (p *packer) addWARC(f File, refs []Ref) {
	if !isWARCName(f.Name) || strings.Contains(f.Name, "/") {
		p.err = errors.Join(p.err, fmt.Errorf("%q is no name of a .warc or .warc.gz file", f.Name))
		return
	}
	p.records = appendIndexed(p.records, f.Name, refs)
	p.add("archive/"+f.Name, zip.Store, func(w *bufio.Writer) error {
		n, err := io.Copy(w, io.NewSectionReader(f.Data, 0, f.Size))
		if err == nil && n < f.Size {
			err = fmt.Errorf("%s ends after %d of %d bytes", f.Name, n, f.Size)
		}
		return err
	})
}

// finish adds what describes the WARCs.
func (p *packer) finish(title string) error {
	sortIndexed(p.records)
	p.add("indexes/index.cdxj", zip.Deflate, func(w *bufio.Writer) error { writeIndex(w, p.records); return nil })
	p.add("pages/pages.jsonl", zip.Deflate, func(w *bufio.Writer) error { writePages(w, p.records); return nil })
	p.describe(title)
	if err := errors.Join(p.err, p.zip.Close()); err != nil {
		return fmt.Errorf("pack %s: %w", title, err)
	}
	return nil
}

// resource is a member as datapackage.json lists it.
type resource struct {
	Name  string `json:"name"`
	Path  string `json:"path"`
	Hash  string `json:"hash"`
	Bytes int64  `json:"bytes"`
}

// add adds a member with what content writes.
func (p *packer) add(name string, method uint16, content func(*bufio.Writer) error) {
	if p.err != nil {
		return
	}
	f, err := p.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		p.err = err
		return
	}
	sum := &summed{w: f, hash: sha256.New()}
	out := bufio.NewWriterSize(sum, 64<<10)
	if p.err = content(out); p.err == nil {
		p.err = out.Flush()
	}
	p.resources = append(p.resources, resource{path.Base(name), name, "sha256:" + hex.EncodeToString(sum.hash.Sum(nil)), sum.n})
}

// summed counts and digests what goes through it.
type summed struct {
	w    io.Writer
	hash hash.Hash
	n    int64
}

func (s *summed) Write(b []byte) (int, error) {
	n, err := s.w.Write(b)
	s.hash.Write(b[:n])
	s.n += int64(n)
	return n, err
}

// describe adds the list of the members with their digests, and the digest of that list.
func (p *packer) describe(title string) {
	const name = "datapackage.json"
	p.addJSON(name, struct {
		Profile   string     `json:"profile"`
		Version   string     `json:"wacz_version"`
		Title     string     `json:"title"`
		Software  string     `json:"software"`
		Resources []resource `json:"resources"`
	}{"data-package", "1.1.1", title, "pocomigrate", p.resources})
	if p.err != nil {
		return
	}
	p.addJSON("datapackage-digest.json", struct {
		Path string `json:"path"`
		Hash string `json:"hash"`
	}{name, p.resources[len(p.resources)-1].Hash})
}

func (p *packer) addJSON(name string, v any) {
	p.add(name, zip.Deflate, func(w *bufio.Writer) error {
		out := json.NewEncoder(w)
		out.SetIndent("", "  ")
		return out.Encode(v)
	})
}
