package extract

import (
	"iter"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// specs reads the specification table of a product: nothing, or one table with what all rules find. Footnotes, which begin
// with an asterisk, are left out; a line that a page repeats for small screens is kept once.
func (p *pass) specs(at node, l *site.Layout) []catalog.SpecTable {
	if len(l.Specs) == 0 {
		return nil
	}
	var t catalog.SpecTable
	known := make(map[catalog.ProductDetail]bool, 64)
	for _, rule := range l.Specs {
		for label, value := range p.specLines(at, rule) {
			line := catalog.ProductDetail{Label: p.pageWords(label, ""), Value: p.pageWords(value, "")}
			if line.Label == "" || line.Value == "" || strings.HasPrefix(line.Value, "*") || known[line] {
				continue
			}
			known[line] = true
			t.Lines = append(t.Lines, line)
			t.Paths = append(t.Paths, value.path())
			p.budget.text += len(t.Paths[len(t.Paths)-1])
		}
	}
	if len(t.Lines) == 0 {
		return nil
	}
	t.At = p.locator(l.Reader, commonPath(l.Reader, t.Paths))
	p.pool.compact(&t)
	return []catalog.SpecTable{t}
}

// commonPath returns the path of the innermost place that holds the places of all paths.
func commonPath(reader string, paths []string) string {
	step := "/"
	if reader == "html" {
		step = " > "
	}
	common := paths[0]
	for _, path := range paths[1:] {
		n := 0
		for n < min(len(common), len(path)) && common[n] == path[n] {
			n++
		}
		ends := func(s string) bool { return n == len(s) || strings.HasPrefix(s[n:], step) }
		if !ends(common) || !ends(path) {
			n = max(0, strings.LastIndex(common[:n], step))
		}
		common = common[:n]
	}
	return common
}

// specLines yields the places of the labels and values that a rule finds.
func (p *pass) specLines(at node, rule site.SpecRule) iter.Seq2[node, node] {
	switch {
	case rule.Each != "":
		return p.specColumns(at, rule)
	case rule.Sequence != "":
		return p.specSequence(at, rule)
	default:
		return p.specTexts(at, rule)
	}
}

func (p *pass) specColumns(at node, rule site.SpecRule) iter.Seq2[node, node] {
	return func(yield func(node, node) bool) {
		for _, line := range p.find(at, rule.Each) {
			label := p.first(line, rule.Label)
			if label == nil {
				continue
			}
			for _, v := range p.find(line, rule.Value) {
				if !yield(label, v) {
					return
				}
			}
		}
	}
}

func (p *pass) specSequence(at node, rule site.SpecRule) iter.Seq2[node, node] {
	return func(yield func(node, node) bool) {
		isLabel := map[node]bool{}
		for _, n := range p.find(at, rule.Label) {
			isLabel[n] = true
		}
		var label node
		for _, n := range p.find(at, rule.Sequence) {
			if isLabel[n] {
				label = n
			} else if label != nil && !yield(label, n) {
				return
			}
		}
	}
}

func (p *pass) specTexts(at node, rule site.SpecRule) iter.Seq2[node, node] {
	return func(yield func(node, node) bool) {
		var texts []node
		for _, entry := range p.find(at, "/*") {
			for _, pointer := range rule.Texts {
				if n := p.first(entry, pointer); n != nil && p.pageWords(n, "") != "" {
					texts = append(texts, n)
					break
				}
			}
		}
		isLabel := func(n node) bool {
			return slices.ContainsFunc(rule.Labels, func(label string) bool { return strings.EqualFold(label, n.words("")) })
		}
		for i := 1; i < len(texts); i++ {
			if isLabel(texts[i-1]) && !isLabel(texts[i]) && !yield(texts[i-1], texts[i]) {
				return
			}
		}
	}
}
