package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/drift"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// watched is what a walk read of each shop, to be held against the last run.
type watched struct {
	readings map[catalog.ShopID]*drift.Reading
	values   map[catalog.ShopID]drift.Values
	some     bool // the walk kept to some products, which may be others than those of the last run
}

// watch counts what a walk read. The variants are those of the walk alone; before is what the folder held, nil for nothing.
func watch(catch *crawl.Catch, variants []catalog.Variant, before *contents, same bool) *watched {
	w := &watched{readings: catch.Readings, values: map[catalog.ShopID]drift.Values{}}
	for i := range variants {
		if r := w.readings[variants[i].Shop]; r != nil {
			r.Variant(contradicted(&variants[i]))
		}
	}
	if before == nil {
		return w
	}
	held := make(map[catalog.Key]*catalog.Variant, len(before.variants))
	for i := range before.variants {
		held[before.variants[i].Key] = &before.variants[i]
	}
	for i := range variants {
		v := &variants[i]
		if old := held[v.Key]; old != nil {
			w.changed(v, old, same)
		}
	}
	return w
}

// contradicted returns the fields of a variant that its sources disagree about.
func contradicted(v *catalog.Variant) []string {
	var out []string
	for _, i := range v.Issues {
		if field, ok := strings.CutSuffix(i.Code, "_conflict"); ok {
			out = append(out, cmp.Or(i.Field, field))
		}
	}
	return out
}

// steady are the fields whose values seldom change for a variant that stays. Those that our tables decide say nothing of the
// shop where the tables are other ones.
var steady = []struct {
	field string
	ours  bool
	of    func(*catalog.Variant) string
}{
	{"title", false, func(v *catalog.Variant) string { return v.Title }},
	{"color_label", false, func(v *catalog.Variant) string { return v.ColorLabel }},
	{"price", false, firstPrice},
	{"model", true, func(v *catalog.Variant) string { return v.Model }},
	{"ram_gb", true, func(v *catalog.Variant) string { return gigabytes(v.RAM) }},
	{"storage_gb", true, func(v *catalog.Variant) string { return gigabytes(v.Storage) }},
	{"color", true, func(v *catalog.Variant) string { return v.Color }},
	{"network", true, func(v *catalog.Variant) string { return string(v.Network) }},
}

// firstPrice returns the regular price of the newest offer: a sale is no change of it.
func firstPrice(v *catalog.Variant) string {
	for _, o := range v.Offers {
		if o.Price != nil {
			return o.Price.String()
		}
	}
	return ""
}

func gigabytes(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// changed counts which values of a variant are other ones than before. A value that only one of the two states is counted
// by the pages that state it.
func (w *watched) changed(v, old *catalog.Variant, same bool) {
	values, ok := w.values[v.Shop]
	if !ok {
		values = drift.Values{Held: map[string]int{}, Changed: map[string]int{}}
		w.values[v.Shop] = values
	}
	for _, f := range steady {
		now, last := f.of(v), f.of(old)
		if now == "" || last == "" || f.ours && !same {
			continue
		}
		values.Held[f.field]++
		if now != last {
			values.Changed[f.field]++
		}
	}
}

// sameTables says that two snapshots were read with the same vocabularies.
func sameTables(a, b *contents) bool {
	return b != nil && maps.Equal(a.manifest.Vocabularies, b.manifest.Vocabularies)
}

// shopDrift holds what was read of a shop against the last run.
type shopDrift struct {
	Note  string       `json:"note,omitempty"` // why nothing was compared
	Lines []drift.Line `json:"lines,omitempty"`
}

// driftWarning says that something about a shop has probably changed.
type driftWarning struct {
	Shop    catalog.ShopID `json:"shop"`
	Measure drift.Measure  `json:"measure"`
	Kind    site.Kind      `json:"kind,omitempty"`
	Field   string         `json:"field,omitempty"`
	Layouts []string       `json:"layouts,omitempty"`
	Text    string         `json:"text"`
}

// The reasons for which a shop is not compared.
const (
	noLastRun    = "no last run to compare with"
	someProducts = "not compared: the run kept to some products"
)

// watch fills in the readings of the shops and how they compare with those of the last report, which is nil where there is none.
// What was not walked, or walked in part only, keeps the reading it had, so that the next whole walk is compared with a
// whole one.
func (r *runReport) watch(last *runReport, w *watched) {
	for i := range r.Shops {
		s := &r.Shops[i]
		before := last.reading(s.Shop)
		now := w.readings[s.Shop]
		switch {
		case now == nil:
			s.Reading = before
		case w.some:
			s.Reading, s.Drift = before, &shopDrift{Note: someProducts}
		case before == nil:
			s.Reading, s.Drift = now, &shopDrift{Note: noLastRun}
		default:
			s.Reading = now
			s.Drift = &shopDrift{Lines: drift.Compare(*now, *before, w.values[s.Shop])}
			r.Drift = append(r.Drift, warnings(s.Shop, s.Drift.Lines)...)
		}
	}
}

func warnings(shop catalog.ShopID, lines []drift.Line) []driftWarning {
	var out []driftWarning
	for _, l := range lines {
		if l.Warning != "" {
			out = append(out, driftWarning{Shop: shop, Measure: l.Measure, Kind: l.Kind, Field: l.Field, Layouts: l.Layouts, Text: l.Warning})
		}
	}
	return out
}

// reading returns what the last whole walk of a shop read, nil where nothing is known of one. R may be nil.
func (r *runReport) reading(shop catalog.ShopID) *drift.Reading {
	if r == nil {
		return nil
	}
	if i := slices.IndexFunc(r.Shops, func(s shopReport) bool { return s.Shop == shop }); i >= 0 {
		return r.Shops[i].Reading
	}
	return nil
}

// readReport reads a report; nil where there is none.
func readReport(name string) (*runReport, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // no report is what nil means here
	}
	if err != nil {
		return nil, err
	}
	var r runReport
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, fmt.Errorf("%s: %w; 'pocomigrate scrape' writes it anew", name, err)
	}
	return &r, nil
}

// drifted says in lines of the summary how the run compares with the last one. Check is the command that says more.
func (r *runReport) drifted(b *strings.Builder, check string) {
	compared, notes := 0, map[string]bool{}
	for _, s := range r.Shops {
		switch {
		case s.Drift == nil:
		case s.Drift.Note != "":
			notes[s.Drift.Note] = true
		default:
			compared++
		}
	}
	some(b, "drift", r.Drift, func(w driftWarning) string {
		if w.Measure == drift.Changed {
			return string(w.Shop) + ": " + w.Text
		}
		return fmt.Sprintf("%s: %s; '%s %s' says which selector", w.Shop, w.Text, check, w.Shop)
	})
	switch {
	case len(r.Drift) > 0:
	case compared > 0:
		fmt.Fprintf(b, "drift     none against the last run, in %s\n", plural(compared, "shop"))
	default:
		for _, note := range slices.Sorted(maps.Keys(notes)) {
			fmt.Fprintf(b, "drift     %s\n", note)
		}
	}
}
