package markup

// maxRoom bounds what a room keeps for the next page, in chunks: some 1.5 MB of nodes, as a page of 500 KB has.
const (
	chunk   = 256
	maxRoom = 64
)

// room is memory for values of one type, which is given out piece by piece and used again for the next page.
type room[T any] struct {
	chunks [][]T
	at     int // the chunk to take from
	used   int // of that chunk
}

// take returns room for n values, which are zero.
func (r *room[T]) take(n int) []T {
	for r.at < len(r.chunks) && r.used+n > len(r.chunks[r.at]) {
		r.at, r.used = r.at+1, 0
	}
	if r.at == len(r.chunks) {
		r.chunks = append(r.chunks, make([]T, max(chunk, n)))
	}
	r.used += n
	return r.chunks[r.at][r.used-n : r.used : r.used]
}

// reset takes all of the room back.
func (r *room[T]) reset() {
	if len(r.chunks) > maxRoom {
		r.chunks = nil
	}
	for i := range min(r.at+1, len(r.chunks)) {
		clear(r.chunks[i])
	}
	r.at, r.used = 0, 0
}
