package extract

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// linkedData returns the nodes that the JSON-LD of a page states, in the order of its script elements: the value of each
// block, or its elements where it is a list. Blocks are read as pages really hold them; see [lenient]. One that cannot be
// read all the same is passed over: the other blocks and readers still speak.
func linkedData(scripts []*html.Node, l *lenient) []*value {
	var out []*value
	l.stray = true
	defer func() { l.stray = false }()
	for i, script := range scripts {
		for _, v := range block(scriptText(script), "ld+json["+strconv.Itoa(i)+"]", l) {
			if v.kind == array {
				for _, item := range v.items {
					if item.kind == object {
						out = append(out, item)
					}
				}
				continue
			}
			out = append(out, v)
		}
	}
	return out
}

// block returns the values of one script element, of which there should be one.
func block(text, inside string, l *lenient) []*value {
	for again := true; ; again = false {
		out := valuesIn(text, inside, l)
		if len(out) > 0 || !again {
			return out
		}
		plain, escaped := unescapeEntities(text)
		if !escaped {
			return nil
		}
		text = plain
	}
}

// valuesIn reads the values that stand in a text one after the other. Those behind the first carry their number.
func valuesIn(text, inside string, l *lenient) []*value {
	var out []*value
	for {
		v, size, err := l.value(text)
		if err != nil {
			return out
		}
		v.inside = inside
		if len(out) > 0 {
			v.inside += "+" + strconv.Itoa(len(out))
		}
		out = append(out, v)
		text = strings.TrimLeft(text[size:], " \t\r\n,;")
	}
}

// scriptText returns the text of a script element, which the parser of HTML leaves in one piece.
func scriptText(e *html.Node) string {
	c := e.FirstChild
	if c == nil {
		return ""
	}
	if c.NextSibling == nil {
		return c.Data
	}
	var b strings.Builder
	for ; c != nil; c = c.NextSibling {
		b.WriteString(c.Data)
	}
	return b.String()
}

// isLinkedData says that a script element holds JSON-LD.
func isLinkedData(e *html.Node) bool {
	kind, _, _ := strings.Cut(attributeOf(e, "type"), ";")
	return strings.EqualFold(strings.TrimSpace(kind), "application/ld+json")
}
