package capture

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// syncEvery is how much of a recording a loss of power may take. A killed program loses nothing that was written.
const syncEvery = time.Second

// Record writes an exchange. A 304 is written as a revisit of the earlier page that still holds, which is copied into the
// recording first. An answer that is over the caps of archives is a [*scrape.FailedError]: it could not be read again.
func (s *Store) Record(x *scrape.Exchange) (archive, record string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ref, err := s.write(func(w *warc.Writer) (warc.Ref, error) {
		before, asked := s.asking[x.URL]
		if !asked || x.Status != http.StatusNotModified {
			return s.noted(w.Exchange(x))
		}
		origin, err := s.copyEarlier(w, before)
		if err != nil {
			return origin, err
		}
		return s.noted(w.NotModified(x, origin))
	})
	if limit, over := errors.AsType[*coding.LimitError](err); over {
		err = &scrape.FailedError{URL: x.URL, Time: x.Time, Via: x.Via, Reason: "too_large", Detail: limit.Error(), Err: limit}
	}
	return s.archive(), ref.Record, err
}

// fail writes that an address was asked without getting an answer. What is over the caps of archives, as an address may be
// that a shop links to, cannot be kept, and is asked for again by a run that goes on.
func (s *Store) fail(f *scrape.FailedError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, _ = s.write(func(w *warc.Writer) (warc.Ref, error) { return s.noted(w.Failure(f)) }) //nolint:errcheck // what ends the walk is in broken
}

// copyEarlier writes a page of an earlier recording into this one, once. The caller holds the lock.
func (s *Store) copyEarlier(w *warc.Writer, from place) (warc.Ref, error) {
	name := from.archive.Name() + " " + from.capture.Record
	if ref, ok := s.copies[name]; ok {
		return ref, nil
	}
	ref, err := s.noted(from.archive.CopyTo(w, from.capture.Record))
	if err == nil {
		s.copies[name] = ref
	}
	return ref, err
}

// noted keeps the reference of a record for the index. The caller holds the lock.
func (s *Store) noted(ref warc.Ref, err error) (warc.Ref, error) {
	if err == nil {
		s.refs = append(s.refs, ref)
	}
	return ref, err
}

// write writes one record or several with the writer, which it makes if need be. The caller holds the lock.
func (s *Store) write(records func(*warc.Writer) (warc.Ref, error)) (warc.Ref, error) {
	if s.broken != nil {
		return warc.Ref{}, s.broken
	}
	ref, err := warc.Ref{}, s.begin()
	if err == nil {
		ref, err = records(s.writer)
	}
	if _, over := errors.AsType[*coding.LimitError](err); over {
		return ref, err // nothing was written, and the next record can be
	}
	if err != nil {
		s.broken = fmt.Errorf("record in %s: %w", s.path(partSuffix), err)
		return ref, s.broken
	}
	if s.flush == nil {
		s.flush = time.AfterFunc(syncEvery, s.flushNow)
	}
	return ref, nil
}

// begin makes the file of a new recording.
func (s *Store) begin() error {
	if s.file != nil {
		return nil
	}
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return err
	}
	file, err := os.OpenFile(s.path(partSuffix), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	s.file, s.writer = file, warc.NewWriter(file)
	err = s.writer.Info(s.o.Now().UTC().Truncate(time.Second), "software: "+s.o.Software, "format: WARC File Format 1.1")
	return err
}

// flushNow writes to disk what came since the last time. It finds nothing to do where the recording has ended meanwhile.
func (s *Store) flushNow() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flush = nil
	if s.file != nil && s.broken == nil {
		if err := s.o.Sync(s.file); err != nil {
			s.broken = fmt.Errorf("record in %s: %w", s.path(partSuffix), err)
		}
	}
}

// sync writes to disk what the system still holds. The caller holds the lock.
func (s *Store) sync() error {
	return errors.Join(s.broken, s.o.Sync(s.file))
}
