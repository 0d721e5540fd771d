package addresses

import (
	"cmp"
	"crypto/sha256"
	"slices"
	"strconv"
)

// Unit is what a list counts.
type Unit string

// The units, the most telling first. Links stand in for visits where nobody counted those: see [Unit.Proxy].
const (
	Clicks       Unit = "clicks"
	Sessions     Unit = "sessions"
	Views        Unit = "views"
	Hits         Unit = "hits"
	LinkingSites Unit = "linking sites"
	Links        Unit = "links"
)

// units are all of them, the most telling first: of several columns that count, the first of these is read.
var units = []Unit{Clicks, Sessions, Views, Hits, LinkingSites, Links}

// Proxy reports whether the unit stands in for visits and does not count them.
func (u Unit) Proxy() bool { return u == Links || u == LinkingSites }

// Options say how a list is read. The zero Options recognise every column and want addresses with a host.
type Options struct {
	// Host stands before addresses that begin with a slash, such as "www.po.co".
	Host string
	// Columns says what each column holds, from the left, for a list that is not recognised: "url" (an address or a path), "host", the
	// name of a [Unit], or "-" for a column that does not count.
	Columns []string
	// Canonical returns the form under which addresses of one page are the same; nil leaves addresses as they are. The
	// package folds further what no program that serves pages tells apart: see [Fold].
	Canonical func(string) string
}

// List is one file of addresses.
type List struct {
	Name   string
	Format string // what it was taken for, for people: "Search Console", "list"
	Unit   Unit   // what it counts; empty where it counts nothing
	// Period is the time that its counts are of, in the list's own words; empty where it does not say.
	Period string
	// Rows is how many rows were read below the header: the entries and those that were ignored.
	Rows    int
	Entries []Entry
	Ignored []Ignored // sorted by reason
	// Unknown are the headers of columns that were not understood, in their order.
	Unknown []string
	// Notes are what a person should know before relying on the list, one sentence each.
	Notes []string

	digest [sha256.Size]byte // of the file; the same file twice counts once
}

// Entry is one row with an address.
type Entry struct {
	Line      int    // in the file, or the row of the sheet, counted from 1
	Address   string // as it is written, with the host where the list leaves it out
	Canonical string
	Count     int64
	Counted   bool // false where the list states no count, which is not the same as none
}

// Ignored counts rows that are no address to be carried over.
type Ignored struct {
	Reason string
	Rows   int
	Count  int64  // of what the list counts
	First  string // the first of them, as "FILE:LINE: TEXT"
}

// The reasons for which a row is left out.
const (
	Furniture    = "style sheets, scripts, images, fonts and probes"
	TotalRow     = "total rows"
	Unattributed = "rows that the list could not attribute to a page"
	NoAddress    = "rows without an address"
	TooLong      = "addresses longer than 8,192 bytes"
	NoHost       = "paths without a host; --host says whose they are"
	Ragged       = "rows with more cells than the header"
	AboveHeader  = "lines above the header"
	OtherTable   = "rows of tables without addresses"
	NotAPage     = "requests that ask for no page"
)

func (l *List) ignore(reason string, line int, text string, count int64) {
	l.Rows++
	i, found := slices.BinarySearchFunc(l.Ignored, reason, func(a Ignored, r string) int { return cmp.Compare(a.Reason, r) })
	if !found {
		l.Ignored = slices.Insert(l.Ignored, i, Ignored{Reason: reason, First: l.place(line) + ": " + shortened(text)})
	}
	l.Ignored[i].Rows++
	l.Ignored[i].Count += count
}

func (l *List) place(line int) string { return l.Name + ":" + strconv.Itoa(line) }

// shortened keeps a message on its line.
func shortened(text string) string {
	if r := []rune(text); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return text
}

// Total returns the sum of the counts of all entries.
func (l *List) Total() int64 {
	var sum int64
	for _, e := range l.Entries {
		sum += e.Count
	}
	return sum
}
