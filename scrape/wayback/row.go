package wayback

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// columns are the fields of a row, in the order in which the index gives them when it is not told another.
const columns = "urlkey,timestamp,original,mimetype,statuscode,digest,length"

// row is one line of the index: a capture of an address. Its fields lie in the answer that it was read from.
type row struct {
	stamp, original, media, status, digest []byte
}

// parseRow takes a line apart, and says whether it is a row at all.
func parseRow(line []byte) (row, bool) {
	var fields [7][]byte
	for i := range fields {
		field, rest, more := bytes.Cut(line, []byte(" "))
		if len(field) == 0 || more != (i < len(fields)-1) {
			return row{}, false
		}
		fields[i], line = field, rest
	}
	r := row{stamp: fields[1], original: fields[2], media: fields[3], status: fields[4], digest: fields[5]}
	return r, isStatus(r.status) || string(r.status) == "-"
}

func isStatus(b []byte) bool {
	return len(b) == 3 && bytes.IndexFunc(b, func(c rune) bool { return c < '0' || c > '9' }) < 0
}

const (
	// maxDigests bounds how many contents of one address are remembered to resolve its revisits.
	maxDigests = 10_000
	// maxOdd bounds how many faults of the index are reported one by one.
	maxOdd = 20
)

// reader picks captures out of the answers of one query.
type reader struct {
	holds func(canonical string) bool // whether an address is one that was asked for
	asOf  time.Time

	found map[string]shelf // by canonical address
	rows  int
	odd   []odd
	lost  int // faults beyond those in odd

	line      []byte // the one before
	raw       []byte // the original of the row before, as it came
	address   string // the same as captured has it, "" where it is not wanted
	canonical string
	digests   map[string]bool // contents of that address that were answers with status 200
}

// odd is a fault of the index, with what is known of the capture.
type odd struct {
	capture scrape.Capture
	damage  *scrape.DamagedError
}

func newReader(holds func(string) bool, asOf time.Time) *reader {
	return &reader{holds: holds, asOf: asOf, found: map[string]shelf{}, digests: map[string]bool{}}
}

// errNoIndex says that an answer is no rows of an index.
var errNoIndex = errors.New("the archive's index answered with something else than rows")

// read takes in one answer and returns the key under which the index goes on, "" at its end. The error is errNoIndex or a
// *hiddenError.
func (r *reader) read(body []byte) (resume string, err error) {
	understood, strange := 0, ""
	odd, lost := len(r.odd), r.lost
	for len(body) > 0 {
		line, rest, _ := bytes.Cut(body, []byte("\n"))
		body, line = rest, bytes.TrimRight(line, "\r")
		if len(line) == 0 {
			resume = string(bytes.TrimSpace(body))
			break
		}
		if r.rows++; bytes.Equal(line, r.line) {
			continue
		}
		r.line = append(r.line[:0], line...)
		if row, ok := parseRow(line); ok {
			understood++
			r.add(row)
			continue
		}
		if h := hiddenBy(string(line)); h != nil {
			return "", h
		}
		strange = string(line)
		r.misread(scrape.Capture{}, fmt.Sprintf("a line of the index is not understood: %.80q", line))
	}
	if (strange != "" && understood == 0) || strings.ContainsAny(resume, " \n") {
		r.odd, r.lost = r.odd[:odd], lost
		return "", fmt.Errorf("%w: %.80q", errNoIndex, strange+resume)
	}
	return resume, nil
}

// misread notes a fault of the index.
func (r *reader) misread(c scrape.Capture, what string) {
	if len(r.odd) >= maxOdd {
		r.lost++
		return
	}
	r.odd = append(r.odd, odd{c, &scrape.DamagedError{Archive: name, Record: c.Record, URL: c.URL, What: what}})
}

// faults returns the faults of the index, the last of which speaks for those that were not kept.
func (r *reader) faults() []odd {
	if r.lost > 0 {
		what := fmt.Sprintf("%d more lines of the index are not understood", r.lost)
		r.odd, r.lost = append(r.odd, odd{damage: &scrape.DamagedError{Archive: name, What: what}}), 0
	}
	return r.odd
}

// add puts a row on the shelf of its address.
func (r *reader) add(w row) {
	if !bytes.Equal(w.original, r.raw) {
		r.turn(w.original)
	}
	if r.address == "" {
		return
	}
	at, ok := parseStamp(string(w.stamp))
	if !ok {
		c := scrape.Capture{URL: r.address, Record: string(w.stamp) + "/" + r.address}
		r.misread(c, "the index gives a time that does not exist")
		return
	}
	if !r.asOf.IsZero() && at.After(r.asOf) {
		return
	}
	digest := string(w.digest)
	rank := rankOf(string(w.status))
	if rank == good {
		if len(r.digests) >= maxDigests {
			clear(r.digests) // what is revisited is mostly the newest
		}
		r.digests[digest] = true
	}
	if rank == revisit && r.digests[digest] {
		rank = good
	}
	shelf := r.found[r.canonical]
	r.found[r.canonical] = shelf.put(held{memento{at, r.address}, digest, rank})
}

// turn goes on to another original. Rows come sorted by address, so the contents of the last one are forgotten.
func (r *reader) turn(original []byte) {
	r.raw = append(r.raw[:0], original...)
	r.address = captured(string(original))
	canonical := scrape.Canonical(r.address)
	if r.address == "" || !r.holds(canonical) {
		r.address = ""
		return
	}
	if canonical != r.canonical {
		r.canonical = canonical
		clear(r.digests)
	}
}
