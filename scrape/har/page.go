package har

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

// page reads the page of an entry.
func (a *Archive) page(e *entry) (*scrape.Page, error) {
	if err := a.index.err(e); err != nil {
		return nil, err
	}
	p, err := a.read(e)
	if err == nil && e.origin != nil {
		p, err = a.refreshed(p, e.origin)
	}
	if err != nil {
		return nil, a.index.damaged(e, "page cannot be read", err)
	}
	p.URL, p.Time, p.Archive, p.Record = e.url, e.time, a.index.archive, e.record
	return p, nil
}

// refreshed returns the page that a browser showed which had origin in its cache and was told by p that it is current.
func (a *Archive) refreshed(p *scrape.Page, origin *entry) (*scrape.Page, error) {
	old, err := a.read(origin)
	if err != nil {
		return nil, fmt.Errorf("the answer it was told to keep, %s: %w", origin.record, err)
	}
	for name, values := range p.Header {
		if name != "Content-Type" {
			old.Header[name] = values
		}
	}
	return old, nil
}

// read reads an entry anew, body and all.
func (a *Archive) read(e *entry) (*scrape.Page, error) {
	r, err := newScanner(a.index.data, e.at, a.index.size).record()
	if err != nil {
		return nil, err
	}
	body, text, err := a.body(r)
	if err != nil {
		return nil, err
	}
	status := r.status
	if status == http.StatusNotModified {
		status = http.StatusOK
	}
	return &scrape.Page{Status: status, Header: r.pageHeader(body, text), Body: body}, nil
}

// body returns the body of an entry, decoded, and whether it was text.
func (a *Archive) body(r *record) (body []byte, text bool, err error) {
	switch {
	case r.text < 0 && r.file == "":
		return nil, false, nil
	case r.text < 0:
		body, err = a.beside(r.file)
	case strings.EqualFold(r.encoding, "base64"):
		body, err = a.base64(r)
	default:
		text = true
		var written string
		written, err = a.written(r, maxBody)
		body = []byte(written)
	}
	switch {
	case err != nil:
		return nil, false, err
	case len(body) > maxBody:
		return nil, false, tooLarge()
	case !text && r.packed(body):
		body, err = coding.Decode(r.status, contentHeaders(r.header), body)
	}
	if err == nil {
		err = r.whole(body, text)
	}
	return body, text, err
}

func tooLarge() error {
	return &coding.LimitError{Over: fmt.Sprintf("body is larger than %d MiB", maxBody>>20)}
}

// written returns the body as it stands in the file.
func (a *Archive) written(r *record, limit int) (string, error) {
	written, err := newScanner(a.index.data, r.text, a.index.size).word(limit)
	if errors.Is(err, errLong) {
		err = tooLarge()
	}
	return written, err
}

func (a *Archive) base64(r *record) ([]byte, error) {
	written, err := a.written(r, base64.StdEncoding.EncodedLen(maxBody))
	if err != nil {
		return nil, err
	}
	body, err := base64.StdEncoding.DecodeString(written)
	if err != nil {
		if raw, err := base64.RawStdEncoding.DecodeString(written); err == nil {
			return raw, nil // some tools leave the padding off
		}
		return nil, fmt.Errorf("body: %w", err)
	}
	return body, nil
}

// packed says that a body may be as it went over the wire, though the format wants it decoded.
func (r *record) packed(body []byte) bool {
	return int64(len(body)) != r.size || bytes.HasPrefix(body, []byte("\x1f\x8b")) || bytes.HasPrefix(body, []byte("\x28\xb5\x2f\xfd"))
}

// contentHeaders returns what is said of the body itself: its length and chunks are those of the wire.
func contentHeaders(h http.Header) http.Header {
	out := maps.Clone(h)
	delete(out, "Content-Length")
	delete(out, "Transfer-Encoding")
	return out
}

// whole tells a body that the exporter cut, as browsers do beyond a limit. Text has lost its byte order mark, and more where
// the shop wrote two bytes a letter.
func (r *record) whole(body []byte, text bool) error {
	have := int64(len(body))
	if text {
		have += 3
		if declared := strings.ToLower(r.header.Get("Content-Type") + r.mediaType); strings.Contains(declared, "utf-16") {
			have = r.size
		}
	}
	if have < r.size {
		return fmt.Errorf("body ends after %d of %d bytes", len(body), r.size)
	}
	return nil
}
