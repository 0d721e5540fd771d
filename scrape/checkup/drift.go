package checkup

import (
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// driftLines are what a shop's pages give beside the last run, each loss with the file to mend and what is looked for there.
func (s *shopCheck) driftLines(where func(file string, builtIn bool) string) []Line {
	if s.drift == nil {
		return nil
	}
	if s.drift.Note != "" {
		return []Line{{Shop: s.profile.ID, Reason: s.drift.Note}}
	}
	var out []Line
	for _, d := range s.drift.Lines {
		l := Line{
			Shop: s.profile.ID, Kind: d.Kind, Layout: strings.Join(d.Layouts, ", "), Field: d.Field, Found: d.Found, Of: d.Of,
			Measure: d.Measure, LastFound: d.LastFound, LastOf: d.LastOf, Fault: d.Warning,
		}
		for _, name := range d.Layouts {
			if lost := s.layouts[layoutKey{d.Kind, name}]; lost != nil && d.Warning != "" {
				l.File = where(lost.layout.File, lost.layout.BuiltIn)
				l.At = append(l.At, lookedFor(lost.layout, site.Field(d.Field))...)
			}
		}
		out = append(out, l)
	}
	return out
}

// lookedFor returns where a layout looks for a field, of a product or of its rows, each place once; of the page as a whole what it needs.
func lookedFor(l *site.Layout, field site.Field) []string {
	if field == "" {
		if l.Needs == "" {
			return nil
		}
		return []string{l.Needs}
	}
	var out []string
	for _, part := range l.Parts() {
		if part.Field != field {
			continue
		}
		for _, place := range l.Expressions(part) {
			if !slices.Contains(out, place) {
				out = append(out, place)
			}
		}
	}
	return out
}
