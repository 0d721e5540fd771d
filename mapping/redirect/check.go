package redirect

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
)

// MaxHops is how many redirects are followed where the caller does not say: as many as search engines follow.
const MaxHops = 10

// CheckOptions say what the check of a map looks for.
type CheckOptions struct {
	// ManyToOne is how many old products may lead to one page before that is told; 0 is [DefaultManyToOne].
	ManyToOne int
}

// DefaultManyToOne is how many old products may lead to one page without a word: a device and its other name.
const DefaultManyToOne = 2

// Check judges the map alone: where each rule leads within it and by the snapshot. The findings are sorted.
func (m *Map) Check(o CheckOptions) []Finding {
	out := slices.Clone(m.remarks)
	for _, r := range m.Rules {
		if r.State == Redirect {
			out = append(out, m.checkRule(r)...)
		}
	}
	out = append(out, m.manyToOne(o.ManyToOne)...)
	out = append(out, m.open()...)
	for i := range out {
		if r, ok := m.Rule(out[i].Address); ok {
			out[i].Clicks = r.Clicks
		}
	}
	return Sort(out)
}

// checkRule follows one redirect through the map.
func (m *Map) checkRule(r Rule) []Finding {
	finding := func(id string, level Level, evidence string) []Finding {
		return []Finding{{ID: id, Level: level, Address: r.From.URL(), Target: r.To, Evidence: evidence}}
	}
	if page, _ := m.shops.Old(r.To); page.Address == r.From {
		return finding("self", Fault, "it leads to itself"+placed(r))
	}
	t, err := Follow(context.Background(), m, r.From.URL(), MaxHops, nil)
	if t.Loop || t.Long {
		out, _ := m.Judge(r, t)
		return out
	}
	if err != nil || t.redirects() == 0 {
		return finding("bad-target", Fault, fmt.Sprintf("%q is no address that a browser could follow%s", r.To, placed(r)))
	}
	out := m.target(r, t.Final, t.String()+placed(r))
	if t.redirects() > 1 {
		out = append(out, finding("chain", Warning, fmt.Sprintf("%d redirects where one does; --flatten leads straight to the end: %s%s",
			t.redirects(), t.String(), placed(r)))...)
	}
	if _, reason := m.shops.Old(r.To); strings.HasPrefix(r.To, "http://") && reason != "" {
		out = append(out, finding("insecure-target", Warning, "the target is asked without encryption"+placed(r))...)
	}
	switch last, _ := t.last(); {
	case last.Status == 410:
		out = append(out, finding("target-dead", Fault, "it ends at an address that is gone: "+t.String()+placed(r))...)
	case last.Unknown != "":
		out = append(out, m.missing(r, t)...)
	}
	return out
}

// missing tells a target that the snapshot does not hold: a fault for a product in a region that was captured, since there
// the page would be known, and else something to look at.
func (m *Map) missing(r Rule, t Trace) []Finding {
	region, kind, isNew := m.shops.Place(t.Final)
	if !isNew || kind == Home {
		return nil // told as foreign, or allowed; a shop that answers has a front page
	}
	level := Warning
	if (kind == Product || kind == Specs) && m.captured[region] {
		level = Fault
	}
	return []Finding{{
		ID: "target-missing", Level: level, Address: r.From.URL(), Target: r.To,
		Evidence: "the snapshot has no such page; capture it: " + t.Final + placed(r),
	}}
}

func placed(r Rule) string {
	if r.Place == "" || r.Reason == ByMapping {
		return ""
	}
	return " (" + r.Place + ")"
}

// manyToOne tells pages that more old products lead to than a page can take the place of.
func (m *Map) manyToOne(most int) []Finding {
	if most == 0 {
		most = DefaultManyToOne
	}
	from := map[Address][]string{}
	example := map[Address]Rule{}
	for _, r := range m.Rules {
		if r.State != Redirect || r.Kind == Home || r.Kind == Listing {
			continue
		}
		to, err := ParseAddress(r.To)
		if err != nil {
			continue // told on its own
		}
		what := cmp.Or(r.Slug, r.From.Host+r.From.Path)
		if _, ok := example[to]; !ok {
			example[to] = r
		}
		if !slices.Contains(from[to], what) {
			from[to] = append(from[to], what)
		}
	}
	var out []Finding
	for to, list := range from {
		if len(list) > most {
			slices.Sort(list)
			shown := list[:min(len(list), 5)] // enough to see what they are
			out = append(out, Finding{
				ID: "many-to-one", Level: Warning, Address: example[to].From.URL(), Target: example[to].To,
				Evidence: fmt.Sprintf("%d old products lead to this page: %s", len(list), strings.Join(shown, ", ")),
			})
		}
	}
	return out
}

// open tells the old shops that still answer.
func (m *Map) open() []Finding {
	var out []Finding
	last := Rule{}
	for _, r := range m.Rules {
		if r.Open && r.Answers() && r.Shop != last.Shop {
			out = append(out, Finding{
				ID: "shop-open", Level: Info, Address: r.From.URL(),
				Evidence: string(r.Shop) + " still answers by its profile: its rules are for the day when it closes",
			})
			last = r
		}
	}
	return out
}

// Flatten leads every redirect straight to where its chain ends, and returns how many it changed. Loops are left as they are.
func (m *Map) Flatten() int {
	n := 0
	ends := map[int]string{}
	for i, r := range m.Rules {
		t, err := Follow(context.Background(), m, r.From.URL(), MaxHops, nil)
		if err != nil || t.Loop || t.Long || t.redirects() < 2 {
			continue
		}
		ends[i] = t.Final
	}
	for i, to := range ends {
		r := &m.Rules[i]
		if last, ok := m.Rule(to); ok && last.State == Gone {
			continue // a page that leads to one that is gone is for a person
		}
		r.Detail += "; through " + r.To
		r.To = to
		n++
	}
	return n
}
