package scrape

import (
	"context"
	"errors"
	"iter"
	"time"
)

// ErrNotHeld says that a source holds no capture of the address and cannot get one.
var ErrNotHeld = errors.New("not held by this source")

// Fetcher answers for one address. The page's URL is the one asked for up to canonical form; a redirect is returned as the
// page it is and not followed. The error wraps [ErrNotHeld] where the source has nothing, a [*DamagedError] where it has a
// capture that cannot be read, a [*FailedError] where it asked and got no answer, and ctx's error when stopped. A source that
// is also a [Lister] answers with its newest capture that can be read. A Fetcher may be called from several goroutines.
type Fetcher interface {
	Fetch(ctx context.Context, url string) (*Page, error)
}

// Lister names every capture a source holds and opens them one by one.
type Lister interface {
	// List yields the captures in the source's order, without their bodies. A capture that cannot be read is yielded with
	// a [*DamagedError] beside what is known of it, an address that was asked without getting an answer with a
	// [*FailedError], and listing goes on where the source can find the next one.
	List(ctx context.Context) iter.Seq2[Capture, error]
	// Open returns the page of a capture that List yielded without an error. The error is a [*DamagedError] or ctx's.
	Open(ctx context.Context, c Capture) (*Page, error)
}

// Capture is one entry of a source's list.
type Capture struct {
	URL    string    // as the source holds it; empty when damage hides it
	Record string    // identifier within the source, unique there
	Time   time.Time // when it was captured, in UTC; zero where the source does not say
	Via    string    // name of the page source that our recorder got it from ("live"); empty in archives of others
}

// DamagedError says that a source holds a capture which cannot be read as it should.
type DamagedError struct {
	Archive string // file, without its folder
	Record  string // identifier within the file, or its byte offset
	URL     string // empty when damage hides it
	What    string // "record ends early", "gzip checksum differs", …
	Err     error  // the cause, may be nil
}

// Error names archive, record and address, then what is wrong.
func (e *DamagedError) Error() string {
	s := e.Archive
	if e.Record != "" {
		s += ": record " + e.Record
	}
	if e.URL != "" {
		s += ": " + e.URL
	}
	s += ": " + e.What
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *DamagedError) Unwrap() error { return e.Err }
