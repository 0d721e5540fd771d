package diff

import (
	"cmp"
	"slices"
)

// held is a source of records that are all there: those of one kind, sorted by key.
type held []Record

// Open implements [Source].
func (h held) Open() (Cursor, error) { return &heldCursor{records: h, at: -1}, nil }

// heldCursor walks over held records.
type heldCursor struct {
	records []Record
	at      int
	name    []byte
}

func (c *heldCursor) Next() (bool, error) {
	c.at++
	return c.at < len(c.records), nil
}

func (c *heldCursor) Text() []byte { return nil }

func (c *heldCursor) Key() ([]byte, error) {
	c.name = append(c.name[:0], c.records[c.at].RecordKey()...)
	return c.name, nil
}

func (c *heldCursor) Names(yield func(name []byte)) error {
	for _, name := range names(c.records[c.at]) {
		c.name = append(c.name[:0], name...)
		yield(c.name)
	}
	return nil
}

func (c *heldCursor) Record() (Record, error) { return c.records[c.at], nil }

func (c *heldCursor) At() string { return c.records[c.at].RecordTitle() }

func (c *heldCursor) Close() error { return nil }

// byKind sorts records by kind and key and returns those of each kind. Its error lists the keys that two records share, in words
// that the order of the records does not change.
func byKind(name string, records []Record) (map[string]held, error) {
	sorted := slices.SortedFunc(slices.Values(records), func(a, b Record) int {
		return cmp.Or(
			cmp.Compare(a.RecordKind(), b.RecordKind()), cmp.Compare(a.RecordKey(), b.RecordKey()), cmp.Compare(a.RecordTitle(), b.RecordTitle()),
		)
	})
	kinds := map[string]held{}
	var clashes []clash
	for i, r := range sorted {
		of := idOf(r)
		if i > 0 && idOf(sorted[i-1]) == of {
			clashes = append(clashes, clash{of, [2]string{sorted[i-1].RecordTitle(), r.RecordTitle()}})
		}
		kinds[of.kind] = append(kinds[of.kind], r)
	}
	return kinds, clashError(name, clashes)
}
