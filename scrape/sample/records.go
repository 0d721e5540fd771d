package sample

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape"
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
	page := &scrape.Page{URL: c.URL, Status: c.Status, Header: http.Header{}, Body: c.body, Time: c.Time.UTC()}
	if c.Type != "" {
		page.Header.Set("Content-Type", c.Type)
	}
	if c.Location != "" {
		page.Header.Set("Location", c.Location)
	}
	switch c.Record {
	case "resource":
		return w.Resource(page)
	case "revisit":
		return w.Revisit(page, p.refs[p.origin(i)])
	}
	if c.Encoding == "" {
		return w.Response(page, nil)
	}
	raw, err := gzipped(page)
	if err != nil {
		return warc.Ref{}, err
	}
	return w.Response(page, raw)
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

// gzipped returns the page as the HTTP message of a server that packs its answers.
func gzipped(p *scrape.Page) ([]byte, error) {
	var body bytes.Buffer
	z := gzip.NewWriter(&body)
	_, err := z.Write(p.Body)
	if err := errors.Join(err, z.Close()); err != nil {
		return nil, err
	}
	head := fmt.Sprintf("HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n",
		p.Status, http.StatusText(p.Status), p.ContentType(), body.Len())
	return append([]byte(head), body.Bytes()...), nil
}
