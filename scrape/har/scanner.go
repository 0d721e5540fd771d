package har

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// scanner reads JSON from a stream, one value after another, and keeps nothing that was not asked for. It is as strict as
// finding the end of a value needs.
type scanner struct {
	r  *bufio.Reader
	at int64 // offset of the next byte
}

// newScanner returns a scanner of what r holds from the byte at on.
func newScanner(r io.ReaderAt, at, size int64) *scanner {
	return &scanner{r: bufio.NewReaderSize(io.NewSectionReader(r, at, size-at), 64<<10), at: at}
}

// next returns the first byte of the next value or mark, which is not taken.
func (s *scanner) next() (byte, error) {
	for {
		b, err := s.r.Peek(1)
		if err != nil {
			return 0, noEOF(err)
		}
		switch b[0] {
		case ' ', '\t', '\n', '\r':
			s.drop(1)
		default:
			return b[0], nil
		}
	}
}

// noEOF turns the end of the file, which is none to be expected within a value, into an error that says so.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// drop takes bytes that were seen by Peek.
func (s *scanner) drop(n int) {
	if n, err := s.r.Discard(n); err == nil {
		s.at += int64(n)
	}
}

func (s *scanner) unexpected(b byte, want string) error {
	return fmt.Errorf("%q at byte %d where %s should be", b, s.at, want)
}

// take takes one mark.
func (s *scanner) take(mark byte) error {
	b, err := s.next()
	if err != nil {
		return err
	}
	if b != mark {
		return s.unexpected(b, string(mark))
	}
	s.drop(1)
	return nil
}

// object calls each for every member of an object, with the scanner before its value, which each must take. Another value
// is passed over: it has no members.
func (s *scanner) object(each func(name string) error) error {
	return s.members('{', '}', func() error {
		name, err := s.word(maxWord)
		if err != nil && !errors.Is(err, errLong) {
			return err
		}
		if err := s.take(':'); err != nil {
			return err
		}
		return each(name)
	})
}

// array calls each for every element of an array, as object does.
func (s *scanner) array(each func() error) error { return s.members('[', ']', each) }

func (s *scanner) members(first, last byte, each func() error) error {
	b, err := s.next()
	if err != nil || b != first {
		return errors.Join(err, s.skip())
	}
	s.drop(1)
	for n := 0; ; n++ {
		if b, err = s.next(); err != nil {
			return err
		}
		switch {
		case b == last:
			s.drop(1)
			return nil
		case n == 0:
		case b == ',':
			s.drop(1)
		default:
			return s.unexpected(b, "a comma")
		}
		if err := each(); err != nil {
			return err
		}
	}
}

// skip takes the next value, whatever it is.
func (s *scanner) skip() error {
	var open []byte // the marks that end what was begun
	for {
		b, err := s.next()
		if err != nil {
			return err
		}
		switch b {
		case '{', '[':
			if len(open) == maxDepth {
				return fmt.Errorf("nested deeper than %d levels at byte %d", maxDepth, s.at)
			}
			s.drop(1)
			open = append(open, b+2) // } and ] stand two after { and [
		case '}', ']':
			if len(open) == 0 || open[len(open)-1] != b {
				return s.unexpected(b, "a value")
			}
			s.drop(1)
			open = open[:len(open)-1]
		case ',', ':':
			if len(open) == 0 {
				return s.unexpected(b, "a value")
			}
			s.drop(1)
		case '"':
			err = s.text(nil)
		default:
			err = s.literal(nil)
		}
		if err != nil || len(open) == 0 {
			return err
		}
	}
}

// literal takes a number, true, false or null, and hands it to keep.
func (s *scanner) literal(keep func([]byte)) error {
	for taken := false; ; taken = true {
		b, err := s.r.Peek(1)
		if err != nil {
			return noEOF(err) // a file ends with a mark
		}
		if !bytes.ContainsAny(b, "+-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") {
			if !taken {
				return s.unexpected(b[0], "a value")
			}
			return nil
		}
		if keep != nil {
			keep(b)
		}
		s.drop(1)
	}
}
