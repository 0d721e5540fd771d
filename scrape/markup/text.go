package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// addWords adds text where the page has come to.
func (b *builder) addWords(text string) {
	words := strings.TrimLeft(text, space)
	switch b.stage {
	case beforeDoctype, beforeHTML, beforeHead:
		if words == "" {
			return
		}
		text = words
		b.begin()
	case inHead, afterHead:
		b.addText(text[:len(text)-len(words)])
		if words == "" {
			return
		}
		text = words
		b.begin()
	case afterBody, afterHTML:
		if words != "" {
			b.stage = inBody
		}
	case inBody:
	}
	if words != "" && isTable(b.top().DataAtom) {
		b.odd = true // it belongs in front of the table
	}
	switch e := b.top(); e.DataAtom {
	case atom.Pre, atom.Listing:
		if e.FirstChild == nil {
			text = strings.TrimPrefix(text, "\n")
		}
	default:
	}
	b.addText(text)
}

// maxJoined is how often text may be joined to the text before it, which copies both.
const maxJoined = 16

// addText adds text to the element that is being filled.
func (b *builder) addText(text string) {
	if text == "" {
		return
	}
	if last := b.top().LastChild; last != nil && last.Type == html.TextNode {
		// Behind an end of the body, which closes nothing.
		last.Data += text
		b.joined++
		b.odd = b.odd || b.joined > maxJoined
		return
	}
	b.top().AppendChild(b.node(html.Node{Type: html.TextNode, Data: text}))
}

// addComment adds a comment where the page has come to.
func (b *builder) addComment(text string) {
	to := b.top()
	switch b.stage {
	case beforeDoctype, beforeHTML, afterHTML:
		to = b.doc
	case afterBody:
		to = b.open[0]
	case beforeHead, inHead, afterHead, inBody:
	}
	to.AppendChild(b.node(html.Node{Type: html.CommentNode, Data: text}))
}

// begin opens the body, with all that a page may leave out before it.
func (b *builder) begin() {
	b.quirks = b.quirks || b.stage == beforeDoctype
	if b.stage <= beforeHTML {
		b.implied(atom.Html)
	}
	if b.stage <= beforeHead {
		b.implied(atom.Head)
	}
	if b.stage <= inHead {
		b.pop()
	}
	b.implied(atom.Body)
	b.stage = inBody
}
