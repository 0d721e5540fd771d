package element

import (
	"math"

	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/scrape/ascii"
)

// Text returns the text that a reader of the page sees in e, with the white space of the markup folded. A line break
// separates words; no-break and thin spaces are the shop's own and stay.
func Text(e *html.Node) string {
	if c := e.FirstChild; c != nil && c.NextSibling == nil && c.Type == html.TextNode && isFolded(c.Data) && !IsHidden(e.Data) {
		return c.Data // as it stands in nearly every cell of a table
	}
	return string(AppendText(nil, e, math.MaxInt))
}

// AppendText appends the visible text of e to text, which is empty; most bytes of it are enough.
func AppendText(text []byte, e *html.Node, most int) []byte {
	text = appendVisible(text, e, most)
	if n := len(text); n > 0 && text[n-1] == ' ' {
		return text[:n-1]
	}
	return text
}

func appendVisible(text []byte, e *html.Node, most int) []byte {
	apart := false
	switch e.Type {
	case html.TextNode:
		return appendWords(text, e.Data, most)
	case html.ElementNode:
		if IsHidden(e.Data) {
			return text
		}
		apart = isApart(e.Data)
	case html.CommentNode, html.DoctypeNode, html.ErrorNode, html.DocumentNode, html.RawNode:
	}
	if apart {
		text = appendSpace(text)
	}
	for c := e.FirstChild; c != nil && len(text) < most; c = c.NextSibling {
		text = appendVisible(text, c, most)
	}
	if apart {
		text = appendSpace(text)
	}
	return text
}

// IsHidden says that readers do not see what stands in an element.
func IsHidden(tag string) bool {
	switch tag {
	case "script", "style", "noscript", "template":
		return true
	}
	return false
}

// isApart says that words inside and outside of an element are different ones.
func isApart(tag string) bool {
	switch tag {
	case "br", "p", "div", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "tr", "option", "button":
		return true
	}
	return false
}

// isFolded says that folding would leave s as it is.
func isFolded(s string) bool {
	before := byte(' ')
	for i := range len(s) {
		if ascii.IsSpace(s[i]) && (s[i] != ' ' || before == ' ') {
			return false
		}
		before = s[i]
	}
	return before != ' '
}

// appendWords appends s with its white space folded, up to some byte after which text has most bytes or more.
func appendWords(text []byte, s string, most int) []byte {
	s = s[:min(len(s), max(0, most-len(text)))]
	before, start := byte(' '), 0
	if n := len(text); n > 0 {
		before = text[n-1]
	}
	for i := range len(s) {
		switch b := s[i]; {
		case !ascii.IsSpace(b), b == ' ' && before != ' ':
			before = b
		default: // a blank too many, or white space that is none
			text = append(text, s[start:i]...)
			if before != ' ' {
				text = append(text, ' ')
			}
			before, start = ' ', i+1
		}
	}
	return append(text, s[start:]...)
}

// appendSpace ends a word.
func appendSpace(text []byte) []byte {
	if n := len(text); n == 0 || text[n-1] == ' ' {
		return text
	}
	return append(text, ' ')
}
