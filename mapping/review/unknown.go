package review

import (
	"cmp"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// Word is a word of the shops that no table of ours has.
type Word struct {
	Word    string
	Table   string // the table that would know it, "colors.csv"
	Lang    string
	Count   int         // how many variants have it
	Example catalog.Key // the first of them
	Row     string      // a row for the table, with "?" where a person has to say what the word means
}

// wordsSheets list the words that we do not know, the most frequent first.
func (x *index) wordsSheets() []table.Sheet {
	rows := slices.SortedStableFunc(slices.Values(x.Words), func(a, b Word) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Table, b.Table), cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.Word, b.Word))
	})
	parts := divide(SheetWords, rows, x.most(), func(w Word) catalog.ShopID { return w.Example.Shop() })
	return sheets(parts, func(name string, rows []Word) table.Sheet {
		s := table.Streamed(name, []table.Field[Word]{
			wrapped("Word", 30, func(w Word) string { return w.Word }),
			text("Language", 11, func(w Word) string { return w.Lang }),
			cell("Variants", 11, func(w Word) table.Cell { return table.IntegerCell(w.Count) }),
			text("Table", 18, func(w Word) string { return w.Table }),
			wrapped("Example", 44, func(w Word) string { return title(x.byID[string(w.Example)]) }),
			cell("Page", 10, func(w Word) table.Cell { return pageLink(link(x.byID[string(w.Example)]), "page") }),
			wrapped("Row for the table, ? to be replaced", 50, func(w Word) string { return w.Row }),
			forProgram(text("Key", 34, func(w Word) string { return string(w.Example) })),
		}, rows)
		s.Notes = []string{"Words of the shops that no table knows: what they say was not taken into account. Whoever knows one sends its row back." + forReading}
		if len(rows) == 0 {
			s.Notes = []string{"Every word of the shops is known."}
		}
		s.Frozen = 1
		return s
	})
}
