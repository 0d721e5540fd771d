package wayback

import (
	"cmp"
	"slices"
)

// kept is how many good captures of an address are kept.
const kept = 3

// rank says how much a capture is worth, by what the index says of it.
type rank int

const (
	refused rank = iota // the shop said nothing about the page: 403, 429, 5xx
	told                // it said that the page is gone or elsewhere
	revisit             // as an earlier answer, and the index does not say which
	good                // 200, or a revisit of one
)

// rankOf returns the rank of a status in the index. A revisit has none there.
func rankOf(status string) rank {
	switch {
	case status == "200":
		return good
	case status == "-":
		return revisit
	case status == "404" || status == "410" || status[0] < '4':
		return told
	}
	return refused
}

// held is a capture that the index names.
type held struct {
	memento

	digest string
	rank   rank
}

// shelf is what is kept of one address, best first: the good captures, no content twice, newest first, or else one other.
type shelf []held

// put adds a capture and returns the shelf, which may be s changed. The order in which captures come does not matter, but
// for those of one second.
func (s shelf) put(h held) shelf {
	if len(s) > 0 && (h.rank != good || s[0].rank != good) {
		if cmp.Or(cmp.Compare(h.rank, s[0].rank), h.at.Compare(s[0].at)) > 0 {
			return shelf{h}
		}
		return s
	}
	if i := slices.IndexFunc(s, func(o held) bool { return o.digest == h.digest }); i >= 0 {
		if !h.at.After(s[i].at) {
			return s
		}
		s = slices.Delete(s, i, i+1)
	}
	i, _ := slices.BinarySearchFunc(s, h, func(a, b held) int { return b.at.Compare(a.at) })
	s = slices.Insert(s, i, h)
	return s[:min(len(s), kept)]
}
