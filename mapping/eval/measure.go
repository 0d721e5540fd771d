package eval

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/mapping"
)

// Report is what a measurement found.
type Report struct {
	// Top is how many sources of the truth have the right target on their line, whatever its status.
	Top Share `json:"top"`
	// Precision and Recall are those of the links that were accepted without asking: right of accepted, right of known.
	Precision Share  `json:"accepted_precision"`
	Recall    Share  `json:"accepted_recall"`
	F1        Figure `json:"accepted_f1"`
	// Pairs compares the groups of sources that got one target with those that have one.
	Pairs Pairs `json:"pairwise"`
	// Coverage says which share of the sources can be taken by score before the share of right ones falls below a bar.
	Coverage    []Coverage  `json:"coverage"`
	Reliability Reliability `json:"reliability"`
	// Unlisted are sources of the truth that no line is about; they count as wrong.
	Unlisted []string  `json:"unlisted,omitempty"`
	Mistakes []Mistake `json:"-"`
}

// Mistake is a line whose target is not the known one.
type Mistake struct {
	Mapping mapping.Mapping
	Want    []string // the known targets, sorted
}

// answer is one source of the truth and what was proposed for it.
type answer struct {
	source  string
	want    []string
	line    *mapping.Mapping // nil where there is none
	right   bool
	matched bool
}

// Measure compares mapping lines with the truth. Lines about other sources, and those with status new, are left out. A
// source is named by the id of its line, with the kind ("item:") or without; of several lines with one id the first counts.
func Measure(lines []mapping.Mapping, truth []Pair) Report {
	answers := join(lines, truth)
	var r Report
	right, accepted, acceptedRight, known := 0, 0, 0, 0
	for _, a := range answers {
		known++
		if a.right {
			right++
		}
		if a.matched {
			accepted++
			if a.right {
				acceptedRight++
			}
		}
		switch {
		case a.line == nil:
			r.Unlisted = append(r.Unlisted, a.source)
		case !a.right:
			r.Mistakes = append(r.Mistakes, Mistake{*a.line, a.want})
		}
	}
	r.Top = NewShare(right, known)
	r.Precision, r.Recall = NewShare(acceptedRight, accepted), NewShare(acceptedRight, known)
	r.F1 = acceptedF1(answers)
	r.Pairs = pairwise(answers)
	r.Coverage = []Coverage{coverage(answers, 0.95), coverage(answers, 0.99)}
	r.Reliability = reliability(answers)
	slices.SortStableFunc(r.Mistakes, func(a, b Mistake) int { return cmp.Compare(b.Mapping.Score, a.Mapping.Score) })
	return r
}

func join(lines []mapping.Mapping, truth []Pair) []answer {
	byID := map[string]*mapping.Mapping{}
	for i := range lines {
		m := &lines[i]
		for _, id := range []string{string(m.SourceID), m.SourceID.Value(), string(m.SourceKey())} {
			if id != "" && byID[id] == nil {
				byID[id] = m
			}
		}
	}
	at := map[string]int{}
	var out []answer
	for _, p := range truth {
		i, ok := at[p.Source]
		if !ok {
			i = len(out)
			at[p.Source] = i
			out = append(out, answer{source: p.Source, line: byID[p.Source]})
		}
		a := &out[i]
		a.want = append(a.want, p.Target)
		if a.line != nil {
			a.right = a.right || a.line.TargetID == p.Target || strings.TrimPrefix(p.Target, "item:") == a.line.TargetID
			a.matched = a.line.Status == mapping.Matched
		}
	}
	for i := range out {
		slices.Sort(out[i].want)
	}
	return out
}

// score returns the probability that was claimed for the answer; a missing line claims nothing.
func (a *answer) score() float64 {
	if a.line == nil {
		return 0
	}
	return float64(a.line.Score)
}

// target returns what was proposed; "" for nothing.
func (a *answer) target() string {
	if a.line == nil {
		return ""
	}
	return a.line.TargetID
}
