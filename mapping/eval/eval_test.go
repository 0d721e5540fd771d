package eval_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/eval"
)

// TestShare holds the exact interval to values of a printed table (Newcombe 1998, method 5: Clopper and Pearson).
func TestShare(t *testing.T) {
	tests := []struct {
		right, of int
		low, high float64
	}{
		{81, 263, 0.2527, 0.3676},
		{15, 148, 0.0578, 0.1617},
		{0, 20, 0, 0.1684},
		{1, 29, 0.0009, 0.1776},
		{29, 29, 0.8806, 1},
		{0, 0, 0, 1},
	}
	for _, tt := range tests {
		s := eval.NewShare(tt.right, tt.of)
		if math.Abs(s.Low-tt.low) > 0.0001 || math.Abs(s.High-tt.high) > 0.0001 {
			t.Errorf("NewShare(%d, %d) lies in [%.4f, %.4f], want [%.4f, %.4f]", tt.right, tt.of, s.Low, s.High, tt.low, tt.high)
		}
	}
}

// line returns a mapping line of a source with a target and a score.
func line(source, target string, score float64, status mapping.Status) mapping.Mapping {
	return mapping.Mapping{Source: "old", SourceID: catalog.ItemIdentity(source), TargetID: target, Score: mapping.Score(score), Status: status}
}

// TestMeasure is worked out by hand: four sources of two products; c is put with the wrong product, d has no line.
func TestMeasure(t *testing.T) {
	lines := []mapping.Mapping{
		line("a", "1", 0.95, mapping.Matched), line("b", "1", 0.85, mapping.Matched),
		line("c", "1", 0.55, mapping.NeedsReview), line("x", "9", 1, mapping.Matched),
		{Target: "new", TargetID: "2", Status: mapping.New},
	}
	truth := []eval.Pair{{"a", "1"}, {"b", "1"}, {"c", "2"}, {"d", "2"}}
	r := eval.Measure(lines, truth)
	got := fmt.Sprintf("top %d/%d, accepted %d/%d, recall %d/%d, F1 %.3f, pairs %.3f %.3f %.3f, unlisted %v",
		r.Top.Right, r.Top.Of, r.Precision.Right, r.Precision.Of, r.Recall.Right, r.Recall.Of, r.F1.Value,
		r.Pairs.Precision.Value, r.Pairs.Recall.Value, r.Pairs.F1.Value, r.Unlisted)
	// Proposed pairs ab, ac, bc; known ab, cd; common ab.
	want := "top 2/4, accepted 2/2, recall 2/4, F1 0.667, pairs 0.333 0.500 0.400, unlisted [d]"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if len(r.Mistakes) != 1 || r.Mistakes[0].Mapping.SourceID != "item:c" || r.Mistakes[0].Want[0] != "2" {
		t.Errorf("mistakes %+v", r.Mistakes)
	}
	if c := r.Coverage[0]; c.Share.Right != 2 || c.Score != 0.85 {
		t.Errorf("coverage at 0.95: %+v, want 2 down to 0.85", c)
	}
	// Claims 0.95, 0.85 (right) and 0.55, 0 (wrong): distances 0.05, 0.15, 0.55 and 0, a quarter of the rows each.
	if want := (0.05 + 0.15 + 0.55) / 4; math.Abs(r.Reliability.ECE-want) > 1e-9 {
		t.Errorf("ECE %v, want %v", r.Reliability.ECE, want)
	}
}

// TestCoverageTakesEqualScoresTogether: a bar that only a lucky order of equal scores would meet is not met.
func TestCoverageTakesEqualScoresTogether(t *testing.T) {
	lines := []mapping.Mapping{line("a", "1", 0.9, mapping.Matched), line("b", "9", 0.9, mapping.Matched)}
	if c := eval.Measure(lines, []eval.Pair{{"a", "1"}, {"b", "2"}}).Coverage[0]; c.Share.Right != 0 {
		t.Errorf("coverage %+v, want none", c)
	}
}

// TestFitNeverFalls: whatever the samples, more lead never means less probability, and no step claims certainty.
func TestFitNeverFalls(t *testing.T) {
	var samples []eval.Sample
	for i := range 3000 {
		samples = append(samples, eval.Sample{Lead: float64(i) / 100, Right: i*7919%3000 < i+i*31%500-200})
	}
	c := eval.Fit(samples, "made up")
	if len(c.Steps) < 3 {
		t.Fatalf("%d steps, want several", len(c.Steps))
	}
	last, rows := -1.0, 0
	for i, s := range c.Steps {
		if s.Share <= 0 || s.Share >= 1 || i > 0 && s.Share < c.Steps[i-1].Share {
			t.Errorf("step %d: %+v after %+v", i, s, c.Steps[max(i-1, 0)])
		}
		rows += s.Rows
		if s.Lower >= 1 || i > 0 && s.Lower < c.Steps[i-1].Lower-0.05 {
			t.Errorf("step %d: lower bound %v after %v", i, s.Lower, c.Steps[i-1].Lower)
		}
	}
	if rows != len(samples) {
		t.Errorf("steps hold %d rows of %d", rows, len(samples))
	}
	for lead := -5.0; lead < 40; lead += 0.05 {
		p := c.Score(lead)
		if p <= last || p < 0 || p > 1 {
			t.Fatalf("score of lead %.2f is %v, of a little less %v", lead, p, last)
		}
		last = p
	}
	if c.Bears(-1, 0) || !c.Bears(29, c.Steps[len(c.Steps)-1].Lower) || c.Bears(1, 0.99) {
		t.Errorf("a lead before all steps, or one of few right ones, is borne out: %+v", c.Steps)
	}
}

func TestReadTruth(t *testing.T) {
	good := "\uFEFFnote\ttarget_id\tsource_id\nx\t9\ta\n\t8\tb\n"
	got, err := eval.ReadTruth(strings.NewReader(good), "t.tsv")
	if d := cmp.Diff([]eval.Pair{{"a", "9"}, {"b", "8"}}, got); d != "" || err != nil {
		t.Errorf("ReadTruth: %v\n%s", err, d)
	}
	for text, want := range map[string]string{
		"":                                       "t.tsv: no header",
		"a,b\n1,2\n":                             "t.tsv:1: the header names no source_id and target_id, but a, b",
		"source_id,target_id\n1,2\n,3\n":         "t.tsv:3: a pair needs both ids",
		"source_id,target_id\n1,2\n1,3\n1,2\n":   "t.tsv:4: the pair 1, 2 stands in line 2 already",
		"source_id,target_id\n1,2\n\"1,3\n":      "t.tsv: parse error on line 3",
		"source_id,target_id\n1,2\n1,2,3,4,5\n ": "t.tsv: record on line",
	} {
		if _, err := eval.ReadTruth(strings.NewReader(text), "t.tsv"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ReadTruth(%q) = %v, want %q", text, err, want)
		}
	}
}

func FuzzReadTruth(f *testing.F) {
	f.Add("source_id,target_id\n1,2\n")
	f.Add("source_id\ttarget_id\n\"1\t2\n")
	f.Fuzz(func(t *testing.T, text string) {
		pairs, err := eval.ReadTruth(strings.NewReader(text), "t")
		seen := map[eval.Pair]bool{}
		for _, p := range pairs {
			if err == nil && (p.Source == "" || p.Target == "" || seen[p]) {
				t.Errorf("pair %+v", p)
			}
			seen[p] = true
		}
	})
}
