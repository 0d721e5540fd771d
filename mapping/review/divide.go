package review

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// DefaultSheetRows is how many rows a sheet holds before it is divided by shop: what people can still filter and sort without
// waiting. Excel's own limit is 1,048,576.
const DefaultSheetRows = 50_000

// part is some of the rows of a sheet, on a sheet of its own.
type part[R any] struct {
	name string
	rows []R
}

// divide keeps the rows of a sheet together, or parts them by shop where they are too many, in the order in which the shops
// come: "Catalogue (po.co_uk)". A shop that is too large by itself goes on: "Catalogue (po.co_uk) 2".
func divide[R any](name string, rows []R, most int, shop func(R) catalog.ShopID) []part[R] {
	if len(rows) <= most {
		return []part[R]{{name, rows}}
	}
	var shops []catalog.ShopID
	byShop := map[catalog.ShopID][]R{}
	for _, r := range rows {
		id := shop(r)
		if byShop[id] == nil {
			shops = append(shops, id)
		}
		byShop[id] = append(byShop[id], r)
	}
	var out []part[R]
	taken := map[string]bool{}
	for _, id := range shops {
		rest := byShop[id]
		for n := 1; len(rest) > 0; n++ {
			size := min(len(rest), most)
			out = append(out, part[R]{partName(name, id, n, taken), rest[:size]})
			rest = rest[size:]
		}
	}
	return out
}

// partName names the nth sheet of a shop, in the 31 characters that Excel allows, and unlike those taken.
func partName(name string, id catalog.ShopID, n int, taken map[string]bool) string {
	const most = 31
	shop := []rune(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return '_'
		}
		return r
	}, id.Dir()))
	for ; ; n++ {
		number := ""
		if n > 1 {
			number = " " + strconv.Itoa(n)
		}
		room := most - len([]rune(name)) - len(" ()") - len(number)
		out := name + " (" + string(shop[:min(len(shop), max(room, 0))]) + ")" + number
		if key := strings.ToLower(out); !taken[key] {
			taken[key] = true
			return out
		}
	}
}

// sheets makes one sheet of each part.
func sheets[R any](parts []part[R], sheet func(name string, rows []R) table.Sheet) []table.Sheet {
	out := make([]table.Sheet, len(parts))
	for i, p := range parts {
		out[i] = sheet(p.name, p.rows)
	}
	return out
}

// Divided says of each sheet that was too large and is divided by shop how many sheets stand for it, nothing where none is.
func Divided(b table.Book) []string {
	var out []string
	for _, base := range []string{SheetReview, SheetMatched, SheetUnmapped, SheetNew, SheetCatalogue, SheetChanges, SheetIssues, SheetWords} {
		parts, rows, first := 0, 0, ""
		for _, s := range b.Sheets {
			if strings.HasPrefix(s.Name, base+" (") {
				if parts == 0 {
					first = s.Name
				}
				parts++
				rows += s.Len()
			}
		}
		if parts > 0 {
			out = append(out, fmt.Sprintf("%s has %d rows and is divided by shop into %d sheets, the first %q", base, rows, parts, first))
		}
	}
	return out
}

// Whole returns a sheet of that name, case aside, with the rows of all its parts where it is divided, and whether there is one.
func Whole(b table.Book, name string) (table.Sheet, bool) {
	if s, ok := b.Sheet(name); ok {
		return s, true
	}
	var parts []table.Sheet
	for _, s := range b.Sheets {
		if head := strings.ToLower(name) + " ("; strings.HasPrefix(strings.ToLower(s.Name), head) {
			parts = append(parts, s)
		}
	}
	if len(parts) == 0 {
		return table.Sheet{}, false
	}
	whole := parts[0]
	whole.Name, whole.Rows, whole.StreamLen = name, nil, 0
	for _, s := range parts {
		whole.StreamLen += s.Len()
	}
	whole.Stream = func(yield func([]table.Cell) bool) {
		for _, s := range parts {
			for row := range s.All() {
				if !yield(row) {
					return
				}
			}
		}
	}
	return whole, true
}
