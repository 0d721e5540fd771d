package eval

import (
	"cmp"
	"slices"

	"github.com/pocomigrate/pocomigrate/mapping"
)

// Sample is one checked proposal: its lead in bits, and whether it was right.
type Sample struct {
	Lead  float64
	Right bool
}

// fewest is the fewest samples of a step but the last. Fewer make a step of their own of a single mislabelled product.
const fewest = 200

// Fit returns the calibration that fits the samples best among those that never fall (isotonic regression by pooling
// adjacent violators, Ayer and others 1955). Data says what the samples are. The samples are not changed.
func Fit(samples []Sample, data string) mapping.Calibration {
	sorted := slices.SortedStableFunc(slices.Values(samples), func(a, b Sample) int { return cmp.Compare(a.Lead, b.Lead) })
	var steps []pool
	for _, chunk := range chunks(sorted) {
		steps = append(steps, chunk)
		for n := len(steps); n > 1 && steps[n-2].share() >= steps[n-1].share(); n-- {
			steps[n-2].add(steps[n-1])
			steps = steps[:n-1]
		}
	}
	out := mapping.Calibration{Data: data}
	var clearer pool
	for _, p := range slices.Backward(steps) {
		clearer.add(p)
		out.Steps = append(out.Steps, mapping.Step{
			From: p.from, Share: p.share(), Rows: p.rows, Right: p.right, Lower: lowerBound(clearer.right, clearer.rows, 0.05),
		})
	}
	slices.Reverse(out.Steps)
	return out
}

// pool is a run of samples taken together.
type pool struct {
	rows, right int
	from        float64 // least lead
}

// share is the rule of succession: a share of one row more that was right and one more that was wrong, so that no step
// claims certainty.
func (p *pool) share() float64 { return (float64(p.right) + 1) / (float64(p.rows) + 2) }

func (p *pool) add(o pool) {
	p.rows, p.right = p.rows+o.rows, p.right+o.right
}

// chunks cuts sorted samples into runs of the fewest, or more where leads are equal.
func chunks(sorted []Sample) []pool {
	var out []pool
	for i, s := range sorted {
		full := len(out) > 0 && out[len(out)-1].rows >= fewest && len(sorted)-i >= fewest
		if len(out) == 0 || full && s.Lead > sorted[i-1].Lead {
			out = append(out, pool{from: s.Lead})
		}
		p := &out[len(out)-1]
		p.rows++
		if s.Right {
			p.right++
		}
	}
	return out
}
