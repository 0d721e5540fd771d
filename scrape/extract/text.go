package extract

import (
	"math"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// visible returns the text that a reader of the page sees in e, with the white space of the markup folded. A line break
// separates words; no-break and thin spaces are the shop's own and stay.
func visible(e *html.Node) string {
	if c := e.FirstChild; c != nil && c.NextSibling == nil && c.Type == html.TextNode && isFolded(c.Data) && !isHidden(e.Data) {
		return c.Data // as it stands in nearly every cell of a table
	}
	return string(beginning(nil, e, math.MaxInt))
}

// beginning appends the visible text of e to text, which is empty; most bytes of it are enough.
func beginning(text []byte, e *html.Node, most int) []byte {
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
		if isHidden(e.Data) {
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

// isHidden says that readers do not see what stands in an element.
func isHidden(tag string) bool {
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
		if isSpace(s[i]) && (s[i] != ' ' || before == ' ') {
			return false
		}
		before = s[i]
	}
	return before != ' '
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == '\f' }

// appendWords appends s with its white space folded, up to some byte after which text has most bytes or more.
func appendWords(text []byte, s string, most int) []byte {
	s = s[:min(len(s), max(0, most-len(text)))]
	before, start := byte(' '), 0
	if n := len(text); n > 0 {
		before = text[n-1]
	}
	for i := range len(s) {
		switch b := s[i]; {
		case !isSpace(b), b == ' ' && before != ' ':
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

// lower turns text into lower case, in its own memory. Package bytes does the same, ten times slower where one character
// is not ASCII.
func lower(text []byte) []byte {
	end := 0
	for i := 0; i < len(text); {
		b := text[i]
		if b >= utf8.RuneSelf {
			r, size := utf8.DecodeRune(text[i:])
			if small := unicode.ToLower(r); utf8.RuneLen(small) <= size {
				end += utf8.EncodeRune(text[end:], small)
			} else { // it would not fit; no language of the shops has such letters
				end += copy(text[end:], text[i:i+size])
			}
			i += size
			continue
		}
		if 'A' <= b && b <= 'Z' {
			b += 'a' - 'A'
		}
		text[end] = b
		end++
		i++
	}
	return text[:end]
}
