package eval

import (
	"cmp"
	"math"
	"slices"
)

// Coverage is the share of sources that can be taken, best scores first, with the precision not below a bar.
type Coverage struct {
	Precision float64 `json:"precision"` // the bar
	Share     Share   `json:"share"`
	Score     float64 `json:"score"` // the least score taken; 1 where nothing is
}

// coverage takes equal scores together or not at all: nobody can tell them apart.
func coverage(answers []answer, bar float64) Coverage {
	sorted := slices.SortedStableFunc(slices.Values(answers), func(a, b answer) int { return cmp.Compare(b.score(), a.score()) })
	right, taken, least := 0, 0, 1.0
	for i := range sorted {
		if sorted[i].right {
			right++
		}
		last := i+1 == len(sorted) || sorted[i+1].score() < sorted[i].score()
		if last && float64(right) >= bar*float64(i+1) {
			taken, least = i+1, sorted[i].score()
		}
	}
	return Coverage{bar, NewShare(taken, len(answers)), least}
}

// Reliability compares what scores claim with what came true.
type Reliability struct {
	// ECE is the expected calibration error: the mean distance between claim and truth over ten bins of scores of equal
	// width, each weighted by its rows.
	ECE  float64 `json:"ece"`
	Bins []Bin   `json:"bins"` // those that hold any row, by score
}

// Bin is the rows whose scores lie in one tenth.
type Bin struct {
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Claim float64 `json:"claim"` // mean score
	Right Share   `json:"right"`
}

const bins = 10

func reliability(answers []answer) Reliability {
	var rows, right [bins]int
	var claim [bins]float64
	for i := range answers {
		b := min(int(answers[i].score()*bins), bins-1)
		rows[b]++
		claim[b] += answers[i].score()
		if answers[i].right {
			right[b]++
		}
	}
	var r Reliability
	for b := range bins {
		if rows[b] == 0 {
			continue
		}
		bin := Bin{float64(b) / bins, float64(b+1) / bins, claim[b] / float64(rows[b]), NewShare(right[b], rows[b])}
		r.Bins = append(r.Bins, bin)
		r.ECE += math.Abs(bin.Claim-bin.Right.Value) * float64(rows[b]) / float64(len(answers))
	}
	return r
}
