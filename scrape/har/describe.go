package har

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// isCapture tells the entries that are pages, or should be, from those that are passed over.
func (r *record) isCapture() bool {
	u, err := url.Parse(r.url)
	return r.url == "" || (r.method == "" || strings.EqualFold(r.method, "GET")) &&
		(err != nil || u.Scheme == "http" || u.Scheme == "https")
}

// describe notes in e what becomes of an entry that is whole JSON.
func (ix *index) describe(e *entry, r *record) {
	switch {
	case r.fault != "":
		e.fault = r.fault
	case r.url == "":
		e.fault = "entry has no address"
	case r.status <= 0:
		detail := "the browser got no answer"
		if r.failure != "" {
			detail += " (" + r.failure + ")"
		}
		e.failed = &scrape.FailedError{URL: e.url, Time: e.time, Reason: "unreachable", Detail: detail}
	case r.status < 100 || r.status > 999:
		e.fault = fmt.Sprintf("%d is no HTTP status", r.status)
	case (r.status == 304 || r.cached) && !r.hasBody():
		e.origin = ix.before(e)
		if e.origin == nil {
			e.fault, e.cause = "the browser had it in its cache, and the file holds no earlier answer", errNoBody
		}
	case !r.hasBody() && r.wantsBody():
		e.fault = "body is missing"
		e.cause = errNoBody
	}
}

// errNoBody says what to do about a missing body.
var errNoBody = errors.New("export the file with its content, soon after the pages were loaded")

// hasBody says that the body stands in the file, or in one beside it.
func (r *record) hasBody() bool { return r.text >= 0 && (!r.empty || !r.wantsBody()) || r.file != "" }

// wantsBody says that an answer had a body, as far as the entry tells.
func (r *record) wantsBody() bool {
	switch {
	case r.status == 204 || r.status == 205 || r.status >= 300 && r.status < 400:
		return false
	case r.size != 0:
		return r.size > 0 || r.text < 0 && r.wireSize != 0 || r.empty && r.wireSize > 0
	}
	return r.text < 0 && r.wireSize > 0
}

// before returns the newest entry so far with the address of e that a page can be read of, or nil.
func (ix *index) before(e *entry) *entry {
	for _, other := range slices.Backward(ix.byURL[scrape.Canonical(e.url)]) {
		if other.fault == "" && other.failed == nil {
			return cmp.Or(other.origin, other)
		}
	}
	return nil
}
