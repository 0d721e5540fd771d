package diff

import "slices"

// join finds the partner of each record: the one with the same kind and key, else the one that shares an identity.
//
// An identity joins only where no doubt is left: neither record has its key on the other side, and of all records on the
// other side each shares identities with no other than its partner. Every step looks up hashes; no record is compared
// with all the others.
func join(old, current *side) {
	for i, of := range old.ids {
		if j, ok := current.at[of]; ok {
			old.partner[i], current.partner[j] = j, i
		}
	}
	heirs, origins := old.relatives(current), current.relatives(old)
	for i, heir := range heirs {
		if origin, free := origins[heir]; free && origin == i {
			old.partner[i], current.partner[heir] = heir, i
		}
	}
	for i := range heirs {
		old.doubt[i] = old.partner[i] == alone
	}
	for j := range origins {
		current.doubt[j] = current.partner[j] == alone
	}
}

// several stands in place of an index where there is more than one.
const several = -2

// identity is a name under which a record may be found again.
type identity struct{ kind, name string }

// relatives returns, for each record of s without a partner that shares an identity with a record of the other side, the
// index of that record, or several.
func (s *side) relatives(other *side) map[int]int {
	bearers := map[identity]int{} // of each identity in question: the record on the other side that bears it
	for i := range s.records {
		if s.partner[i] == alone {
			for _, name := range s.identities(i) {
				bearers[name] = alone
			}
		}
	}
	if len(bearers) == 0 {
		return nil
	}
	for j := range other.records {
		for _, name := range other.identities(j) {
			if known, asked := bearers[name]; asked {
				bearers[name] = together(known, j)
			}
		}
	}
	relatives := map[int]int{}
	for i := range s.records {
		if s.partner[i] != alone {
			continue
		}
		relative := alone
		for _, name := range s.identities(i) {
			relative = together(relative, bearers[name])
		}
		if relative != alone {
			relatives[i] = relative
		}
	}
	return relatives
}

// together returns what two findings come to: an index, several, or alone.
func together(a, b int) int {
	switch {
	case a == b || b == alone:
		return a
	case a == alone:
		return b
	}
	return several
}

// identities returns every name of record i, its key among them.
func (s *side) identities(i int) []identity {
	names := append(slices.Clip(s.records[i].RecordIdentities()), s.ids[i].key)
	out := make([]identity, len(names))
	for n, name := range names {
		out[n] = identity{s.ids[i].kind, name}
	}
	return out
}
