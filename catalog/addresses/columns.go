package addresses

import (
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed data/headers.csv
var headersCSV string

// The roles of columns in data/headers.csv and in [Options.Columns], beside the units.
const (
	roleURL   = "url"
	roleHost  = "host"
	roleKnown = "known" // understood, and of no use here
	roleSkip  = "-"
)

// knownHeader is a row of data/headers.csv.
type knownHeader struct{ header, role string }

// knownHeaders returns the table. A fault in it is one of the program.
var knownHeaders = sync.OnceValue(func() []knownHeader {
	rows, err := csv.NewReader(strings.NewReader(headersCSV)).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("data/headers.csv: %v", err))
	}
	var out []knownHeader
	for _, r := range rows[1:] {
		out = append(out, knownHeader{r[0], r[1]})
	}
	return out
})

var numberInHeader = regexp.MustCompile(`[0-9]+`)

// foldHeader brings a header to the form in which the table has it: lower case, one space between words, # for a number.
func foldHeader(s string) string {
	return numberInHeader.ReplaceAllString(strings.ToLower(strings.Join(strings.Fields(s), " ")), "#")
}

// layout says which column of a table holds what; -1 for none.
type layout struct {
	url, host, count int
	unit             Unit
	format           string
	unknown          []string // headers that nothing is known about
	note             string
}

// shape is what the cells of one column look like.
type shape struct{ filled, address, path, whole, percent, share, number, host int }

func (s *shape) see(cell string) {
	if cell == "" || isTotal(cell) || bracketed.MatchString(cell) {
		return
	}
	s.filled++
	switch {
	case looksAddress(cell):
		s.address++
	case looksPath(cell):
		s.path++
	case looksWhole(cell):
		s.whole++
		s.number++
	case percent.MatchString(cell):
		s.percent++
	case decimal.MatchString(cell):
		s.number++
		if share.MatchString(cell) {
			s.share++
		}
	case hostName.MatchString(cell):
		s.host++
	}
}

// most reports whether n cells are most of the column's.
func (s *shape) most(n int) bool { return n > 0 && 2*n >= s.filled }

// page reports whether the column could be that of the addresses. A list of one column may hold any words beside them.
func (s *shape) page(alone bool) bool { return s.most(s.address+s.path) || alone && s.address > 0 }

// shapes looks at every column of a table.
func (g *grid) shapes() []shape {
	width := len(g.header.cells)
	for _, r := range g.rows {
		if g.header.cells == nil {
			width = max(width, len(r.cells))
		}
	}
	out := make([]shape, width)
	for _, r := range g.rows {
		for i := range min(width, len(r.cells)) {
			out[i].see(r.cells[i])
		}
	}
	return out
}

// roles returns what the headers say that the columns hold; "" where they are not known.
func (g *grid) roles() []string {
	out := make([]string, len(g.header.cells))
	known := knownHeaders()
	for i, h := range g.header.cells {
		folded := foldHeader(h)
		if k := slices.IndexFunc(known, func(k knownHeader) bool { return k.header == folded }); k >= 0 {
			out[i] = known[k].role
		}
	}
	return out
}

// layout says which column holds what. The error says what is missing in words that end a sentence about the table.
func (g *grid) layout(o Options) (layout, error) {
	shapes := g.shapes()
	if len(o.Columns) > 0 {
		return named(o.Columns, len(shapes))
	}
	roles := g.roles()
	l := layout{url: -1, host: -1, count: -1, format: "list"}
	counted := slices.ContainsFunc(roles, func(r string) bool { return slices.Contains(units, Unit(r)) })
	if performance(shapes) && (!counted || slices.Contains(roles, string(Clicks))) {
		roles = []string{roleURL, string(Clicks), roleKnown, roleKnown, roleKnown}
		l.format = "Search Console"
	}
	var err error
	if l.url, l.note, err = g.pageColumn(shapes, roles); err != nil {
		return l, err
	}
	for i := range shapes {
		role := ""
		if i < len(roles) {
			role = roles[i]
		}
		switch {
		case i == l.url:
		case l.host < 0 && shapes[i].most(shapes[i].host) && (role == roleHost || g.header.cells == nil):
			l.host = i
		case role == "" && i < len(g.header.cells) && g.header.cells[i] != "":
			l.unknown = append(l.unknown, g.header.cells[i])
		}
	}
	for _, u := range units {
		if i := slices.Index(roles, string(u)); i >= 0 && l.count < 0 {
			l.count, l.unit = i, u
		}
	}
	if l.count < 0 && g.header.cells == nil {
		l.loneNumber(shapes)
	}
	if l.format == "list" {
		l.format = g.format()
	}
	return l, nil
}

// loneNumber takes the only column of whole numbers in a table without a header for clicks.
func (l *layout) loneNumber(shapes []shape) {
	numbers := 0
	for i := range shapes {
		if shapes[i].whole > 0 && shapes[i].whole == shapes[i].filled {
			numbers++
			l.count, l.unit = i, Clicks
		}
	}
	switch numbers {
	case 0:
	case 1:
		l.note = fmt.Sprintf("column %d has no header and is taken for clicks; --columns says otherwise", l.count+1)
	default:
		l.count, l.unit = -1, ""
		l.note = fmt.Sprintf("%d columns of whole numbers have no header, and none is taken for clicks; --columns says which is", numbers)
	}
}

// share is how a workbook holds a percentage.
var share = regexp.MustCompile(`^[01](?:[.,][0-9]+)?$`)

// performance reports whether a table has the shape of Search Console's Pages.csv, whatever its language calls the columns:
// pages, two whole numbers, a percentage, a number.
func performance(s []shape) bool {
	all := func(n, filled int) bool { return n > 0 && n == filled }
	return len(s) == 5 && s[0].most(s[0].address+s[0].path) &&
		all(s[1].whole, s[1].filled) && all(s[2].whole, s[2].filled) &&
		(all(s[3].percent, s[3].filled) || all(s[3].share, s[3].filled)) && all(s[4].number, s[4].filled)
}

// pageColumn returns the column of the addresses: the one that is the first in our table of those that hold addresses, or
// the only one that does and whose header says nothing else.
//
// The note names the columns that could have been meant as well.
func (g *grid) pageColumn(shapes []shape, roles []string) (column int, note string, err error) {
	var candidates []int
	for i := range shapes {
		if shapes[i].page(len(shapes) == 1) && (i >= len(roles) || roles[i] == "" || roles[i] == roleURL) {
			candidates = append(candidates, i)
		}
	}
	for _, k := range knownHeaders() {
		for _, i := range candidates {
			if k.role == roleURL && i < len(g.header.cells) && foldHeader(g.header.cells[i]) == k.header {
				return i, g.others(candidates, roles, i), nil
			}
		}
	}
	switch len(candidates) {
	case 1:
		return candidates[0], "", nil
	case 0:
		return -1, "", fmt.Errorf("no column holds addresses%s", g.has())
	}
	return -1, "", fmt.Errorf("%d columns hold addresses%s", len(candidates), g.has())
}

// others says which columns could have been meant beside the one that is read. Those of which nothing is known are told of
// elsewhere.
func (g *grid) others(candidates []int, roles []string, read int) string {
	var names []string
	for _, i := range candidates {
		if i != read && roles[i] == roleURL {
			names = append(names, g.header.cells[i])
		}
	}
	if names == nil {
		return ""
	}
	return fmt.Sprintf("the addresses of column %s are read, and not those of %s; --columns says otherwise", g.header.cells[read], strings.Join(names, ", "))
}

// has names the columns of the table.
func (g *grid) has() string {
	if g.header.cells == nil {
		return ""
	}
	return " among " + strings.Join(g.header.cells, ", ")
}

// format says what a table was taken for, by headers that stand in no other export.
func (g *grid) format() string {
	has := func(headers ...string) bool {
		for _, h := range headers {
			if !slices.ContainsFunc(g.header.cells, func(c string) bool { return strings.HasPrefix(foldHeader(c), h) }) {
				return false
			}
		}
		return true
	}
	switch {
	case has("address", "indexability"):
		return "Screaming Frog"
	case has("url", "indexable"):
		return "Sitebulb"
	case has("date", "count", "status", "host"):
		return "hits"
	case has("url", "last crawled"), has("target page", "linking sites"), has("page cible"):
		return "Search Console"
	case has("page path"), has("landing page"), has("seitenpfad"), has("zielseite"), has("chemin de la page"), has("page de destination"):
		return "Google Analytics"
	}
	return "list"
}

// named returns the layout that the caller states.
func named(columns []string, width int) (layout, error) {
	l := layout{url: -1, host: -1, count: -1, format: "list"}
	for i, c := range columns {
		at := &l.count
		switch c = strings.ToLower(strings.TrimSpace(c)); {
		case c == roleSkip:
			continue
		case c == roleURL:
			at = &l.url
		case c == roleHost:
			at = &l.host
		case slices.Contains(units, Unit(c)):
			l.unit = Unit(c)
		default:
			return l, fmt.Errorf("columns hold url, host, %s or - for anything else, and not %q", unitNames(), c)
		}
		if *at >= 0 {
			return l, fmt.Errorf("two columns are said to hold the same, the second is %q", c)
		}
		*at = i
	}
	switch {
	case l.url < 0:
		return l, errors.New("none of the columns named holds the url")
	case len(columns) > width:
		return l, fmt.Errorf("%d columns are named, and it has %d", len(columns), width)
	}
	return l, nil
}

func unitNames() string {
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = string(u)
	}
	return strings.Join(names, ", ")
}
