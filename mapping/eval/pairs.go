package eval

import (
	"math/rand/v2"
	"slices"
)

// Figure is a measured number and the interval in which the true one lies 95 times in 100.
type Figure struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Pairs compares two ways to group the sources: of all pairs of sources that share a target, how many do so in both.
type Pairs struct {
	Precision Figure `json:"precision"`
	Recall    Figure `json:"recall"`
	F1        Figure `json:"f1"`
}

// tally counts pairs: common to both groupings, proposed, known.
type tally struct{ both, proposed, known float64 }

func (t tally) precision() float64 { return ratio(t.both, t.proposed) }
func (t tally) recall() float64    { return ratio(t.both, t.known) }
func (t tally) f1() float64        { return ratio(2*t.both, t.proposed+t.known) }

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// pairwise measures the groups. Sources without a proposal are groups of their own.
func pairwise(answers []answer) Pairs {
	total, parts := tallies(answers)
	out := Pairs{Figure{Value: total.precision()}, Figure{Value: total.recall()}, Figure{Value: total.f1()}}
	out.Precision.Low, out.Precision.High = resampled(parts, tally.precision)
	out.Recall.Low, out.Recall.High = resampled(parts, tally.recall)
	out.F1.Low, out.F1.High = resampled(parts, tally.f1)
	return out
}

// tallies counts the pairs, in all and by known target. A proposed pair of two known targets counts half for each.
func tallies(answers []answer) (total tally, parts []tally) {
	known := map[string]int{}      // group of each known target
	proposed := map[string][]int{} // known groups of the sources with a target
	var groups []tally
	var sizes []int
	for i := range answers {
		a := &answers[i]
		g, ok := known[a.want[0]]
		if !ok {
			g = len(groups)
			known[a.want[0]] = g
			groups = append(groups, tally{})
			sizes = append(sizes, 0)
		}
		sizes[g]++
		if t := a.target(); t != "" {
			proposed[t] = append(proposed[t], g)
		}
	}
	for g, n := range sizes {
		groups[g].known = pairsOf(n)
	}
	for _, list := range proposed {
		count := map[int]int{}
		for _, g := range list {
			count[g]++
		}
		for g, n := range count {
			groups[g].both += pairsOf(n)
			groups[g].proposed += pairsOf(n) + float64(n*(len(list)-n))/2
		}
	}
	for _, g := range groups {
		total.both, total.proposed, total.known = total.both+g.both, total.proposed+g.proposed, total.known+g.known
	}
	return total, groups
}

func pairsOf(n int) float64 { return float64(n*(n-1)) / 2 }

// acceptedF1 is the F1 of the links that were accepted without asking.
func acceptedF1(answers []answer) Figure {
	at := map[string]int{}
	var parts []tally
	var total tally
	for i := range answers {
		a := &answers[i]
		g, ok := at[a.want[0]]
		if !ok {
			g = len(parts)
			at[a.want[0]] = g
			parts = append(parts, tally{})
		}
		one := tally{known: 1}
		if a.matched {
			one.proposed = 1
		}
		if a.matched && a.right {
			one.both = 1
		}
		for _, t := range []*tally{&parts[g], &total} {
			t.both, t.proposed, t.known = t.both+one.both, t.proposed+one.proposed, t.known+one.known
		}
	}
	f := Figure{Value: total.f1()}
	f.Low, f.High = resampled(parts, tally.f1)
	return f
}

const samples = 200

// resampled returns the middle 95 of 100 values of a figure over samples of the parts, drawn with replacement.
func resampled(parts []tally, figure func(tally) float64) (low, high float64) {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a fixed seed: equal input gives equal intervals
	values := make([]float64, samples)
	for i := range values {
		var t tally
		for range parts {
			p := parts[random.IntN(len(parts))]
			t.both, t.proposed, t.known = t.both+p.both, t.proposed+p.proposed, t.known+p.known
		}
		values[i] = figure(t)
	}
	slices.Sort(values)
	return values[samples*25/1000], values[samples*975/1000-1]
}
