package drift

import "math"

// z is the quantile of the normal distribution behind the intervals: 99 % of two-sided intervals hold the true share. A run
// compares some 300 pairs of counts (a dozen shops, 5 kinds of pages, a handful of fields each), of which at 95 % several would
// be false alarms. TestFalseAlarms states what remains with margin.
const z = 2.5758

// margin is how far a share must have moved for certain. A shop that takes some products out of sale moves shares by a few
// points and has changed no layout; what a layout loses is most of a field.
const margin = 0.10

// most is the share of values that must have changed for certain before that is a warning.
const most = 0.5

// Wilson returns the bounds between which the true share lies of which found of n is a sample (E. B. Wilson, "Probable
// inference, the law of succession, and statistical inference", 1927). Of no sample nothing is known: 0 and 1.
func Wilson(found, n int) (low, high float64) {
	if n <= 0 {
		return 0, 1
	}
	p, of := share(found, n), float64(n)
	middle := p + z*z/(2*of)
	half := z * math.Sqrt(p*(1-p)/of+z*z/(4*of*of))
	return max(0, (middle-half)/(1+z*z/of)), min(1, (middle+half)/(1+z*z/of))
}

// share returns the quotient, within 0 and 1 whatever a report says.
func share(found, n int) float64 { return float64(min(max(found, 0), n)) / float64(n) }

// Fallen says that the share found of n is smaller, by more than the margin and for certain, than last of lastN: the lower
// bound of the difference, made from the two Wilson intervals (R. G. Newcombe, "Interval estimation for the difference
// between independent proportions", 1998, method 10), lies above the margin.
func Fallen(found, n, last, lastN int) bool {
	if n <= 0 || lastN <= 0 {
		return false
	}
	p, q := share(found, n), share(last, lastN)
	_, high := Wilson(found, n)
	low, _ := Wilson(last, lastN)
	return q-p-math.Hypot(q-low, high-p) > margin
}

// Most says that for certain more than half are changed, of which changed of n is a sample.
func Most(changed, n int) bool {
	low, _ := Wilson(changed, n)
	return low > most
}
