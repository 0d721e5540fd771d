package match

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/mapping"
)

// maxOthers is how many targets are told beside the proposal and the runner-up.
const maxOthers = 3

// argue adds to what was concluded what else was considered, what would change the answer, and what being one-to-one cost.
func (r *row) argue(m *mapping.Mapping) {
	considered := r.considered()
	p := find(considered, m.TargetID)
	told := []string{m.TargetID}
	if m.RunnerUp != nil {
		told = append(told, m.RunnerUp.TargetID)
	}
	if p == nil {
		return
	}
	for _, c := range considered {
		if id := c.t.targetID(); !slices.Contains(told, id) && len(m.Others) < maxOthers {
			told = append(told, id)
			m.Others = append(m.Others, *r.candidate(c, p))
		}
	}
	if m.RunnerUp != nil {
		if second := find(considered, m.RunnerUp.TargetID); second != nil {
			m.Change = change(p, second)
		}
	}
	if best := r.best(); best != nil && r.chosen != nil && r.chosen.t != best.t && best.total > r.chosen.total {
		m.Forgone = mapping.Bits(float64(best.total-r.chosen.total) / 1000)
	}
}

// considered returns what the variant was compared with, as far as it was kept, the best first.
func (r *row) considered() []*comparison {
	var out []*comparison
	for i := range r.candidates {
		out = append(out, &r.candidates[i])
	}
	for _, c := range []*comparison{r.product, r.sibling, r.refused} {
		if c != nil {
			out = append(out, c)
		}
	}
	return out
}

func find(list []*comparison, targetID string) *comparison {
	i := slices.IndexFunc(list, func(c *comparison) bool { return c.t.targetID() == targetID })
	if i < 0 {
		return nil
	}
	return list[i]
}

func (r *row) candidate(c, proposed *comparison) *mapping.Candidate {
	if r.shop.lexicon != nil {
		return r.asCandidate(c, proposed)
	}
	return r.runnerUp(c, r.whyLess(c, proposed))
}

// change says which values of the source would lead to another target than the proposal: those in which the other is worth
// less now. It is empty where no one value would.
func change(p, other *comparison) string {
	var out []string
	for i := range attributes {
		a := &attributes[i]
		value := a.words(other.t)
		if p.bits(i) <= other.bits(i) || value == "" || value == a.words(p.s) || i == aName && p.name.byWords {
			continue
		}
		out = append(out, a.label+" "+value)
	}
	if p.name.byWords {
		x := p.t.lexicon
		more := x.beyond(other.t.line.words, p.s.words, plainWord, modelNumber, tierWord, codeWord, asideWord)
		if len(more) > 0 {
			out = append([]string{fmt.Sprintf("%q in the title", strings.Join(more, " "))}, out...)
		}
	}
	if len(out) == 0 {
		return ""
	}
	return fmt.Sprintf("with %s it would be %s", strings.Join(out, " and "), nameOfTarget(other))
}

func nameOfTarget(c *comparison) string {
	if c.name.byWords {
		return titleName(c.t)
	}
	return skuName(c.t)
}
