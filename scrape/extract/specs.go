package extract

import (
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// specs reads the lines of a specification table. Footnotes, which begin with an asterisk, are left out; a line that a
// page repeats for small screens is kept once.
func (p *pass) specs(at node, l *site.Layout, rule site.SpecRule) []catalog.SpecQuote {
	var lines []catalog.SpecQuote
	switch {
	case rule.Each != "":
		lines = p.specColumns(at, l, rule)
	case rule.Sequence != "":
		lines = p.specSequence(at, l, rule)
	default:
		lines = p.specTexts(at, l, rule)
	}
	var out []catalog.SpecQuote
	known := map[[2]string]bool{}
	for _, line := range lines {
		words := [2]string{line.Label.Text, line.Value.Text}
		if words[0] == "" || words[1] == "" || strings.HasPrefix(words[1], "*") || known[words] {
			continue
		}
		known[words] = true
		out = append(out, line)
	}
	return out
}

func (p *pass) specColumns(at node, l *site.Layout, rule site.SpecRule) []catalog.SpecQuote {
	var out []catalog.SpecQuote
	for _, line := range p.find(at, rule.Each) {
		label := first(p.find(line, rule.Label))
		if label == nil {
			continue
		}
		for _, v := range p.find(line, rule.Value) {
			out = append(out, p.specLine(l, label, v))
		}
	}
	return out
}

func (p *pass) specSequence(at node, l *site.Layout, rule site.SpecRule) []catalog.SpecQuote {
	isLabel := map[node]bool{}
	for _, n := range p.find(at, rule.Label) {
		isLabel[n] = true
	}
	var out []catalog.SpecQuote
	var label node
	for _, n := range p.find(at, rule.Sequence) {
		switch {
		case isLabel[n]:
			label = n
		case label != nil:
			out = append(out, p.specLine(l, label, n))
		}
	}
	return out
}

func (p *pass) specTexts(at node, l *site.Layout, rule site.SpecRule) []catalog.SpecQuote {
	var texts []node
	for _, entry := range p.find(at, "/*") {
		for _, pointer := range rule.Texts {
			if n := first(p.find(entry, pointer)); n != nil && p.words(n, "") != "" {
				texts = append(texts, n)
				break
			}
		}
	}
	isLabel := func(n node) bool {
		return slices.ContainsFunc(rule.Labels, func(label string) bool { return strings.EqualFold(label, n.words("")) })
	}
	var out []catalog.SpecQuote
	for i := 0; i+1 < len(texts); i++ {
		if isLabel(texts[i]) && !isLabel(texts[i+1]) {
			out = append(out, p.specLine(l, texts[i], texts[i+1]))
			i++
		}
	}
	return out
}

func (p *pass) specLine(l *site.Layout, label, v node) catalog.SpecQuote {
	quote := func(n node) catalog.Quote {
		return catalog.Quote{Text: p.words(n, ""), At: p.locator(l.Reader, n.path())}
	}
	return catalog.SpecQuote{Label: quote(label), Value: quote(v)}
}
