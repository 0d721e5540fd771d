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
	for _, line := range lines {
		repeated := func(o catalog.SpecQuote) bool {
			return o.Label.Text == line.Label.Text && o.Value.Text == line.Value.Text
		}
		if line.Label.Text != "" && line.Value.Text != "" && !strings.HasPrefix(line.Value.Text, "*") && !slices.ContainsFunc(out, repeated) {
			out = append(out, line)
		}
	}
	return out
}

func (p *pass) specColumns(at node, l *site.Layout, rule site.SpecRule) []catalog.SpecQuote {
	var out []catalog.SpecQuote
	for _, line := range at.find(rule.Each) {
		label := first(line.find(rule.Label))
		if label == nil {
			continue
		}
		for _, v := range line.find(rule.Value) {
			out = append(out, p.specLine(l, label, v))
		}
	}
	return out
}

func (p *pass) specSequence(at node, l *site.Layout, rule site.SpecRule) []catalog.SpecQuote {
	labels := at.find(rule.Label)
	isLabel := func(n node) bool {
		return slices.ContainsFunc(labels, func(o node) bool { return o.path() == n.path() })
	}
	var out []catalog.SpecQuote
	var label node
	for _, n := range at.find(rule.Sequence) {
		switch {
		case isLabel(n):
			label = n
		case label != nil:
			out = append(out, p.specLine(l, label, n))
		}
	}
	return out
}

func (p *pass) specTexts(at node, l *site.Layout, rule site.SpecRule) []catalog.SpecQuote {
	var texts []node
	for _, entry := range at.find("/*") {
		for _, pointer := range rule.Texts {
			if n := first(entry.find(pointer)); n != nil && n.words("") != "" {
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
	quote := func(n node) catalog.Quote { return catalog.Quote{Text: n.words(""), At: p.locator(l.Reader, n.path())} }
	return catalog.SpecQuote{Label: quote(label), Value: quote(v)}
}
