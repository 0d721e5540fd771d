package match

// propose finds, for the variants of one leg, what takes their place in a shop: one row for each, or for each group that
// is sold twice. A target that people gave to one variant is no other's.
func propose(shop *targetShop, sources []*item, given pins) []*row {
	rows := rowsOf(shop, sources)
	edges, columns := claims(rows, given)
	targets := make([]*item, len(columns))
	for t, col := range columns {
		targets[col] = t
	}
	taken := make([]*row, len(targets))
	for i, col := range assign(edges, len(targets)) {
		if col != none {
			rows[i].chosen = rows[i].claim(targets[col])
			taken[col] = rows[i]
		}
	}
	owner := given.owners(rows)
	holder := func(t *item) *row {
		if r := owner[t]; r != nil {
			return r
		}
		if col, ok := columns[t]; ok {
			return taken[col]
		}
		return nil
	}
	for _, r := range rows {
		r.dispute(holder)
	}
	if shop.lexicon != nil { // once all disputes are known
		for _, r := range rows {
			r.lead = r.leadOf(holder)
		}
	}
	return rows
}

// claims returns the edges of each row, and the column of each target that any row may take.
func claims(rows []*row, given pins) ([][]edge, map[*item]int) {
	edges, columns := make([][]edge, len(rows)), map[*item]int{}
	for i, r := range rows {
		for k := range r.candidates {
			c := &r.candidates[k]
			if given.toOther(c.t, r) {
				continue
			}
			col, ok := columns[c.t]
			if !ok {
				col = len(columns)
				columns[c.t] = col
			}
			edges[i] = append(edges[i], edge{col, r.worth(c)})
		}
	}
	return edges, columns
}

// rung is what an equal GTIN or model code adds to a claim: more bits than all else together, so that no weighing takes the
// target from it.
const rung milliBits = 100_000

// worth is what the assignment gains by giving the target to the source. What nothing rules out is worth something,
// however little speaks for it; where titles were weighed, what more speaks against than for is worth nothing.
func (r *row) worth(c *comparison) int {
	bits := c.total
	if r.shop.lexicon == nil {
		bits = max(bits, 1)
	}
	bits += rung * milliBits(c.rung())
	return int(bits)
}

// dispute notes where being one-to-one cost the row its best target, and with the row that got this target, whether its
// claim was no better.
func (r *row) dispute(holder func(*item) *row) {
	best := r.best()
	if best == nil || r.chosen != nil && !isLess(r.chosen, best) {
		return
	}
	r.takenBy = holder(best.t)
	if winner := r.takenBy; winner != nil && winner != r && winner.chosen != nil && !isLess(best, winner.chosen) {
		winner.contested = r
	}
}
