package element

import (
	"strings"

	"golang.org/x/net/html"
)

// Attr returns an attribute of an element, "" where it has none.
func Attr(e *html.Node, name string) string {
	for _, a := range e.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// ValueAttr returns the attribute that holds an element's value as a property, "" where its text does.
func ValueAttr(e *html.Node) string {
	has := func(name string) string {
		for _, a := range e.Attr {
			if a.Key == name {
				return name
			}
		}
		return ""
	}
	switch e.Data {
	case "meta":
		return "content"
	case "data", "meter":
		return has("value")
	case "time":
		if at := has("datetime"); at != "" {
			return at
		}
	}
	if content := has("content"); content != "" {
		return content
	}
	switch e.Data {
	case "audio", "embed", "iframe", "img", "source", "track", "video":
		return "src"
	case "a", "area", "link":
		return "href"
	case "object":
		return "data"
	}
	return ""
}

// Raw returns the text of a script element as it stands. The parser of HTML leaves it in one piece, or in none.
func Raw(e *html.Node) string {
	if c := e.FirstChild; c != nil && c.NextSibling == nil {
		return c.Data
	}
	var b strings.Builder
	for c := e.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(c.Data)
	}
	return b.String()
}
