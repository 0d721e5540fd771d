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

// page reads the page of an entry. An error is a *scrape.DamagedError, or for a failure that was recorded the
// *scrape.FailedError that it was.
func (a *Archive) page(e *entry) (*scrape.Page, error) {
	if e.bad != nil {
		return nil, a.index.damage(e, e.bad.what, e.bad.cause)
	}
	var p *scrape.Page
	var err error
	switch e.kind {
	case kindFailure:
		return nil, a.failure(e)
	case kindRevisit:
		p, err = e.again()
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

// block is an opened record: its head, and a reader of its block.
type block struct {
	*bufio.Reader

	raw    []byte // the head as it was written
	header *header
	z      *coding.Member // nil in a plain file
}

func (b *block) close() {
	if b.z != nil {
		b.z.Close()
	}
}

// open opens the entry's record. The caller closes it.
func (e *entry) open() (*block, error) {
	b := &block{raw: make([]byte, e.head)}
	r := io.Reader(io.NewSectionReader(e.member.data, e.place(), e.member.size-e.place()))
	if e.member.gzip {
		var err error
		if b.z, err = e.member.inflate(e.at); err != nil {
			return nil, err
		}
		r = b.z
	}
	if err := b.read(r, e); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

func (b *block) read(r io.Reader, e *entry) error {
	if e.member.gzip {
		if _, err := io.CopyN(io.Discard, r, e.in); err != nil {
			return err
		}
	}
	if _, err := io.ReadFull(r, b.raw); err != nil {
		return err
	}
	var err error
	if b.header, err = parseHeader(b.raw); err != nil {
		return err
	}
	b.Reader = bufio.NewReader(io.LimitReader(r, e.length))
	return nil
}

func (e *entry) response() (*scrape.Page, error) {
	b, err := e.open()
	if err != nil {
		return nil, err
	}
	defer b.close()
	if why := b.header.get("WARC-Truncated"); why != "" {
		return nil, fmt.Errorf("the crawler cut the capture short (WARC-Truncated: %s)", why)
	}
	m, err := readMessage(b.Reader)
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
	b, err := e.open()
	if err != nil {
		return nil, err
	}
	defer b.close()
	if why := b.header.get("WARC-Truncated"); why != "" {
		return nil, fmt.Errorf("the capture was cut short (WARC-Truncated: %s)", why)
	}
	body, err := coding.Read(b)
	if err != nil {
		return nil, err
	}
	p := &scrape.Page{Status: http.StatusOK, Body: body}
	if t := b.header.get("Content-Type"); t != "" {
		p.Header = http.Header{"Content-Type": {t}}
	}
	return p, nil
}

// again reads the body that a revisit repeats. Its own head counts where it has one, but a 304 only says that the earlier
// answer still held, so that answer's head stays.
func (e *entry) again() (*scrape.Page, error) {
	read := e.origin.response
	if e.origin.kind == kindResource {
		read = e.origin.resource
	}
	p, err := read()
	if err != nil {
		return nil, fmt.Errorf("the repeated record %s: %w", e.origin.record, err)
	}
	b, err := e.open()
	if err != nil {
		return nil, err
	}
	defer b.close()
	m, err := readMessage(b.Reader)
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
