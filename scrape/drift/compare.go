package drift

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// Measure says what a comparison counts.
type Measure string

// The measures: pages of a kind that a layout could read, pages on which a field was found, variants whose sources
// disagree about a field, and values that are other ones for a variant that both walks hold.
const (
	Pages        Measure = "pages"
	Hits         Measure = "hits"
	Disagreement Measure = "disagreement"
	Changed      Measure = "changed"
)

// Line compares one count with that of the last time. Found of Of are the count and what it is part of, Rate is their
// quotient to four digits, and Low and High are the bounds of what it is a sample of; see [Wilson].
type Line struct {
	Measure   Measure   `json:"measure"`
	Kind      site.Kind `json:"kind,omitempty"`  // of Pages and Hits
	Field     string    `json:"field,omitempty"` // of all but Pages: of Hits one of the profile's, else one of the variant's
	Found     int       `json:"found"`
	Of        int       `json:"of"`
	Rate      float64   `json:"rate"`
	Low       float64   `json:"low"`
	High      float64   `json:"high"`
	LastFound int       `json:"last_found"`
	LastOf    int       `json:"last_of"`
	LastRate  float64   `json:"last_rate"`
	// Layouts are those that lost most pages, where something was lost: one, or several that lost as many.
	Layouts []string `json:"layouts,omitempty"`
	// Warning says in words what has probably happened; "" where chance explains the difference.
	Warning string `json:"warning,omitempty"`
}

// Values counts, for each field of variants that two walks hold, those whose value changed. The zero value has counted none.
type Values struct {
	Held    map[string]int // variants that state the field both times
	Changed map[string]int
}

// Comparison is what [Compare] says of a shop, or why it was not asked.
type Comparison struct {
	Note  string `json:"note,omitempty"` // why nothing was compared
	Lines []Line `json:"lines,omitempty"`
}

// NoLastTime is why a shop is not compared that no earlier walk read.
const NoLastTime = "no last run to compare with"

// Compare holds what was read now against the last time. The lines are sorted by measure, kind and field; what was counted neither
// time has none. Where the pages of a kind as a whole can no longer be read, that alone is warned of, and not each field.
func Compare(now, last Reading, values Values) []Line {
	var out []Line
	for _, k := range now.Pages {
		out = append(out, kindLines(k, last.kind(k.Kind))...)
	}
	for _, field := range keys(now.Disagree, last.Disagree) {
		l := newLine(Disagreement, "", field, now.Disagree[field], now.Variants, last.Disagree[field], last.Variants)
		if Fallen(l.LastFound, l.LastOf, l.Found, l.Of) {
			l.Warning = fmt.Sprintf("the sources of %d of %d variants disagree about %s, last run %d of %d: one of their layouts has probably changed",
				l.Found, l.Of, field, l.LastFound, l.LastOf)
		}
		out = append(out, l)
	}
	for _, field := range slices.Sorted(maps.Keys(values.Held)) {
		l := newLine(Changed, "", field, values.Changed[field], values.Held[field], 0, 0)
		if Most(l.Found, l.Of) {
			l.Warning = fmt.Sprintf("%s is another one for %d of %d variants that the last run holds, too: look whether the shop changed its goods or its pages",
				field, l.Found, l.Of)
		}
		out = append(out, l)
	}
	slices.SortStableFunc(out, func(a, b Line) int {
		return cmp.Or(cmp.Compare(order[a.Measure], order[b.Measure]), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Field, b.Field))
	})
	return out
}

// order is that of the measures among lines.
var order = map[Measure]int{Pages: 0, Hits: 1, Disagreement: 2, Changed: 3}

// kindLines compares the pages of a kind, then each field on those that could be read.
func kindLines(now, last Kind) []Line {
	whole := newLine(Pages, now.Kind, "", now.Read, now.Pages, last.Read, last.Pages)
	whole.Layouts = lost(now, last, "", whole)
	if Fallen(whole.Found, whole.Of, whole.LastFound, whole.LastOf) {
		whole.Warning = fmt.Sprintf("%d of %d %s pages could be read, last run %d of %d: %s",
			whole.Found, whole.Of, now.Kind, whole.LastFound, whole.LastOf, blame(whole.Layouts))
	}
	out := []Line{whole}
	for _, field := range keys(now.With, last.With) {
		l := newLine(Hits, now.Kind, string(field), now.With[field], now.Read, last.With[field], last.Read)
		l.Layouts = lost(now, last, field, l)
		if Fallen(l.Found, l.Of, l.LastFound, l.LastOf) {
			l.Warning = fmt.Sprintf("%s found on %d of %d %s pages, last run %d of %d: %s",
				field, l.Found, l.Of, now.Kind, l.LastFound, l.LastOf, blame(l.Layouts))
		}
		out = append(out, l)
	}
	return out
}

// lost returns the layouts to be named where a share became smaller.
func lost(now, last Kind, field site.Field, l Line) []string {
	if l.LastOf == 0 || l.Rate >= l.LastRate {
		return nil
	}
	return blamed(now, last, field)
}

func blame(layouts []string) string {
	switch len(layouts) {
	case 0:
		return "a layout has probably changed"
	case 1:
		return "the layout " + layouts[0] + " has probably changed"
	}
	return "the layouts " + strings.Join(layouts, ", ") + " have probably changed"
}

func newLine(m Measure, kind site.Kind, field string, found, of, last, lastOf int) Line {
	low, high := Wilson(found, of)
	return Line{
		Measure: m, Kind: kind, Field: field, Found: found, Of: of, LastFound: last, LastOf: lastOf,
		Rate: rate(found, of), LastRate: rate(last, lastOf), Low: rounded(low), High: rounded(high),
	}
}

func rate(found, of int) float64 {
	if of <= 0 {
		return 0
	}
	return rounded(share(found, of))
}

// rounded keeps four digits: a share of up to ten thousand pages.
func rounded(x float64) float64 { return math.Round(x*1e4) / 1e4 }
