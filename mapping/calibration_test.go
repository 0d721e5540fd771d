package mapping_test

import (
	"math"
	"testing"

	"github.com/pocomigrate/pocomigrate/mapping"
)

// near are steps that differ by less than the tilt within one: the scores of neighbours must not overlap.
func near() mapping.Calibration {
	return mapping.Calibration{Steps: []mapping.Step{
		{From: 0, Share: 0.9, Lower: 0.8}, {From: 200, Share: 0.902, Lower: 0.89}, {From: 400, Share: 0.902, Lower: 0.895}, {From: 600, Share: 0.999, Lower: 0.99},
	}}
}

// Without anything that was checked, a lead of so many bits is odds of two to that power.
func TestScoreWithoutSteps(t *testing.T) {
	var c mapping.Calibration
	for lead, want := range map[float64]float64{0: 0.5, 1: 2. / 3, -1: 1. / 3, 10: 1024. / 1025} {
		if got := c.Score(lead); math.Abs(got-want) > 1e-12 {
			t.Errorf("Score(%v) = %v, want %v", lead, got, want)
		}
	}
	if s, ok := c.Step(3); ok || s != (mapping.Step{}) {
		t.Errorf("Step(3) = %+v, %v, want none", s, ok)
	}
	if c.Bears(100, 0) {
		t.Error("a lead is borne out that nothing was checked of")
	}
}

// The clearer of two proposals never has the lower score, however near the steps are to each other; and the score says
// what the step says, give or take half a percent.
func TestScoreNeverFalls(t *testing.T) {
	c := near()
	last := 0.0
	for lead := -500.0; lead < 2000; lead += 0.5 {
		score := c.Score(lead)
		if score < last {
			t.Fatalf("Score(%v) = %v, less than %v before it", lead, score, last)
		}
		if s, _ := c.Step(lead); math.Abs(score-s.Share) > 0.005 || score > 1 {
			t.Fatalf("Score(%v) = %v, far from the share %v of its step", lead, score, s.Share)
		}
		last = score
	}
}

func TestStepOfALead(t *testing.T) {
	c := near()
	for lead, from := range map[float64]float64{-5: 0, 0: 0, 199.9: 0, 200: 200, 300: 200, 400: 400, 1000: 600} {
		if s, ok := c.Step(lead); !ok || s.From != from {
			t.Errorf("Step(%v) begins at %v, %v, want %v", lead, s.From, ok, from)
		}
	}
}

// Both what was right of the step and what may be believed of all clearer ones must reach the share.
func TestBears(t *testing.T) {
	c := near()
	for _, tt := range []struct {
		lead, share float64
		want        bool
	}{
		{-1, 0.5, false}, // before anything that was checked
		{0, 0.8, true},
		{0, 0.85, false}, // the step reaches it, its lower bound does not
		{200, 0.85, true},
		{599, 0.9, false},
		{600, 0.9, true},
		{5000, 0.9, true},
		{5000, 0.995, false},
	} {
		if got := c.Bears(tt.lead, tt.share); got != tt.want {
			t.Errorf("Bears(%v, %v) = %v, want %v", tt.lead, tt.share, got, tt.want)
		}
	}
	falling := mapping.Calibration{Steps: []mapping.Step{{From: 0, Share: 0.9, Lower: 0.9}, {From: 10, Share: 0.95, Lower: 0.7}}}
	if !falling.Bears(12, 0.9) {
		t.Error("a lead is not borne out although a lesser one is")
	}
}
