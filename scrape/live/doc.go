// Package live fetches pages from the shops themselves: one request at a time to each host, at least a second apart,
// under a name that says who asks, and only what robots.txt allows (RFC 9309).
//
// It follows no redirect (a redirect is a page of its own), retries nothing, keeps no cookies and never reads more than
// 32 MiB of an answer. What it fetches is not recorded.
package live
