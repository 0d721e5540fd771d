package xlsx

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// spare is how many empty lines below the rows a formula reads, too, on a sheet that people fill in: they add rows there.
const spare = 1000

var reference = regexp.MustCompile(`\{\{([^{}|]+)\|([^{}]+)\}\}|\{\{@([^{}]+)\}\}`)

// resolve writes a formula with the cells of this book for its names; see [table.Rich].
func (s *sheetWriter) resolve(formula string) (string, error) {
	var bad error
	out := reference.ReplaceAllStringFunc(formula, func(name string) string {
		m := reference.FindStringSubmatch(name)
		if m[3] != "" {
			col := s.Index(m[3])
			if col < 0 {
				bad = fmt.Errorf("formula %s: no column %q", formula, m[3])
			}
			return "$" + table.Address(s.next, max(col, 0))
		}
		at := slices.IndexFunc(s.book.Sheets, func(t table.Sheet) bool { return t.Name == m[1] })
		if at < 0 || s.book.Sheets[at].Index(m[2]) < 0 {
			bad = fmt.Errorf("formula %s: no sheet %q with a column %q", formula, m[1], m[2])
			return name
		}
		other := &sheetWriter{Sheet: s.book.Sheets[at]}
		last := max(other.lastRow(), other.firstRow())
		if slices.ContainsFunc(other.Columns, func(c table.Column) bool { return c.Role == table.ForInput }) {
			last += spare
		}
		return other.ref(other.firstRow(), last, other.Index(m[2]))
	})
	return out, bad
}
