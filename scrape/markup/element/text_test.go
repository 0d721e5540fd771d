package element_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
)

// folded returns the visible words of texts that stand one after the other.
func folded(texts ...string) string {
	p := &html.Node{Type: html.ElementNode, Data: "p"}
	for _, text := range texts {
		p.AppendChild(&html.Node{Type: html.TextNode, Data: text})
	}
	return element.Text(p)
}

// FuzzText: the white space of the markup is one blank between words and none around them, whatever pieces the text is in.
func FuzzText(f *testing.F) {
	f.Add("8 GB", " + \n 256\tGB ", "")
	f.Add("", " ", "\n")
	f.Add("a", "", "b\f")
	f.Add("8\u00a0GB", "\r", "\v")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		words := strings.FieldsFunc(a+b+c, func(r rune) bool { return strings.ContainsRune(" \t\n\r\f", r) })
		if got, want := folded(a, b, c), strings.Join(words, " "); got != want {
			t.Errorf("Text(%q, %q, %q) = %q, want %q", a, b, c, got, want)
		}
		if got := folded(a); got != folded(a, "") {
			t.Errorf("Text(%q) = %q, and %q where nothing follows", a, got, folded(a, ""))
		}
	})
}
