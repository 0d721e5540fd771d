package review

import (
	"fmt"

	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// entry is a line of the sheet Read me.
type entry struct{ topic, word, meaning string }

// readMeSheet says what the workbook is, what to do with it, and what its words mean.
func (x *index) readMeSheet(open []pair, divided []string) table.Sheet {
	s := table.Of(SheetReadMe, []table.Field[entry]{
		cell("About", 18, func(e entry) table.Cell { return table.MarkedCell(e.topic, e.topic) }),
		wrapped("Word", 26, func(e entry) string { return e.word }),
		wrapped("What it means", 118, func(e entry) string { return e.meaning }),
	}, x.entries(open, divided))
	s.Report = true
	s.Heading = "Poco to mi.com: read me first"
	isNew := len(x.where(func(p pair) bool { return p.Status == mapping.New }))
	mapped := len(x.pairs) - isNew
	s.Notes = []string{fmt.Sprintf("The old shops sold %d variants: %d need your decision, %d do not. %d variants are new on mi.com.",
		mapped, len(open), mapped-len(open), isNew)}
	return s
}

// entries are the lines of Read me. What is the same for every row of a topic stands in its first line.
func (x *index) entries(open []pair, divided []string) []entry {
	out := []entry{
		{"What to do", "1. Patterns", "Give one ruling for all rows that leave the same kind of doubt, where one is right for all of them."},
		{"", "2. Review", "Decide the rest row by row. Rows that settle the most come first: an answer with scope product decides every variant of its old product. Both pages are one click away."},
		{"", "3. Hand it back", "Save the file and hand it back. 'pocomigrate review FILE' shows what it would take from it, each line with sheet and cell, and 'review FILE --apply' takes it into the ledger; the next workbook then starts from there."},
		{"", "Sort, filter, add", "Sort, filter, hide, and add columns and sheets as you like. Leave Row id and Row hash as they are: a row is found again by its id, and the hash tells whether the shops' words have changed since."},
		{"A ruling", string(mapping.Accepted), "The proposal is right: send visitors of the old page to the proposed SKU or page."},
		{"", string(mapping.Reassigned), "Another SKU is right. Choose it under SKU: the list holds the SKUs of the row's new shop."},
		{"", string(mapping.RuledProduct), "No variant takes the place: send visitors to the product's page."},
		{"", string(mapping.NotSold), "Nothing on the new site takes the place; the old page is gone for good."},
		{"", string(mapping.Rejected), "The proposal is wrong, and the right answer is still open."},
		{"", string(mapping.Deferred), "Looked at, to be decided later."},
		{"", Clear, "Takes back what was ruled about this row before, so that it is open again."},
		{"", "(blank)", "No answer. A blank takes nothing back: what was ruled before holds on."},
		{"How far it reaches", "scope variant, or blank", "This row alone."},
		{"", "scope product", "Every variant of the same old product in the same shop."},
		{"", "a pattern's ruling", "Every row of Review with that pattern, as far as the rows are still those that were shown."},
		{"", "Which one wins", "A row's own Decision, then one of scope product, then its pattern's. Two people who disagree about a row are both shown, and neither is taken."},
		{"Status", string(mapping.Matched), "The program's view, not a ruling: the same variant. Such a row stands on Review only where a flag asks something."},
		{"", string(mapping.NeedsReview), "Plausible, and a person must look."},
		{"", string(mapping.ProductOnly), "The product is there, this variant is not, or cannot be told."},
		{"", string(mapping.Unmapped), "The new shop has nothing that takes the place."},
		{"", string(mapping.New), "Only the new shop has it."},
		{"", "Score", "How probable it is that the proposal is right. It never reads 100 %."},
	}
	return append(append(out, x.sheetEntries(open)...), x.factEntries(divided)...)
}

func (x *index) sheetEntries(open []pair) []entry {
	return []entry{
		{"Sheets", SheetSummary, "The numbers of each shop; decided and left follow what you enter on Review and Patterns."},
		{"", SheetReview, fmt.Sprintf("What needs a decision: %d rows, of %d patterns.", len(open), len(patterns(open)))},
		{"", SheetPatterns, "The kinds of doubt, with room for one ruling for all rows of a kind."},
		{"", SheetMatched + ", " + SheetUnmapped, "What is settled. To overrule one, copy its Row id into a new row at the end of Review and decide there."},
		{"", SheetNew, "What only the new shops sell."},
		{"", SheetCatalogue, "Every variant of every shop, as it was read. An empty cell: no captured page states the value."},
		{"", SheetChanges, x.sinceWhen()},
		{"", SheetIssues + ", " + SheetWords, "Values that need a second look, pages that could not be read, and words that no table knows."},
	}
}

func (x *index) factEntries(divided []string) []entry {
	out := []entry{
		{"Colours", "orange, bold", "Look first. Beside each colour stands the word that it is for; nothing is said by colour alone."},
		{"", "blue, orange pale", "A sure status; one to look at when there is time. Cells to fill in are yellow under an orange header."},
		{"This workbook", "Snapshot", x.Digest},
		{"", "Variants", fmt.Sprintf("%d of %d shops", len(x.Variants), x.shops())},
	}
	for _, d := range divided {
		out = append(out, entry{"", "Divided", d + "."})
	}
	return out
}

// shops is how many shops the snapshot holds variants of.
func (x *index) shops() int {
	seen := map[string]bool{}
	for i := range x.Variants {
		seen[string(x.Variants[i].Shop)] = true
	}
	return len(seen)
}
