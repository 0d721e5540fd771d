package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Locator says where words were read.
type Locator struct {
	// Archive names the file or source that held the capture, without its folder.
	Archive string `json:"archive,omitempty"`
	// Record is the capture's identifier in its archive (a WARC-Record-ID).
	Record string `json:"record,omitempty"`
	// URL is the address that was captured.
	URL string `json:"url"`
	// Time is when the capture was made, in UTC; zero where the source does not say.
	Time time.Time `json:"time,omitzero"`
	// Reader is the way the page was read: "state", "json", "json-ld", "html", "url".
	Reader string `json:"reader"`
	// Path is the JSON pointer or the selector of the value within the page. A pointer into JSON that is itself a
	// string inside JSON is written after the outer one, with "!" between them; a flag that a profile turns into a word
	// ("is_out_of_stock" into "in_stock") is followed by "=" and what the page says.
	Path string `json:"path,omitempty"`
}

// Quote is a shop's own words and where they stand. The zero Quote means that nothing was stated.
type Quote struct {
	Text string  `json:"text"`
	At   Locator `json:"at"`
}

// Provenance says where the value of one field of one variant comes from. A field that several captures state has one
// for each; Used marks those whose words became the value.
type Provenance struct {
	Key   Key    `json:"key"`
	Field string `json:"field"` // JSON name of the variant's field; "specs.battery_mah" for a spec
	Raw   string `json:"raw"`   // the shop's words; empty for "product_detail", a table whose lines are the words
	Used  bool   `json:"used"`
	// Rule is what made a value of the words: the row of a table, "colors.csv: moonlight silver", the form that they have,
	// "price: sign before, comma groups; en-GB", or that they were taken as they stand. It is "" in what an older
	// pocomigrate wrote.
	Rule string  `json:"rule,omitempty"`
	At   Locator `json:"at"`
}

// LineKey orders provenance. Two may share it.
func (p Provenance) LineKey() string {
	return string(p.Key) + "\x00" + p.Field + "\x00" + p.At.URL + "\x00" + p.At.Path + "\x00" + p.Raw
}

// CompareProvenance orders provenance as its line keys do, as long as no word holds a NUL.
func CompareProvenance(a, b Provenance) int {
	return cmp.Or(
		cmp.Compare(a.Key, b.Key), cmp.Compare(a.Field, b.Field), cmp.Compare(a.At.URL, b.At.URL),
		cmp.Compare(a.At.Path, b.At.Path), cmp.Compare(a.Raw, b.Raw),
	)
}

// Sources is the provenance of one variant as it is stored, a line of sources.jsonl: each capture once, each place in it
// once with the fields that its words speak for.
type Sources struct {
	Key      Key       `json:"key"`
	Captures []Capture `json:"captures"`
	Words    []Words   `json:"words"`
}

// Capture is one recorded answer; see [Locator].
type Capture struct {
	Archive string    `json:"archive,omitempty"`
	Record  string    `json:"record,omitempty"`
	URL     string    `json:"url"`
	Time    time.Time `json:"time,omitzero"`
}

// Words are what a shop says at one place, and what they were used for.
type Words struct {
	Capture int    `json:"capture"` // index of the capture among those of the line
	Reader  string `json:"reader"`
	Path    string `json:"path,omitempty"`
	Raw     string `json:"raw,omitempty"`
	// Fields are those whose value the words became, Unused those that other words decided, both sorted. A field that
	// the words speak for in two ways, as of two offers, stands twice.
	Fields []string `json:"fields,omitempty"`
	Unused []string `json:"unused,omitempty"`
	// Rules are the rules of Fields and UnusedRules those of Unused, one for each; both are left out in what an older
	// pocomigrate wrote.
	Rules       []string `json:"rules,omitempty"`
	UnusedRules []string `json:"unused_rules,omitempty"`
}

// NewSources returns the provenance of one variant in its stored form, which does not depend on the order of list. All of
// list must have the key.
func NewSources(key Key, list []Provenance) Sources {
	s := Sources{Key: key, Captures: make([]Capture, len(list))}
	words := make([]Words, 0, len(list))
	for i, p := range list {
		s.Captures[i] = captureOf(p.At)
	}
	slices.SortFunc(s.Captures, compareCaptures)
	s.Captures = slices.Clone(slices.CompactFunc(s.Captures, func(a, b Capture) bool { return compareCaptures(a, b) == 0 }))

	of := make([]int, len(list)) // the capture of each
	for i, p := range list {
		of[i], _ = slices.BinarySearchFunc(s.Captures, captureOf(p.At), compareCaptures)
	}
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := &list[i], &list[j]
		return cmp.Or(
			cmp.Compare(of[i], of[j]), comparePlaces(*a, *b), cmp.Compare(unused(a), unused(b)), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Rule, b.Rule),
		)
	})
	// All fields and rules of the line share two arrays, in which those of one place lie together.
	fields, rules := make([]string, len(list)), make([]string, len(list))
	for n, i := range order {
		p := &list[i]
		fields[n], rules[n] = p.Field, p.Rule
		if n == 0 || of[order[n-1]] != of[i] || comparePlaces(list[order[n-1]], *p) != 0 {
			words = append(words, Words{Capture: of[i], Reader: p.At.Reader, Path: p.At.Path, Raw: p.Raw})
		}
		if w := &words[len(words)-1]; p.Used {
			from := n - len(w.Fields)
			w.Fields, w.Rules = fields[from:n+1:n+1], rules[from:n+1:n+1]
		} else {
			from := n - len(w.Unused)
			w.Unused, w.UnusedRules = fields[from:n+1:n+1], rules[from:n+1:n+1]
		}
	}
	s.Words = slices.Clone(words)
	for i := range s.Words {
		s.Words[i].Rules, s.Words[i].UnusedRules = said(s.Words[i].Rules), said(s.Words[i].UnusedRules)
	}
	return s
}

// unused sorts what became a value before what did not.
func unused(p *Provenance) int {
	if p.Used {
		return 0
	}
	return 1
}

// said returns rules, nil where none of them says anything.
func said(rules []string) []string {
	if slices.ContainsFunc(rules, func(r string) bool { return r != "" }) {
		return rules
	}
	return nil
}

func captureOf(at Locator) Capture { return Capture{at.Archive, at.Record, at.URL, at.Time} }

func compareCaptures(a, b Capture) int {
	return cmp.Or(cmp.Compare(a.URL, b.URL), a.Time.Compare(b.Time), cmp.Compare(a.Archive, b.Archive), cmp.Compare(a.Record, b.Record))
}

// comparePlaces orders words of one capture.
func comparePlaces(a, b Provenance) int {
	return cmp.Or(cmp.Compare(a.At.Reader, b.At.Reader), cmp.Compare(a.At.Path, b.At.Path), cmp.Compare(a.Raw, b.Raw))
}

// LineKey orders the lines of sources.jsonl; it is unique within a snapshot.
func (s Sources) LineKey() string { return string(s.Key) }

// Check says what is wrong with stored sources: a capture that is not there, or words that speak for no field.
func (s Sources) Check() error {
	for i, w := range s.Words {
		if w.Capture < 0 || w.Capture >= len(s.Captures) {
			return fmt.Errorf("sources of %s: words %d name capture %d of %d", s.Key, i, w.Capture, len(s.Captures))
		}
		if len(w.Fields)+len(w.Unused) == 0 {
			return fmt.Errorf("sources of %s: words %d speak for no field", s.Key, i)
		}
		if n, m := len(w.Rules), len(w.UnusedRules); n > 0 && n != len(w.Fields) || m > 0 && m != len(w.Unused) {
			return fmt.Errorf("sources of %s: words %d have not one rule for each field", s.Key, i)
		}
	}
	return nil
}

// Provenance returns what s was made from, in the order of [CompareProvenance]. S must have passed Check.
func (s Sources) Provenance() []Provenance {
	var out []Provenance
	for _, w := range s.Words {
		c := s.Captures[w.Capture]
		p := Provenance{Key: s.Key, Raw: w.Raw, At: Locator{c.Archive, c.Record, c.URL, c.Time, w.Reader, w.Path}}
		p.Used = true
		out = appendFields(out, p, w.Fields, w.Rules)
		p.Used = false
		out = appendFields(out, p, w.Unused, w.UnusedRules)
	}
	slices.SortStableFunc(out, CompareProvenance)
	return out
}

func appendFields(out []Provenance, p Provenance, fields, rules []string) []Provenance {
	for i, field := range fields {
		if p.Field, p.Rule = field, ""; i < len(rules) {
			p.Rule = rules[i]
		}
		out = append(out, p)
	}
	return out
}

// FoldSources returns provenance in its stored form. What is told of one variant stands together in list; the variants keep
// their order.
func FoldSources(list []Provenance) []Sources {
	var out []Sources
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].Key == list[0].Key {
			n++
		}
		out = append(out, NewSources(list[0].Key, list[:n]))
		list = list[n:]
	}
	return out
}
