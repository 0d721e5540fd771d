package review

import (
	"cmp"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// The headers by which a workbook that came back is read. They are part of the format: an edited workbook of an earlier
// version must still be understood.
const (
	headerDecision = "Decision"
	headerSKU      = "SKU"
	headerScope    = "Scope"
	headerReviewer = "Reviewer"
	headerNote     = "Note"
	headerRowID    = "Row id"
	headerRowHash  = "Row hash"
)

// reviewSheet lists what needs a decision, the most doubtful first: by status, then from the least likely up.
func (x *index) reviewSheet() table.Sheet {
	rows := x.where(pair.Open)
	slices.SortStableFunc(rows, func(a, b pair) int {
		return cmp.Or(
			cmp.Compare(urgency(a.Status), urgency(b.Status)),
			cmp.Compare(a.Score, b.Score),
			cmp.Compare(a.LineKey(), b.LineKey()),
		)
	})
	s := table.Of(SheetReview, x.reviewFields(), rows)
	s.Notes = []string{
		"Choose a Decision in each row; SKU, Scope, Reviewer and Note belong to it. Sort, filter and add columns as you like, but leave Row id and Row hash as they are.",
	}
	s.Frozen = 2
	s.Rules = append([]table.Rule{{Column: headerDecision, Row: true, Look: table.Done}}, statusRules()...)
	return s
}

// urgency is the place of a status among the rows to be decided.
func urgency(s mapping.Status) int {
	order := []mapping.Status{mapping.NeedsReview, mapping.ProductOnly, mapping.Unmapped, mapping.Matched}
	if i := slices.Index(order, s); i >= 0 {
		return i
	}
	return len(order)
}

func statusRules() []table.Rule {
	return []table.Rule{
		{Column: "Flags", Look: table.Alarm},
		{Column: "Status", Equals: string(mapping.NeedsReview), Look: table.Alarm},
		{Column: "Status", Equals: string(mapping.ProductOnly), Look: table.Notice},
		{Column: "Status", Equals: string(mapping.Matched), Look: table.Calm},
	}
}

func (x *index) reviewFields() []table.Field[pair] {
	shown := append(proposal(), x.oldPrice()...)
	var choices []string
	for _, r := range mapping.Rulings() {
		choices = append(choices, string(r))
	}
	answers := []table.Field[pair]{
		asked[pair](headerDecision, 15, "What is to happen with this old variant. The sheet Summary explains the words.", choices...),
		asked[pair](headerSKU, 14, "Only for reassigned: the item number of the right SKU."),
		asked[pair](headerScope, 10, "Empty or variant: this row. product: every variant of the same old product.", string(mapping.ScopeVariant), string(mapping.ScopeProduct)),
		asked[pair](headerReviewer, 12, "Your name."),
		asked[pair](headerNote, 28, "Anything the next reader should know."),
	}
	background := []table.Field[pair]{
		wrapped("Evidence", 54, func(p pair) string { return argument(p.Evidence) }),
		text("Flags", 20, flags),
	}
	details := []table.Field[pair]{
		wrapped("Bits", 44, func(p pair) string { return bits(p.Evidence) }),
		wrapped("Also considered", 44, func(p pair) string { return others(p.Others) }),
		wrapped("What would change it", 34, func(p pair) string { return p.Change }),
	}
	ids := []table.Field[pair]{
		text("Ruling so far", 14, func(p pair) string { return string(p.Ruling) }),
		rowID(),
		forProgram(text(headerRowHash, 15, rowHash)),
	}
	return slices.Concat(shown, answers, background, details, ids)
}

// proposal makes the fields that put the matcher's proposal before a person.
func proposal() []table.Field[pair] {
	return []table.Field[pair]{
		text("Old shop", 20, func(p pair) string { return p.from().String() }),
		wrapped("Old title", 34, func(p pair) string { return title(p.old) }),
		cell("Old page", 10, func(p pair) table.Cell { return pageLink(link(p.old), "old page") }),
		text("Status", 14, func(p pair) string { return string(p.Status) }),
		text("Proposed SKU", 20, func(p pair) string { return p.TargetID }),
		wrapped("Proposed title", 34, targetTitle),
		cell("New page", 10, func(p pair) table.Cell { return pageLink(link(p.new), "new page") }),
		wrapped("What differs", 26, whatDiffers),
		score(),
		wrapped("Why", 44, func(p pair) string { return p.Reason }),
		text("Runner-up SKU", 20, func(p pair) string {
			if p.RunnerUp == nil {
				return ""
			}
			return p.RunnerUp.TargetID
		}),
		wrapped("Runner-up and why not", 36, func(p pair) string { return runnerUp(p.RunnerUp) }),
	}
}

func score() table.Field[pair] {
	return cell("Score", 9, func(p pair) table.Cell { return probability(p.Score) })
}

func rowID() table.Field[pair] {
	return forProgram(text(headerRowID, 44, pair.LineKey))
}

// pageLink is a link under short words, nothing where there is no page.
func pageLink(url, words string) table.Cell {
	if url == "" {
		return table.Cell{}
	}
	return table.LinkCell(url, words)
}
