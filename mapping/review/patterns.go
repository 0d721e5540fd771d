package review

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// pattern is a line of the sheet Patterns: the rows of the sheet Review that leave the same kind of doubt.
type pattern struct {
	words    string
	rows     []pair // in the order of the sheet Review
	products int
	hash     string
}

// patternRulings are the rulings that can be given for many rows at once: reassigned names one SKU.
func patternRulings() []mapping.Ruling {
	return slices.DeleteFunc(mapping.Rulings(), func(r mapping.Ruling) bool { return r == mapping.Reassigned })
}

// patterns groups the rows of Review. The pattern that settles the most rows comes first.
func patterns(rows []pair) []pattern {
	at := map[string]int{}
	var out []pattern
	for _, p := range rows {
		words := PatternOf(p.Mapping)
		i, known := at[words]
		if !known {
			i = len(out)
			at[words] = i
			out = append(out, pattern{words: words})
		}
		out[i].rows = append(out[i].rows, p)
	}
	for i := range out {
		products := map[string]bool{}
		for _, p := range out[i].rows {
			products[subject(p)] = true
		}
		out[i].products = len(products)
		out[i].hash = patternHash(out[i].rows)
	}
	slices.SortStableFunc(out, func(a, b pattern) int {
		return cmp.Or(len(b.rows)-len(a.rows), cmp.Compare(a.words, b.words))
	})
	return out
}

// samples names the first rows of a pattern, a line each.
func (p pattern) samples() string {
	const most = 3
	var out []string
	for _, row := range p.rows[:min(len(p.rows), most)] {
		words := row.from().String() + ": " + title(row.old)
		if t := targetTitle(row); t != "" {
			words += " → " + t
		}
		out = append(out, words)
	}
	return strings.Join(out, "\n")
}

// patternsSheet offers one ruling for all rows that leave the same kind of doubt.
func (x *index) patternsSheet(rows []pair) table.Sheet {
	var choices []string
	for _, r := range patternRulings() {
		choices = append(choices, string(r))
	}
	s := table.Of(SheetPatterns, []table.Field[pattern]{
		wrapped(headerPattern, 44, func(p pattern) string { return p.words }),
		cell("Rows", 9, func(p pattern) table.Cell { return table.IntegerCell(len(p.rows)) }),
		cell("Products", 11, func(p pattern) table.Cell { return table.IntegerCell(p.products) }),
		wrapped("Samples", 70, pattern.samples),
		asked[pattern](headerDecision, 15, "One answer for every row of Review with this pattern. A row's own Decision wins.", choices...),
		asked[pattern](headerReviewer, 14, "Your name."),
		asked[pattern](headerNote, 30, "Anything the next reader should know."),
		forProgram(text(headerRowID, 52, func(p pattern) string { return patternID + p.words })),
		forProgram(text(headerRowHash, 15, func(p pattern) string { return p.hash })),
	}, patterns(rows))
	s.Notes = []string{
		"One ruling for all rows of Review that leave the same kind of doubt; there, filter the column Pattern to see them. A row's own Decision wins over its pattern's.",
	}
	s.Frozen = 1
	s.Rules = []table.Rule{{Column: headerDecision, Row: true, Look: table.Done}}
	return s
}

// subject names the old product of a pair within its shop.
func subject(p pair) string {
	slug := ""
	if p.old != nil {
		slug = p.old.ItemGroupID
	}
	return p.from().String() + "\x00" + cmp.Or(slug, p.LineKey())
}
