package sample

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// Pack packs the pages under fsys into a WACZ: every folder holds page files and a captures.jsonl that says how each was
// captured. The records stand in the order of the folders' names, then of the lines. A folder whose list and files do not
// agree is an error, which names the line. The same files give the same bytes.
func Pack(fsys fs.FS) ([]byte, error) {
	captures, err := readCaptures(fsys)
	if err != nil {
		return nil, err
	}
	p := &packer{captures: captures, refs: make([]warc.Ref, len(captures))}
	p.writer = warc.NewWriter(&p.whole)
	if err := p.writer.Info(captures[0].Time, "software: pocomigrate", "description: reconstructed pages"); err != nil {
		return nil, err
	}
	for i := range captures {
		if err := p.add(i); err != nil {
			return nil, fmt.Errorf("%s: %w", captures[i].where, err)
		}
	}
	files := []warc.File{file("pages.warc.gz", p.whole.Bytes())}
	for i, torn := range p.torn {
		files = append(files, file(fmt.Sprintf("torn-%d.warc.gz", i+1), torn))
	}
	var out bytes.Buffer
	if err := warc.WriteWACZ(&out, "Reconstructed pages of Poco's and Xiaomi's shops", files...); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func file(name string, data []byte) warc.File {
	return warc.File{Name: name, Data: bytes.NewReader(data), Size: int64(len(data))}
}

// packer writes captures as records, each torn one as a WARC of its own.
type packer struct {
	captures []capture
	refs     []warc.Ref // of the records written so far
	whole    bytes.Buffer
	writer   *warc.Writer
	torn     [][]byte
}

func (p *packer) add(i int) error {
	c := &p.captures[i]
	if !c.Torn {
		var err error
		p.refs[i], err = p.write(p.writer, i)
		return err
	}
	var whole bytes.Buffer
	_, err := p.write(warc.NewWriter(&whole), i)
	p.torn = append(p.torn, whole.Bytes()[:whole.Len()*2/3]) // a crawl that was stopped while it wrote
	return err
}

func (p *packer) write(w *warc.Writer, i int) (warc.Ref, error) {
	c := &p.captures[i]
	x := &scrape.Exchange{
		URL: c.URL, Time: c.Time.UTC(), Status: c.Status, Header: http.Header{}, Body: c.body, Resource: c.Record == "resource",
	}
	if c.Type != "" {
		x.Header.Set("Content-Type", c.Type)
	}
	if c.Location != "" {
		x.Header.Set("Location", c.Location)
	}
	if c.Encoding != "" { // gzip: no list may name another
		x.Body = coding.AppendGzip(nil, x.Body)
		x.Header.Set("Content-Encoding", c.Encoding)
	}
	if c.Record == "revisit" {
		return w.Revisit(x, p.refs[p.origin(i)])
	}
	x.Header.Set("Content-Length", strconv.Itoa(len(x.Body)))
	return w.Exchange(x)
}

// origin returns the capture that a revisit repeats: a line of the same list, counted from one.
func (p *packer) origin(i int) int {
	folder, _, _ := strings.Cut(p.captures[i].where, ":")
	first := i
	for first > 0 && strings.HasPrefix(p.captures[first-1].where, folder+":") {
		first--
	}
	return first + p.captures[i].Of - 1
}
