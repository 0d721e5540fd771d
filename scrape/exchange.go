package scrape

import (
	"context"
	"net/http"
	"time"
)

// Exchange is one request and the answer to it, as they went over the wire: what a recorder keeps.
type Exchange struct {
	URL     string      // the address that the answer is of
	Time    time.Time   // when it was got, in UTC; for a memento, when it was captured
	Request http.Header // as sent; nil where nothing is known of the request
	Status  int
	Header  http.Header // as received
	Body    []byte      // as received: transfer encodings taken off, content encodings still on
	Source  string      // where the answer was got when that is not URL: the address of a memento
	Via     string      // name of the page source that got it: "live", "wayback", "browser"
	// Resource says that the answer is no HTTP message but what a browser made of one: its rendered document.
	Resource bool
}

// Recorder keeps exchanges as they come, redirects, refusals and robots.txt among them. A source records each exchange
// once, before it returns the page, and names in the page the archive and the record that Record returned. Record may be
// called from several goroutines, does not keep x, and returns a [*FailedError] for an exchange that cannot be kept, which
// is the outcome of its address then, and any other error only when nothing more can be recorded, which ends the walk.
type Recorder interface {
	Record(x *Exchange) (archive, record string, err error)
}

// FailedError says that a source that fetches asked for an address and got no answer that could be kept, or may not ask.
// It is an outcome: a recorder keeps it, and an archive of the run gives it back.
type FailedError struct {
	URL  string
	Time time.Time // in UTC
	Via  string    // name of the page source
	// Reason is the code for catalog.Coverage: "unreachable", "robots", "private_address", "too_large", "torn", "gave_up".
	Reason string
	Detail string // what happened, in words, without the address
	Err    error  // the cause; nil in one that comes from an archive
}

// Error names the address, then what happened.
func (e *FailedError) Error() string { return "fetch " + e.URL + ": " + e.Detail }

// Unwrap returns the cause.
func (e *FailedError) Unwrap() error { return e.Err }

// Validators are what an earlier answer said of its version (RFC 9110, section 8.8).
type Validators struct {
	ETag, LastModified string // header values as they came; empty where there was none
}

// Conditional is a Fetcher that can ask whether an answer still holds. FetchIf is Fetch, except that the page may have
// status 304 and no body, which says that the answer the validators come from is current.
type Conditional interface {
	Fetcher
	FetchIf(ctx context.Context, url string, v Validators) (*Page, error)
}
