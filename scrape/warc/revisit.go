package warc

import (
	"errors"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// revisit is what an entry has beyond others when it repeats an earlier record, or may be repeated.
type revisit struct {
	origin  *entry     // of a revisit: the record that holds its body, of this archive or another
	refers  *reference // of a revisit, else nil
	version uint64     // of the answer, by its validator; 0 where it has none
}

// reference is what a revisit says of the record it repeats.
type reference struct {
	id, url     string
	time        time.Time
	notModified bool // a 304 was got, and not the same body again
}

// Join lets revisits in one archive borrow the body of a record in another, as crawlers write them that know what an
// earlier crawl got. It is called once, before the archives are used, and each is closed after the last of them was used.
func Join(archives ...*Archive) {
	indexes := make([]*index, len(archives))
	for i, a := range archives {
		indexes[i] = a.index
	}
	resolve(indexes...)
}

// unresolved is the fault of a revisit whose body is not to be had.
var unresolved = &fault{"revisit without a body", errors.New("the record it repeats is not in this archive; give the archive that holds it too")}

// lender is by what a record is known that a revisit may repeat. The fields that do not matter are zero.
type lender struct {
	id      string
	url     string // canonical
	unix    int64  // a revisit and the record it repeats may differ in the precision of the time
	digest  string
	version uint64
}

// isEmptyDigest says that a digest is that of no payload at all, which many records have that are not the same.
func isEmptyDigest(digest string) bool {
	switch digest {
	case "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", "md5:d41d8cd98f00b204e9800998ecf8427e",
		"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855":
		return true
	}
	return false
}

// lenders returns by what to look for the record that a revisit repeats, in this order: the one it names, if that is of the
// address and time it names; one of that address and time; one with the same digest, of its own address if there is one;
// and for a 304 the version of its address that the validator names.
func (e *entry) lenders() []lender {
	var all []lender
	r := e.refers
	if named := scrape.Canonical(r.url); named == "" {
		all = append(all, lender{id: r.id})
	} else {
		all = append(all, lender{id: r.id, url: named, unix: r.time.Unix()}, lender{url: named, unix: r.time.Unix()}, lender{id: r.id, url: named})
	}
	own := scrape.Canonical(e.url)
	empty := isEmptyDigest(e.digest)
	if !empty || !r.notModified {
		all = append(all, lender{url: own, digest: e.digest})
	}
	if !empty {
		all = append(all, lender{digest: e.digest})
	}
	if r.notModified {
		all = append(all, lender{url: own, version: e.version})
	}
	return slices.DeleteFunc(all, func(l lender) bool { return !l.tells() })
}

// tells says that a lender is known by more than its address.
func (l lender) tells() bool { return l.id != "" || l.unix != 0 || l.digest != "" || l.version != 0 }

// lends returns by what a record that holds a body may be known.
func (e *entry) lends() []lender {
	own, unix := scrape.Canonical(e.url), e.time.Unix()
	return []lender{
		{id: e.id, url: own, unix: unix},
		{id: e.id, url: own},
		{id: e.id},
		{url: own, unix: unix},
		{url: own, digest: e.digest},
		{digest: e.digest},
		{url: own, version: e.version},
	}
}

// resolve finds for each revisit that lacks it the record whose body it repeats. Of several records that are known by the
// same, the first counts.
func resolve(indexes ...*index) {
	wanted := map[lender]*entry{}
	var open []*entry
	for _, ix := range indexes {
		for _, e := range ix.entries {
			if e.kind == kindRevisit && e.origin == nil && (e.bad == nil || e.bad == unresolved) {
				open = append(open, e)
				for _, l := range e.lenders() {
					wanted[l] = nil
				}
			}
		}
	}
	if len(open) == 0 {
		return
	}
	for _, ix := range indexes {
		for _, e := range ix.entries {
			if (e.kind != kindResponse && e.kind != kindResource) || e.bad != nil {
				continue
			}
			for _, l := range e.lends() {
				if held, ok := wanted[l]; ok && held == nil {
					wanted[l] = e
				}
			}
		}
	}
	for _, e := range open {
		e.bad = unresolved
		for _, l := range e.lenders() {
			if held := wanted[l]; held != nil {
				e.origin, e.bad = held, nil
				break
			}
		}
	}
}

// versionOf returns a number for what validators say of an answer's version, 0 for nothing: the ETag counts, or else the
// date, since a 304 may leave out the date of what has an ETag.
func versionOf(etag, lastModified string) uint64 {
	if etag = strings.TrimPrefix(etag, "W/"); etag == "" {
		etag = lastModified
	}
	if etag == "" {
		return 0
	}
	h := fnv.New64a()
	h.Write([]byte(etag))
	return h.Sum64()
}
