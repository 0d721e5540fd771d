package warc

import (
	"crypto/sha1"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

// Writer writes a .warc.gz file, one gzip member a record, in WARC 1.1. Its bytes depend on the records alone: their
// identifiers are made from their content, and every date is given by the caller. Each method hands all that it writes to
// the underlying writer in one call, so there is nothing to flush or close; when that call fails, so does every later one.
// A Writer is for one goroutine.
//
// Records carry a digest of their payload, which tells equal bodies, and none of their block: the checksum of the gzip
// member guards the whole record already.
type Writer struct {
	w    io.Writer
	at   int64  // where in the file the next record begins
	pack []byte // what one call writes; kept for the next unless it is larger than maxKept
	err  error  // why w took no more
}

const maxKept = 1 << 20

// NewWriter returns a Writer that begins a file.
func NewWriter(w io.Writer) *Writer { return Continue(w, 0) }

// Continue returns a Writer that appends to a file of at bytes, all of which are whole records.
func Continue(w io.Writer, at int64) *Writer { return &Writer{w: w, at: at} }

// Ref names a written record and says where it is and what an index tells of it.
type Ref struct {
	Record string // identifier, as [scrape.Page] has it
	URL    string
	Time   time.Time
	Status int    // 0 for a failure
	Media  string // media type of the answer
	Digest string // of the payload as it was written
	// Offset and Length are the place of its gzip member in the file.
	Offset, Length int64

	kind kind
}

// Info writes a warcinfo record, which comes first in a file: lines such as "software: pocomigrate".
func (w *Writer) Info(at time.Time, lines ...string) error {
	block := strings.Join(lines, "\r\n") + "\r\n"
	_, err := w.write(Ref{}, &draft{kind: "warcinfo", time: at, contentType: warcFields, head: []byte(block)})
	return err
}

// warcFields is the type of a block of "name: value" lines.
const warcFields = "application/warc-fields"

// draft is a record to be written. Its block is head and payload, one after the other.
type draft struct {
	kind        string
	url         string
	time        time.Time
	contentType string
	extra       []field
	head        []byte
	payload     []byte
	digest      string // of the payload; "" for a record that has none
}

type field struct{ name, value string }

// write writes records in one call. It returns as with what names the first of them.
func (w *Writer) write(as Ref, drafts ...*draft) (Ref, error) {
	w.pack = w.pack[:0]
	for i, d := range drafts {
		id, err := w.add(d)
		if err != nil {
			return Ref{}, fmt.Errorf("write %s %s: %w", d.kind, d.url, err)
		}
		if i == 0 {
			as.Record, as.URL, as.Time, as.Digest = id, d.url, d.time.UTC(), d.digest
			as.Offset, as.Length = w.at, int64(len(w.pack))
		}
	}
	if err := w.flush(); err != nil {
		return Ref{}, fmt.Errorf("write %s %s: %w", drafts[0].kind, drafts[0].url, err)
	}
	return as, nil
}

// flush hands over what was packed. After a failure nobody knows what the file holds, so nothing is added to it.
func (w *Writer) flush() error {
	if w.err != nil {
		return w.err
	}
	var n int
	n, w.err = w.w.Write(w.pack)
	w.at += int64(n)
	if cap(w.pack) > maxKept {
		w.pack = nil
	}
	return w.err
}

// add packs one record.
func (w *Writer) add(d *draft) (id string, err error) {
	switch {
	case d.time.IsZero():
		return "", errors.New("no capture time")
	case len(d.payload) > maxBody:
		return "", &coding.LimitError{Over: fmt.Sprintf("body is larger than %d MiB", maxBody>>20)}
	}
	id = d.id()
	fields := append(make([]field, 0, 12), field{"WARC-Type", d.kind}, field{"WARC-Record-ID", "<" + id + ">"}, field{"WARC-Date", date(d.time)})
	for _, f := range []field{{"WARC-Target-URI", d.url}, {"WARC-Payload-Digest", d.digest}} {
		if f.value != "" {
			fields = append(fields, f)
		}
	}
	fields = append(fields, d.extra...)
	if d.contentType != "" {
		fields = append(fields, field{"Content-Type", d.contentType})
	}
	fields = append(fields, field{"Content-Length", strconv.Itoa(len(d.head) + len(d.payload))})

	head := append(make([]byte, 0, 512), "WARC/1.1\r\n"...)
	for _, f := range fields {
		if strings.ContainsAny(f.value, "\r\n") {
			return "", fmt.Errorf("%s %q spans lines", f.name, f.value)
		}
		head = append(append(append(append(head, f.name...), ": "...), f.value...), "\r\n"...)
	}
	if head = append(head, "\r\n"...); len(head) > maxHead {
		return "", &coding.LimitError{Over: errLongHead.Error()}
	}
	w.pack = coding.AppendGzip(w.pack, head, d.head, d.payload, []byte("\r\n\r\n"))
	return id, nil
}

func date(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// sha1Digest returns the digest that WARC readers expect; it tells equal bodies and guards against nothing.
func sha1Digest(b []byte) string {
	sum := sha1.Sum(b)
	return "sha1:" + base32.StdEncoding.EncodeToString(sum[:])
}

// id makes a UUID of version 5 from the content, so that the same record always has the same name. A payload counts by its
// digest, which is known already.
func (d *draft) id() string {
	h := sha1.New()
	for _, part := range []string{d.kind, "\n", d.url, "\n", date(d.time), "\n", d.digest, "\n"} {
		io.WriteString(h, part) //nolint:errcheck // a hash takes everything
	}
	h.Write(d.head)
	u := h.Sum(nil)[:16]
	u[6] = u[6]&0x0f | 0x50 // version
	u[8] = u[8]&0x3f | 0x80 // variant
	x := hex.EncodeToString(u)
	return "urn:uuid:" + x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]
}
