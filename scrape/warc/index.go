package warc

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// entry is one record of the index that is a page, or should be.
type entry struct {
	kind   kind
	url    string
	id     string // WARC-Record-ID without brackets, may be ""
	record string // what the page is called here: id where it is the first of that name, else where it lies
	time   time.Time
	digest string
	refers *reference // of a revisit, else nil
	origin int        // of a revisit: the entry that holds its body

	member *member
	at     int64 // byte of the member where the record's run begins: its gzip member, or 0 in a plain file
	in     int64 // byte of the run where the record begins
	head   int   // length of its header
	length int64 // length of its block
	size   int64 // bytes that the record takes in the file, or the gzip member with it

	fault string // what is wrong with it, "" for nothing
	cause error
}

// reference is what a revisit says of the record it repeats.
type reference struct {
	id, url string
	time    time.Time
}

// index holds the records of an archive in its order. It does not change after finish.
type index struct {
	archive  string
	entries  []*entry
	byRecord map[string]int
	byURL    map[string][]int // by canonical address, newest first
}

func newIndex(archive string) *index {
	return &index{archive: archive, byRecord: map[string]int{}, byURL: map[string][]int{}}
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
	ix.byRecord[e.record] = len(ix.entries)
	ix.entries = append(ix.entries, e)
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

// finish joins revisits to what they repeat and sorts the captures of each address.
func (ix *index) finish() {
	if ix.full() {
		ix.entries = append(ix.entries, &entry{fault: fmt.Sprintf("more than %d records; the rest is not read", maxEntries)})
	}
	ix.resolveRevisits()
	for i, e := range ix.entries {
		if e.url != "" {
			canonical := scrape.Canonical(e.url)
			ix.byURL[canonical] = append(ix.byURL[canonical], i)
		}
	}
	for _, list := range ix.byURL {
		slices.SortStableFunc(list, func(a, b int) int {
			return cmp.Or(ix.entries[b].time.Compare(ix.entries[a].time), cmp.Compare(b, a))
		})
	}
}

// errUnresolved says that a revisit's body is not to be had.
var errUnresolved = errors.New("the record it repeats is not in this archive; give the archive that holds it too")

// moment is an address at a second: a revisit and the record it repeats may differ in the precision of the time.
type moment struct {
	url  string
	unix int64
}

// resolveRevisits finds the record whose body each revisit repeats: the one it names, else by address and time, else one
// with the same digest, of the same address if there is one.
func (ix *index) resolveRevisits() {
	byID, byMoment, byDigest := map[string]int{}, map[moment]int{}, map[string][]int{}
	for i, e := range ix.entries {
		if e.kind == kindRevisit || e.fault != "" {
			continue
		}
		byMoment[moment{scrape.Canonical(e.url), e.time.Unix()}] = i
		if e.id != "" {
			byID[e.id] = i
		}
		if e.digest != "" {
			byDigest[e.digest] = append(byDigest[e.digest], i)
		}
	}
	for _, e := range ix.entries {
		if e.kind != kindRevisit || e.fault != "" {
			continue
		}
		var ok bool
		if e.origin, ok = byID[e.refers.id]; ok {
			continue
		}
		if e.origin, ok = byMoment[moment{scrape.Canonical(e.refers.url), e.refers.time.Unix()}]; ok {
			continue
		}
		if e.origin, ok = ix.pick(byDigest[e.digest], e.url); !ok {
			e.fault, e.cause = "revisit without a body", errUnresolved
		}
	}
}

// pick chooses among entries with the same body.
func (ix *index) pick(same []int, url string) (int, bool) {
	for _, i := range same {
		if scrape.Canonical(ix.entries[i].url) == scrape.Canonical(url) {
			return i, true
		}
	}
	if len(same) == 0 {
		return 0, false
	}
	return same[0], true
}

// damage returns the report on an entry with a fault, or on one whose reading failed.
func (ix *index) damage(e *entry, what string, cause error) *scrape.DamagedError {
	return &scrape.DamagedError{Archive: ix.archive, Record: e.record, URL: e.url, What: what, Err: cause}
}
