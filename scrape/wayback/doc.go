// Package wayback reads pages out of the Wayback Machine: its CDX index says what was captured when, its mementos are the
// captures as they came (the id_ form).
//
// It asks through any [scrape.Fetcher], which must ask once for each call and follow no redirect; retries and pacing are
// this package's own, by what the archive allows (see [Pace]). It starts no goroutines, and waiting ends with its context.
//
// Not every capture is shown. For each address, in canonical form, [Source.List] yields the newest capture that is good, a
// 200 or a revisit of one, and then up to two older ones whose content differs, so that a walk can go back when the shop
// answered with an empty page under status 200. Only where none is good, it yields one capture that is not: a revisit of an
// answer that the index does not show, else the newest redirect, 404 or the like, else the newest refusal (403, 429, 5xx).
// Captures come area by area, in each sorted by address, for one address in the order above. Captures after
// [Options].AsOf do not exist here.
//
// The index is read as a stream, at most 1,000,000 rows an area and 100,000 addresses a source; more is reported as a
// [scrape.FailedError] with reason "too_large" after what was found. Rows whose address is none (mail, inlined images,
// broken escapes) are passed over; rows that cannot be understood, and times that do not exist, are reported as damage.
//
// An answer is a memento only when it carries Memento-Datetime; its status is then the archived page's own. A redirect of
// the archive to the nearest capture is followed while that is one of the same address, not later than AsOf and within a
// day of the one wanted; any other is not a capture. Archived redirects are pages and lead where the shop said.
//
// The protocol: https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server and RFC 7089.
package wayback
