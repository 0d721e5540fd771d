// Package addresses reads the lists of old addresses that a team holds: plain lists, tables in which one column holds
// addresses and another may count clicks, exports of Search Console, Google Analytics, Screaming Frog and Sitebulb, hits
// as GOV.UK keeps them, and access logs.
//
// A list is recognised by the shape of its columns. Headers are evidence beside that (data/headers.csv), since one export
// has other headers in every language and some have had four in one. Where neither decides, reading is an error that says
// how the caller can: nothing is guessed.
//
// A [List] is one file, row by row: each row is an address or is left out for a reason, and both are counted. [Join] makes
// one [Set] of several lists: ways of writing one address become one row, which keeps them all, and counts of different
// units are compared by their share of their list, since they cannot be added.
package addresses
