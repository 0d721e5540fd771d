package coding

import (
	"bufio"
	"io"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// Member reads one gzip member, the unit in which archives pack their records, and tells where it ends.
type Member struct {
	z   gzip.Reader
	in  *bufio.Reader
	raw counter
}

// counter counts the bytes that were taken from it.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

var openMembers = sync.Pool{New: func() any { return &Member{in: bufio.NewReaderSize(nil, 16<<10)} }}

// OpenMember begins to read the gzip member at the start of r, of which it may take more than the member. Close gives back
// what reading it took.
func OpenMember(r io.Reader) (*Member, error) {
	m, _ := openMembers.Get().(*Member) //nolint:errcheck // the pool holds nothing else
	m.raw = counter{r: r}
	m.in.Reset(&m.raw)
	if err := m.z.Reset(m.in); err != nil {
		m.Close()
		return nil, err
	}
	m.z.Multistream(false)
	return m, nil
}

// Read reads what the member holds, and returns io.EOF at its end once its checksum was found right.
func (m *Member) Read(p []byte) (int, error) { return m.z.Read(p) }

// Length returns how many packed bytes were read: the member's length once Read returned io.EOF.
func (m *Member) Length() int64 { return m.raw.n - int64(m.in.Buffered()) }

// Close ends the use of the member, which must not be read any more.
func (m *Member) Close() {
	m.raw.r = nil
	openMembers.Put(m)
}
