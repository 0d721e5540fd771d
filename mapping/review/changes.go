package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// Changes is what became of the catalogue since the snapshot that this one replaces.
type Changes struct {
	// Since names the earlier snapshot.
	Since string
	Rows  []Change
}

// Change is one thing that changed, in words for people.
type Change struct {
	Level   string         `json:"level"`          // how grave it is, by the policy: "error", "warning", "info", "ignore"
	What    string         `json:"what"`           // what became of what: "variant changed", "mapping removed"
	Shop    catalog.ShopID `json:"shop,omitempty"` // empty where it concerns none
	Product string         `json:"product,omitempty"`
	Title   string         `json:"title,omitempty"`
	Field   string         `json:"field,omitempty"`
	Old     string         `json:"old,omitempty"`
	New     string         `json:"new,omitempty"`
	Key     string         `json:"key,omitempty"`
	Rule    string         `json:"rule,omitempty"` // of the policy, which decided on the level
}

// levels are those of a policy, the gravest first, and what stands for them.
var levels = []struct{ name, word string }{
	{"error", "1 must not pass"}, {"warning", "2 look at it"}, {"info", "3 worth knowing"}, {"ignore", "4 of no weight"},
}

// levelWord is a level as it stands on the sheet, so that sorting by it sorts by gravity.
func levelWord(level string) string {
	for _, l := range levels {
		if l.name == level {
			return l.word
		}
	}
	return level
}

// changesSheets list what changed, the gravest first, then by product, shop and field.
func (x *index) changesSheets() []table.Sheet {
	var rows []Change
	if x.Changes != nil {
		rows = slices.SortedStableFunc(slices.Values(x.Changes.Rows), func(a, b Change) int {
			return cmp.Or(
				cmp.Compare(levelWord(a.Level), levelWord(b.Level)), cmp.Compare(a.Product, b.Product), cmp.Compare(a.Field, b.Field),
				cmp.Compare(a.Shop, b.Shop), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Key, b.Key), cmp.Compare(a.What, b.What),
			)
		})
	}
	parts := divide(SheetChanges, rows, x.most(), func(c Change) catalog.ShopID { return c.Shop })
	return sheets(parts, func(name string, rows []Change) table.Sheet {
		s := table.Streamed(name, []table.Field[Change]{
			text("How grave", 17, func(c Change) string { return levelWord(c.Level) }),
			wrapped("Product", 26, func(c Change) string { return cmp.Or(c.Product, c.Title) }),
			text("Shop", 16, func(c Change) string { return string(c.Shop) }),
			text("What", 20, func(c Change) string { return c.What }),
			text("Field", 20, func(c Change) string { return fieldWord(c.Field) }),
			wrapped("Old value", 40, func(c Change) string { return c.Old }),
			wrapped("New value", 40, func(c Change) string { return c.New }),
			wrapped("Title", 34, func(c Change) string { return c.Title }),
			text("Rule", 22, func(c Change) string { return c.Rule }),
			forProgram(text("Key", 34, func(c Change) string { return c.Key })),
		}, rows)
		s.Notes = []string{x.sinceWhen() + forReading}
		s.Frozen = 2
		s.Rules = []table.Rule{
			{Column: "How grave", Equals: levels[0].word, Look: table.Alarm},
			{Column: "How grave", Equals: levels[1].word, Look: table.Notice},
		}
		return s
	})
}

// sinceWhen says what the sheet compares.
func (x *index) sinceWhen() string {
	switch {
	case x.Changes == nil:
		return "There was no earlier snapshot in this folder, so that nothing can have changed."
	case len(x.Changes.Rows) == 0:
		return "Nothing changed since the snapshot " + short(x.Changes.Since) + ", which this one replaced."
	}
	return fmt.Sprintf("What changed since the snapshot %s, which this one replaced: %d changes.", short(x.Changes.Since), len(x.Changes.Rows))
}

// short is the beginning of a digest, enough to tell snapshots apart.
func short(digest string) string {
	digest = strings.TrimPrefix(digest, "sha256:")
	return digest[:min(len(digest), 12)]
}

// fieldWord is a merchandiser's word for a field of a variant or a mapping.
func fieldWord(field string) string {
	if label, ok := strings.CutPrefix(field, catalog.DetailField); ok {
		return label
	}
	return attribute(field)
}
