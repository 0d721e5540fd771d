package review

import (
	"cmp"
	"slices"

	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
)

// Count is how far the work on some variants is. Variants is the sum of the others.
type Count struct {
	Name     string
	Variants int
	Sure     int // nobody was asked: the matcher is sure and no person has ruled
	Done     int // a ruling settles them
	Pending  int // they wait for a person, or for one who deferred or rejected
}

func (c *Count) add(p pair) {
	c.Variants++
	switch {
	case p.Open():
		c.Pending++
	case p.Settled():
		c.Done++
	default:
		c.Sure++
	}
}

// Progress is how far the work on all old variants is, counted in several ways. Each list of counts adds up to All.
type Progress struct {
	All       Count
	Shops     []Count // by name
	Reviewers []Count // by name; those whom no ruling concerns are under ""
	Bands     []Count // by the score of the proposal, the surest first
	Patterns  []Count // of variants that somebody was or is asked about, those with the most pending first; the others are under ""
	// Unlaid is of how many variants the snapshot's mappings do not show the ruling that the ledger holds now.
	Unlaid int
}

// Measure counts how far the work is, by a snapshot and what the ledger holds now.
func Measure(in Input, l *ledger.Ledger) Progress {
	t := newTaking(in, l, Terms{})
	out := Progress{All: Count{Name: "all"}}
	shops, reviewers, bands, patterns := counts{}, counts{}, counts{}, counts{}
	for _, p := range t.pairs {
		if p.Status == mapping.New {
			continue
		}
		p, reviewer := t.laid(p)
		if p.unlaid {
			out.Unlaid++
		}
		out.All.add(p.pair)
		shops.at(p.from().String()).add(p.pair)
		reviewers.at(reviewer).add(p.pair)
		bands.at(band(p.Score)).add(p.pair)
		words := ""
		if p.Open() || p.Settled() {
			words = PatternOf(p.Mapping)
		}
		patterns.at(words).add(p.pair)
	}
	byName := func(a, b Count) int { return cmp.Compare(a.Name, b.Name) }
	out.Shops, out.Reviewers = shops.sorted(byName), reviewers.sorted(byName)
	out.Bands = bands.sorted(func(a, b Count) int { return cmp.Compare(bandAt(a.Name), bandAt(b.Name)) })
	out.Patterns = patterns.sorted(func(a, b Count) int { return cmp.Or(b.Pending-a.Pending, cmp.Compare(a.Name, b.Name)) })
	return out
}

// laidPair is a pair with the ruling that holds now.
type laidPair struct {
	pair

	unlaid bool // the snapshot's mapping has another one, or none
}

// laid returns a pair with the ruling that the ledger holds, and whose it is.
func (t *taking) laid(p pair) (laidPair, string) {
	key := p.SourceKey()
	i := t.rulings.Holds(key, p.Target)
	out := laidPair{pair: p}
	ruling, reviewer := mapping.Ruling(""), ""
	if i >= 0 {
		ruling, reviewer = t.standing[i].Ruling, cmp.Or(t.standing[i].Reviewer, "(unnamed)")
	}
	if ruling == p.Ruling {
		return out, reviewer
	}
	out.unlaid, out.Ruling = true, ruling
	out.Flags = slices.DeleteFunc(slices.Clone(p.Flags), func(f mapping.Flag) bool {
		return f == mapping.TargetMissing || f == mapping.RulingAmbiguous // of a ruling that holds no more
	})
	return out, reviewer
}

// counts collects counts by name.
type counts map[string]*Count

func (c counts) at(name string) *Count {
	if c[name] == nil {
		c[name] = &Count{Name: name}
	}
	return c[name]
}

func (c counts) sorted(compare func(a, b Count) int) []Count {
	var out []Count
	for _, n := range c {
		out = append(out, *n)
	}
	slices.SortFunc(out, compare)
	return out
}

// bands part the scores of proposals: what is accepted unasked lies in the first.
var bands = []struct {
	least mapping.Score
	name  string
}{
	{0.99, "0.99 to 1"}, {0.95, "0.95 to 0.99"}, {0.8, "0.80 to 0.95"}, {0.5, "0.50 to 0.80"}, {0, "below 0.50"},
}

const noProposal = "no proposal"

func band(s mapping.Score) string {
	if s == 0 {
		return noProposal
	}
	for _, b := range bands {
		if s >= b.least {
			return b.name
		}
	}
	return noProposal
}

func bandAt(name string) int {
	for i, b := range bands {
		if b.name == name {
			return i
		}
	}
	return len(bands)
}
