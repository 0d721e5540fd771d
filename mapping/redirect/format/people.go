package format

import (
	"encoding/csv"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/mapping/redirect"
)

func people() Format {
	return Format{
		Name: "csv", About: "every old address for people, with region, kind, reason and clicks", Check: checkPeople, Write: writePeople,
		Shape: isTable, Read: readTable,
	}
}

// peopleColumns are the columns of the file for people.
var peopleColumns = []string{
	"old_url", "new_url", "status", "state", "shop", "region", "kind", "product", "reason", "detail", "risk", "clicks", "decided_by", "snapshot",
}

func checkPeople(m *redirect.Map) []redirect.Finding { return common(entries(m)) }

func writePeople(out io.Writer, m *redirect.Map) error {
	lines := [][]string{peopleColumns}
	for _, r := range m.Rules {
		status, clicks, risk := "", "", ""
		if r.Status != 0 {
			status = strconv.Itoa(r.Status)
		}
		if r.Listed {
			clicks = strconv.FormatInt(r.Clicks, 10)
		}
		if r.Risk {
			risk = "soft-404"
		}
		line := []string{
			r.From.URL(), r.To, status, string(r.State), string(r.Shop), r.Region, string(r.Kind), r.Slug, string(r.Reason), r.Detail,
			risk, clicks, r.Place, shortDigest(m),
		}
		for i := range line {
			line[i] = plain(line[i])
		}
		lines = append(lines, line)
	}
	return csv.NewWriter(out).WriteAll(lines)
}

// plain keeps a cell from becoming a formula in a spreadsheet program.
func plain(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// The headings under which other programs' files hold where a redirect comes from, where it leads and its status, in lower
// case: Shopify, Matrixify, HubSpot, the WordPress plugins Redirection and Rank Math, GOV.UK's transition tool, our own.
var (
	fromHeadings   = []string{"redirect from", "path", "original url", "source", "old url", "old_url", "from", "source url"}
	toHeadings     = []string{"redirect to", "target", "target url", "destination", "new url", "new_url", "to", "destination url"}
	statusHeadings = []string{"status code", "redirect type", "code", "type", "status"}
	// regexHeadings say that a source is an expression.
	regexHeadings = []string{"regex", "matching"}
)

// columns are where a table holds what we read, −1 for what it lacks.
type columns struct {
	from, to, regex, state int
	status                 []int // the likeliest first
}

func findColumns(heading []string) (columns, bool) {
	at := func(names ...string) int {
		for _, name := range names {
			if i := slices.IndexFunc(heading, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), name) }); i >= 0 {
				return i
			}
		}
		return -1
	}
	c := columns{from: at(fromHeadings...), to: at(toHeadings...), regex: at(regexHeadings...), state: at("state")}
	for _, name := range statusHeadings {
		if i := at(name); i >= 0 {
			c.status = append(c.status, i)
		}
	}
	return c, c.from >= 0 && c.to >= 0 && c.from != c.to
}

func isTable(f *File) bool {
	rows, err := f.table()
	if err != nil || len(rows) == 0 {
		return false
	}
	_, ok := findColumns(rows[0].cells)
	return ok
}

func readTable(f *File, out *Result) {
	at, _ := findColumns(f.rows[0].cells) // read when the shape was looked at
	for _, row := range f.rows[1:] {
		cell := func(i int) string {
			if i < 0 || i >= len(row.cells) {
				return ""
			}
			return strings.TrimSpace(row.cells[i])
		}
		from, to := cell(at.from), cell(at.to)
		var words []string
		for _, i := range at.status {
			words = append(words, cell(i))
		}
		status := tableStatus(words)
		state := redirect.State(cell(at.state))
		switch {
		case state == redirect.Pending || state == redirect.Ignored:
		case from == "" && to == "":
		case at.regex >= 0 && isExpression(cell(at.regex)) || at.state < 0 && looksLikeExpression(from):
			out.unread(f, row.line-1, "a wildcard or an expression")
		case status == 0 || status != http.StatusGone && (status < 300 || status > 399):
			out.unread(f, row.line-1, "it is no redirect, or none in force")
		default:
			out.add(f, row.line-1, from, to, status)
		}
	}
}

// tableStatus returns the status of a row: the first number among its words, else what a word stands for, else 301. It is 0
// for a row that is not in force.
func tableStatus(words []string) int {
	out := 0
	for _, word := range words {
		switch strings.ToLower(word) {
		case "disabled", "inactive", "trashed":
			return 0
		}
		if out == 0 {
			out = statusOf(word)
		}
	}
	for _, word := range words {
		if out != 0 {
			return out
		}
		switch strings.ToLower(word) {
		case "temporary":
			out = http.StatusFound
		case "gone", "archive":
			out = http.StatusGone
		}
	}
	if out == 0 {
		return http.StatusMovedPermanently
	}
	return out
}

func isExpression(text string) bool {
	switch strings.ToLower(text) {
	case "", "0", "false", "no", "exact", "url":
		return false
	}
	return true
}

// looksLikeExpression says that a source stands for more than itself, though no column says so.
func looksLikeExpression(from string) bool {
	return strings.Contains(from, "*") || strings.HasPrefix(from, "^") || strings.HasSuffix(from, "$") || strings.Contains(from, "(.")
}
