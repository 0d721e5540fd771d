package warc

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
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
	ix := newIndex(title)
	for _, f := range files {
		if !isWARCName(f.Name) || strings.Contains(f.Name, "/") {
			return fmt.Errorf("pack %s: %q is no name of a .warc or .warc.gz file", title, f.Name)
		}
		m := &member{name: f.Name, data: f.Data, size: f.Size}
		kind, err := m.sniff()
		if err == nil && kind != formatWARC {
			err = m.unknown()
		}
		if err != nil {
			return fmt.Errorf("pack %s: %s: %w", title, f.Name, err)
		}
		ix.addMember(m)
		p.add("archive/"+f.Name, zip.Store, io.NewSectionReader(f.Data, 0, f.Size))
	}
	ix.finish()
	lines := (&Archive{name: title, index: ix}).cdx()
	p.addText("indexes/index.cdxj", cdxIndex, lines)
	p.addText("pages/pages.jsonl", pageList, lines)
	p.describe(title)
	if err := errors.Join(p.err, p.zip.Close()); err != nil {
		return fmt.Errorf("pack %s: %w", title, err)
	}
	return nil
}

// packer writes the members of a WACZ and remembers the first error.
type packer struct {
	zip       *zip.Writer
	resources []resource
	err       error
}

// resource is a member as datapackage.json lists it.
type resource struct {
	Name  string `json:"name"`
	Path  string `json:"path"`
	Hash  string `json:"hash"`
	Bytes int64  `json:"bytes"`
}

func (p *packer) add(name string, method uint16, r io.Reader) {
	if p.err != nil {
		return
	}
	f, err := p.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		p.err = err
		return
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(f, sum), r)
	p.err = err
	p.resources = append(p.resources, resource{path.Base(name), name, "sha256:" + hex.EncodeToString(sum.Sum(nil)), n})
}

// addText adds what is to be written of the captures in one form.
func (p *packer) addText(name string, form func([]cdxLine) (string, error), captures []cdxLine) {
	text, err := form(captures)
	p.err = errors.Join(p.err, err)
	p.add(name, zip.Deflate, strings.NewReader(text))
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
	b, err := json.MarshalIndent(v, "", "  ")
	p.err = errors.Join(p.err, err)
	p.add(name, zip.Deflate, bytes.NewReader(append(b, '\n')))
}
