package addresses

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Set is what several lists say together.
type Set struct {
	Lists []*List // sorted by name, each file once
	// Repeated are the names of files with the bytes of another, which count once.
	Repeated []string
	// Rows are the addresses, those that weigh most first, then by their canonical form.
	Rows []Row
}

// Row is one address, however the lists write it.
type Row struct {
	Canonical string
	// Spellings are the ways in which it is written, sorted: whoever redirects the address must answer them all.
	Spellings []Spelling
	// Counts are what each list counts for it, in the order of the lists; a list that counts nothing for it is left out.
	Counts []Count
}

// Plainest returns the shortest spelling, of equally short ones the first: the one to ask for.
func (r *Row) Plainest() Spelling {
	best := r.Spellings[0]
	for _, s := range r.Spellings {
		if len(s.Address) < len(best.Address) {
			best = s
		}
	}
	return best
}

// Spelling is one way of writing an address, and where it stands first.
type Spelling struct {
	Address string
	Place   string // "FILE:LINE"
}

// Count is what one list counts for one address.
type Count struct {
	List  string
	Unit  Unit
	Count int64
	Share float64 // of all that the list counts for addresses; 0 where that is nothing
}

// Weight returns the count that says most about how much an address matters: the largest share over the lists, those that
// count visits before those that stand in for them. It is false where no list counts anything for it.
func (r *Row) Weight() (Count, bool) {
	var best Count
	for i, c := range r.Counts {
		if i == 0 || compareWeight(c, best) < 0 {
			best = c
		}
	}
	return best, len(r.Counts) > 0
}

// Clicks returns the count of [Row.Weight], whatever its unit, and whether there is one.
func (r *Row) Clicks() (int64, bool) {
	c, ok := r.Weight()
	return c.Count, ok
}

// compareWeight orders the heavier count first; of equal ones, the first list's.
func compareWeight(a, b Count) int {
	if a.Unit.Proxy() != b.Unit.Proxy() {
		if a.Unit.Proxy() {
			return 1
		}
		return -1
	}
	return cmp.Compare(b.Share, a.Share)
}

// Folded returns how many rows of the lists say an address that another row has said before, in whatever spelling: the
// entries of all lists are the rows of the set and these.
func (s *Set) Folded() int {
	n := -len(s.Rows)
	for _, l := range s.Lists {
		n += len(l.Entries)
	}
	return n
}

// Join makes one set of several lists. Their order does not matter.
func Join(lists ...*List) *Set {
	s := &Set{}
	for _, l := range slices.SortedStableFunc(slices.Values(lists), byName) {
		if slices.ContainsFunc(s.Lists, func(k *List) bool { return k.digest == l.digest }) {
			s.Repeated = append(s.Repeated, l.Name)
			continue
		}
		s.Lists = append(s.Lists, l)
	}
	rows := map[string]*Row{}
	for _, l := range s.Lists {
		l.join(rows)
	}
	for _, canonical := range slices.Sorted(maps.Keys(rows)) {
		s.Rows = append(s.Rows, *rows[canonical])
	}
	slices.SortStableFunc(s.Rows, compareRows)
	return s
}

func byName(a, b *List) int {
	return cmp.Or(strings.Compare(a.Name, b.Name), slices.Compare(a.digest[:], b.digest[:]))
}

func compareRows(a, b Row) int {
	x, known := a.Weight()
	y, alsoKnown := b.Weight()
	switch {
	case known && alsoKnown:
		return compareWeight(x, y)
	case known:
		return -1
	case alsoKnown:
		return 1
	}
	return 0
}

// join adds what a list says to the rows.
func (l *List) join(rows map[string]*Row) {
	total := l.Total()
	for _, e := range l.Entries {
		r := rows[e.Canonical]
		if r == nil {
			r = &Row{Canonical: e.Canonical}
			rows[e.Canonical] = r
		}
		i, found := slices.BinarySearchFunc(r.Spellings, e.Address, func(s Spelling, a string) int { return strings.Compare(s.Address, a) })
		if !found {
			r.Spellings = slices.Insert(r.Spellings, i, Spelling{e.Address, l.place(e.Line)})
		}
		if e.Counted {
			r.count(l, e.Count, total)
		}
	}
}

// count adds to what a list counts for the row. Lists are joined one after the other, so that the last count is the list's
// own or that of another.
func (r *Row) count(l *List, n, total int64) {
	if len(r.Counts) == 0 || r.Counts[len(r.Counts)-1].List != l.Name {
		r.Counts = append(r.Counts, Count{List: l.Name, Unit: l.Unit})
	}
	c := &r.Counts[len(r.Counts)-1]
	c.Count += n
	if total > 0 {
		c.Share = float64(c.Count) / float64(total)
	}
}
