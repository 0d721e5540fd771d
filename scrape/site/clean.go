package site

import "strings"

// Clean returns the part of a value's text that the rule means, or "" where it means nothing.
func (r Rule) Clean(text string) string {
	text = strings.TrimSpace(text)
	for _, end := range r.Cut {
		if i := strings.LastIndex(text, end); i >= 0 {
			text = text[:i]
		}
	}
	for _, front := range r.Drop {
		text = strings.TrimPrefix(text, front)
	}
	if r.Words != nil {
		text = r.Words[text]
	}
	return strings.TrimSpace(text)
}
