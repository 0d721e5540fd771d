package eval

import "math"

// Share is a count out of a count, with the interval in which the true share lies 95 times in 100.
type Share struct {
	Right int     `json:"right"`
	Of    int     `json:"of"`
	Value float64 `json:"value"` // 0 where Of is 0
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// NewShare returns right out of of.
func NewShare(right, of int) Share {
	if of == 0 {
		return Share{High: 1}
	}
	s := Share{Right: right, Of: of, Value: float64(right) / float64(of), High: 1}
	const tail = 0.025
	s.Low = lowerBound(right, of, tail)
	s.High = 1 - lowerBound(of-right, of, tail)
	return s
}

// lowerBound returns the share of which that many right ones or more would be seen with the probability tail only (Clopper and
// Pearson 1934).
func lowerBound(right, of int, tail float64) float64 {
	if right == 0 {
		return 0
	}
	low, high := 0.0, 1.0
	for range 60 { // halving 60 times leaves less than a float can hold
		middle := (low + high) / 2
		if incompleteBeta(float64(right), float64(of-right+1), middle) < tail {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// incompleteBeta is the regularised incomplete beta function: the probability that a of a+b-1 trials or more succeed when
// each does with probability x, which lies between 0 and 1 (continued fraction of Numerical Recipes 6.4, after Lentz).
func incompleteBeta(a, b, x float64) float64 {
	if x > (a+1)/(a+b+2) {
		return 1 - incompleteBeta(b, a, 1-x)
	}
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	front := math.Exp(lab-la-lb+a*math.Log(x)+b*math.Log(1-x)) / a
	c, d := 1.0, 1-(a+b)*x/(a+1)
	d = 1 / nonZero(d)
	sum, step := d, 0.0
	for m := 1.0; m <= 500 && math.Abs(step-1) >= 1e-12; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d, c = 1/nonZero(1+even*d), nonZero(1+even/c)
		sum *= d * c
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d, c = 1/nonZero(1+odd*d), nonZero(1+odd/c)
		step = d * c
		sum *= step
	}
	return front * sum
}

// nonZero keeps a continued fraction from dividing by zero.
func nonZero(x float64) float64 {
	const tiny = 1e-300
	if math.Abs(x) < tiny {
		return tiny
	}
	return x
}
