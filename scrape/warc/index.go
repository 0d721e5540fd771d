package warc

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// entry is one record of the index that is a page or a failure, or should be.
type entry struct {
	kind   kind
	status int16 // of a response, and of a revisit with an HTTP head; 200 of a resource
	head   int32 // length of its header
	url    string
	id     string // WARC-Record-ID without brackets, may be ""
	record string // what the page is called here: its id where that is the first of its name, else where it lies
	time   time.Time
	media  string // media type of what it holds
	via    string // page source that our recorder got it from
	digest string // of the payload
	revisit

	member *member
	at     int64 // byte of the member where the record's run begins: its gzip member, or 0 in a plain file
	in     int64 // byte of the run where the record begins
	length int64 // length of its block
	size   int64 // bytes that the record takes in the file, or the gzip member with it

	bad *fault // what is wrong with it, nil for nothing
}

// fault is what is wrong with a record, and its cause.
type fault struct {
	what  string
	cause error
}

// place returns the byte of the member from which to read.
func (e *entry) place() int64 {
	if e.member.gzip {
		return e.at
	}
	return e.at + e.in
}

// where names the place of the record in the archive.
func (e *entry) where() string {
	w := fmt.Sprintf("%s@%d", e.member.name, e.place())
	if e.member.gzip && e.in > 0 {
		w += fmt.Sprintf("+%d", e.in)
	}
	return w
}

// index holds the records of an archive in its order. It does not change after finish, but for revisits that borrow from
// other archives.
type index struct {
	archive  string
	entries  []*entry
	byRecord map[string]int32
	byURL    map[string][]int32 // by canonical address, newest first
	words    map[string]string  // what is said by many records, once
	whole    int64              // of one .warc.gz: bytes from the start that are whole records
}

func newIndex(archive string) *index {
	return &index{archive: archive, byRecord: map[string]int32{}, byURL: map[string][]int32{}, words: map[string]string{}}
}

// word returns s, the same for all records that say it.
func (ix *index) word(s string) string {
	if w, ok := ix.words[s]; ok {
		return w
	}
	ix.words[s] = s
	return s
}

// full says that the index takes no more.
func (ix *index) full() bool { return len(ix.entries) >= maxEntries }

// add takes a record in and gives it a name that is unique in the archive. A damaged one is known by its place if need be
// and cannot be opened.
func (ix *index) add(e *entry) {
	e.record = e.id
	if _, taken := ix.byRecord[e.record]; taken || e.record == "" {
		e.record = e.where()
	}
	ix.byRecord[e.record] = int32(len(ix.entries))
	ix.entries = append(ix.entries, e)
}

// report adds damage that is none of a record.
func (ix *index) report(record, what string, cause error) {
	ix.entries = append(ix.entries, &entry{record: record, bad: &fault{what, cause}})
}

// finish joins revisits to what they repeat and sorts the captures of each address.
func (ix *index) finish() {
	if ix.full() {
		ix.report("", fmt.Sprintf("more than %d records; the rest is not read", maxEntries), nil)
	}
	ix.words = nil
	resolve(ix)
	for i, e := range ix.entries {
		if e.url != "" {
			canonical := scrape.Canonical(e.url)
			ix.byURL[canonical] = append(ix.byURL[canonical], int32(i))
		}
	}
	for _, list := range ix.byURL {
		slices.SortStableFunc(list, func(a, b int32) int {
			return cmp.Or(ix.entries[b].time.Compare(ix.entries[a].time), cmp.Compare(b, a))
		})
	}
}

// damage returns the report on an entry with a fault, or on one whose reading failed.
func (ix *index) damage(e *entry, what string, cause error) *scrape.DamagedError {
	return &scrape.DamagedError{Archive: ix.archive, Record: e.record, URL: e.url, What: what, Err: cause}
}
