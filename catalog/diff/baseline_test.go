package diff_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/diff"
)

const baselineHeader = "kind,key,field,new,reason,until\n"

func TestBaseline(t *testing.T) {
	today := time.Date(2026, 11, 25, 23, 0, 0, 0, time.UTC)
	const (
		open    = "variant-changed 1"
		done    = "variant-changed 1 accepted: agreed"
		expired = "baseline-expired : accepted.csv:2: variant-changed * was accepted until 2026-11-24 (agreed)"
		unused  = "baseline-unused : accepted.csv:2: variant-changed 2 did not occur (accepted until 2026-11-25: agreed)"
	)
	for _, tt := range []struct {
		name, lines string
		want        []string
	}{
		{"nothing", "", []string{open}},
		{"the kind and key", "variant-changed,1,,,agreed,2026-11-25\n", []string{done}},
		{"patterns", "variant-*,*,p*,,agreed,2026-11-25\n", []string{done}},
		{"the new value", "variant-changed,1,price,1 GBP,agreed,2026-11-25\n", []string{done}},
		{"twice", "*,1,,,agreed,2026-11-25\n*,*,,,again,2026-11-25\n", []string{done}},
		{"the last day has passed", "variant-changed,*,,,agreed,2026-11-24\n", []string{expired, open}},
		{"another key", "variant-changed,2,,,agreed,2026-11-25\n", []string{unused, open}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, err := diff.ReadBaseline(strings.NewReader(baselineHeader+tt.lines), "accepted.csv")
			if err != nil {
				t.Fatal(err)
			}
			r := diff.Result{Changes: []diff.Change{change(diff.Changed, "1", "price", "2 GBP", "1 GBP")}, Old: 1, New: 1}
			report := diff.Judge(r, nil, shipped(t), b, today)
			var got []string
			for _, f := range report.Findings {
				switch {
				case f.Accepted != "":
					got = append(got, f.Kind+" "+f.Key+" accepted: "+f.Accepted)
				case f.Text != "":
					got = append(got, f.Kind+" : "+f.Text)
				default:
					got = append(got, f.Kind+" "+f.Key)
				}
			}
			slices.Sort(got)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if accepted := slices.Contains(got, done); report.FailsAtAll() == accepted || report.Accepted() > 0 != accepted {
				t.Errorf("fails %v with %d accepted", report.FailsAtAll(), report.Accepted())
			}
		})
	}
}

// A measure is accepted under the name of its shop.
func TestBaselineMeasure(t *testing.T) {
	b, err := diff.ReadBaseline(strings.NewReader(baselineHeader+"shop-shrunk,po.co/uk,,,closed,2026-11-25\n"), "accepted.csv")
	if err != nil {
		t.Fatal(err)
	}
	measure := diff.Measure{Kind: "shop-shrunk", Group: "po.co/uk", Percent: 90, Text: "gone"}
	report := diff.Judge(diff.Result{Old: 1, New: 1}, []diff.Measure{measure}, shipped(t), b, time.Time{})
	if report.Fails(diff.Ignore) || report.Accepted() != 1 {
		t.Errorf("findings = %+v", report.Findings)
	}
}

func TestReadBaselineErrors(t *testing.T) {
	for _, tt := range []struct{ name, line, want string }{
		{"no reason", "variant-removed,1,,,,2026-11-25", "accepted.csv:2: reason is empty: say why the change is accepted"},
		{"no date", "variant-removed,1,,,agreed,", `accepted.csv:2: until "": want a date as 2026-12-31`},
		{"no such date", "variant-removed,1,,,agreed,2026-02-30", `accepted.csv:2: until "2026-02-30": want a date as 2026-12-31`},
		{"no key", "variant-removed,,,,agreed,2026-11-25", "accepted.csv:2: kind and key must not be empty; * stands for any"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := diff.ReadBaseline(strings.NewReader(baselineHeader+tt.line+"\n"), "accepted.csv")
			if err == nil || err.Error() != tt.want {
				t.Errorf("error = %v, want %s", err, tt.want)
			}
		})
	}
}

func FuzzReadBaseline(f *testing.F) {
	f.Add(baselineHeader + "variant-changed,1,,,agreed,2026-11-25\n")
	f.Add(baselineHeader + "*,**,p*e,1 GBP,agreed,2026-11-25\n")
	f.Fuzz(func(t *testing.T, text string) {
		b, err := diff.ReadBaseline(strings.NewReader(text), "accepted.csv")
		if err != nil {
			return
		}
		// On the last day of all nothing is accepted any more, whatever the file says.
		r := diff.Result{Changes: []diff.Change{change(diff.Changed, "1", "price", "2 GBP", "1 GBP")}, Old: 1, New: 1}
		report := diff.Judge(r, nil, shipped(t), b, time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC))
		if report.Accepted() > 0 && !strings.Contains(text, "9999-12-31") {
			t.Errorf("findings = %+v", report.Findings)
		}
	})
}
