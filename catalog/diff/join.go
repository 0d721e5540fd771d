package diff

import "errors"

// join finds, for records that are left over, the partner that shares an identity.
//
// An identity joins only where no doubt is left: neither record has its key on the other side, and of all records on the
// other side each shares identities with no other than its partner. Every step looks up hashes; no record is compared
// with all the others.
func (m *merger) join(before, after Source) error {
	heirs, err := relatives(m.gone, after)
	if err != nil {
		return err
	}
	origins, err := relatives(m.come, before)
	if err != nil {
		return err
	}
	atPlace := make(map[int]int, len(m.come)) // index in m.come of the record at a place of the new side
	for j, l := range m.come {
		atPlace[l.place] = j
	}
	for i := range m.gone {
		g := &m.gone[i]
		g.doubt = heirs[i] != alone
		if j, free := atPlace[heirs[i]]; free && origins[j] == g.place {
			g.joined, m.come[j].joined = true, true
			m.r.Compared++
			m.compare(g.record, m.come[j].record)
		}
	}
	for j := range m.come {
		m.come[j].doubt = origins[j] != alone
	}
	return nil
}

// In place of where a record stands, counted from 1: alone means nowhere, several means in more than one place.
const (
	alone   = 0
	several = -1
)

// relatives returns, for each record of a list, where on the other side the record stands that it shares an identity with.
func relatives(list []left, other Source) ([]int, error) {
	out := make([]int, len(list))
	if len(list) == 0 {
		return out, nil
	}
	bearers := map[string]int{} // of each identity in question: where on the other side it stands
	for _, l := range list {
		for _, name := range names(l.record) {
			bearers[name] = alone
		}
	}
	c, err := other.Open()
	if err != nil {
		return nil, err
	}
	err = find(c, bearers)
	if err := errors.Join(err, c.Close()); err != nil {
		return nil, err
	}
	for i, l := range list {
		for _, name := range names(l.record) {
			out[i] = together(out[i], bearers[name])
		}
	}
	return out, nil
}

// find notes where the names of bearers stand.
func find(c Cursor, bearers map[string]int) error {
	for place := 1; ; place++ {
		more, err := c.Next()
		if err != nil || !more {
			return err
		}
		err = c.Names(func(name []byte) {
			if known, asked := bearers[string(name)]; asked {
				bearers[string(name)] = together(known, place)
			}
		})
		if err != nil {
			return err
		}
	}
}

// together returns what two findings come to: a place, several, or alone.
func together(a, b int) int {
	switch {
	case a == b || b == alone:
		return a
	case a == alone:
		return b
	}
	return several
}

// names returns every name of a record, its key among them.
func names(r Record) []string { return append([]string{r.RecordKey()}, r.RecordIdentities()...) }
