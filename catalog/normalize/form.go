package normalize

import (
	"regexp"
	"strings"
)

// form is a form of values, and the letters or signs of which every such value has one. Most lines have none of them, and
// looking for these is much quicker than matching.
type form struct {
	*regexp.Regexp

	signs string
}

func newForm(signs, expression string) form { return form{regexp.MustCompile(expression), signs} }

// find returns the first value in s and its parts, nil where there is none.
func (f form) find(s string) []string {
	if !strings.ContainsAny(s, f.signs) {
		return nil
	}
	return f.FindStringSubmatch(s)
}

// findAll returns every value in s with its parts.
func (f form) findAll(s string) [][]string {
	if !strings.ContainsAny(s, f.signs) {
		return nil
	}
	return f.FindAllStringSubmatch(s, -1)
}
