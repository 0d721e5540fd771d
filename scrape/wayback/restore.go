package wayback

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

// archived is what stands before the names of the headers that the shop sent.
const archived = "X-Archive-Orig-"

// ofTheWay are headers of the shop that speak of how its answer travelled then. The body has travelled again since.
var ofTheWay = map[string]bool{"Content-Encoding": true, "Content-Length": true, "Transfer-Encoding": true, "Trailer": true}

// page makes the archived page of an answer. Where the fetcher recorded the answer through [Recorder], the page names the
// record and is the same as one read back from it.
func (m memento) page(p *scrape.Page) (*scrape.Page, error) {
	twice := packed(p.Header, p.Body)
	out := &scrape.Page{
		URL: m.url, Status: p.Status, Header: restored(p.Header, twice), Body: p.Body, Time: m.at,
		Archive: p.Archive, Record: p.Record,
	}
	if p.Record == "" {
		out.Archive, out.Record = name, m.record()
	}
	if twice {
		var err error
		if out.Body, err = coding.Decode(p.Status, http.Header{"Content-Encoding": {"gzip"}}, p.Body); err != nil {
			return nil, m.damaged("page cannot be read", err)
		}
	}
	return out, nil
}

// restored returns the headers that the shop sent, as far as the archive gives them back. Those on the encoding and length
// of the body are the archive's, since the body is as it came from there; twice adds the shop's encoding below the archive's.
func restored(h http.Header, twice bool) http.Header {
	out := http.Header{}
	var encodings []string
	if twice {
		encodings = append(encodings, "gzip")
	}
	for name, values := range h {
		of, hidden := strings.CutPrefix(name, archived)
		switch {
		case hidden && of != "" && !ofTheWay[of]:
			out[of] = append([]string(nil), values...)
		case name == "Content-Encoding": // comes twice, once empty, for pages that the shop sent packed
			for _, value := range values {
				if value != "" {
					encodings = append(encodings, value)
				}
			}
		case name == "Content-Length":
			out[name] = append([]string(nil), values...)
		}
	}
	if len(encodings) > 0 {
		out["Content-Encoding"] = []string{strings.Join(encodings, ", ")}
	}
	// These two are given back under their own names, the second as an address of the archive.
	if v := h.Get("Content-Type"); v != "" && out.Get("Content-Type") == "" {
		out.Set("Content-Type", v)
	}
	if v := h.Get("Location"); v != "" && out.Get("Location") == "" {
		if _, _, original := splitArchived(v); original != "" {
			v = original
		}
		out.Set("Location", v)
	}
	return out
}

// packed says that a body, with the archive's encoding off, is still in the one that the shop sent it in.
func packed(h http.Header, body []byte) bool {
	return strings.Contains(strings.ToLower(h.Get(archived+"Content-Encoding")), "gzip") && bytes.HasPrefix(body, []byte("\x1f\x8b\x08"))
}

// Recorder returns a recorder for the fetcher that the source asks through. An exchange with the archive that brought a
// memento is handed on to r as one of the archived address, at the time of its capture, with the shop's headers restored
// and the body as it came; the memento's address is its Source. Every other exchange, with the index or with the archive's
// own redirects and error pages, is handed on as it is. Where r is nil, so is the result.
func Recorder(r scrape.Recorder) scrape.Recorder {
	if r == nil {
		return nil
	}
	return recorder{r}
}

type recorder struct{ inner scrape.Recorder }

// Record implements [scrape.Recorder].
func (r recorder) Record(x *scrape.Exchange) (archive, record string, err error) {
	m, ok := parseMemento(x.URL)
	if !ok || !datedAs(x.Header, m.at) {
		return r.inner.Record(x)
	}
	twice := false
	if x.Header.Get(archived+"Content-Encoding") != "" {
		// A body that cannot be decoded is kept as it is.
		body, err := coding.Decode(x.Status, x.Header, x.Body)
		twice = err == nil && packed(x.Header, body)
	}
	return r.inner.Record(&scrape.Exchange{
		URL: m.url, Time: m.at, Status: x.Status, Header: restored(x.Header, twice), Body: x.Body,
		Source: x.URL, Via: name, Resource: x.Resource,
	})
}
