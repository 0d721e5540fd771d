package checkup

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/drift"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// Line is one line of what shops check says.
type Line struct {
	Shop   catalog.ShopID `json:"shop"`
	Kind   site.Kind      `json:"kind,omitempty"`
	Layout string         `json:"layout,omitempty"`
	File   string         `json:"file,omitempty"`
	Field  string         `json:"field,omitempty"`
	At     []string       `json:"at,omitempty"`
	Found  int            `json:"found"`
	Of     int            `json:"of"`
	URL    string         `json:"url,omitempty"`
	Reason string         `json:"reason,omitempty"`
	Fault  string         `json:"fault,omitempty"`
	// Of a comparison with the last run:
	Measure   drift.Measure `json:"measure,omitempty"`
	LastFound int           `json:"last_found,omitzero"`
	LastOf    int           `json:"last_of,omitzero"`
}

// Words says for people on how many pages something was found, and what is wrong.
func (l *Line) Words() string {
	var said string
	switch {
	case l.Measure != "":
		said = fmt.Sprintf("%s %d of %d, last run %d of %d", l.Measure, l.Found, l.Of, l.LastFound, l.LastOf)
	case l.Reason != "" && l.Of == 0:
		said = l.Reason
	case l.Reason != "":
		said = fmt.Sprintf("%d not judged: %s", l.Of, l.Reason)
	case l.URL == "":
		said = fmt.Sprintf("%d of %d", l.Found, l.Of)
	}
	if l.Fault == "" {
		return said
	}
	where := []string{l.File, l.URL, l.Fault}
	if l.Measure != "" && len(l.At) > 0 {
		where = append(where, "look at "+strings.Join(l.At, " or "))
	}
	return strings.TrimSpace(said + "  FAULT " + strings.Join(slices.DeleteFunc(where, func(s string) bool { return s == "" }), ": "))
}

// Lines returns what there is to say, shop by shop in the order of their profiles, and how many faults are in it.
func (c *Checkup) Lines(where func(file string, builtIn bool) string) (out []Line, faults int) {
	for _, id := range c.Checked() {
		out = append(out, c.shops[id].lines(where)...)
	}
	for _, l := range out {
		if l.Fault != "" {
			faults++
		}
	}
	return out, faults
}

func (s *shopCheck) lines(where func(file string, builtIn bool) string) []Line {
	var out []Line
	said := map[layoutKey]bool{}
	for _, rule := range s.profile.Pages {
		for _, name := range rule.Layouts {
			key := layoutKey{rule.Kind, name}
			if l := s.layouts[key]; l != nil && !said[key] {
				said[key] = true
				out = append(out, l.lines(Line{
					Shop: s.profile.ID, Kind: rule.Kind, Layout: name, File: where(l.layout.File, l.layout.BuiltIn),
				})...)
			}
		}
	}
	profile := where(s.profile.File, s.profile.BuiltIn)
	slices.SortStableFunc(s.unread, func(a, b unread) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.url, b.url)) })
	for _, u := range s.unread {
		out = append(out, Line{Shop: s.profile.ID, Kind: u.kind, File: profile, URL: u.url, Fault: "no layout of its page rule reads this page"})
	}
	slices.Sort(s.unplaced)
	for _, url := range s.unplaced {
		out = append(out, Line{Shop: s.profile.ID, File: profile, URL: url, Fault: "no page rule describes this page"})
	}
	for _, key := range slices.SortedFunc(maps.Keys(s.outcomes), func(a, b outcomeKey) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.reason, b.reason))
	}) {
		out = append(out, Line{Shop: s.profile.ID, Kind: key.kind, Of: s.outcomes[key], Reason: key.reason})
	}
	return append(out, s.driftLines(where)...)
}

// lines says how the layout as a whole fitted, then each of its parts, of those pages on which it could be found.
func (l *layoutCheck) lines(head Line) []Line {
	head.Found, head.Of = l.fits, l.pages
	if l.fits == 0 {
		head.Fault = "the layout fits no page"
		if l.layout.Needs != "" {
			head.At = []string{l.layout.Needs}
			head.Fault += "; it needs " + l.layout.Needs
		}
	}
	out := []Line{head}
	if l.fits == 0 {
		return out
	}
	for _, part := range l.layout.Parts() {
		line := head
		line.Field, line.At, line.Found, line.Of = part.String(), l.layout.Expressions(part), l.found[part], l.fits
		if within, ok := l.layout.Within(part); ok {
			line.Of = l.found[within]
		}
		if line.Of > 0 && line.Found == 0 {
			line.Fault = "nothing at " + strings.Join(line.At, " or ")
		}
		if line.Of > 0 || part.Rule == 0 {
			out = append(out, line)
		}
	}
	return out
}
