package runfolder

import (
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/drift"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// DriftWarning says that something about a shop has probably changed.
type DriftWarning struct {
	Shop    catalog.ShopID `json:"shop"`
	Measure drift.Measure  `json:"measure"`
	Kind    site.Kind      `json:"kind,omitempty"`
	Field   string         `json:"field,omitempty"`
	Layouts []string       `json:"layouts,omitempty"`
	Text    string         `json:"text"`
}

// someProducts is why a shop is not compared of which some products were read.
const someProducts = "not compared: the run kept to some products"

// watch fills in the readings of the shops and how they compare with those of the last report, which is nil where there is none.
// What was not walked, or walked in part only, keeps the reading it had, so that the next whole walk is compared with a
// whole one.
func (r *Report) watch(last *Report, w *Walk) {
	for i := range r.Shops {
		s := &r.Shops[i]
		before := last.Reading(s.Shop)
		now := w.Readings[s.Shop]
		switch {
		case now == nil:
			s.Reading = before
		case w.Some:
			s.Reading, s.Drift = before, &drift.Comparison{Note: someProducts}
		case before == nil:
			s.Reading, s.Drift = now, &drift.Comparison{Note: drift.NoLastTime}
		default:
			s.Reading = now
			values := drift.Values{}
			if v := w.values[s.Shop]; v != nil {
				values = *v
			}
			s.Drift = &drift.Comparison{Lines: drift.Compare(*now, *before, values)}
			r.Drift = append(r.Drift, warnings(s.Shop, s.Drift.Lines)...)
		}
	}
}

func warnings(shop catalog.ShopID, lines []drift.Line) []DriftWarning {
	var out []DriftWarning
	for _, l := range lines {
		if l.Warning != "" {
			out = append(out, DriftWarning{Shop: shop, Measure: l.Measure, Kind: l.Kind, Field: l.Field, Layouts: l.Layouts, Text: l.Warning})
		}
	}
	return out
}

// Reading returns what the last whole walk of a shop read, nil where nothing is known of one. R may be nil.
func (r *Report) Reading(shop catalog.ShopID) *drift.Reading {
	if r == nil {
		return nil
	}
	if i := slices.IndexFunc(r.Shops, func(s ShopReport) bool { return s.Shop == shop }); i >= 0 {
		return r.Shops[i].Reading
	}
	return nil
}
