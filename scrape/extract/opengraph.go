package extract

import (
	"strings"

	"golang.org/x/net/html"
)

// vocabularies are the prefixes that the Open Graph protocol itself knows, and that of Facebook's catalogue.
const vocabularies = " og product article book music profile video "

// openGraph returns what the meta elements of a page say in the terms of Open Graph ("og:title", "product:price:amount")
// and of the prefixes that the page declares, in the order of the page, as one object whose names may repeat.
func openGraph(metas []*html.Node, declared string) *value {
	v := &value{kind: object}
	for _, e := range metas {
		name := attributeOf(e, "property")
		if name == "" {
			name = attributeOf(e, "name")
		}
		prefix, _, ok := strings.Cut(name, ":")
		if prefix = strings.ToLower(strings.TrimSpace(prefix)); !ok || prefix == "" {
			continue
		}
		if !strings.Contains(vocabularies, " "+prefix+" ") && !strings.Contains(declared, " "+prefix+": ") {
			continue
		}
		if content := strings.TrimSpace(attributeOf(e, "content")); content != "" {
			v.put(strings.TrimSpace(name), &value{kind: scalar, text: content, element: e})
		}
	}
	return v
}

// prefixes returns the prefixes that an element declares, in the form in which openGraph looks for them.
func prefixes(e *html.Node) string {
	return " " + strings.Join(strings.Fields(attributeOf(e, "prefix")), " ") + " "
}
