package capture

import (
	"context"
	"errors"
	"net/http"
	"os"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// outcome is how the asking for an address ended: with a capture in the recording, or with a failure.
type outcome struct {
	capture scrape.Capture
	failure *scrape.FailedError
}

// resume cuts off what is not whole, notes the outcomes that were recorded, and goes on writing behind them.
func (s *Store) resume(ctx context.Context) error {
	path := s.path(partSuffix)
	torn, err := warc.Open(path)
	if err != nil {
		return s.restart(err)
	}
	whole := torn.Whole()
	if err := errors.Join(torn.Close(), os.Truncate(path, whole)); err != nil {
		return err
	}
	if whole == 0 {
		return os.Remove(path)
	}
	if s.part, err = warc.Open(path); err != nil {
		return err
	}
	s.resumed.File = path
	if err := s.note(ctx); err != nil {
		return err
	}
	if s.file, err = os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0o644); err != nil {
		return err
	}
	s.writer, s.refs = warc.Continue(s.file, whole), s.part.Refs()
	return nil
}

// restart begins anew when the program was killed before the first record was whole.
func (s *Store) restart(cause error) error {
	info, err := os.Stat(s.path(partSuffix))
	if err != nil {
		return err
	}
	if info.Size() > firstRecord {
		return cause
	}
	return os.Remove(s.path(partSuffix))
}

// firstRecord bounds the warcinfo record that begins a recording, in bytes.
const firstRecord = 4 << 10

// note reads the outcomes off the recording.
func (s *Store) note(ctx context.Context) error {
	for c, err := range s.part.List(ctx) {
		failure, failed := errors.AsType[*scrape.FailedError](err)
		if err != nil && !failed {
			return err
		}
		if s.resumed.Since.IsZero() || c.Time.Before(s.resumed.Since) {
			s.resumed.Since = c.Time
		}
		s.done[asked{via: c.Via, url: c.URL}] = outcome{c, failure}
		s.done[asked{c.Via, c.URL, c.Time}] = outcome{c, failure}
	}
	s.resumed.Answers = len(s.done) / 2
	return nil
}

// outcome returns how the asking ended before the interruption, and false where it did not end. An answer that a source
// tries again after, such as 503, is no end: the program may have been killed between two tries.
func (s *Store) outcome(ctx context.Context, a asked) (*scrape.Page, error, bool) {
	o, ok := s.done[a]
	switch {
	case !ok:
		return nil, nil, false
	case o.failure != nil:
		return nil, o.failure, true
	}
	page, err := s.part.Open(ctx, o.capture)
	if err != nil || (a.time.IsZero() && temporary(page.Status)) {
		return nil, nil, false //nolint:nilerr // what cannot be read is asked for again
	}
	page.Archive = s.archive()
	return page, nil, true
}

// temporary reports whether a source tries again after an answer of this status.
func temporary(status int) bool {
	return status == http.StatusTooManyRequests || status >= http.StatusInternalServerError
}
