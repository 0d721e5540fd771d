package review

import (
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
	headerPattern  = "Pattern"
	headerRowID    = "Row id"
	headerRowHash  = "Row hash"
)

// The headers by which other sheets refer to Review.
const (
	headerOldShop = "Old shop"
	headerNewShop = "New shop"
)

// reviewSheets list what needs a decision.
func (x *index) reviewSheets(open []pair) []table.Sheet {
	x.findPictures(open)
	fields := x.reviewFields()
	return sheets(x.divided(SheetReview, open), func(name string, rows []pair) table.Sheet {
		s := table.Of(name, fields, rows)
		s.Notes = []string{
			"Choose a Decision in each row; SKU, Scope, Reviewer and Note belong to it. Sort, filter and add columns as you like, but leave Row id and Row hash as they are.",
		}
		s.Frozen = s.Index("Old title") + 1
		s.Rules = append([]table.Rule{{Column: headerDecision, Row: true, Look: table.Done}}, statusRules()...)
		return s
	})
}

func statusRules() []table.Rule {
	return []table.Rule{
		{Column: "Flags", Look: table.Alarm},
		{Column: "Status", Equals: string(mapping.NeedsReview), Look: table.Alarm},
		{Column: "Status", Equals: string(mapping.ProductOnly), Look: table.Notice},
		{Column: "Status", Equals: string(mapping.Matched), Look: table.Calm},
	}
}

// reviewFields are the columns of Review: what the row is and what is proposed, the answers, then what argues for and against
// it, and last what the program needs.
func (x *index) reviewFields() []table.Field[pair] {
	return slices.Concat(x.question(), answering(), argued(), []table.Field[pair]{
		text("Ruling so far", 14, func(p pair) string { return string(p.Ruling) }),
		rowID(),
		forProgram(text(headerRowHash, 15, rowHash)),
	})
}

// question makes the fields that put the matcher's proposal before a person.
func (x *index) question() []table.Field[pair] {
	fields := []table.Field[pair]{
		cell("Settles", 9, func(p pair) table.Cell { return table.IntegerCell(x.settles[subject(p)]) }),
		text(headerOldShop, 18, func(p pair) string { return p.from().String() }),
		marked("Old title", 30, func(p pair) string { return title(p.old) }, oldAtOdds),
		cell("Old page", 10, func(p pair) table.Cell { return pageLink(link(p.old), "old page") }),
		text("Status", 13, func(p pair) string { return string(p.Status) }),
		text(headerNewShop, 14, func(p pair) string { return string(p.Target) }),
		text("Proposed SKU", 22, func(p pair) string { return p.TargetID }),
		marked("Proposed title", 34, targetTitle, newAtOdds),
		cell("New page", 10, func(p pair) table.Cell { return pageLink(link(p.new), "new page") }),
		marked("What differs", 28, whatDiffers, values),
		wrapped(headerPattern, 26, func(p pair) string { return PatternOf(p.Mapping) }),
		score(),
	}
	if len(x.pictures) > 0 {
		fields = slices.Insert(fields, 2, cell("Picture", 12, func(p pair) table.Cell { return x.picture(p) }))
	}
	if x.Clicks != nil {
		fields = slices.Insert(fields, 0, cell("Clicks", 9, x.clicksCell))
	}
	return slices.Concat(fields, x.oldPrice(), []table.Field[pair]{
		cell("New price", 14, func(p pair) table.Cell { return x.money(offer(p.new).Price) }),
		cell("New captured", 14, func(p pair) table.Cell { return table.DateCell(x.priceDate(p.new)) }),
	})
}

// picture shows the old variant, where its picture was captured.
func (x *index) picture(p pair) table.Cell {
	if p.old == nil {
		return table.Cell{}
	}
	return table.PictureCell(x.pictures[p.old.ImageLink], title(p.old))
}

// findPictures looks for the pictures of old variants.
func (x *index) findPictures(rows []pair) {
	x.pictures = map[string][]byte{}
	for _, p := range rows {
		if x.Image == nil || p.old == nil || p.old.ImageLink == "" {
			continue
		}
		if image := x.Image(p.old.ImageLink); len(image) > 0 {
			x.pictures[p.old.ImageLink] = image
		}
	}
}

// answering makes the fields that people fill in.
func answering() []table.Field[pair] {
	sku := asked[pair](headerSKU, 30, "Only for reassigned: the right SKU of the row's new shop.")
	sku.ChoicesFrom = &table.Lookup{By: headerNewShop, Sheet: SheetLists, Key: listShop, Header: listSKU}
	return []table.Field[pair]{
		asked[pair](headerDecision, 15, "What is to happen with this old variant. The sheet Read me explains the words.", answers()...),
		sku,
		asked[pair](headerScope, 10, "Empty or variant: this row. product: every variant of the same old product.", scopes()...),
		asked[pair](headerReviewer, 12, "Your name."),
		asked[pair](headerNote, 28, "Anything the next reader should know."),
	}
}

// argued makes the fields that say why.
func argued() []table.Field[pair] {
	return []table.Field[pair]{
		wrapped("Why", 44, func(p pair) string { return p.Reason }),
		wrapped("Evidence", 50, func(p pair) string { return argument(p.Evidence) }),
		text("Flags", 18, flags),
		text("Runner-up SKU", 16, func(p pair) string {
			if p.RunnerUp == nil {
				return ""
			}
			return p.RunnerUp.TargetID
		}),
		wrapped("Runner-up and why not", 36, func(p pair) string { return runnerUp(p.RunnerUp) }),
		wrapped("Also considered", 40, func(p pair) string { return others(p.Others) }),
		wrapped("What would change it", 34, func(p pair) string { return p.Change }),
		wrapped("Bits", 40, func(p pair) string { return bits(p.Evidence) }),
	}
}

func score() table.Field[pair] {
	return cell("Score", 9, func(p pair) table.Cell { return probability(p.Score) })
}

func rowID() table.Field[pair] {
	return forProgram(text(headerRowID, 34, pair.LineKey))
}

// pageLink is a link under short words, nothing where there is no page.
func pageLink(url, words string) table.Cell {
	if url == "" {
		return table.Cell{}
	}
	return table.LinkCell(url, words)
}
