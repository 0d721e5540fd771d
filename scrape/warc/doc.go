// Package warc reads and writes web archives: WARC 1.0 and 1.1 files, plain or gzipped, and WACZ, which is a zip of them.
//
// [Open] walks the file once and keeps an index of addresses and offsets, no bodies; a page is read when it is asked for.
// A page is a response record with its HTTP head taken off and its encodings undone, a resource record (what a browser
// showed, without a head), or a revisit record, which borrows the body of an earlier one, of another archive if [Join] was
// told of it. What our own recorder noted of an address that gave nothing is a [scrape.FailedError]. Other records are
// skipped.
//
// Real archives are often hurt: crawls stop in the middle of a record, disks lose blocks, writers miscount. One bad record
// is reported as a [scrape.DamagedError] and reading goes on at the next that can be found; so is a member of a WACZ that
// is not what its package says. The index files inside a WACZ are not used, since a walk over the records finds what they
// leave out. A .warc.gz that is one single gzip member is read too, though each page then costs inflating all that stands
// before it.
//
// A [Writer] records a crawl, exchange by exchange; a recording that was interrupted goes on after its [Archive.Whole] part,
// and [Seal] packs a finished one as a WACZ. What is written depends on nothing but what is given: no clock, no randomness.
//
// The formats: https://iipc.github.io/warc-specifications/ and https://specs.webrecorder.net/wacz/1.1.1/.
package warc
