package review

import (
	"cmp"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// toReview returns what needs a decision, ordered by what one answer settles and by doubt: the old product that was visited
// most comes first, then the one with the most open variants; within a product the status, then the least likely. The rows
// of a product stand together.
func (x *index) toReview() []pair {
	rows := x.where(pair.Open)
	x.settles = map[string]int{}
	clicks, worst := map[string]int64{}, map[string]pair{}
	for _, p := range rows {
		of := subject(p)
		x.settles[of]++
		n, _ := x.clicks(p)
		clicks[of] = max(clicks[of], n) // one page, whose clicks every variant of it has
		if w, known := worst[of]; !known || byDoubt(p, w) < 0 {
			worst[of] = p
		}
	}
	slices.SortFunc(rows, func(a, b pair) int {
		sa, sb := subject(a), subject(b)
		if sa == sb {
			return byDoubt(a, b)
		}
		return cmp.Or(
			cmp.Compare(clicks[sb], clicks[sa]), cmp.Compare(x.settles[sb], x.settles[sa]), byDoubt(worst[sa], worst[sb]),
		)
	})
	return rows
}

// byDoubt puts first what a person must look at first: by status, then from the least likely up.
func byDoubt(a, b pair) int {
	return cmp.Or(
		cmp.Compare(urgency(a.Status), urgency(b.Status)), cmp.Compare(a.Score, b.Score), cmp.Compare(a.LineKey(), b.LineKey()),
	)
}

// clicks is how often the old page was visited, and whether that is known.
func (x *index) clicks(p pair) (int64, bool) {
	if x.Clicks == nil || p.old == nil {
		return 0, false
	}
	return x.Clicks(p.old.Link)
}

func (x *index) clicksCell(p pair) table.Cell {
	if n, known := x.clicks(p); known {
		return table.IntegerCell(int(n))
	}
	return table.Cell{}
}

// urgency is the place of a status among the rows to be decided.
func urgency(s mapping.Status) int {
	order := []mapping.Status{mapping.NeedsReview, mapping.ProductOnly, mapping.Unmapped, mapping.Matched}
	if i := slices.Index(order, s); i >= 0 {
		return i
	}
	return len(order)
}
