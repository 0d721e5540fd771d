package wayback

import "time"

// What the tests of outside bytes look into.
var (
	Captured  = captured
	ParseRow  = parseRow
	Splitting = splitArchived
)

// Fields returns the fields of a row that are read, as text.
func (r row) Fields() []string {
	return []string{string(r.stamp), string(r.original), string(r.media), string(r.status), string(r.digest)}
}

// MementoPath returns where a capture lies in the archive.
func MementoPath(at time.Time, address string) string { return memento{at, address}.path() }

// ParseMemento reads the address of a capture in the archive.
func ParseMemento(address string) (at time.Time, original string, ok bool) {
	m, ok := parseMemento(address)
	return m.at, m.url, ok
}

// ReadIndex reads one answer of the index about everything and returns how many addresses and faults are in it.
func ReadIndex(body []byte) (addresses, faults int, resume string, err error) {
	r := newReader(func(string) bool { return true }, time.Time{})
	resume, err = r.read(body)
	return len(r.found), len(r.faults()), resume, err
}

// Fill reads a source's worth of addresses and returns what is kept of them.
func Fill(index func(n int) []byte, each int) any {
	r := newReader(func(string) bool { return true }, time.Time{})
	if _, err := r.read(index(maxAddresses * each)); err != nil {
		panic(err)
	}
	return r
}
