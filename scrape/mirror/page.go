package mirror

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/textproto"
	"os"
	"path/filepath"
	"regexp"
	"strconv"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

// page reads the page of an entry.
func (m *Mirror) page(e *entry) (*scrape.Page, error) {
	if err := m.err(e); err != nil {
		return nil, err
	}
	p := &scrape.Page{URL: e.url, Status: e.status, Header: http.Header{}, Time: e.time, Archive: m.name, Record: e.record}
	if e.file == "" {
		if e.media != "" {
			p.Header.Set("Content-Type", e.media)
		}
		return p, nil
	}
	data, err := m.content(e.file)
	if err == nil {
		err = e.fill(p, data)
	}
	if err != nil {
		return nil, m.damaged(e, "page cannot be read", err)
	}
	return p, nil
}

// content reads a file.
func (m *Mirror) content(name string) ([]byte, error) {
	f, err := openFile(m.root, name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxBody+maxHead+1))
	return data, errors.Join(err, f.Close())
}

// openFile opens a file, and nothing else: opening a pipe would wait for ever, and a file may have become one since it was
// listed.
func openFile(root *os.Root, name string) (*os.File, error) {
	name = filepath.FromSlash(name)
	info, err := root.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is no file", name)
	}
	if err != nil {
		return nil, err
	}
	return root.Open(name)
}

// fill puts what a file holds into its page.
func (e *entry) fill(p *scrape.Page, data []byte) error {
	body := data
	if status, header, rest, ok := splitHead(data); ok && e.media == "" {
		p.Status, p.Header, body = status, header, rest
	}
	if p.ContentType() == "" {
		if media := cmp.Or(e.media, typeByName(e.url)); media != "" {
			p.Header.Set("Content-Type", media)
		}
	}
	body, err := coding.Decode(p.Status, p.Header, body)
	if err != nil {
		return err
	}
	if p.ContentType() == "" {
		p.Header.Set("Content-Type", typeByBytes(body))
	}
	p.Body = body
	return nil
}

// statusLine is how an HTTP head begins.
var statusLine = regexp.MustCompile(`^HTTP/[0-9](?:\.[0-9])? ([1-9][0-9][0-9])(?: [^\r\n]*)?\r?\n`)

// splitHead takes the HTTP head off a file that wget --save-headers wrote.
func splitHead(data []byte) (status int, header http.Header, body []byte, ok bool) {
	m := statusLine.FindSubmatch(data[:min(len(data), maxHead)])
	if m == nil {
		return 0, nil, nil, false
	}
	rest := data[len(m[0]):]
	end, length := min(len(rest), maxHead), 0
	for _, empty := range []string{"\r\n\r\n", "\n\n"} {
		if at := bytes.Index(rest[:end], []byte(empty)); at >= 0 {
			end, length = at, len(empty)
		}
	}
	// Without an empty line at its end it is no head to the reader either.
	fields, err := textproto.NewReader(bufio.NewReader(bytes.NewReader(rest[:end+length]))).ReadMIMEHeader()
	if err != nil {
		return 0, nil, nil, false
	}
	status, _ = strconv.Atoi(string(m[1])) //nolint:errcheck // three digits
	return status, http.Header(fields), rest[end+length:], true
}

// err returns why the page of an entry cannot be read, or nil.
func (m *Mirror) err(e *entry) error {
	switch {
	case e.failed != nil:
		return e.failed
	case e.fault != "":
		return m.damaged(e, e.fault, e.cause)
	}
	return nil
}

func (m *Mirror) damaged(e *entry, what string, cause error) *scrape.DamagedError {
	return &scrape.DamagedError{Archive: m.name, Record: e.record, URL: e.url, What: what, Err: cause}
}
