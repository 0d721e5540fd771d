package normalize

import (
	"math"
	"strings"
)

// maxDigits bounds the digits of an amount; any real price in minor units has fewer.
const maxDigits = 15

// parseAmount reads a number as people write prices and returns it in minor units. Of point and comma the last one that
// stands before other than three digits is the decimal sign; groups have three digits, or two before the last group as in
// India ("1,29,999"). ok is false for anything else: empty or odd groups are damage and are not repaired.
func parseAmount(s string, minor int) (amount int64, ok bool) {
	whole, fraction, ok := splitNumber(s, minor)
	if !ok {
		return 0, false
	}
	return minorUnits(whole, fraction, minor)
}

// parseDecimal reads a number as programs write it: digits and at most one point.
func parseDecimal(s string, minor int) (amount int64, ok bool) {
	whole, fraction, _ := strings.Cut(s, ".")
	return minorUnits(whole, fraction, minor)
}

// splitNumber parts a number into its digits before and after the decimal sign, grouping signs removed.
func splitNumber(s string, minor int) (whole, fraction string, ok bool) {
	last := strings.LastIndexAny(s, ".,")
	if last >= 0 && isDecimalSign(s, last, minor) {
		s, fraction = s[:last], s[last+1:]
	}
	groups := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(groupSigns, r) })
	switch {
	case len(groups) == 0, len(groups) == 1 && groups[0] != s, len(groups) > 1 && !areGroups(s, groups):
		return "", "", false
	}
	return strings.Join(groups, ""), fraction, true
}

const groupSigns = "., '"

// isDecimalSign says that the sign at i, the last point or comma of s, begins the decimals. Three digits behind a lone
// sign are a group, unless the currency has three minor digits.
func isDecimalSign(s string, i, minor int) bool {
	after := len(s) - i - 1
	if strings.IndexByte(s[:i], s[i]) >= 0 {
		return false // the sign groups
	}
	return after != 3 || minor == 3
}

// areGroups says that s is its groups, one and the same sign between each two, of lengths that people use.
func areGroups(s string, groups []string) bool {
	sign := s[len(groups[0])]
	if strings.Join(groups, string(sign)) != s {
		return false
	}
	last := len(groups) - 1
	pairs := len(groups[min(1, last-1)]) == 2 && last > 1 // 1,29,999
	for i, g := range groups {
		switch {
		case i == 0 && (len(g) > 3 || g[0] == '0'), i == last && len(g) != 3: // "0.999" is no 999
			return false
		case i > 0 && i < last && len(g) != 3 && (!pairs || len(g) != 2 || sign != ','):
			return false
		}
	}
	return !pairs || len(groups[0]) <= 2
}

// minorUnits puts whole and fraction together. A fraction may have more digits than the currency when they are zeros.
func minorUnits(whole, fraction string, minor int) (int64, bool) {
	if len(fraction) > minor {
		if strings.Trim(fraction[minor:], "0") != "" {
			return 0, false
		}
		fraction = fraction[:minor]
	}
	digits := strings.TrimLeft(whole+fraction+strings.Repeat("0", minor-len(fraction)), "0")
	if len(digits) > maxDigits {
		return 0, false
	}
	var n int64
	for i := range len(digits) {
		d := int64(digits[i]) - '0'
		if d < 0 || d > 9 || n > (math.MaxInt64-d)/10 {
			return 0, false
		}
		n = n*10 + d
	}
	return n, true
}
