package mapping

import (
	"math"
	"slices"
)

// Calibration says how often proposals of a given lead were right, as far as they were checked. The zero Calibration takes
// the lead at its word.
type Calibration struct {
	// Data says in a sentence what it was fitted to.
	Data string
	// Steps are sorted by From, and Share never falls.
	Steps []Step
}

// Step is one bin of a calibration: the checked proposals whose leads lie between its beginning and that of the next.
type Step struct {
	From  float64 // least lead in bits
	Share float64 // probability that such a proposal is right
	Rows  int     // how many were checked
	Right int     // how many of them were right
	// Lower is the lower bound, with 95% confidence on one side, of the share of right ones among all proposals that are at
	// least as clear as those of the step.
	Lower float64
}

// at returns the index of the step that a lead lies in: the first where it lies before all.
func (c *Calibration) at(lead float64) int {
	i, _ := slices.BinarySearchFunc(c.Steps, lead, func(s Step, at float64) int {
		if s.From <= at {
			return -1
		}
		return 1
	})
	return max(i-1, 0)
}

// tilt is by how much the scores of one step differ at most, so that the clearer of two proposals has the higher score
// and the score says hardly more than the step does.
const tilt = 0.01

// Score returns the probability that a proposal with this lead is right: the share of its step, a little less at the
// step's beginning and a little more at its end. Of two proposals the one with the greater lead never has the lower score.
func (c *Calibration) Score(lead float64) float64 {
	if len(c.Steps) == 0 {
		return 1 / (1 + math.Exp2(-lead))
	}
	i := c.at(lead)
	s := c.Steps[i]
	low, high := s.Share-tilt/2, s.Share+tilt/2
	if i > 0 {
		low = max(low, (c.Steps[i-1].Share+s.Share)/2)
	}
	if i+1 < len(c.Steps) {
		high = min(high, (s.Share+c.Steps[i+1].Share)/2)
	}
	const scale = 16 // bits beyond which more lead is hardly more sure
	return low + (min(high, 1)-low)*(0.5+math.Atan((lead-s.From)/scale)/math.Pi)
}

// Bears says whether proposals with this lead may be accepted, where the given share of them must be right: that of the
// step, or of one before it, and the lower bound of all that are at least as clear both reach it.
func (c *Calibration) Bears(lead, share float64) bool {
	for _, s := range c.Steps {
		if lead < s.From {
			return false
		}
		if s.Share >= share && s.Lower >= share {
			return true
		}
	}
	return false
}

// Step returns the step that a lead lies in, and whether there is one.
func (c *Calibration) Step(lead float64) (Step, bool) {
	if len(c.Steps) == 0 {
		return Step{}, false
	}
	return c.Steps[c.at(lead)], true
}
