package markup

import "golang.org/x/net/html/atom"

// startInTable reads a start tag as far as it has to do with the table around it, and reports whether that is all.
func (b *builder) startInTable(t tag) bool {
	part := isTablePart(t.atom)
	if part && b.count[tables] > 0 {
		b.endCell()
	}
	for isTable(b.top().DataAtom) {
		switch next := partFor(b.top().DataAtom, t.atom); {
		case !part && b.top().DataAtom == atom.Colgroup:
			b.pop()
		case !part:
			// Whatever is no part of a table belongs in front of it, except for these.
			if t.atom == atom.Script || t.atom == atom.Style {
				b.pushRaw(t)
			} else {
				b.odd = true
			}
			return true
		case next == 0:
			b.pop()
		case next != t.atom:
			b.implied(next)
		case next == atom.Col:
			b.add(t)
			return true
		default:
			b.push(t)
			return true
		}
	}
	return false
}

// partFor returns which element comes next within an open part of a table, where t is to come: t itself, one that a page
// may leave out around it, or none, and the part ends.
func partFor(open, t atom.Atom) atom.Atom {
	switch open {
	case atom.Table:
		switch t {
		case atom.Col:
			return atom.Colgroup
		case atom.Tr, atom.Td, atom.Th:
			return atom.Tbody
		default:
			return t
		}
	case atom.Colgroup:
		if t == atom.Col {
			return t
		}
	case atom.Tbody, atom.Thead, atom.Tfoot:
		switch t {
		case atom.Td, atom.Th:
			return atom.Tr
		case atom.Tr:
			return t
		default:
		}
	case atom.Tr:
		if t == atom.Td || t == atom.Th {
			return t
		}
	default:
	}
	return 0
}

// isTable says that an element is a table or a part of one that holds no text.
func isTable(a atom.Atom) bool {
	return a == atom.Table || a == atom.Tr || a == atom.Colgroup || isTableSection(a)
}

func isTablePart(a atom.Atom) bool {
	switch a {
	case atom.Tr, atom.Td, atom.Th, atom.Caption, atom.Colgroup, atom.Col:
		return true
	default:
		return isTableSection(a)
	}
}

func isTableSection(a atom.Atom) bool { return a == atom.Tbody || a == atom.Thead || a == atom.Tfoot }

// endCell closes the cell in which a part of its table begins or ends. In one that holds open elements no such part has a
// place, nor in a caption without an end tag, which x/net/html takes along into the rows.
func (b *builder) endCell() {
	for isImplied(b.top().DataAtom) {
		b.pop()
	}
	if top := b.top().DataAtom; top == atom.Td || top == atom.Th {
		b.pop()
	}
}

// endInTable reads an end tag as far as it has to do with the table around it, and reports whether that is all.
func (b *builder) endInTable(of atom.Atom) bool {
	switch {
	case of == atom.Td || of == atom.Th || of == atom.Caption:
		for isImplied(b.top().DataAtom) {
			b.pop()
		}
	case of == atom.Table || isTablePart(of):
		b.endCell()
		for b.top().DataAtom != of && b.top().DataAtom != atom.Table && isTable(b.top().DataAtom) {
			b.pop()
		}
	default:
		return false
	}
	if b.odd = b.odd || b.top().DataAtom != of; !b.odd {
		b.pop()
	}
	return true
}
