package markup

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// endInBody closes an element in the body, and those in it whose end tags may be left out. An end tag that closes anything
// else, or nothing, is odd.
func (b *builder) endInBody(t tag) {
	if b.endInTable(t.atom) {
		return
	}
	switch t.atom {
	case atom.Body:
		if b.odd = b.odd || b.count[tables]+b.count[selects] > 0; !b.odd {
			b.stage = afterBody
		}
		return
	case atom.P:
		if b.count[paragraphs] == 0 && b.count[selects] == 0 && !isTable(b.top().DataAtom) {
			b.add(tag{atom: t.atom, name: t.name}) // an end without a beginning is an empty paragraph
			return
		}
	case atom.Li, atom.Dd, atom.Dt, atom.Form,
		atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Button, atom.Center, atom.Details, atom.Dialog, atom.Dir,
		atom.Div, atom.Dl, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Header, atom.Hgroup, atom.Listing,
		atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.Pre, atom.Search, atom.Section, atom.Select, atom.Summary, atom.Ul:
		for b.top().DataAtom != t.atom && isImplied(b.top().DataAtom) {
			b.pop()
		}
	default:
	}
	e := b.top()
	b.odd = b.odd || e.DataAtom != t.atom || e.Data != t.name
	if t.atom == atom.Form {
		b.form = nil
	}
	b.pop()
}

// isImplied says that the end tag of an element may be left out before the end of the one around it.
func isImplied(a atom.Atom) bool {
	switch a {
	case atom.Dd, atom.Dt, atom.Li, atom.Optgroup, atom.Option, atom.P, atom.Rb, atom.Rp, atom.Rt, atom.Rtc:
		return true
	default:
		return false
	}
}

// isSpecial says that the standard counts an element among the special ones, as far as they are opened here.
func isSpecial(e *html.Node) bool {
	switch e.DataAtom {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Button, atom.Center, atom.Dd, atom.Details,
		atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1,
		atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Head, atom.Header, atom.Hgroup, atom.Html, atom.Li, atom.Listing,
		atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section, atom.Select, atom.Summary, atom.Table,
		atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul:
		return true
	default:
		return false
	}
}
