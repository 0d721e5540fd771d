package warc

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net/http"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

// CopyTo writes a record of the archive to w as it is, with its own identifier, date and address, so that revisits there
// have its body in the same file. Of a revisit of a 304, or without a head, the record is copied that it borrows its body
// from, which may be in another archive that was joined to this one; one with a head of its own is written as a response
// with that body. What it returns names the copy.
func (a *Archive) CopyTo(w *Writer, record string) (Ref, error) {
	i, ok := a.index.byRecord[record]
	if !ok {
		return Ref{}, &scrape.DamagedError{Archive: a.name, Record: record, What: "no such record"}
	}
	e := a.index.entries[i]
	if e.bad != nil {
		return Ref{}, a.index.damage(e, e.bad.what, e.bad.cause)
	}
	if e.origin != nil && e.status != 0 && e.status != http.StatusNotModified {
		return a.copyRevisit(w, e)
	}
	if e.origin != nil {
		e = e.origin
	}
	if e.kind == kindFailure {
		return Ref{}, fmt.Errorf("copy record %s of %s: it holds no answer", record, a.name)
	}
	head, content, err := e.bytes()
	if err != nil {
		return Ref{}, a.index.damage(e, "record cannot be copied", noEOF(err))
	}
	ref := e.ref()
	ref.Offset = w.at
	ref.Record = cmp.Or(e.id, fmt.Sprintf("@%d", ref.Offset)) // as a reader will call it
	w.pack = coding.AppendGzip(w.pack[:0], head, content, []byte("\r\n\r\n"))
	ref.Length = int64(len(w.pack))
	if err := w.flush(); err != nil {
		return Ref{}, fmt.Errorf("copy record %s of %s: %w", record, a.name, err)
	}
	return ref, nil
}

// bytes returns the head and the block of the entry's record as they were written.
func (e *entry) bytes() (head, content []byte, err error) {
	b, err := e.open()
	if err != nil {
		return nil, nil, err
	}
	defer b.close()
	content = make([]byte, e.length)
	_, err = io.ReadFull(b, content)
	return b.raw, content, err
}

// copyRevisit writes a revisit as the response that it stands for.
func (a *Archive) copyRevisit(w *Writer, e *entry) (Ref, error) {
	_, head, err := e.bytes()
	if err != nil {
		return Ref{}, a.index.damage(e, "record cannot be copied", noEOF(err))
	}
	_, payload, err := e.origin.bytes()
	if err != nil {
		return Ref{}, a.index.damage(e.origin, "record cannot be copied", noEOF(err))
	}
	if e.origin.kind == kindResponse {
		payload = payload[headLength(payload):]
	}
	d := &draft{
		kind: "response", url: e.url, time: e.time, contentType: httpResponse,
		head: append(bytes.TrimRight(head[:headLength(head)], "\r\n"), "\r\n\r\n"...), payload: payload, digest: sha1Digest(payload),
	}
	if e.via != "" {
		d.extra = []field{{viaField, e.via}}
	}
	as := e.ref()
	as.kind = kindResponse
	return w.write(as, d)
}

// ref returns what an index needs to know of the entry.
func (e *entry) ref() Ref {
	r := Ref{
		Record: e.record, URL: e.url, Time: e.time, Status: int(e.status), Media: e.media, Digest: e.digest,
		Offset: e.place(), Length: e.size, kind: e.kind,
	}
	if e.origin == nil {
		return r
	}
	if r.Media == "" || r.Status == http.StatusNotModified {
		r.Media = e.origin.media
	}
	r.Status = cmp.Or(r.Status, int(e.origin.status)) // a revisit may have no head
	return r
}
