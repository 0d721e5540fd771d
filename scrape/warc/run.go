package warc

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// run is a stretch of bytes in which records lie one after another: a plain WARC, or what one gzip member inflates to.
type run struct {
	from func(offset int64) (io.Reader, error) // the run's bytes from an offset on
	size int64                                 // its length, -1 where only reading to the end tells
	r    *bufio.Reader                         // of at least maxHead bytes
	pos  int64
}

// seek goes on reading at an offset.
func (u *run) seek(offset int64) error {
	r, err := u.from(offset)
	if err != nil {
		return err
	}
	u.r.Reset(r)
	u.pos = offset
	return nil
}

// skip passes over n bytes, without reading them where it can. It returns io.ErrUnexpectedEOF where there are fewer.
func (u *run) skip(n int64) error {
	if u.size >= 0 && n > int64(u.r.Buffered()) {
		if n > u.size-u.pos {
			u.pos = u.size
			return io.ErrUnexpectedEOF
		}
		return u.seek(u.pos + n)
	}
	done, err := io.CopyN(io.Discard, u.r, n)
	u.pos += done
	return noEOF(err)
}

// gap passes over the empty lines between two records. It returns io.EOF at the end of the run and false where something
// other than a record follows. The format wants two line ends; some writers leave one or three, none leaves many.
func (u *run) gap() (bool, error) {
	for range 64 {
		b, err := u.r.ReadByte()
		if err != nil {
			return false, err
		}
		if b != '\r' && b != '\n' {
			if err := u.r.UnreadByte(); err != nil {
				return false, err
			}
			begin, err := u.r.Peek(len("WARC/"))
			if err != nil && err != io.EOF {
				return false, err
			}
			return string(begin) == "WARC/", nil
		}
		u.pos++
	}
	return false, nil
}

// findRecord goes on to the next line that begins a record, at or after an offset at which a line begins. It returns
// io.EOF where there is none, or none within what may be inflated in search of it.
func (u *run) findRecord(offset int64) error {
	if err := u.seek(offset); err != nil {
		return err
	}
	for lineStart := true; ; {
		if lineStart {
			if begin, _ := u.r.Peek(len("WARC/1.0\r\nX")); isRecordStart(begin) { //nolint:errcheck // ReadSlice will say
				return nil
			}
		}
		line, err := u.r.ReadSlice('\n')
		u.pos += int64(len(line))
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
		if u.size < 0 && u.pos-offset > maxInflated {
			return io.EOF
		}
		lineStart = err == nil
	}
}

// isRecordStart tells a version line with another line after it from prose about WARC files.
func isRecordStart(b []byte) bool {
	rest, ok := bytes.CutPrefix(b, []byte("WARC/1."))
	if !ok || len(rest) < 3 || (rest[0] != '0' && rest[0] != '1') {
		return false
	}
	rest = bytes.TrimPrefix(rest[1:], []byte("\r"))
	return len(rest) > 1 && rest[0] == '\n' && rest[1] != '\r' && rest[1] != '\n'
}

// noEOF turns an end of input, which is none to be expected where it is called, into an error that says so.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
