package match

// edge is a target that a row may take, and what taking it is worth.
type edge struct {
	col    int
	weight int
}

// none is the column of a row that takes nothing.
const none = -1

// assign gives each row at most one of its columns, and each column to at most one row, so that the sum of weights is
// greatest; a row that takes nothing is worth 0. It returns the column of each row, or none. Edges of weight 0 or less are
// never taken; a row's columns are distinct. Of several assignments of equal sum it returns the same one for the same input.
//
// It is exact: successive shortest augmenting paths over the edges alone, with potentials (Jonker and Volgenant 1987), each
// row having a private column for none. It takes O(rows × edges × log edges) at worst and far less where rows compete for
// few columns.
func assign(rows [][]edge, cols int) []int {
	s := newSolver(rows, cols)
	for r := range rows {
		s.place(r)
	}
	for r, c := range s.colOf {
		if c >= cols {
			s.colOf[r] = none
		}
	}
	return s.colOf
}

// solver holds a partial assignment that is optimal for the rows placed so far. Columns from cols on are the private ones.
// Costs are top minus weight, so that none is negative.
type solver struct {
	rows  [][]edge
	cols  int
	top   int
	colOf []int
	rowOf []int
	price []int // potential of a column, never above zero

	dist  []int // of a column from the row being placed
	prev  []int // the row through which the column was reached
	seen  []int // round in which dist was set
	done  []int // round in which dist became final
	round int
}

func newSolver(rows [][]edge, cols int) *solver {
	n := cols + len(rows)
	s := &solver{
		rows: rows, cols: cols,
		colOf: make([]int, len(rows)), rowOf: make([]int, n), price: make([]int, n),
		dist: make([]int, n), prev: make([]int, n), seen: make([]int, n), done: make([]int, n),
	}
	for i := range s.colOf {
		s.colOf[i] = none
	}
	for i := range s.rowOf {
		s.rowOf[i] = none
	}
	for _, edges := range rows {
		for _, e := range edges {
			s.top = max(s.top, e.weight)
		}
	}
	return s
}

// place finds the cheapest way to give row r a column, moving other rows along, and takes it.
func (s *solver) place(r int) {
	s.round++
	var queue frontier
	s.reach(&queue, r, 0)
	var final []int
	for {
		at := queue.pop() // never empty: a row's private column is always free
		if s.done[at.col] == s.round {
			continue
		}
		s.done[at.col] = s.round
		final = append(final, at.col)
		if s.rowOf[at.col] == none {
			s.settle(final, at)
			s.augment(r, at.col)
			return
		}
		s.reach(&queue, s.rowOf[at.col], at.dist)
	}
}

// reach relaxes the columns of row r, to which the path so far has cost base.
func (s *solver) reach(queue *frontier, r, base int) {
	own := 0 // what the row pays now, in reduced costs: zero along its assignment
	if c := s.colOf[r]; c != none {
		own = s.cost(r, c) - s.price[c]
	}
	try := func(col, cost int) {
		d := base + cost - s.price[col] - own
		if s.done[col] == s.round || s.seen[col] == s.round && s.dist[col] <= d {
			return
		}
		s.seen[col], s.dist[col], s.prev[col] = s.round, d, r
		queue.push(reached{d, col})
	}
	for _, e := range s.rows[r] {
		if e.weight > 0 {
			try(e.col, s.top-e.weight)
		}
	}
	try(s.cols+r, s.top)
}

// cost returns what row r pays for a column it may take.
func (s *solver) cost(r, col int) int {
	for _, e := range s.rows[r] {
		if e.col == col {
			return s.top - e.weight
		}
	}
	return s.top
}

// settle lowers the prices of the columns that are nearer than the one that ended the search, so that reduced costs stay
// non-negative.
func (s *solver) settle(final []int, end reached) {
	for _, c := range final {
		s.price[c] += s.dist[c] - end.dist
	}
}

// augment takes the path that ends in a free column.
func (s *solver) augment(r, col int) {
	for {
		row := s.prev[col]
		next := s.colOf[row]
		s.rowOf[col], s.colOf[row] = row, col
		if row == r {
			return
		}
		col = next
	}
}
