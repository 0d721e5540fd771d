package runfolder

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/english"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/scrape/drift"
)

// Report is report.json: the sums of a run, and what to do about its gaps. For every shop and in total,
// expected = found + gone + unknown.
type Report struct {
	Schema int    `json:"schema"`
	Digest string `json:"snapshot_digest"`
	Sums
	Shops    []ShopReport           `json:"shops"`
	Mappings map[mapping.Status]int `json:"mappings"`
	Ruled    int                    `json:"ruled"` // mappings that a person has decided
	// Undecided are the mappings that wait for a person: the rows of the workbook's sheet Review.
	Undecided int `json:"undecided"`
	// MatchedUndecided are those of them that have a SKU: their article is sold under several numbers, say.
	MatchedUndecided int                `json:"matched_undecided"`
	Issues           map[string]int     `json:"issues"`     // by code
	Doubts           []Doubt            `json:"doubts"`     // the issues, equal ones once
	Gaps             []catalog.Coverage `json:"gaps"`       // every unknown page
	Absent           []catalog.Coverage `json:"gone_pages"` // every page that is gone, and why
	Damaged          []string           `json:"damaged"`    // captures whose address cannot be read either
	Foreign          int                `json:"foreign"`    // captures of addresses that no shop knows
	// Drift names what has probably changed in the shops' pages since the last run into the folder.
	Drift []DriftWarning `json:"drift"`
	Next  []string       `json:"next"`
}

// Doubt is an issue that one variant or several share.
type Doubt struct {
	catalog.Issue
	Variants int         `json:"variants"`
	First    catalog.Key `json:"first"` // the first of the variants
}

// Sums count addresses by what became of them.
type Sums struct {
	Expected int `json:"expected"`
	Found    int `json:"found"`
	Gone     int `json:"gone"`
	Unknown  int `json:"unknown"`
}

func (s *Sums) add(state catalog.State) {
	s.Expected++
	switch state {
	case catalog.Found:
		s.Found++
	case catalog.Gone:
		s.Gone++
	case catalog.Unknown:
		s.Unknown++
	}
}

// ShopReport is the part of the report about one shop.
type ShopReport struct {
	Shop catalog.ShopID `json:"shop"`
	Sums
	Products int `json:"products"`
	Variants int `json:"variants"`
	// With counts the variants that state each field, those of earlier runs that were kept among them.
	With map[string]int `json:"with"`
	// Reading is what the last whole walk of the shop read on its pages, absent where there was none; the next run is held
	// against it. Drift is how it compares with the one before, absent where this run did not walk the shop.
	Reading *drift.Reading    `json:"reading,omitempty"`
	Drift   *drift.Comparison `json:"drift,omitempty"`
}

// NewReport counts what a snapshot holds and, where there was a walk, what it met beside, and holds that against the last
// report, nil for none. Where there was none, walk is nil, and what only the last walk knew is carried over.
func NewReport(c *Contents, walk *Walk, last *Report) *Report {
	r := &Report{
		Schema: 1, Digest: c.Manifest.Digest(), Mappings: map[mapping.Status]int{}, Issues: map[string]int{},
		Gaps: []catalog.Coverage{}, Absent: []catalog.Coverage{}, Damaged: []string{}, Doubts: []Doubt{},
		Drift: []DriftWarning{}, Shops: []ShopReport{},
	}
	r.countPages(c)
	r.countVariants(c)
	for _, m := range c.Mappings {
		r.Mappings[m.Status]++
		if m.Ruling != "" {
			r.Ruled++
		}
		if m.Open() {
			r.Undecided++
			if m.Status == mapping.Matched {
				r.MatchedUndecided++
			}
		}
	}
	if walk != nil {
		r.Foreign = len(walk.Foreign)
		for _, d := range walk.Damaged {
			r.Damaged = append(r.Damaged, d.Error())
		}
		r.watch(last, walk)
	} else {
		r.carryOver(last)
	}
	r.Next = r.next()
	return r
}

// carryOver takes from the report that stands in the folder, nil for none, what only the walk knew, for a command that walks
// nothing.
func (r *Report) carryOver(last *Report) {
	if last == nil {
		return
	}
	r.Foreign = last.Foreign
	if len(last.Damaged) > 0 {
		r.Damaged = last.Damaged
	}
	for i := range r.Shops {
		if at := slices.IndexFunc(last.Shops, func(s ShopReport) bool { return s.Shop == r.Shops[i].Shop }); at >= 0 {
			r.Shops[i].Reading, r.Shops[i].Drift = last.Shops[at].Reading, last.Shops[at].Drift
		}
	}
	if len(last.Drift) > 0 {
		r.Drift = last.Drift
	}
}

func (r *Report) shop(id catalog.ShopID) *ShopReport {
	i := slices.IndexFunc(r.Shops, func(s ShopReport) bool { return s.Shop == id })
	if i < 0 {
		r.Shops = append(r.Shops, ShopReport{Shop: id, With: map[string]int{}})
		i = len(r.Shops) - 1
	}
	return &r.Shops[i]
}

func (r *Report) countPages(c *Contents) {
	for _, cov := range c.Coverage {
		r.add(cov.State)
		r.shop(cov.Shop).add(cov.State)
		switch cov.State {
		case catalog.Unknown:
			r.Gaps = append(r.Gaps, cov)
		case catalog.Gone:
			r.Absent = append(r.Absent, cov)
		case catalog.Found:
		}
	}
}

func (r *Report) countVariants(c *Contents) {
	products, doubts := map[string]bool{}, map[string]int{}
	for _, v := range c.Variants {
		s := r.shop(v.Shop)
		s.Variants++
		product := string(v.Shop) + "\x00" + v.Market + "\x00" + v.ItemGroupID
		if !products[product] {
			products[product] = true
			s.Products++
		}
		for field, has := range map[string]bool{
			"model": v.Model != "", "ram_gb": v.RAM > 0, "storage_gb": v.Storage > 0, "color": v.Color != "",
			"price": hasPrice(v), "specs": v.Specs != catalog.Specs{}, "image_link": v.ImageLink != "",
		} {
			if has {
				s.With[field]++
			}
		}
		for _, i := range v.Issues {
			r.Issues[i.Code]++
			r.doubt(doubts, i, v.Key)
		}
	}
	slices.SortFunc(r.Shops, func(a, b ShopReport) int { return cmp.Compare(a.Shop, b.Shop) })
}

// doubt counts an issue; at says where among the doubts each lies that was met before.
func (r *Report) doubt(at map[string]int, issue catalog.Issue, key catalog.Key) {
	same := issue.Code + "\x00" + issue.Text + "\x00" + strings.Join(issue.Values, "\x00")
	i, met := at[same]
	if !met {
		i = len(r.Doubts)
		at[same] = i
		r.Doubts = append(r.Doubts, Doubt{Issue: issue, First: key})
	}
	r.Doubts[i].Variants++
}

func hasPrice(v catalog.Variant) bool {
	return slices.ContainsFunc(v.Offers, func(o catalog.Offer) bool { return o.Price != nil })
}

// next returns what a merchandiser should do now, most urgent first.
func (r *Report) next() []string {
	var out []string
	if r.Unknown > 0 || len(r.Damaged) > 0 {
		out = append(out, "capture the unknown pages again, or name another archive with --from")
	}
	if len(r.Drift) > 0 {
		out = append(out, "look at the pages of which less was read than last time, and mend their layouts; 'pocomigrate shops check' says which selector")
	}
	if r.Undecided > 0 {
		out = append(out, "open the workbook and decide the "+english.Plural(r.Undecided, "row")+" of sheet Review")
	}
	if len(r.Doubts) > 0 {
		out = append(out, "look at sheet Issues; words that we do not know can be added with --data")
	}
	if len(out) == 0 {
		out = append(out, "nothing is open: compare with the snapshot before, using 'pocomigrate diff'")
	}
	return out
}

// ReadReport reads a report; nil where there is none.
func ReadReport(name string) (*Report, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // no report is what nil means here
	}
	if err != nil {
		return nil, err
	}
	var r Report
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, hint.Add(fmt.Errorf("%s: %w", name, err), "'pocomigrate scrape' writes it anew")
	}
	return &r, nil
}

// Write puts the report into a run folder.
func (r *Report) Write(dir string) error { return writeJSON(filepath.Join(dir, ReportFile), r) }
