package coding

import (
	"fmt"
	"io"
	"slices"
	"sync"
)

// MaxBody bounds one decoded body, in bytes. The largest pages of the shops stay under 2 MiB; 32 MiB leaves room for a listing
// with its state inlined and stops a bomb early.
const MaxBody = 32 << 20

// A body that grows to more than maxRatio times what came over the wire is refused once it is larger than ratioFloor. Saved
// shop and ticket pages shrink to 1/4 to 1/11 at the best levels of gzip, br and zstd, and a generated listing of 100,000
// cards, 7 MB of it, to 1/15, 1/45 and 1/49. Beyond 200 there is one thing repeated: 10,000 times the same card, 1.2 MB,
// is 1/285 as gzip and 1/16,000 as br. Under the floor it costs too little to argue about.
const (
	maxRatio   = 200
	ratioFloor = 4 << 20
)

// maxCodings bounds the encodings stacked on one body. Servers use one, by mistake two.
const maxCodings = 5

// maxWindow bounds the memory that a zstd body may ask for: what RFC 9659 allows to the web.
const maxWindow = 8 << 20

// LimitError says that an answer is larger than what is read here, or would become so. What was read of it is not kept.
type LimitError struct {
	Over string // what is over the limit and the limit: "body is larger than 32 MiB"
}

// Error returns what is over the limit.
func (e *LimitError) Error() string { return e.Over }

func over(format string, args ...any) *LimitError {
	return &LimitError{Over: fmt.Sprintf(format, args...)}
}

// limit is how far one body may grow.
type limit struct {
	bytes int
	ratio bool // set by the ratio rather than by MaxBody
}

// limitOf returns the limit of a body that was of n bytes on the wire.
func limitOf(n int) limit {
	if n > MaxBody/maxRatio {
		return limit{bytes: MaxBody}
	}
	return limit{bytes: max(ratioFloor, n*maxRatio), ratio: true}
}

func (l limit) err() error {
	if l.ratio {
		return over("body grows to more than %d times what was sent", maxRatio)
	}
	return over("body is larger than %d MiB", MaxBody>>20)
}

// Read reads all of r. More than [MaxBody] bytes are a [*LimitError].
func Read(r io.Reader) ([]byte, error) { return limit{bytes: MaxBody}.read(r) }

// scratch holds buffers in which bodies of unknown length grow.
var scratch = sync.Pool{New: func() any { return &scrap{b: make([]byte, 0, 128<<10)} }}

type scrap struct{ b []byte }

// read reads all of r, up to the limit. A body is copied out of the scratch buffer at its own size, a large one takes the
// buffer along.
func (l limit) read(r io.Reader) ([]byte, error) {
	const large = 1 << 20
	s, _ := scratch.Get().(*scrap) //nolint:errcheck // the pool holds nothing else
	buf, err := l.fill(s.b[:0], r)
	if err == nil && len(buf) <= large {
		s.b = buf
		buf = slices.Clone(buf)
	}
	if cap(s.b) <= large {
		scratch.Put(s)
	}
	return buf, err
}

// fill appends to buf what r holds and never reads more than a byte beyond the limit.
func (l limit) fill(buf []byte, r io.Reader) ([]byte, error) {
	for {
		if len(buf) == cap(buf) {
			buf = slices.Grow(buf, 1)
		}
		n, err := r.Read(buf[len(buf):min(cap(buf), l.bytes+1)])
		buf = buf[:len(buf)+n]
		switch {
		case len(buf) > l.bytes:
			return nil, l.err()
		case err == io.EOF:
			return buf, nil
		case err != nil:
			return nil, err
		}
	}
}
