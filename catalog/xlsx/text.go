package xlsx

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	maxCell    = 32767 // characters in a cell, counted as UTF-16 units: Excel's limit
	cutMarker  = "… (cut)"
	maxLiteral = 255 // characters of a text inside a formula: Excel's limit
)

// clean makes text fit for a cell: no characters that XML cannot hold, line breaks as LF, and not longer than a cell may
// be. What was too long ends in a visible marker.
func clean(s string) string {
	if isClean(s) {
		return s
	}
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r < ' ' && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF:
			return -1
		}
		return r
	}, s)
	if len(s) <= maxCell || units(s) <= maxCell {
		return s
	}
	return cut(s, maxCell-units(cutMarker)) + cutMarker
}

// isClean says of most texts, at a glance, that they need no cleaning.
func isClean(s string) bool {
	ascii := true
	for i := range len(s) {
		if s[i] < ' ' {
			return false
		}
		ascii = ascii && s[i] < utf8.RuneSelf
	}
	return len(s) <= maxCell && (ascii || utf8.ValidString(s) && !strings.Contains(s, "\xEF\xBF")) // U+FFFE begins so
}

// cut returns as many whole characters of s as fit into n UTF-16 units.
func cut(s string, n int) string {
	for i, r := range s {
		if n -= utf16.RuneLen(r); n < 0 {
			return s[:i]
		}
	}
	return s
}

func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// looksLikeFormula says whether a program would read the text as a formula if a person typed it.
// Excel begins one at = + - @, also after a tab or line break, and an East Asian one at the full-width signs as well.
func looksLikeFormula(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first)
}

// hyperlink returns the formula of a link, and whether one can be written: both texts must fit into a formula. A formula
// is used because Excel takes at most 65,530 links of the other kind on a sheet, and the library slows down with each.
func hyperlink(url, label string) (formula string, ok bool) {
	if units(url) > maxLiteral || units(label) > maxLiteral || strings.ContainsAny(url+label, "\n\t") {
		return "", false
	}
	quote := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
	return "HYPERLINK(" + quote(url) + "," + quote(label) + ")", true
}

// wrappedLines is how many lines of so many characters a text takes, broken between words.
func wrappedLines(text string, across int) int {
	lines := 0
	for line := range strings.Lines(text) {
		lines++
		at := 0
		for word := range strings.FieldsSeq(line) {
			n := len([]rune(word))
			if at > 0 && at+1+n > across {
				lines++
				at = 0
			} else if at > 0 {
				at++
			}
			at += n
			for ; at > across && across > 0; at -= across {
				lines++
			}
		}
	}
	return lines
}
