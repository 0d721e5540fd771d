package har

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// entry is one capture of the index, or damage that stands in its place.
type entry struct {
	url    string
	record string // JSON pointer within the file
	time   time.Time
	at     int64 // where its object begins
	origin *entry

	failed *scrape.FailedError // it was asked and got no answer
	fault  string              // what is wrong with it, "" for nothing
	cause  error
}

// index holds the captures of a file in its order. It does not change once it is built.
type index struct {
	archive  string
	data     io.ReaderAt
	size     int64
	most     int // entries
	entries  []*entry
	byRecord map[string]*entry
	byURL    map[string][]*entry // by canonical address, newest first
}

// errNoHAR says that a file is JSON perhaps, and no HAR.
var errNoHAR = errors.New(`a HAR is a JSON object with "log" and "entries" in it`)

// newIndex walks the file, over no more entries than most. It is an error when no list of entries is found.
func newIndex(archive string, data io.ReaderAt, size int64, most int) (*index, error) {
	ix := &index{archive: archive, data: data, size: size, most: most, byRecord: map[string]*entry{}, byURL: map[string][]*entry{}}
	s := newScanner(data, 0, size)
	if bom, err := s.r.Peek(3); err == nil && string(bom) == "\xef\xbb\xbf" {
		s.drop(3)
	}
	switch b, err := s.next(); {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("file is empty; %w", errNoHAR)
	case err != nil:
		return nil, err
	case b != '{':
		begin, _ := s.r.Peek(min(12, s.r.Buffered())) //nolint:errcheck // they are there
		return nil, fmt.Errorf("begins with %q; %w, in UTF-8", begin, errNoHAR)
	}
	if err := ix.walk(s); err != nil {
		return nil, err
	}
	ix.finish()
	return ix, nil
}

// walk reads the file to its end, or up to where it is broken.
func (ix *index) walk(s *scanner) error {
	version, reached := "", false
	err := s.object(func(name string) error {
		if name != "log" {
			return s.skip()
		}
		return s.object(func(name string) error {
			switch name {
			case "version":
				var err error
				version, err = s.word(maxWord)
				return err
			case "entries":
				reached = true
				return ix.list(s)
			}
			return s.skip()
		})
	})
	if err == nil {
		if _, err = s.next(); errors.Is(err, io.ErrUnexpectedEOF) {
			err = nil
		} else if err == nil {
			err = fmt.Errorf("something follows the HAR at byte %d", s.at)
		}
	}
	switch {
	case !reached && err != nil:
		return fmt.Errorf("%w; %w", err, errNoHAR)
	case !reached:
		return errNoHAR
	case version != "" && !strings.HasPrefix(version, "1."):
		return fmt.Errorf("version %.20q is not understood, only 1.1 and 1.2", version)
	case err != nil && !errors.Is(err, errListed):
		ix.damage(s.at, "the rest of the file cannot be read", err)
	}
	return nil
}

// errListed says that what is wrong with the file is in the index already.
var errListed = errors.New("listed as damage")

// list reads the entries.
func (ix *index) list(s *scanner) error {
	n := 0
	return s.array(func() error {
		if len(ix.entries) >= ix.most {
			ix.damage(s.at, fmt.Sprintf("more than %d entries; the rest is not read", ix.most), nil)
			return errListed
		}
		at := s.at
		r, err := s.record()
		e := &entry{url: r.url, record: "/log/entries/" + strconv.Itoa(n), time: r.time(), at: at}
		n++
		switch {
		case err != nil:
			e.fault, e.cause = "file is cut or broken here, the rest is not read", err
			ix.add(e)
			return errListed
		case r.isCapture():
			ix.describe(e, r)
			ix.add(e)
		}
		return nil
	})
}

func (ix *index) add(e *entry) {
	ix.entries = append(ix.entries, e)
	ix.byRecord[e.record] = e
	if e.url != "" {
		canonical := scrape.Canonical(e.url)
		ix.byURL[canonical] = append(ix.byURL[canonical], e)
	}
}

// damage adds what no entry can be named for.
func (ix *index) damage(at int64, what string, cause error) {
	ix.add(&entry{record: "@" + strconv.FormatInt(at, 10), fault: what, cause: cause})
}

// finish sorts the captures of each address. Of two of the same moment the later in the file is the newer.
func (ix *index) finish() {
	for _, list := range ix.byURL {
		slices.Reverse(list)
		slices.SortStableFunc(list, func(a, b *entry) int { return b.time.Compare(a.time) })
	}
}

// err returns why the page of an entry cannot be read, or nil.
func (ix *index) err(e *entry) error {
	switch {
	case e.failed != nil:
		return e.failed
	case e.fault != "":
		return ix.damaged(e, e.fault, e.cause)
	}
	return nil
}

func (ix *index) damaged(e *entry, what string, cause error) *scrape.DamagedError {
	return &scrape.DamagedError{Archive: ix.archive, Record: e.record, URL: e.url, What: what, Err: cause}
}
