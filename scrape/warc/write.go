package warc

import (
	"bytes"
	"compress/gzip"
	"crypto/sha1"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// Writer writes a .warc.gz file, one gzip member a record, in WARC 1.1. Its bytes depend on the records alone: their
// identifiers are made from their content, and every date is given by the caller. A Writer is for one goroutine.
type Writer struct {
	w io.Writer
}

// NewWriter returns a Writer that writes to w. Each method writes one whole record; there is nothing to flush or close.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Ref names a written record, for a revisit of it.
type Ref struct {
	Record string // identifier, as [scrape.Page] has it
	URL    string
	Time   time.Time
	Digest string // of the payload as it was written
}

// Info writes a warcinfo record, which comes first in a file: lines such as "software: pocomigrate".
func (w *Writer) Info(at time.Time, lines ...string) error {
	block := []byte(strings.Join(lines, "\r\n") + "\r\n")
	_, err := w.record("warcinfo", "", at, "application/warc-fields", block, nil)
	return err
}

// Response writes an HTTP answer. raw is the whole message as it came over the wire, and of the page only URL and Time
// are used then. Where raw is nil, the message is made from the page, without any encoding and with its headers sorted.
func (w *Writer) Response(p *scrape.Page, raw []byte) (Ref, error) {
	if raw == nil {
		raw = encodeMessage(p)
	}
	_, payload, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
	return w.record("response", p.URL, p.Time, httpResponse, raw, payload)
}

// Resource writes a page that has no HTTP head, such as what a browser showed. Status and headers are not kept, except
// for Content-Type.
func (w *Writer) Resource(p *scrape.Page) (Ref, error) {
	return w.record("resource", p.URL, p.Time, p.ContentType(), p.Body, p.Body)
}

// Revisit writes that the page was captured again with the body it had before: status and headers of p, body of the
// record that of names.
func (w *Writer) Revisit(p *scrape.Page, of Ref) (Ref, error) {
	head := messageHead(p.Status, p.Header)
	extra := []field{
		{"WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"},
		{"WARC-Refers-To", "<" + of.Record + ">"},
		{"WARC-Refers-To-Target-URI", of.URL},
		{"WARC-Refers-To-Date", date(of.Time)},
	}
	ref, err := w.record("revisit", p.URL, p.Time, httpResponse, head, nil, append(extra, field{"WARC-Payload-Digest", of.Digest})...)
	ref.Digest = of.Digest
	return ref, err
}

const httpResponse = "application/http; msgtype=response"

type field struct{ name, value string }

// record writes one record as one gzip member.
func (w *Writer) record(kind, url string, at time.Time, contentType string, block, payload []byte, extra ...field) (Ref, error) {
	if at.IsZero() {
		return Ref{}, fmt.Errorf("write %s %s: no capture time", kind, url)
	}
	ref := Ref{Record: recordID(kind, url, at, block), URL: url, Time: at}
	fields := []field{{"WARC-Type", kind}, {"WARC-Record-ID", "<" + ref.Record + ">"}, {"WARC-Date", date(at)}}
	if url != "" {
		fields = append(fields, field{"WARC-Target-URI", url})
	}
	if payload != nil {
		ref.Digest = sha1Digest(payload)
		fields = append(fields, field{"WARC-Payload-Digest", ref.Digest})
	}
	fields = append(fields, field{"WARC-Block-Digest", sha1Digest(block)})
	fields = append(fields, extra...)
	if contentType != "" {
		fields = append(fields, field{"Content-Type", contentType})
	}
	fields = append(fields, field{"Content-Length", strconv.Itoa(len(block))})

	var head bytes.Buffer
	head.WriteString("WARC/1.1\r\n")
	for _, f := range fields {
		if strings.ContainsAny(f.value, "\r\n") {
			return Ref{}, fmt.Errorf("write %s %q: %s spans lines", kind, url, f.name)
		}
		head.WriteString(f.name + ": " + f.value + "\r\n")
	}
	z := gzip.NewWriter(w.w)
	var errs []error
	for _, part := range [][]byte{head.Bytes(), []byte("\r\n"), block, []byte("\r\n\r\n")} {
		_, err := z.Write(part)
		errs = append(errs, err)
	}
	if err := errors.Join(append(errs, z.Close())...); err != nil {
		return Ref{}, fmt.Errorf("write %s %s: %w", kind, url, err)
	}
	return ref, nil
}

func date(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// sha1Digest returns the digest that WARC readers expect; it tells equal bodies and guards against nothing.
func sha1Digest(b []byte) string {
	sum := sha1.Sum(b)
	return "sha1:" + base32.StdEncoding.EncodeToString(sum[:])
}

// recordID makes a UUID of version 5 from the content, so that the same record always has the same name.
func recordID(kind, url string, at time.Time, block []byte) string {
	h := sha1.New()
	fmt.Fprintf(h, "%s\n%s\n%s\n", kind, url, date(at))
	h.Write(block)
	u := h.Sum(nil)[:16]
	u[6] = u[6]&0x0f | 0x50 // version
	u[8] = u[8]&0x3f | 0x80 // variant
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// encodeMessage returns the page as an HTTP/1.1 message. The body of a page is decoded, so the headers that speak of its
// encoding are left out and Content-Length is its own.
func encodeMessage(p *scrape.Page) []byte {
	header := p.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	header.Del("Transfer-Encoding")
	header.Del("Content-Encoding")
	header.Set("Content-Length", strconv.Itoa(len(p.Body)))
	return append(messageHead(p.Status, header), p.Body...)
}

// messageHead returns the status line and the headers, sorted by name, with the empty line that ends them.
func messageHead(status int, header http.Header) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", status, http.StatusText(status))
	names := make([]string, 0, len(header))
	for name := range header {
		names = append(names, name)
	}
	slices.Sort(names)
	oneLine := strings.NewReplacer("\r", " ", "\n", " ")
	for _, name := range names {
		for _, value := range header[name] {
			fmt.Fprintf(&b, "%s: %s\r\n", oneLine.Replace(name), oneLine.Replace(value))
		}
	}
	b.WriteString("\r\n")
	return b.Bytes()
}
