package markup

import "golang.org/x/net/html/atom"

// startTag reads a start tag where the page has come to.
func (b *builder) startTag(t tag) {
	if b.stage >= inBody {
		b.stage = inBody
		b.startInBody(t)
		return
	}
	switch t.atom {
	case atom.Html:
		if b.odd = b.odd || b.stage > beforeHTML; !b.odd {
			b.quirks = b.quirks || b.stage == beforeDoctype
			b.push(t)
			b.stage = beforeHead
		}
		return
	case atom.Head:
		if b.odd = b.odd || b.stage > beforeHead; !b.odd {
			b.beginHead(t)
		}
		return
	case atom.Body:
		b.begin()
		b.top().Attr = t.attrs
		return
	case atom.Noscript:
		if b.stage < afterHead {
			b.addInHead(t)
			return
		}
	case atom.Base, atom.Basefont, atom.Bgsound, atom.Link, atom.Meta, atom.Script, atom.Style, atom.Title:
		b.addInHead(t)
		return
	default:
	}
	b.begin()
	b.startInBody(t)
}

// addInHead adds an element to the head, even behind its end.
func (b *builder) addInHead(t tag) {
	if b.stage < inHead {
		b.beginHead(tag{atom: atom.Head, name: atom.Head.String()})
	}
	if b.stage == afterHead {
		b.open = append(b.open, b.head)
		defer b.pop()
	}
	switch t.atom {
	case atom.Noscript, atom.Script, atom.Style, atom.Title:
		b.pushRaw(t)
	default:
		b.add(t)
	}
}

// beginHead opens the head, and the html element if need be.
func (b *builder) beginHead(head tag) {
	b.quirks = b.quirks || b.stage == beforeDoctype
	if b.stage <= beforeHTML {
		b.implied(atom.Html)
	}
	b.push(head)
	b.head = b.top()
	b.stage = inHead
}

// endTag reads an end tag where the page has come to.
func (b *builder) endTag(t tag) {
	switch {
	case b.stage == inBody:
		b.endInBody(t)
	case b.stage == inHead && t.atom == atom.Head:
		b.pop()
		b.stage = afterHead
	case b.stage == afterBody && t.atom == atom.Html:
		b.stage = afterHTML
	case b.stage > inBody:
		b.stage = inBody
		b.endInBody(t)
	default:
		b.odd = true
	}
}
