package warc

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
)

// gzipMagic begins a gzip member that is deflated, as all are.
const gzipMagic = "\x1f\x8b\x08"

// counter counts the bytes that were taken from it, so that the end of a gzip member is known: package gzip takes single
// bytes from a reader that offers them, and no more than it needs.
type counter struct {
	r *bufio.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func (c *counter) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

// inflate opens the gzip member that begins at a byte offset of m. The counter tells how long it is once it was read to
// its end.
func (m *member) inflate(at int64) (*gzip.Reader, *counter, error) {
	raw := &counter{r: bufio.NewReader(io.NewSectionReader(m.data, at, m.size-at))}
	z, err := gzip.NewReader(raw)
	if err != nil {
		return nil, nil, err
	}
	z.Multistream(false)
	return z, raw, nil
}

// inflatedStart returns the first bytes inside the gzip member at an offset, fewer than 12 where there are no more or it
// cannot be read.
func (m *member) inflatedStart(at int64) []byte {
	z, _, err := m.inflate(at)
	if err != nil {
		return nil
	}
	begin := make([]byte, 12)
	n, _ := io.ReadFull(z, begin) //nolint:errcheck // the caller looks at what could be read
	return begin[:n]
}

// nextGzip finds the first gzip member at or after an offset that begins with a WARC record, or returns false. The three
// bytes of the magic number also turn up by chance inside compressed data, once in 16 MiB, so each place is tried, up to
// maxFaults of them.
func (m *member) nextGzip(from int64) (int64, bool) {
	const window = 64 << 10
	buf := make([]byte, window)
	tries := 0
	for at := from; at < m.size; {
		n, err := m.data.ReadAt(buf, at)
		if err != nil && err != io.EOF {
			return 0, false
		}
		for i := 0; ; i++ {
			hit := bytes.Index(buf[i:n], []byte(gzipMagic))
			if hit < 0 {
				break
			}
			if tries++; tries > maxFaults {
				return 0, false
			}
			i += hit
			if bytes.HasPrefix(bytes.TrimLeft(m.inflatedStart(at+int64(i)), "\r\n"), []byte("WARC/1.")) {
				return at + int64(i), true
			}
		}
		if n < window {
			return 0, false
		}
		at += int64(n - len(gzipMagic) + 1) // a magic number may lie across two windows
	}
	return 0, false
}
