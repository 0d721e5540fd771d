package markup

import (
	"slices"

	"golang.org/x/net/html/atom"
)

// startInBody opens an element in the body, and closes those before it whose end tags may be left out.
func (b *builder) startInBody(t tag) {
	if b.startInTable(t) {
		return
	}
	b.odd = b.odd || b.count[selects] > 0 && t.atom != atom.Option && t.atom != atom.Optgroup
	switch t.atom {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Center, atom.Details, atom.Dialog, atom.Dir, atom.Div,
		atom.Dl, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Header, atom.Hgroup, atom.Main, atom.Menu,
		atom.Nav, atom.Ol, atom.P, atom.Search, atom.Section, atom.Summary, atom.Ul, atom.Pre, atom.Listing:
		b.endParagraph()
		b.push(t)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		b.endParagraph()
		if isHeading(b.top().DataAtom) {
			b.pop()
		}
		b.push(t)
	case atom.Li:
		b.endItem(atom.Li)
		b.endParagraph()
		b.push(t)
	case atom.Dd, atom.Dt:
		b.endItem(atom.Dd, atom.Dt)
		b.endParagraph()
		b.push(t)
	case atom.A, atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.S, atom.Small, atom.Strike, atom.Strong,
		atom.Tt, atom.U:
		b.odd = b.odd || t.atom == atom.A && b.count[links] > 0
		b.formatted(t)
	case atom.Area, atom.Br, atom.Embed, atom.Img, atom.Input, atom.Keygen, atom.Param, atom.Source, atom.Track, atom.Wbr,
		atom.Base, atom.Basefont, atom.Bgsound, atom.Link, atom.Meta:
		b.add(t)
	case atom.Iframe, atom.Noscript, atom.Script, atom.Style, atom.Textarea, atom.Title:
		b.pushRaw(t)
	default:
		b.startRare(t)
	}
}

// startRare is startInBody for the elements that a page has few of.
func (b *builder) startRare(t tag) {
	switch t.atom {
	case atom.Table:
		b.odd = b.odd || b.obscure && b.count[paragraphs] > 0
		if !b.quirks {
			b.endParagraph()
		}
		b.push(t)
	case atom.Form:
		b.odd = b.odd || b.form != nil
		b.endParagraph()
		b.push(t)
		b.form = b.top()
	case atom.Hr:
		b.endParagraph()
		b.add(t)
	case atom.Button:
		b.odd = b.odd || b.count[buttons] > 0
		b.push(t)
	case atom.Option, atom.Optgroup:
		b.endOptions(t.atom)
		b.push(t)
	case atom.Svg:
		b.drawing(t)
	case atom.Html, atom.Head, atom.Body, atom.Frameset, atom.Frame, atom.Caption, atom.Col, atom.Colgroup, atom.Tbody,
		atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Template, atom.Noframes, atom.Noembed, atom.Xmp,
		atom.Plaintext, atom.Nobr, atom.Applet, atom.Marquee, atom.Object, atom.Image, atom.Math, atom.Rb, atom.Rtc, atom.Rp,
		atom.Rt:
		b.odd = true
	default:
		b.push(t)
	}
}

func isHeading(a atom.Atom) bool {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	default:
		return false
	}
}

// endParagraph closes the paragraph that a block cannot lie in. One that holds open elements is odd.
func (b *builder) endParagraph() {
	switch {
	case b.count[paragraphs] == 0:
	case b.top().DataAtom == atom.P:
		b.pop()
	default:
		b.odd = true
	}
}

// endItem closes the item of a list that the next item follows. One that holds open elements is odd.
func (b *builder) endItem(items ...atom.Atom) {
	for i, at := range slices.Backward(b.open) {
		of := at.DataAtom
		switch {
		case slices.Contains(items, of):
			if b.odd = b.odd || i < len(b.open)-1; !b.odd {
				b.pop()
			}
			return
		case of == atom.Address || of == atom.Div || of == atom.P:
		case isSpecial(b.open[i]):
			return
		}
	}
}

// endOptions closes the options before one of their kind.
func (b *builder) endOptions(next atom.Atom) {
	if b.count[selects] == 0 {
		if b.top().DataAtom == atom.Option {
			b.pop()
		}
		return
	}
	for isImplied(b.top().DataAtom) && (next != atom.Option || b.top().DataAtom != atom.Optgroup) {
		b.pop()
	}
}
