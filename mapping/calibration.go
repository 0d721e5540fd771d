package mapping

import (
	"cmp"
	"math"
	"slices"
)

// Calibration says how often proposals of a given lead were right, as far as they were checked. The zero Calibration takes
// the lead at its word.
type Calibration struct {
	// Data says in a sentence what it was fitted to.
	Data string
	// Steps are sorted by Lead, and neither Right/Rows nor Lead ever falls.
	Steps []Step
}

// Step is one bin of a calibration: the checked proposals whose leads lie together.
type Step struct {
	Lead  float64 // mean lead in bits
	Share float64 // probability that such a proposal is right
	Rows  int     // how many were checked
	Right int     // how many of them were right
	// Lower is the lower bound of the share that the counts allow, with 95% confidence on one side.
	Lower float64
}

// Score returns the probability that a proposal with this lead is right. Between the middles of two steps it lies on the
// line between them, so that of two proposals the one with the greater lead never has the lower score.
func (c *Calibration) Score(lead float64) float64 {
	if len(c.Steps) == 0 {
		return 1 / (1 + math.Exp2(-lead))
	}
	i, _ := slices.BinarySearchFunc(c.Steps, lead, func(s Step, at float64) int { return cmp.Compare(s.Lead, at) })
	switch {
	case i == 0:
		return c.Steps[0].Share
	case i == len(c.Steps):
		return c.Steps[i-1].Share
	}
	a, b := c.Steps[i-1], c.Steps[i]
	return a.Share + (b.Share-a.Share)*(lead-a.Lead)/(b.Lead-a.Lead)
}

// Lower returns a bound that the share of right proposals with this lead lies above with 95% confidence: that of the step
// at or below the lead, 0 where there is none.
func (c *Calibration) Lower(lead float64) float64 {
	i, exact := slices.BinarySearchFunc(c.Steps, lead, func(s Step, at float64) int { return cmp.Compare(s.Lead, at) })
	if exact {
		i++
	}
	if i == 0 {
		return 0
	}
	return c.Steps[i-1].Lower
}
