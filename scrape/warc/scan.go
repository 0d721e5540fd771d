package warc

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

// addMember indexes one WARC. Of a gzipped one it returns how many bytes from the start are whole records.
func (ix *index) addMember(m *member) (whole int64) {
	s := &scan{ix: ix, m: m, r: bufio.NewReaderSize(nil, maxHead)}
	if !m.gzip {
		s.records(0, &run{size: m.size, r: s.r, from: func(at int64) (io.Reader, error) {
			return io.NewSectionReader(m.data, at, m.size-at), nil
		}})
		return 0
	}
	torn := false
	for at := int64(0); at < m.size && !s.spent(); {
		end, ok := s.gzipMember(at)
		if torn = torn || !ok; !torn {
			whole = end
		}
		if !ok {
			if end, ok = m.nextGzip(at + 1); !ok {
				break
			}
		}
		at = end
	}
	return whole
}

// scan walks one WARC.
type scan struct {
	ix     *index
	m      *member
	r      *bufio.Reader // for the run that is being read
	faults int
}

// fault notes damage, until there is too much of it.
func (s *scan) fault(e *entry, what string, err error) {
	s.faults++
	if s.faults == maxFaults {
		what, err = "too much damage; the rest of this WARC is not read", nil
	}
	e.member, e.bad = s.m, &fault{what, err}
	s.ix.add(e)
}

// spent says that the scan shall stop.
func (s *scan) spent() bool { return s.faults >= maxFaults || s.ix.full() }

// gzipMember indexes the records of the gzip member at an offset, mostly one. It returns where the member ends, or false
// where it was torn and the next one has to be searched for.
func (s *scan) gzipMember(at int64) (end int64, ok bool) {
	var z *coding.Member
	defer func() {
		if z != nil {
			z.Close()
		}
	}()
	u := &run{size: -1, r: s.r, from: func(offset int64) (io.Reader, error) {
		if z != nil {
			z.Close()
		}
		var err error
		if z, err = s.m.inflate(at); err != nil {
			return nil, err
		}
		_, err = io.CopyN(io.Discard, z, offset)
		return z, err
	}}
	first := len(s.ix.entries)
	if !s.records(at, u) {
		return 0, false
	}
	for _, e := range s.ix.entries[first:] {
		e.size = z.Length()
	}
	return at + z.Length(), true
}

// records indexes the records of a run that begins at byte at of the file. It returns false where it stopped before the
// run's end.
func (s *scan) records(at int64, u *run) bool {
	if err := u.seek(0); err != nil {
		s.fault(&entry{at: at}, s.m.noBegin(), err)
		return false
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
	h.describe(e, s.ix)
	switch {
	case err != nil:
		err = fmt.Errorf("headers end early: %w", noEOF(err))
	case herr != nil:
		err = herr
	default:
		err = s.block(e, h, u)
	}
	if err == nil {
		if h.isKept() {
			s.ix.add(e)
		}
		return true
	}
	if errors.Is(err, errLarge) && !h.isKept() {
		return false // nobody asked for it
	}
	s.fault(e, "record cannot be read", err)
	return !errors.Is(err, errLarge) && s.resume(u, block)
}

// block passes over the block of a record, notes what its head says, and checks that it ends where the header says.
func (s *scan) block(e *entry, h *header, u *run) error {
	e.head, e.length = int32(u.pos-e.in), h.length
	e.size = int64(e.head) + e.length
	if h.length > maxBlock {
		if u.size < 0 { // passing over it would mean to inflate it
			return errLarge
		}
		e.bad = &fault{"too large to be read", errLarge}
	}
	if (h.kind == kindResponse || h.kind == kindRevisit) && e.bad == nil {
		begin, _ := u.r.Peek(int(min(h.length, maxHead))) //nolint:errcheck // passing over the block will say
		if !e.describeHead(begin, s.ix) && h.kind == kindResponse {
			e.bad = &fault{"record cannot be read", errNoHTTP}
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
