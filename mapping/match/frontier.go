package match

// reached is a column and what it costs to get there.
type reached struct{ dist, col int }

func (a reached) before(b reached) bool {
	return a.dist < b.dist || a.dist == b.dist && a.col < b.col
}

// frontier is a binary heap of reached columns: nearest first, then by number.
type frontier struct{ heap []reached }

func (f *frontier) push(r reached) {
	f.heap = append(f.heap, r)
	for i := len(f.heap) - 1; i > 0; {
		parent := (i - 1) / 2
		if !f.heap[i].before(f.heap[parent]) {
			return
		}
		f.heap[i], f.heap[parent] = f.heap[parent], f.heap[i]
		i = parent
	}
}

// pop takes the nearest column out. The frontier must not be empty.
func (f *frontier) pop() reached {
	first := f.heap[0]
	last := len(f.heap) - 1
	f.heap[0] = f.heap[last]
	f.heap = f.heap[:last]
	for i := 0; ; {
		child := 2*i + 1
		if child >= last {
			return first
		}
		if child+1 < last && f.heap[child+1].before(f.heap[child]) {
			child++
		}
		if !f.heap[child].before(f.heap[i]) {
			return first
		}
		f.heap[i], f.heap[child] = f.heap[child], f.heap[i]
		i = child
	}
}
