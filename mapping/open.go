package mapping

import "slices"

// Settled reports whether a person has ruled and the ruling says what is to happen: not that the proposal is wrong, or that
// it is to be decided later.
func (m Mapping) Settled() bool {
	switch m.Ruling {
	case Accepted, Reassigned, RuledProduct, NotSold:
		return true
	case Rejected, Deferred:
	}
	return false
}

// Open reports whether the mapping waits for a person: it is not sure and not settled, its article is sold twice, or a
// ruling about it leads nowhere or fits several variants.
func (m Mapping) Open() bool {
	has := func(f Flag) bool { return slices.Contains(m.Flags, f) }
	switch {
	case m.Status == New:
		return false
	case has(TargetMissing) || has(RulingAmbiguous):
		return true
	case m.Settled():
		return false
	}
	return m.Status != Matched || m.Ruling != "" || has(SoldTwice)
}
