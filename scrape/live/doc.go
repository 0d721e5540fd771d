// Package live fetches pages from the shops themselves, under a name that says who asks, and only what robots.txt allows
// (RFC 9309).
//
// A [Fetcher] may be called from many goroutines; it alone decides when which host is asked. One scheme, host and port is
// one host. Its requests start in the order in which they were wanted, at least 1/Rate seconds apart or as far as its
// robots.txt asks for (Crawl-delay, of which a minute is honoured), and no more than Concurrency are under way.
//
// A request that gets no answer, a broken one, or status 429, 500, 502, 503 or 504 is repeated, up to Attempts times in
// all. What says that the host is in trouble (no answer, 429, 502, 503, 504) makes the whole host rest: for what
// Retry-After asks, else twice as long after each failure in a row, up to a minute; then one request at a time tries it,
// until one succeeds. After 8 failures in a row the host is left alone for five minutes and what is wanted of it fails at
// once; so it does for the rest of the run once the host asks for more than ten minutes. The last answer to an address is
// its page, whatever its status, which is for the shop's profile to judge.
//
// Each answer that is whole goes to the Recorder as it came, redirects, refusals and robots.txt among them; one that is
// cut, does not decode or is over a limit is not recorded, and ends as a [scrape.FailedError]. Redirects are pages and are
// not followed, but for those of robots.txt. Only public addresses are connected to, whatever a name resolves to.
package live
