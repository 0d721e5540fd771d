package warc

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

const (
	httpResponse = "application/http; msgtype=response"
	httpRequest  = "application/http; msgtype=request"
)

// The two reasons to write a revisit, which end the names of their profiles.
const (
	sameDigest  = "identical-payload-digest"
	notModified = "server-not-modified"
)

// Exchange writes an answer and, where it is known, the request for it. An answer is an HTTP message made of its parts,
// its headers sorted by name and its body as it came; a resource is its body alone and keeps of its headers the
// Content-Type. What is over the caps of a reader is a [*coding.LimitError], and nothing is written then.
func (w *Writer) Exchange(x *scrape.Exchange) (Ref, error) {
	d := &draft{
		kind: "response", url: x.URL, time: x.Time, extra: provenance(x),
		contentType: httpResponse, payload: x.Body, digest: sha1Digest(x.Body),
	}
	as := Ref{Status: x.Status, Media: mediaType(x.Header.Get("Content-Type")), kind: kindResponse}
	if x.Resource {
		d.kind, d.contentType = "resource", x.Header.Get("Content-Type")
		as.Status, as.kind = http.StatusOK, kindResource
	}
	return w.exchange(d, x, as)
}

// Revisit writes that an answer came with the body it had before: status and headers of x, body of the record that of
// names, which is in this file or an earlier one.
func (w *Writer) Revisit(x *scrape.Exchange, of Ref) (Ref, error) {
	return w.revisit(x, of, sameDigest)
}

// NotModified writes that the server said, by x of status 304, that the answer which of names still holds.
func (w *Writer) NotModified(x *scrape.Exchange, of Ref) (Ref, error) {
	return w.revisit(x, of, notModified)
}

func (w *Writer) revisit(x *scrape.Exchange, of Ref, profile string) (Ref, error) {
	d := &draft{kind: "revisit", url: x.URL, time: x.Time, contentType: httpResponse, digest: of.Digest}
	d.extra = append(provenance(x),
		field{"WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/" + profile},
		field{"WARC-Refers-To-Target-URI", of.URL})
	if !of.Time.IsZero() { // an archive of others need not say
		d.extra = append(d.extra, field{"WARC-Refers-To-Date", date(of.Time)})
	}
	if strings.Contains(of.Record, ":") { // else it is a place and no identifier
		d.extra = append(d.extra, field{"WARC-Refers-To", "<" + of.Record + ">"})
	}
	return w.exchange(d, x, Ref{Status: x.Status, Media: of.Media, kind: kindRevisit})
}

// provenance returns the fields that say where an answer was got, and how.
func provenance(x *scrape.Exchange) []field {
	var fields []field
	if x.Source != "" {
		fields = append(fields, field{"WARC-Source-URI", x.Source})
	}
	if x.Via != "" {
		fields = append(fields, field{viaField, x.Via})
	}
	return fields
}

// exchange writes the answer that d is the record of and as the index knows it, with an HTTP head but for a resource, and
// the request for it.
func (w *Writer) exchange(d *draft, x *scrape.Exchange, as Ref) (Ref, error) {
	if !x.Resource {
		if x.Status < 100 || x.Status > 999 {
			return Ref{}, fmt.Errorf("write %s %s: status %d is no HTTP status", d.kind, d.url, x.Status)
		}
		d.head = messageHead(fmt.Sprintf("HTTP/1.1 %d %s", x.Status, http.StatusText(x.Status)), x.Header)
		if len(d.head) > maxHead {
			return Ref{}, fmt.Errorf("write %s %s: %w", d.kind, d.url, &coding.LimitError{Over: errLongHead.Error()})
		}
	}
	if x.Request == nil {
		return w.write(as, d)
	}
	request, err := requestHead(cmp.Or(x.Source, x.URL), x.Request)
	if err != nil {
		return Ref{}, fmt.Errorf("write request %s: %w", d.url, err)
	}
	return w.write(as, d, &draft{
		kind: "request", url: cmp.Or(x.Source, x.URL), time: x.Time, contentType: httpRequest, head: request,
		extra: []field{{"WARC-Concurrent-To", "<" + d.id() + ">"}},
	})
}

// requestHead returns the request for an address, as HTTP/1.1 would have it.
func requestHead(address string, header http.Header) ([]byte, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	if u.Host == "" {
		return nil, errors.New("address has no host")
	}
	line := "GET " + u.RequestURI() + " HTTP/1.1"
	if header.Get("Host") == "" {
		line += "\r\nHost: " + u.Host
	}
	return messageHead(line, header), nil
}

// messageHead returns the first line and the headers, sorted by name, with the empty line that ends them. A body is kept
// without its transfer encoding, so the header that names one is left out.
func messageHead(line string, header http.Header) []byte {
	names := make([]string, 0, len(header))
	for name := range header {
		if !strings.EqualFold(name, "Transfer-Encoding") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	b := append(append(make([]byte, 0, 1024), line...), "\r\n"...)
	for _, name := range names {
		for _, value := range header[name] {
			b = append(append(append(append(b, oneLine(name)...), ": "...), oneLine(value)...), "\r\n"...)
		}
	}
	return append(b, "\r\n"...)
}

// oneLine returns s without line ends, which would begin another header.
func oneLine(s string) string {
	if !strings.ContainsAny(s, "\r\n") {
		return s
	}
	return strings.NewReplacer("\r", " ", "\n", " ").Replace(s)
}
