package normalize

import "strings"

// maxDigits bounds the digits of an amount; any real price in minor units has fewer.
const maxDigits = 15

// numeral is a number as it stands in a price.
type numeral struct {
	start, end int // with the signs that stand for zero cents
	point      int // where the decimal sign stands, -1 for none
	stop       int // where its digits end
	flaw       flaw
}

// flaw says what is odd about a number.
type flaw uint8

const (
	sound     flaw = iota
	headless       // its first digits are missing: ".75"
	parted         // a space stands behind its decimal sign: "119. 95"
	eitherWay      // its only sign may group or may begin the decimals: "1.299"
	damaged        // its signs make no number: "94,,99"
)

// scanNumber reads the number that begins at i, a digit or a sign before one. Groups have three digits, or two before the
// last group as in India; of point and comma the last one that differs from the others begins the decimals, as does a lone
// one before other than three digits.
func scanNumber(s []byte, i int) numeral {
	n := numeral{start: i, point: -1}
	var groups, signs [maxDigits]int // where each group of digits and the sign before it begins
	if s[i] == '.' || s[i] == ',' {
		n.flaw, n.point = headless, i
		n.stop = digitsEnd(s, i+1)
		n.end = zeroCents(s, n.stop)
		return n
	}
	signs[0], groups[0] = i, i
	n.stop = digitsEnd(s, i)
	count := 1
	for ; count < len(groups); count++ { // with more groups it is refused for its length
		next, flaw := groupAfter(s, n.stop, n.stop-groups[count-1], count == 1 || s[signs[count-1]] == ' ')
		if next == 0 {
			break
		}
		n.flaw = max(n.flaw, flaw)
		signs[count], groups[count] = n.stop, next
		n.stop = digitsEnd(s, next)
	}
	n.end = zeroCents(s, n.stop)
	if n.flaw != damaged {
		n.read(s, signs[:count], groups[:count])
	}
	return n
}

// groupAfter returns where the next group of digits begins when the sign at i joins one to the number, else 0. Last is the
// length of the group before it; a space joins three digits only, and only where no other sign came before.
func groupAfter(s []byte, i, last int, mayPart bool) (group int, f flaw) {
	if i+1 >= len(s) {
		return 0, sound
	}
	switch s[i] {
	case ' ':
		if mayPart && last <= 3 && digitsEnd(s, i+1) == i+4 {
			return i + 1, sound
		}
		return 0, sound
	case '.', ',', '\'':
	default:
		return 0, sound
	}
	if isDigit(s[i+1]) {
		return i + 1, sound
	}
	j := i + 1
	for j < len(s) && (s[j] == '.' || s[j] == ',' || s[j] == '\'') {
		j++
	}
	if j > i+1 && j < len(s) && isDigit(s[j]) {
		return j, damaged
	}
	if s[i] == '.' && s[i+1] == ' ' && digitsEnd(s, i+2) == i+4 {
		return i + 2, parted
	}
	return 0, sound
}

// read finds the decimal sign among the signs and checks the groups before it.
func (n *numeral) read(s []byte, signs, groups []int) {
	last := len(groups) - 1
	width := func(i int) int {
		if i+1 < len(signs) {
			return signs[i+1] - groups[i]
		}
		return n.stop - groups[i]
	}
	sign := func(i int) byte { return s[signs[i]] }
	decimals := sign(last) == '.' || sign(last) == ','
	switch {
	case n.flaw == parted:
		n.point, last = signs[last], last-1
	case decimals && last == 1 && (width(1) != 3 || width(0) > 3 || s[groups[0]] == '0'):
		n.point, last = signs[1], 0
	case decimals && last == 1:
		n.flaw = eitherWay
	case decimals && last > 1 && sign(last) != sign(last-1):
		n.point, last = signs[last], last-1
	}
	if last > 0 && !areGroups(last, width, sign) || last > 0 && s[groups[0]] == '0' {
		n.flaw = damaged
	}
}

// areGroups says that the groups up to last are of lengths that people use, with one and the same sign between each two.
func areGroups(last int, width func(int) int, sign func(int) byte) bool {
	pairs := last > 1 && width(1) == 2 && sign(1) == ',' // 1,29,999
	first := 3
	if pairs {
		first = 2
	}
	if width(0) > first || width(last) != 3 {
		return false
	}
	for i := 1; i <= last; i++ {
		if sign(i) != sign(1) || i < last && width(i) != first {
			return false
		}
	}
	return true
}

// zeroCents returns the end of the signs behind a number that say "and no cents": "229,-", "110.-", "20,999/-", "50:-". A
// lone point or comma behind a number belongs to it too.
func zeroCents(s []byte, i int) int {
	j := i
	if j < len(s) && (s[j] == '.' || s[j] == ',' || s[j] == ':' || s[j] == '/') {
		j++
	}
	k := j
	for k < len(s) && (s[k] == '-' || s[k] == '=') {
		k++
	}
	switch {
	case k > j && j > i && (k == len(s) || !isDigit(s[k])):
		return k
	case j > i && (s[i] == '.' || s[i] == ',') && (j == len(s) || !isDigit(s[j])):
		return j
	}
	return i
}

func digitsEnd(s []byte, i int) int {
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return i
}

// minorUnits returns a decimal, digits with at most one point, as minor units; ok is false for more than any price has. A fraction
// with more digits than the currency, which [Vocabulary.ReadPrice] lets pass without a doubt where they are zeros, is cut.
func minorUnits(decimal string, minor int) (n int64, ok bool) {
	whole, fraction, _ := strings.Cut(decimal, ".")
	if len(fraction) > minor {
		fraction = fraction[:minor]
	}
	digits := strings.TrimLeft(whole+fraction+strings.Repeat("0", minor-len(fraction)), "0")
	if len(digits) > maxDigits {
		return 0, false
	}
	for i := range len(digits) {
		n = n*10 + int64(digits[i]-'0')
	}
	return n, true
}
