package warc

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

// page reads the page of an entry. Any failure is a *scrape.DamagedError.
func (a *Archive) page(e *entry) (*scrape.Page, error) {
	if e.fault != "" {
		return nil, a.index.damage(e, e.fault, e.cause)
	}
	var p *scrape.Page
	var err error
	switch e.kind {
	case kindRevisit:
		p, err = a.revisit(e)
	case kindResource:
		p, err = e.resource()
	default:
		p, err = e.response()
	}
	if err != nil {
		return nil, a.index.damage(e, "page cannot be read", noEOF(err))
	}
	p.URL, p.Time, p.Archive, p.Record = e.url, e.time, a.name, e.record
	return p, nil
}

// open returns the header of the entry's record and a reader of its block.
func (e *entry) open() (*header, *bufio.Reader, error) {
	var r io.Reader
	if !e.member.gzip {
		r = io.NewSectionReader(e.member.data, e.place(), e.member.size-e.place())
	} else {
		z, _, err := e.member.inflate(e.at)
		if err != nil {
			return nil, nil, err
		}
		if _, err := io.CopyN(io.Discard, z, e.in); err != nil {
			return nil, nil, err
		}
		r = z
	}
	head := make([]byte, e.head)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, nil, err
	}
	h, err := parseHeader(head)
	if err != nil {
		return nil, nil, err
	}
	return h, bufio.NewReader(io.LimitReader(r, e.length)), nil
}

func (e *entry) response() (*scrape.Page, error) {
	h, block, err := e.open()
	if err != nil {
		return nil, err
	}
	if why := h.get("WARC-Truncated"); why != "" {
		return nil, fmt.Errorf("the crawler cut the capture short (WARC-Truncated: %s)", why)
	}
	m, err := readMessage(block)
	if err != nil {
		return nil, err
	}
	body, err := coding.Decode(m.status, m.header, m.body)
	if err != nil {
		return nil, err
	}
	return &scrape.Page{Status: m.status, Header: m.header, Body: body}, nil
}

// resource reads a record without an HTTP head: what it holds was got, so its status is 200.
func (e *entry) resource() (*scrape.Page, error) {
	h, block, err := e.open()
	if err != nil {
		return nil, err
	}
	if why := h.get("WARC-Truncated"); why != "" {
		return nil, fmt.Errorf("the capture was cut short (WARC-Truncated: %s)", why)
	}
	body, err := coding.Read(block)
	if err != nil {
		return nil, err
	}
	p := &scrape.Page{Status: http.StatusOK, Body: body}
	if t := h.get("Content-Type"); t != "" {
		p.Header = http.Header{"Content-Type": {t}}
	}
	return p, nil
}

// revisit reads the body that the revisit repeats. Its own head counts where it has one, but a 304 only says that the
// earlier answer still held, so that answer's head stays.
func (a *Archive) revisit(e *entry) (*scrape.Page, error) {
	origin := a.index.entries[e.origin]
	read := origin.response
	if origin.kind == kindResource {
		read = origin.resource
	}
	p, err := read()
	if err != nil {
		return nil, fmt.Errorf("the repeated record %s: %w", origin.record, err)
	}
	_, block, err := e.open()
	if err != nil {
		return nil, err
	}
	m, err := readMessage(block)
	if errors.Is(err, errNoHTTP) {
		return p, nil // an empty block, or only WARC fields in it
	}
	if err != nil {
		return nil, err
	}
	if m.status != http.StatusNotModified {
		p.Status, p.Header = m.status, m.header
	}
	return p, nil
}
