package structured

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
	"github.com/pocomigrate/pocomigrate/scrape/tree"
	"github.com/pocomigrate/pocomigrate/scrape/tree/script"
)

// linkedData returns the values that the JSON-LD of a page states, in the order of its script elements. Blocks are read as pages really hold them; see [script.Reader]. One that cannot be
// read all the same is passed over: the other blocks and readers still speak.
func linkedData(scripts []*html.Node, r *script.Reader) []*tree.Value {
	var out []*tree.Value
	r.Stray = true
	defer func() { r.Stray = false }()
	for i, script := range scripts {
		out = append(out, r.All(element.Raw(script), "ld+json["+strconv.Itoa(i)+"]")...)
	}
	return out
}

// isLinkedData says that a script element holds JSON-LD.
func isLinkedData(e *html.Node) bool {
	kind, _, _ := strings.Cut(element.Attr(e, "type"), ";")
	return strings.EqualFold(strings.TrimSpace(kind), "application/ld+json")
}
