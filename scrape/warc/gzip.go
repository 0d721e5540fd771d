package warc

import (
	"bytes"
	"io"

	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

// gzipMagic begins a gzip member that is deflated, as all are.
const gzipMagic = "\x1f\x8b\x08"

// inflate opens the gzip member that begins at a byte offset of m.
func (m *member) inflate(at int64) (*coding.Member, error) {
	return coding.OpenMember(io.NewSectionReader(m.data, at, m.size-at))
}

// inflatedStart returns the first bytes inside the gzip member at an offset, fewer than 12 where there are no more or it
// cannot be read.
func (m *member) inflatedStart(at int64) []byte {
	z, err := m.inflate(at)
	if err != nil {
		return nil
	}
	defer z.Close()
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
