package eval_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/eval"
)

// catalogue is a shop of products with two sources each, of which every fifth product is put with its neighbour and every
// seventh is left to a person.
func catalogue(products int) (lines []mapping.Mapping, truth []eval.Pair) {
	for i := range products {
		for _, half := range []string{"a", "b"} {
			source, target, status := half+strconv.Itoa(i), strconv.Itoa(i), mapping.Matched
			truth = append(truth, eval.Pair{Source: source, Target: target})
			if i%5 == 0 && half == "b" {
				target = strconv.Itoa(i + 1)
			}
			if i%7 == 0 {
				status = mapping.NeedsReview
			}
			lines = append(lines, line(source, target, 0.9, status))
		}
	}
	return lines, truth
}

// Each figure lies in its interval, and an interval of twice as many products is narrower.
func TestIntervals(t *testing.T) {
	figures := func(products int) map[string]eval.Figure {
		r := eval.Measure(catalogue(products))
		return map[string]eval.Figure{
			"precision of pairs": r.Pairs.Precision, "recall of pairs": r.Pairs.Recall, "F1 of pairs": r.Pairs.F1, "F1 of what was accepted": r.F1,
		}
	}
	few, many := figures(70), figures(700)
	for name, f := range few {
		if !(0 < f.Low && f.Low < f.Value && f.Value < f.High && f.High < 1) {
			t.Errorf("%s: %+v does not lie in its interval", name, f)
		}
		if m := many[name]; m.High-m.Low > 0.6*(f.High-f.Low) {
			t.Errorf("%s: ten times as many products leave %+v of %+v", name, m, f)
		}
	}
	if d := cmp.Diff(few, figures(70)); d != "" {
		t.Errorf("measured again:\n%s", d)
	}
}

// Sources of one target stand and fall together: ten of them say no more than one does, and the interval owns up to it.
func TestIntervalOfSourcesThatFallTogether(t *testing.T) {
	width := func(sourcesOfATarget int) float64 {
		var lines []mapping.Mapping
		var truth []eval.Pair
		for i := range 400 {
			group := i / sourcesOfATarget
			source, want := strconv.Itoa(i), strconv.Itoa(group)
			target := want
			if group%4 == 0 {
				target = "another"
			}
			truth = append(truth, eval.Pair{Source: source, Target: want})
			lines = append(lines, line(source, target, 0.9, mapping.Matched))
		}
		f := eval.Measure(lines, truth).F1
		if f.Value != 0.75 {
			t.Errorf("F1 with %d sources of each target is %v, want 0.75", sourcesOfATarget, f.Value)
		}
		return f.High - f.Low
	}
	if alone, together := width(1), width(10); together < 2*alone {
		t.Errorf("the interval is %v wide where ten sources fall together, and %v where each stands for itself", together, alone)
	}
}

// Where nothing is known, nothing is claimed.
func TestMeasureOfNothing(t *testing.T) {
	for name, lines := range map[string][]mapping.Mapping{"no lines": nil, "lines": {line("a", "1", 0.9, mapping.Matched)}} {
		r := eval.Measure(lines, nil)
		none := eval.Share{High: 1}
		if r.Top != none || r.Precision != none || r.F1 != (eval.Figure{}) || r.Pairs != (eval.Pairs{}) || len(r.Mistakes)+len(r.Unlisted)+len(r.Reliability.Bins) > 0 {
			t.Errorf("%s: %+v", name, r)
		}
		if c := r.Coverage[0]; c.Share != none || c.Score != 1 {
			t.Errorf("%s: coverage %+v, want none down to 1", name, c)
		}
	}
}

// A source may be named as its line names it, by number alone, or by its whole key; the first line of a name counts, and
// any of several known targets is right.
func TestMeasureFindsLines(t *testing.T) {
	lines := []mapping.Mapping{line("a", "1", 0.9, mapping.Matched), line("a", "2", 0.8, mapping.Matched), line("b", "3", 0.7, mapping.NeedsReview)}
	for _, tt := range []struct {
		name     string
		truth    []eval.Pair
		right    int
		unlisted []string
	}{
		{"by number", []eval.Pair{{"a", "1"}, {"b", "3"}}, 2, nil},
		{"by identity", []eval.Pair{{"item:a", "1"}, {"item:b", "3"}}, 2, nil},
		{"by key", []eval.Pair{{"old#item:a", "1"}, {"old#item:b", "3"}}, 2, nil},
		{"the first line counts", []eval.Pair{{"a", "2"}}, 0, nil},
		{"any of several targets", []eval.Pair{{"a", "7"}, {"a", "1"}, {"a", "8"}}, 1, nil},
		{"a target with its kind", []eval.Pair{{"a", "item:1"}}, 1, nil},
		{"no line", []eval.Pair{{"c", "1"}, {"", "1"}}, 0, []string{"c", ""}},
	} {
		r := eval.Measure(lines, tt.truth)
		if r.Top.Right != tt.right || !slices.Equal(r.Unlisted, tt.unlisted) {
			t.Errorf("%s: %d right, unlisted %q, want %d and %q", tt.name, r.Top.Right, r.Unlisted, tt.right, tt.unlisted)
		}
	}
}

// The surest mistakes come first, each with all that would have been right.
func TestMistakes(t *testing.T) {
	lines := []mapping.Mapping{line("a", "9", 0.5, mapping.NeedsReview), line("b", "9", 0.99, mapping.Matched), line("c", "3", 0.7, mapping.Matched)}
	var got []string
	for _, m := range eval.Measure(lines, []eval.Pair{{"a", "1"}, {"b", "5"}, {"b", "2"}, {"c", "3"}}).Mistakes {
		got = append(got, fmt.Sprint(m.Mapping.SourceID, m.Want))
	}
	if d := cmp.Diff([]string{"item:b[2 5]", "item:a[1]"}, got); d != "" {
		t.Errorf("mistakes (-want +got):\n%s", d)
	}
}

// What scores claim is compared tenth by tenth; a score of 1 belongs to the last, and a tenth without rows is left out.
func TestReliability(t *testing.T) {
	lines := []mapping.Mapping{line("a", "1", 1, mapping.Matched), line("b", "9", 0.92, mapping.Matched), line("c", "3", 0.3, mapping.NeedsReview)}
	r := eval.Measure(lines, []eval.Pair{{"a", "1"}, {"b", "2"}, {"c", "3"}}).Reliability
	want := eval.Reliability{ECE: (math.Abs(0.96-0.5)*2 + 0.7) / 3, Bins: []eval.Bin{
		{From: 0.3, To: 0.4, Claim: 0.3, Right: eval.NewShare(1, 1)}, {From: 0.9, To: 1, Claim: 0.96, Right: eval.NewShare(1, 2)},
	}}
	near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-9 })
	if d := cmp.Diff(want, r, near); d != "" {
		t.Errorf("reliability (-want +got):\n%s", d)
	}
}

// run returns n samples from a lead on, the given share of them right.
func run(from float64, n, right int) []eval.Sample {
	out := make([]eval.Sample, n)
	for i := range out {
		out[i] = eval.Sample{Lead: from + float64(i)/float64(n), Right: i*right%n < right}
	}
	return out
}

// TestFit is worked out by hand: a step for each 200 samples, taken together where the clearer ones were right less often.
func TestFit(t *testing.T) {
	lower := func(right, of int) float64 { // of two sides, 95% in 100 on one is 90% between both
		return eval.Fit(run(0, of, right), "").Steps[0].Lower
	}
	tests := []struct {
		name    string
		samples []eval.Sample
		want    []mapping.Step
	}{
		{"nothing", nil, nil},
		{"too few for a step of their own", run(0, 30, 15), []mapping.Step{{From: 0, Rows: 30, Right: 15, Share: 16. / 32, Lower: lower(15, 30)}}},
		{"rising", slices.Concat(run(0, 200, 50), run(1, 200, 150)), []mapping.Step{
			{From: 0, Rows: 200, Right: 50, Share: 51. / 202, Lower: lower(200, 400)}, {From: 1, Rows: 200, Right: 150, Share: 151. / 202, Lower: lower(150, 200)},
		}},
		{"falling", slices.Concat(run(0, 200, 150), run(1, 200, 50)), []mapping.Step{{From: 0, Rows: 400, Right: 200, Share: 201. / 402, Lower: lower(200, 400)}}},
		{"falling after a rise", slices.Concat(run(0, 200, 20), run(1, 200, 180), run(2, 200, 100)), []mapping.Step{
			{From: 0, Rows: 200, Right: 20, Share: 21. / 202, Lower: lower(300, 600)}, {From: 1, Rows: 400, Right: 280, Share: 281. / 402, Lower: lower(280, 400)},
		}},
		{"the rest joins the last step", slices.Concat(run(0, 200, 50), run(1, 350, 300)), []mapping.Step{
			{From: 0, Rows: 200, Right: 50, Share: 51. / 202, Lower: lower(350, 550)}, {From: 1, Rows: 350, Right: 300, Share: 301. / 352, Lower: lower(300, 350)},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			shuffled := slices.Clone(tt.samples)
			slices.Reverse(shuffled)
			before := slices.Clone(shuffled)
			got := eval.Fit(shuffled, "made up")
			if d := cmp.Diff(mapping.Calibration{Data: "made up", Steps: tt.want}, got); d != "" {
				t.Errorf("calibration (-want +got):\n%s", d)
			}
			if !slices.Equal(shuffled, before) {
				t.Error("Fit changed its samples")
			}
		})
	}
	if got, want := lower(200, 200), math.Pow(0.05, 1./200); math.Abs(got-want) > 1e-9 {
		t.Errorf("200 right ones of 200 leave at least %v, want %v", got, want)
	}
	if got := lower(0, 200); got != 0 {
		t.Errorf("no right one of 200 leaves at least %v", got)
	}
}

// Equal leads are never put into two steps: nobody could tell which of them a proposal belongs to.
func TestFitKeepsEqualLeadsTogether(t *testing.T) {
	samples := slices.Repeat([]eval.Sample{{Lead: 3, Right: true}}, 1000)
	samples = append(samples, run(4, 250, 250)...)
	c := eval.Fit(samples, "")
	if len(c.Steps) != 1 && c.Steps[0].Rows != 1000 {
		t.Errorf("steps %+v, want all of lead 3 in the first", c.Steps)
	}
	for i, s := range c.Steps {
		if i > 0 && s.From == c.Steps[i-1].From {
			t.Errorf("two steps begin at %v", s.From)
		}
	}
}

func TestReadTruthReadError(t *testing.T) {
	broken := errors.New("the disk is gone")
	if _, err := eval.ReadTruth(iotest.ErrReader(broken), "t.tsv"); !errors.Is(err, broken) || err.Error() != "read t.tsv: the disk is gone" {
		t.Errorf("error = %v", err)
	}
}
