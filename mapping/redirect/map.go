package redirect

import (
	"cmp"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// Input is what a map is made of.
type Input struct {
	Snapshot string // its digest; names the map
	Coverage []catalog.Coverage
	Variants []catalog.Variant
	Mappings []mapping.Mapping // with the rulings laid over
	Listed   []Listed
	Existing []Existing
	Shops    Knowledge
	Policy   Policy
}

// Listed is an address that a team's list names.
type Listed struct {
	Address string
	Clicks  int64  // 0 where the list has none
	Place   string // file:line
}

// Map is what becomes of every old address that is known.
type Map struct {
	Snapshot string
	Rules    []Rule // sorted by address, each address once
	Hosts    []Host // of the old shops
	Sums     Sums

	shops    Knowledge
	policy   Policy
	at       map[Address]int // rules by address
	pages    map[Address]bool
	captured map[string]bool // regions of which the snapshot holds a page of a new shop
	remarks  []Finding       // what was found on the way
}

// Sums says what went in and what came out. In is the sum of Addresses and Respelled; Addresses that of the four states.
type Sums struct {
	Coverage  int `json:"coverage"` // addresses of coverage.jsonl
	Links     int `json:"links"`    // pages that variants name
	Listed    int `json:"listed"`   // lines of lists
	Existing  int `json:"existing"` // redirects in place that could be read
	Implied   int `json:"implied"`  // pages of which only addresses with a parameter were known
	Respelled int `json:"respelled"`
	Addresses int `json:"addresses"`

	Redirect int `json:"redirect"`
	Gone     int `json:"gone"`
	Pending  int `json:"pending"`
	Ignored  int `json:"ignored"`

	// Clicks are those of addresses of the old shops; Decided of these have a rule, Led lead to a page.
	Clicks        int64 `json:"clicks"`
	Decided       int64 `json:"clicks_decided"`
	Led           int64 `json:"clicks_redirected"`
	ForeignClicks int64 `json:"clicks_ignored"` // on addresses that are ignored
}

// In returns how many addresses went in.
func (s Sums) In() int { return s.Coverage + s.Links + s.Listed + s.Existing + s.Implied }

// Closes reports whether the sums close.
func (s Sums) Closes() bool {
	return s.In() == s.Addresses+s.Respelled && s.Addresses == s.Redirect+s.Gone+s.Pending+s.Ignored &&
		s.Decided <= s.Clicks && s.Led <= s.Decided
}

// New decides what becomes of each address. Redirects that are in place win over what it would have decided, which is told
// by [Map.Check].
func New(in Input) *Map {
	m := &Map{
		Snapshot: in.Snapshot, Hosts: in.Shops.Hosts(), shops: in.Shops, policy: in.Policy,
		at: map[Address]int{}, pages: map[Address]bool{}, captured: map[string]bool{},
	}
	b := newBuilder(m, in)
	for _, c := range in.Coverage {
		if b.isOld(c.Shop) {
			m.Sums.Coverage++
			b.add(c.URL)
		}
	}
	for _, v := range in.Variants {
		if b.isOld(v.Shop) && v.Link != "" && !b.linked[v.Link] {
			b.linked[v.Link] = true
			m.Sums.Links++
			b.add(v.Link)
		}
	}
	for _, l := range in.Listed {
		m.Sums.Listed++
		r := b.add(l.Address)
		r.Listed = true
		r.Clicks += l.Clicks
		r.named(l.Place)
	}
	b.imply()
	for i := range m.Rules {
		b.decide(&m.Rules[i], b.found[i])
	}
	b.merge(in.Existing)
	m.finish()
	return m
}

// named notes where an address stands.
func (r *Rule) named(place string) {
	const most = 3 // enough to find it
	if place != "" && len(r.Places) < most {
		r.Places = append(r.Places, place)
	}
}

// finish sorts the rules and adds up.
func (m *Map) finish() {
	slices.SortFunc(m.Rules, func(a, b Rule) int { return a.From.compare(b.From) })
	s := &m.Sums
	s.Addresses = len(m.Rules)
	for i, r := range m.Rules {
		m.at[r.From] = i
		if r.State == Ignored {
			s.ForeignClicks += r.Clicks
		} else {
			s.Clicks += r.Clicks
		}
		switch r.State {
		case Redirect:
			s.Redirect++
			s.Led += r.Clicks
			s.Decided += r.Clicks
		case Gone:
			s.Gone++
			s.Decided += r.Clicks
		case Pending:
			s.Pending++
		case Ignored:
			s.Ignored++
		}
	}
}

// Rule returns what becomes of an address, and false where the map does not know it.
func (m *Map) Rule(address string) (Rule, bool) {
	page, _ := m.shops.Old(address)
	i, ok := m.at[page.Address]
	if !ok {
		return Rule{}, false
	}
	return m.Rules[i], true
}

// Unmapped returns the addresses of the old shops that have no rule, those with most clicks first.
func (m *Map) Unmapped() []Rule {
	var out []Rule
	for _, r := range m.Rules {
		if r.State == Pending {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b Rule) int { return cmp.Compare(b.Clicks, a.Clicks) })
	return out
}
