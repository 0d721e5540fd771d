package warc

import (
	"errors"
	"fmt"
	"io"
)

// addMember indexes one WARC.
func (ix *index) addMember(m *member) {
	s := &scan{ix: ix, m: m}
	if !m.gzip {
		s.records(0, &run{size: m.size, from: func(at int64) (io.Reader, error) {
			return io.NewSectionReader(m.data, at, m.size-at), nil
		}})
		return
	}
	for at := int64(0); at < m.size && !s.spent(); {
		end, ok := s.gzipMember(at)
		if !ok {
			if end, ok = m.nextGzip(at + 1); !ok {
				return
			}
		}
		at = end
	}
}

// scan walks one WARC.
type scan struct {
	ix     *index
	m      *member
	faults int
}

// fault notes damage, until there is too much of it.
func (s *scan) fault(e *entry, what string, err error) {
	s.faults++
	if s.faults == maxFaults {
		what, err = "too much damage; the rest of this WARC is not read", nil
	}
	e.member, e.fault, e.cause = s.m, what, err
	s.ix.add(e)
}

// spent says that the scan shall stop.
func (s *scan) spent() bool { return s.faults >= maxFaults || s.ix.full() }

// gzipMember indexes the records of the gzip member at an offset, mostly one. It returns where the member ends, or false
// where it was torn and the next one has to be searched for.
func (s *scan) gzipMember(at int64) (end int64, ok bool) {
	var raw *counter
	u := &run{size: -1, from: func(offset int64) (io.Reader, error) {
		z, count, err := s.m.inflate(at)
		if err != nil {
			return nil, err
		}
		raw = count
		_, err = io.CopyN(io.Discard, z, offset)
		return z, err
	}}
	if err := u.seek(0); err != nil {
		s.fault(&entry{at: at}, "no gzip member where one should begin", err)
		return 0, false
	}
	first := len(s.ix.entries)
	if !s.records(at, u) {
		return 0, false
	}
	for _, e := range s.ix.entries[first:] {
		e.size = raw.n
	}
	return at + raw.n, true
}

// records indexes the records of a run that begins at byte at of the file. It returns false where it stopped before the
// run's end.
func (s *scan) records(at int64, u *run) bool {
	if u.r == nil {
		if err := u.seek(0); err != nil {
			s.fault(&entry{at: at}, "cannot be read", err)
			return false
		}
	}
	for !s.spent() {
		begins, err := u.gap()
		if errors.Is(err, io.EOF) {
			return true
		}
		e := &entry{member: s.m, at: at, in: u.pos}
		if err != nil || !begins {
			s.fault(e, "no record where one should begin", err)
			if err != nil || !s.resume(u, u.pos) {
				return false
			}
			continue
		}
		if !s.record(e, u) {
			return false
		}
	}
	return false
}

// record indexes the record that begins here and goes on to the next, over damage if need be. It returns false where
// there is none to go on to.
func (s *scan) record(e *entry, u *run) bool {
	head, err := readHead(u.r)
	u.pos += int64(len(head))
	block := u.pos
	h, herr := parseHeader(head)
	h.describe(e)
	switch {
	case err != nil:
		err = fmt.Errorf("headers end early: %w", noEOF(err))
	case herr != nil:
		err = herr
	default:
		err = s.block(e, h, u)
	}
	if err == nil {
		if h.isPage() {
			s.ix.add(e)
		}
		return true
	}
	if errors.Is(err, errLarge) && !h.isPage() {
		return false // nobody asked for it
	}
	s.fault(e, "record cannot be read", err)
	return !errors.Is(err, errLarge) && s.resume(u, block)
}

// block passes over the block of a record and checks that it ends where the header says.
func (s *scan) block(e *entry, h *header, u *run) error {
	e.head, e.length = int(u.pos-e.in), h.length
	e.size = int64(e.head) + e.length
	if h.length > maxBlock {
		if u.size < 0 { // passing over it would mean to inflate it
			return errLarge
		}
		e.fault, e.cause = "too large to be read", errLarge
	}
	if h.kind == kindResponse && e.fault == "" {
		begin, err := u.r.Peek(int(min(h.length, int64(len("HTTP/1.1 200")))))
		if err != nil {
			return endsEarly(int64(len(begin)), h.length, err)
		}
		if line, _ := cutLine(begin); !isStatus(line) {
			e.fault, e.cause = "record cannot be read", errNoHTTP
		}
	}
	start := u.pos
	if err := u.skip(h.length); err != nil {
		return endsEarly(u.pos-start, h.length, err)
	}
	begins, err := u.gap()
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case err == nil && !begins:
		return errGoesOn
	}
	return err
}

var (
	errLarge  = fmt.Errorf("block is larger than %d MiB", maxBlock>>20)
	errGoesOn = errors.New("the block goes on where the header's Content-Length says it ends")
)

// endsEarly says how much of a block there was.
func endsEarly(got, want int64, err error) error {
	return fmt.Errorf("block ends after %d of %d bytes: %w", got, want, noEOF(err))
}

// resume goes on at the next record at or after an offset of the run.
func (s *scan) resume(u *run, offset int64) bool {
	return !s.spent() && u.findRecord(offset) == nil
}
