package drift_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/drift"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

var update = flag.Bool("update", false, "rewrite the golden file")

func TestFallen(t *testing.T) {
	text, err := os.ReadFile("testdata/fallen.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		t.Run(line, func(t *testing.T) {
			var found, n, last, lastN int
			var want string
			if _, err := fmt.Sscanf(line, "%d of %d | %d of %d | %s", &found, &n, &last, &lastN, &want); err != nil {
				t.Fatal(err)
			}
			if got := drift.Fallen(found, n, last, lastN); got != (want == "yes") {
				t.Errorf("Fallen(%d of %d, %d of %d) = %t", found, n, last, lastN, got)
			}
		})
	}
}

// TestWilson compares with the bounds that the formula gives by hand: at 0 of n and n of n one bound is z²/(n+z²).
func TestWilson(t *testing.T) {
	for _, tt := range []struct {
		found, n  int
		low, high float64
	}{
		{0, 0, 0, 1},
		{0, 10, 0, 0.3988},
		{10, 10, 0.6012, 1},
		{5, 10, 0.1842, 0.8158},
		{138, 140, 0.9303, 0.9972},
	} {
		low, high := drift.Wilson(tt.found, tt.n)
		if math.Abs(low-tt.low) > 5e-4 || math.Abs(high-tt.high) > 5e-4 {
			t.Errorf("Wilson(%d, %d) = %.4f, %.4f, want %.4f, %.4f", tt.found, tt.n, low, high, tt.low, tt.high)
		}
	}
}

// TestFalseAlarms: of two samples of one true share, whatever it is and however large they are, fewer than 5 in 1,000 pairs
// are taken for a fall. Pages that are read twice differ less than two samples do.
func TestFalseAlarms(t *testing.T) {
	sizes := []int{3, 4, 5, 8, 10, 15, 20, 30, 50, 100, 200}
	worst := 0.0
	for _, n := range sizes {
		for _, lastN := range sizes {
			for _, share := range []float64{0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99} {
				alarms := 0.0
				for found := range n + 1 {
					for last := range lastN + 1 {
						if drift.Fallen(found, n, last, lastN) {
							alarms += binomial(n, found, share) * binomial(lastN, last, share)
						}
					}
				}
				worst = max(worst, alarms)
			}
		}
	}
	if worst > 0.005 || worst == 0 {
		t.Errorf("%.5f of pairs of equal shares give an alarm", worst)
	}
}

// binomial is the probability of found successes of n.
func binomial(n, found int, share float64) float64 {
	choose := 0.0
	for i, sign := range []float64{1, -1, -1} {
		lg, _ := math.Lgamma(float64([]int{n, found, n - found}[i] + 1))
		choose += sign * lg
	}
	return math.Exp(choose + float64(found)*math.Log(share) + float64(n-found)*math.Log(1-share))
}

func TestMost(t *testing.T) {
	for _, tt := range []struct {
		changed, n int
		want       bool
	}{{6, 6, false}, {7, 7, true}, {120, 200, true}, {110, 200, false}, {0, 0, false}} {
		if got := drift.Most(tt.changed, tt.n); got != tt.want {
			t.Errorf("Most(%d, %d) = %t", tt.changed, tt.n, got)
		}
	}
}

// walk counts pages of two ages of one kind: new of the new layout, of which priced state a price, and old of the old one.
func walk(priced, newPages, old, torn int) drift.Reading {
	var r drift.Reading
	for i := range newPages {
		f := drift.Finding{Layout: "product-page", Fields: []site.Field{site.Name}}
		if i < priced {
			f.Fields = append(f.Fields, site.Price)
		}
		r.Page(site.ProductPage, true, []drift.Finding{f, {Layout: "json-ld", Fields: []site.Field{site.Name}}, {Layout: "nothing"}})
	}
	for range old {
		r.Page(site.ProductPage, true, []drift.Finding{{Layout: "old-page", Fields: []site.Field{site.Name, site.Price}}})
	}
	for range torn {
		r.Page(site.ProductPage, false, nil)
	}
	r.Page(site.ListingPage, true, []drift.Finding{{Layout: "links", Fields: []site.Field{site.Links}}})
	return r
}

// TestCompare holds the lines and their words to a golden file: of a field that one layout lost, of pages that none reads, of
// sources that disagree, and of values that changed.
func TestCompare(t *testing.T) {
	lostPrice := walk(2, 130, 10, 0)
	for i := range 140 {
		var fields []string
		if i < 60 {
			fields = []string{"color", "color"}
		}
		lostPrice.Variant(fields)
	}
	last := walk(128, 130, 10, 0)
	for i := range 140 {
		var fields []string
		if i < 2 {
			fields = []string{"color", "price"}
		}
		last.Variant(fields)
	}
	got := map[string][]drift.Line{
		"a field": drift.Compare(lostPrice, last, drift.Values{
			Held: map[string]int{"price": 130, "title": 140}, Changed: map[string]int{"price": 120, "title": 3},
		}),
		"the page":    drift.Compare(walk(3, 3, 0, 137), last, drift.Values{}),
		"nothing":     drift.Compare(last, last, drift.Values{}),
		"more pages":  drift.Compare(walk(20, 200, 0, 0), walk(20, 20, 0, 0), drift.Values{}),
		"a new kind":  drift.Compare(last, drift.Reading{}, drift.Values{}),
		"no page now": drift.Compare(drift.Reading{}, last, drift.Values{}),
	}
	text, err := json.MarshalIndent(got, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/compare.json"
	if *update {
		if err := os.WriteFile(golden, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(text)+"\n"); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// TestContradicted: a conflict is one about the field that it names, else about what it is called after; other doubts are none.
func TestContradicted(t *testing.T) {
	v := catalog.Variant{Issues: []catalog.Issue{
		{Code: "color_conflict", Field: "color"},
		{Code: "memory_conflict", Field: "ram_gb"},
		{Code: "model_ambiguous", Field: "model"},
		{Code: "option_conflict"},
	}}
	if d := cmp.Diff([]string{"color", "ram_gb", "option"}, drift.Contradicted(&v)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// TestValues: what both walks state of a variant is held, and changed where it differs. What our tables make of the words counts
// only where the tables are the same.
func TestValues(t *testing.T) {
	pounds := func(n int64) *catalog.Money { return &catalog.Money{Amount: n * 100, Currency: "GBP"} }
	before := catalog.Variant{
		Title: "POCO X6 Pro", ColorLabel: "Black", Model: "POCO X6 Pro", RAM: 8, Storage: 256, Color: "black", Network: catalog.Network5G,
		Offers: []catalog.Offer{{Availability: catalog.InStock}, {Price: pounds(329)}, {Price: pounds(399)}},
	}
	now := before
	now.Title, now.RAM, now.Color, now.ColorLabel = "POCO X6 Pro 5G", 12, "grey", ""
	now.Offers = []catalog.Offer{{Price: pounds(329), SalePrice: pounds(299)}} // a sale is no other price
	unread := catalog.Variant{Title: "POCO X6 Pro"}

	var same, other drift.Values
	for _, v := range []*catalog.Variant{&now, &unread} {
		same.Add(v, &before, true)
		other.Add(v, &before, false)
	}
	want := drift.Values{
		Held:    map[string]int{"title": 2, "price": 1, "model": 1, "ram_gb": 1, "storage_gb": 1, "color": 1, "network": 1},
		Changed: map[string]int{"title": 1, "ram_gb": 1, "color": 1},
	}
	if d := cmp.Diff(want, same); d != "" {
		t.Errorf("with the same tables (-want +got):\n%s", d)
	}
	want = drift.Values{Held: map[string]int{"title": 2, "price": 1}, Changed: map[string]int{"title": 1}}
	if d := cmp.Diff(want, other); d != "" {
		t.Errorf("with other tables (-want +got):\n%s", d)
	}
}

// FuzzCompare: whatever stands in a report, comparing with it ends, and what comes out can be written.
func FuzzCompare(f *testing.F) {
	for _, r := range []drift.Reading{walk(128, 130, 10, 0), walk(2, 130, 10, 3), {}} {
		text, err := json.Marshal(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Add(`{"pages":[{"kind":"product","pages":-3,"read":9,"with":{"price":99}},{"kind":"product"}],"variants":1,"disagree":{"color":5}}`)
	now := walk(2, 130, 10, 0)
	f.Fuzz(func(t *testing.T, text string) {
		var last drift.Reading
		if json.Unmarshal([]byte(text), &last) != nil {
			return
		}
		for _, lines := range [][]drift.Line{drift.Compare(now, last, drift.Values{}), drift.Compare(last, now, drift.Values{})} {
			if _, err := json.Marshal(lines); err != nil {
				t.Fatal(err)
			}
			for _, l := range lines {
				if l.Low < 0 || l.High > 1 || l.Low > l.High || l.Rate < 0 || l.Rate > 1 {
					t.Errorf("%+v", l)
				}
			}
		}
	})
}
