package diff_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/diff"
)

const policyHeader = "id,kind,shop,field,over,level,why\n"

func policy(t *testing.T, lines string) diff.Policy {
	t.Helper()
	p, err := diff.ReadPolicy(strings.NewReader(policyHeader+lines), "rules.csv")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// verdicts returns rule and level of each finding.
func verdicts(r diff.Report) []string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, f.Rule+" "+f.Level.String())
	}
	slices.Sort(out)
	return out
}

// The first rule that fits decides; one that fits nothing is no excuse.
func TestPolicyDecides(t *testing.T) {
	price := func(old, current string) diff.Change { return change(diff.Changed, "1", "price", old, current) }
	removed := diff.Change{Type: diff.Removed, Kind: "variant", Key: "1", Group: "po.co/uk"}
	tests := []struct {
		name, rules string
		change      diff.Change
		want        []string
	}{
		{"no rule", "", removed, []string{"no-rule warning"}},
		{"of two the first", "a,variant-*,*,*,,info,\nb,*,*,*,,error,\n", removed, []string{"a info"}},
		{"another shop", "a,*,po.co/fr,*,,error,\nb,*,po.co/*,*,,info,\n", removed, []string{"b info"}},
		{"the field of a whole record is empty", "a,*,*,price,,error,\nb,*,*,,,info,\n", removed, []string{"b info"}},
		{"fell by more", "a,*,*,price,-30%,error,\nb,*,*,*,,info,\n", price("10000 GBP", "6900 GBP"), []string{"a error"}},
		{"fell by just as much", "a,*,*,price,-30%,error,\nb,*,*,*,,info,\n", price("10000 GBP", "7000 GBP"), []string{"b info"}},
		{"rose instead", "a,*,*,price,-30%,error,\nb,*,*,*,,info,\n", price("10000 GBP", "16900 GBP"), []string{"b info"}},
		{"rose by more", "a,*,*,price,+50%,error,\nb,*,*,*,,info,\n", price("10000 GBP", "15001 GBP"), []string{"a error"}},
		{"either way", "a,*,*,price,5%,error,\n", price("10000 GBP", "9400 GBP"), []string{"a error"}},
		{"another currency has no per cent", "a,*,*,price,5%,error,\nb,*,*,*,,info,\n", price("10000 GBP", "1 EUR"), []string{"b info"}},
		{"a number", "a,*,*,score,0.05,error,\nb,*,*,*,,info,\n", change(diff.Changed, "1", "score", "0.9000", "0.8400"), []string{"a error"}},
		{"a number, by less", "a,*,*,score,0.05,error,\nb,*,*,*,,info,\n", change(diff.Changed, "1", "score", "0.9000", "0.8500"), []string{"b info"}},
		{"a number that is none", "a,*,*,score,0.05,error,\nb,*,*,*,,info,\n", change(diff.Changed, "1", "score", "0.9000", ""), []string{"b info"}},
		{"stars within", "a,v*-ch*ed,*,*i*e,,error,\n", price("1 GBP", "2 GBP"), []string{"a error"}},
		{"stars without a fit", "a,v*-ch*x,*,*,,error,\nb,*,*,p*ix*,,error,\nc,*,*,*,,info,\n", price("1 GBP", "2 GBP"), []string{"c info"}},
		{"a star does not reach back", "a,*,*,price*ice*,,error,\nb,*,*,*,,info,\n", price("1 GBP", "2 GBP"), []string{"b info"}},
		{
			"a record that moved and changed", "a,variant-moved,*,,,info,\nb,variant-changed,*,*,,error,\n",
			moved(change(diff.Moved, "1", "color", "red", "blue"), "0"),
			[]string{"a info", "b error"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := diff.Result{Changes: []diff.Change{tt.change}, Old: 1, New: 1}
			got := verdicts(diff.Judge(r, nil, policy(t, tt.rules), diff.Baseline{}, time.Time{}))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s", diff)
			}
		})
	}
}

// Measures are judged like changes: the shipped policy bears two per cent of a shop gone, and no more.
func TestShippedPolicyGuards(t *testing.T) {
	measure := func(kind string, percent float64) diff.Measure {
		return diff.Measure{Kind: kind, Group: "po.co/uk", Percent: percent, Text: kind}
	}
	r := diff.Judge(diff.Result{Old: 1, New: 0}, []diff.Measure{
		measure("shop-shrunk", 2), measure("shop-shrunk", 2.1), measure("shop-unpriced", 100), measure("unknown-grew", 1),
	}, shipped(t), diff.Baseline{}, time.Time{})
	want := []string{"shop-shrunk error", "shop-shrunk-little ignore", "shop-unpriced error", "side-empty error", "unknown-grew error"}
	if diff := cmp.Diff(want, verdicts(r)); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
}

// Levels fail at and above themselves. Any change fails diff(1), an unknown page alone does not.
func TestReportFails(t *testing.T) {
	for _, tt := range []struct {
		name, rules string
		changes     []diff.Change
		fails       []diff.Level
		atAll       bool
	}{
		{name: "nothing", fails: nil},
		{"a warning", "a,*,*,*,,warning,\n", []diff.Change{change(diff.Changed, "1", "x", "1", "2")}, []diff.Level{diff.Ignore, diff.Info, diff.Warning}, true},
		{"ignored", "a,*,*,*,,ignore,\n", []diff.Change{change(diff.Changed, "1", "x", "1", "2")}, []diff.Level{diff.Ignore}, true},
		{"unknown", "a,*,*,*,,info,\n", []diff.Change{change(diff.Unknown, "1")}, []diff.Level{diff.Ignore, diff.Info}, false},
		{"unknown, an error", "a,*,*,*,,error,\n", []diff.Change{change(diff.Unknown, "1")}, []diff.Level{diff.Ignore, diff.Info, diff.Warning, diff.Error}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := diff.Judge(diff.Result{Changes: tt.changes, Old: 1, New: 1}, nil, policy(t, tt.rules), diff.Baseline{}, time.Time{})
			var fails []diff.Level
			for l := diff.Ignore; l <= diff.Error; l++ {
				if r.Fails(l) {
					fails = append(fails, l)
				}
			}
			if diff := cmp.Diff(tt.fails, fails); diff != "" {
				t.Errorf("fails at (-want +got):\n%s", diff)
			}
			if got := r.FailsAtAll(); got != tt.atAll {
				t.Errorf("FailsAtAll = %v, want %v", got, tt.atAll)
			}
		})
	}
}

func TestReadPolicyErrors(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", "rules.csv: EOF"},
		{"other columns", "id,kind\n", "rules.csv: record on line 1: wrong number of fields"},
		{"columns in another order", "kind,id,shop,field,over,level,why\n", "rules.csv:1: want the columns id,kind,shop,field,over,level,why"},
		{"a cell too few", policyHeader + "a,*,*,*,,info\n", "rules.csv: record on line 2: wrong number of fields"},
		{"no kind", policyHeader + "a,,*,*,,info,\n", "rules.csv:2: id, kind and shop must not be empty; * stands for any kind or shop"},
		{"no kind, in a file with a byte order mark", "\ufeff" + policyHeader + "a,,*,*,,info,\n", "rules.csv:2: id, kind and shop must not be empty; * stands for any kind or shop"},
		{"no such level", policyHeader + "# note\n\na,*,*,*,,fatal,\n", `rules.csv:4: level "fatal": it is one of ignore, info, warning, error`},
		{"no number", policyHeader + "a,*,*,*,five,info,\n", `rules.csv:2: over "five": want a number or a percentage, as 0.05, 5%, -30% or +50%`},
		{"no number beside the sign", policyHeader + "a,*,*,*,-%,info,\n", `rules.csv:2: over "-%": want a number or a percentage, as 0.05, 5%, -30% or +50%`},
		{"two signs", policyHeader + "a,*,*,*,--5%,info,\n", `rules.csv:2: over "--5%": want a number or a percentage, as 0.05, 5%, -30% or +50%`},
		{"not a number", policyHeader + "a,*,*,*,NaN,info,\n", `rules.csv:2: over "NaN": want a number or a percentage, as 0.05, 5%, -30% or +50%`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := diff.ReadPolicy(strings.NewReader(tt.text), "rules.csv"); err == nil || err.Error() != tt.want {
				t.Errorf("error = %v, want %s", err, tt.want)
			}
		})
	}
}

func FuzzReadPolicy(f *testing.F) {
	f.Add(diff.ShippedPolicy())
	f.Add(policyHeader + "a,*,*,*,,info,\n")
	f.Add(policyHeader + "a,*,*,*,-,info,\n")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := diff.ReadPolicy(strings.NewReader(text), "rules.csv")
		if err != nil {
			return
		}
		// Whatever the rules are, each change gets exactly one verdict.
		r := diff.Result{Changes: []diff.Change{change(diff.Changed, "1", "price", "2 GBP", "1 GBP")}, Old: 1, New: 1}
		if report := diff.Judge(r, nil, p, diff.Baseline{}, time.Time{}); len(report.Findings) != 1 || report.Findings[0].Rule == "" {
			t.Errorf("findings = %+v", report.Findings)
		}
	})
}
