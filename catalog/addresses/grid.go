package addresses

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// record is one row of cells, trimmed.
type record struct {
	line    int
	cells   []string
	gap     bool // blank lines or comments stand before it
	heading bool // words for people between the addresses of a plain list
}

func (r record) text() string { return strings.Join(r.cells, " ") }

// filled returns how many cells hold something.
func (r record) filled() int {
	n := 0
	for _, c := range r.cells {
		if c != "" {
			n++
		}
	}
	return n
}

// cell returns the cell of a column, "" where the row ends before it.
func (r record) cell(i int) string {
	if i >= 0 && i < len(r.cells) {
		return r.cells[i]
	}
	return ""
}

// heads reports whether the row may be a header: it names things, and states none.
func (r record) heads() bool {
	return r.filled() > 0 && !r.heading && !slices.ContainsFunc(r.cells, func(c string) bool {
		return looksAddress(c) || looksPath(c) || looksNumber(c)
	})
}

// lines yields the lines of a text that are neither blank nor comments.
func lines(text string, yield func(line string) bool) {
	for line := range strings.Lines(text) {
		if t := strings.TrimSpace(line); t != "" && t[0] != '#' && !yield(strings.TrimRight(line, "\r\n")) {
			return
		}
	}
}

// records parts a text into rows by the sign that parts the first of its lines that has one, or into lines where none does.
// The note says what a person should know of that.
func records(text, name string) (rows []record, note string, err error) {
	first, sign, seen := "", rune(0), 0
	lines(text, func(line string) bool {
		first, sign = line, separator(line)
		seen++
		return sign == 0 && seen <= maxAbove
	})
	if sign == 0 {
		return plain(text), "", nil
	}
	rows, err = separated(text, name, sign)
	headed := !slices.ContainsFunc(strings.FieldsFunc(first, func(r rune) bool { return r == sign }), looksLoose)
	if headed || (err == nil && (sign == '\t' || tabular(rows))) {
		return rows, "", err
	}
	return plain(text), fmt.Sprintf("its addresses are read with the %q in them; a header tells columns apart", sign), nil
}

// looksLoose is looksAddress for a cell that may still be quoted.
func looksLoose(cell string) bool { return looksAddress(strings.Trim(cell, " \"")) }

// separator returns the sign of , ; and tab that stands most often in a line outside quotes, 0 where none does.
func separator(line string) rune {
	var best rune
	counts := map[rune]int{}
	quoted := false
	for _, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
		case !quoted:
			counts[r]++
		}
	}
	for _, sign := range "\t;," {
		if counts[sign] > counts[best] {
			best = sign
		}
	}
	return best
}

// tabular reports whether rows without a header are rows of a table and not addresses that hold the separating sign: each
// has as many cells as the first and, beside its address, one that can be no part of it.
func tabular(rows []record) bool {
	for _, r := range rows {
		apart := 0
		for _, c := range r.cells {
			if c == "" || looksAddress(c) || looksNumber(c) || strings.ContainsAny(c, " \u00a0") {
				apart++
			}
		}
		if len(r.cells) != len(rows[0].cells) || apart < 2 {
			return false
		}
	}
	return true
}

func separated(text, name string, sign rune) ([]record, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.Comment, r.FieldsPerRecord = sign, '#', -1
	r.LazyQuotes = sign == '\t' // tab-separated text knows no quotes: 6.67" is written as it is
	var out []record
	for {
		before := r.InputOffset()
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		line, _ := r.FieldPos(0)
		for i, c := range cells {
			cells[i] = strings.TrimSpace(c)
		}
		next := strings.TrimLeft(text[before:], " \t")
		rec := record{line: line, cells: cells, gap: next != "" && strings.ContainsRune("#\r\n", rune(next[0]))}
		if rec.filled() > 0 {
			out = append(out, rec)
		}
	}
}

// plain takes each line as a row of one cell or, where an address has words behind it, each word as a cell. A line of words
// none of which is known as a header is a heading then: it names what people see in the addresses below it, and no columns.
func plain(text string) []record {
	var out []record
	n, gap, wordy := 0, false, false
	for line := range strings.Lines(text) {
		n++
		cell := strings.Trim(strings.TrimSpace(line), "\"'<>")
		if cell == "" || cell[0] == '#' {
			gap = true
			continue
		}
		out = append(out, record{line: n, cells: []string{cell}, gap: gap})
		gap = false
		words := strings.Fields(cell)
		wordy = wordy || len(words) > 1 && looksAddress(words[0])
	}
	for i := range out {
		if !wordy {
			continue
		}
		r := &out[i]
		words := grid{header: record{cells: strings.Fields(r.cells[0])}}
		if r.heading = words.header.heads() && strings.Join(words.roles(), "") == ""; !r.heading {
			r.cells = words.header.cells
		}
	}
	return out
}

// sheetRecords takes the rows of a sheet that was read from a workbook.
func sheetRecords(s table.Sheet) []record {
	var out []record
	gap := false
	for i, row := range s.Rows {
		cells := make([]string, len(row))
		for j, c := range row {
			cells[j] = strings.TrimSpace(c.Text)
		}
		r := record{line: i + 1, cells: cells, gap: gap}
		if r.filled() == 0 || strings.HasPrefix(r.cell(0), "#") {
			gap = true
			continue
		}
		out = append(out, r)
		gap = false
	}
	return out
}

// grid is a table within a list: its header, where it has one, and its rows.
type grid struct {
	above  []record // lines before the header
	header record
	rows   []record
}

// grids parts rows into tables. A new one begins after a gap where a row could be a header of several columns: exports of
// Google Analytics hold several tables, parted by comments.
func grids(all []record) []grid {
	var out []grid
	for len(all) > 0 {
		var g grid
		g, all = firstGrid(all)
		out = append(out, g)
	}
	return out
}

func firstGrid(all []record) (grid, []record) {
	var g grid
	run := 0 // of rows at the top that may be headers
	for run < len(all) && all[run].heads() && (run == 0 || run < maxAbove) {
		run++
	}
	head := 0
	for i := range run {
		if all[i].filled() > all[head].filled() {
			head = i
		}
	}
	if run > 0 {
		g.above, g.header, all = all[:head], all[head], all[head+1:]
	}
	for i, r := range all {
		if r.gap && i > 0 && r.filled() > 1 && r.heads() {
			return g, all[i:]
		}
		g.rows = append(g.rows, r)
	}
	return g, nil
}

// maxAbove is how many lines above a header are passed over.
const maxAbove = 20

var (
	startDate = regexp.MustCompile(`(?im)^#\s*start date:\s*(\S+)`)
	endDate   = regexp.MustCompile(`(?im)^#\s*end date:\s*(\S+)`)
	dateRange = regexp.MustCompile(`(?m)^#\s*([0-9]{8})\s*-\s*([0-9]{8})\s*$`)
)

// period returns the time that the comments of an export name, as they write it.
func period(text string) string {
	if m := dateRange.FindStringSubmatch(text); m != nil {
		return m[1] + " to " + m[2]
	}
	from, to := startDate.FindStringSubmatch(text), endDate.FindStringSubmatch(text)
	switch {
	case from != nil && to != nil:
		return from[1] + " to " + to[1]
	case from != nil:
		return "from " + from[1]
	case to != nil:
		return "to " + to[1]
	}
	return ""
}
