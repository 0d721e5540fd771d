package warc

import (
	"cmp"
	"fmt"
	"io"
	"net/http"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

// CopyTo writes a record of the archive to w as it is, with its own identifier, date and address, so that revisits there
// have its body in the same file. Of a revisit the record is copied that it borrows its body from, which may be in another
// archive that was joined to this one. What it returns names the copy.
func (a *Archive) CopyTo(w *Writer, record string) (Ref, error) {
	i, ok := a.index.byRecord[record]
	if !ok {
		return Ref{}, &scrape.DamagedError{Archive: a.name, Record: record, What: "no such record"}
	}
	e := a.index.entries[i]
	if e.bad != nil {
		return Ref{}, a.index.damage(e, e.bad.what, e.bad.cause)
	}
	if e.origin != nil {
		e = e.origin
	}
	if e.kind == kindFailure {
		return Ref{}, fmt.Errorf("copy record %s of %s: it holds no answer", record, a.name)
	}
	b, err := e.open()
	if err != nil {
		return Ref{}, a.index.damage(e, "record cannot be copied", noEOF(err))
	}
	defer b.close()
	content := make([]byte, e.length)
	if _, err := io.ReadFull(b, content); err != nil {
		return Ref{}, a.index.damage(e, "record cannot be copied", noEOF(err))
	}
	ref := e.ref()
	ref.Offset = w.at
	ref.Record = cmp.Or(e.id, fmt.Sprintf("@%d", ref.Offset)) // as a reader will call it
	w.pack = coding.AppendGzip(w.pack[:0], b.raw, content, []byte("\r\n\r\n"))
	ref.Length = int64(len(w.pack))
	if err := w.flush(); err != nil {
		return Ref{}, fmt.Errorf("copy record %s of %s: %w", record, a.name, err)
	}
	return ref, nil
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
