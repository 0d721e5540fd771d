package addresses

import (
	"regexp"
	"strconv"
	"strings"
)

// maxDigits bounds a count: no list counts a million million, and sums of what it lets through do not overflow.
const maxDigits = 12

var (
	digits   = regexp.MustCompile(`^[0-9]+$`)
	grouped  = regexp.MustCompile("^[0-9]{1,3}(?:[.,'’ \u00a0\u2009\u202f][0-9]{2,3})*[.,'’ \u00a0\u2009\u202f][0-9]{3}$")
	decimal  = regexp.MustCompile(`^[+-]?[0-9]+[.,][0-9]+$`)
	fraction = regexp.MustCompile(`[.,](?:[0-9]{1,2}|[0-9]{4,})$`)
	percent  = regexp.MustCompile("^[+-]?[0-9]+(?:[.,][0-9]+)?[ \u00a0\u202f]?%$")
)

// looksWhole reports whether a cell may be a whole number, with its groups parted by any sign that does so anywhere.
func looksWhole(cell string) bool { return digits.MatchString(cell) || grouped.MatchString(cell) }

// looksNumber reports whether a cell is a number of any kind.
func looksNumber(cell string) bool {
	return looksWhole(cell) || decimal.MatchString(cell) || percent.MatchString(cell)
}

// wholeColumn reads the cells of a column of whole numbers. A sign that is a decimal mark in one cell of the column parts no
// groups in the others: beside 1.5 nobody can tell what 1.234 is.
type wholeColumn struct{ marks string }

func (w *wholeColumn) see(cell string) {
	if decimal.MatchString(cell) && fraction.MatchString(cell) {
		w.marks += string(cell[strings.LastIndexAny(cell, ".,")])
	}
}

// read returns the number in a cell, and whether it is one.
func (w *wholeColumn) read(cell string) (int64, bool) {
	if !looksWhole(cell) || (w.marks != "" && strings.ContainsAny(cell, w.marks)) {
		return 0, false
	}
	only := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, cell)
	if len(only) > maxDigits {
		return 0, false
	}
	n, err := strconv.ParseInt(only, 10, 64)
	return n, err == nil
}
