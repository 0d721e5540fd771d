package review

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

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

// toReview returns what needs a decision, ordered by what one answer settles and by doubt: the old product that was visited
// most comes first, then the one with the most open variants; within a product the status, then the least likely. The rows
// of a product stand together.
func (x *index) toReview() []pair {
	rows := x.where(pair.Open)
	x.settles = map[string]int{}
	clicks, worst := map[string]int{}, map[string]pair{}
	for _, p := range rows {
		of := subject(p)
		x.settles[of]++
		clicks[of] += x.clicks(p)
		if w, known := worst[of]; !known || byDoubt(p, w) < 0 {
			worst[of] = p
		}
	}
	slices.SortFunc(rows, func(a, b pair) int {
		sa, sb := subject(a), subject(b)
		if sa == sb {
			return byDoubt(a, b)
		}
		return cmp.Or(
			cmp.Compare(clicks[sb], clicks[sa]), cmp.Compare(x.settles[sb], x.settles[sa]), byDoubt(worst[sa], worst[sb]),
		)
	})
	return rows
}

// byDoubt puts first what a person must look at first: by status, then from the least likely up.
func byDoubt(a, b pair) int {
	return cmp.Or(
		cmp.Compare(urgency(a.Status), urgency(b.Status)), cmp.Compare(a.Score, b.Score), cmp.Compare(a.LineKey(), b.LineKey()),
	)
}

// clicks is how often the old page was visited.
func (x *index) clicks(p pair) int {
	if x.Clicks == nil || p.old == nil {
		return 0
	}
	return max(x.Clicks(p.old.Link), 0)
}

// urgency is the place of a status among the rows to be decided.
func urgency(s mapping.Status) int {
	order := []mapping.Status{mapping.NeedsReview, mapping.ProductOnly, mapping.Unmapped, mapping.Matched}
	if i := slices.Index(order, s); i >= 0 {
		return i
	}
	return len(order)
}

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
		cell("Old title", 30, func(p pair) table.Cell {
			old, _ := atOdds(p)
			return table.MarkedCell(title(p.old), old...)
		}),
		cell("Old page", 10, func(p pair) table.Cell { return pageLink(link(p.old), "old page") }),
		text("Status", 13, func(p pair) string { return string(p.Status) }),
		text(headerNewShop, 14, func(p pair) string { return string(p.Target) }),
		text("Proposed SKU", 22, func(p pair) string { return p.TargetID }),
		cell("Proposed title", 34, func(p pair) table.Cell {
			_, proposed := atOdds(p)
			return table.MarkedCell(targetTitle(p), proposed...)
		}),
		cell("New page", 10, func(p pair) table.Cell { return pageLink(link(p.new), "new page") }),
		cell("What differs", 28, func(p pair) table.Cell { return table.MarkedCell(whatDiffers(p), values(p)...) }),
		wrapped(headerPattern, 26, func(p pair) string { return PatternOf(p.Mapping) }),
		score(),
	}
	for i := range fields {
		if h := fields[i].Header; h == "Old title" || h == "Proposed title" || h == "What differs" {
			fields[i].Wrap = true
		}
	}
	if len(x.pictures) > 0 {
		fields = slices.Insert(fields, 2, cell("Picture", 12, func(p pair) table.Cell { return x.picture(p) }))
	}
	if x.Clicks != nil {
		fields = slices.Insert(fields, 0, cell("Clicks", 9, func(p pair) table.Cell { return table.IntegerCell(x.clicks(p)) }))
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

// atOdds returns the words in which the two sides differ, as they may stand in the titles. Where only the product is
// proposed, the words of the old side that no SKU has.
func atOdds(p pair) (old, proposed []string) {
	names := nearestDiffers(p.RunnerUp)
	if p.Status != mapping.ProductOnly {
		names = nil
	}
	for _, e := range p.Evidence {
		if e.Level == mapping.Conflict {
			names = append(names, attribute(e.Attribute))
			old, proposed = append(old, e.Source), append(proposed, e.Target)
		}
	}
	for _, name := range names {
		old, proposed = append(old, titleWords(p.old, name)...), append(proposed, titleWords(p.new, name)...)
	}
	return old, proposed
}

// titleWords are the ways in which a title may state an attribute of a variant.
func titleWords(v variant, name string) []string {
	switch {
	case v == nil:
		return nil
	case name == "colour" && v.ColorLabel != "":
		return []string{v.ColorLabel}
	case name == "RAM" && v.RAM > 0, name == "storage" && v.Storage > 0:
		return []string{v.Memory(), strconv.Itoa(v.RAM) + "GB+" + strconv.Itoa(v.Storage) + "GB"}
	}
	return nil
}

// values are the values that "What differs" sets against each other.
func values(p pair) []string {
	var out []string
	for _, e := range p.Evidence {
		if e.Level == mapping.Conflict || oneSided(e) {
			out = append(out, stated(e.Source)+" → "+stated(e.Target))
		}
	}
	if p.Status == mapping.ProductOnly && p.RunnerUp != nil {
		for part := range strings.SplitSeq(p.RunnerUp.Reason, "; ") {
			if _, words, ok := strings.Cut(part, " differs: "); ok {
				out = append(out, words)
			}
		}
	}
	return out
}
