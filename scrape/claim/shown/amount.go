package shown

import (
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape/ascii"
)

// isWholeAmount says that a number has the decimals, or the dash in their place, of a price that is complete.
func isWholeAmount(text string) bool {
	if strings.HasSuffix(text, "-") || strings.HasSuffix(text, "–") {
		return strings.ContainsAny(text, ",.:") && strings.ContainsAny(text, "0123456789")
	}
	n := len(text)
	return n > 3 && n <= 2*maxSpotNumber && (text[n-3] == ',' || text[n-3] == '.') && ascii.IsDigit(text[n-1]) && ascii.IsDigit(text[n-2]) && ascii.IsDigit(text[n-4])
}

// maxSpotNumber bounds the bytes of a number that is an amount.
const maxSpotNumber = 14

// isPerUnit says that a text ends in the unit of goods that its amount is for: "19,80 € / l", "1,98 € pro 100 ml".
func (s *Page) isPerUnit(text string) bool {
	low := strings.ToLower(text)
	for _, sign := range []string{"/", " per ", " pro ", " par ", " je ", " al ", " por ", " za "} {
		i := strings.LastIndex(low, sign)
		if i <= 0 {
			continue
		}
		unit := strings.Trim(strings.TrimLeft(low[i+len(sign):], " 0123456789.,"), " .)]*")
		if s.known.IsUnit(unit) {
			return true
		}
	}
	return false
}

// isEach says that a price is stated for one thing, as it is sold: "/ each".
func (s *Page) isEach(text string) bool {
	word, _, _ := strings.Cut(strings.TrimLeft(strings.ToLower(text), "/ "), " ")
	return s.known.IsEach(word)
}

// saysNet says that the words beside an amount make it one before tax.
func (s *Page) saysNet(text string) bool {
	return len(text) <= maxShownNear && s.known.IsNet(text)
}

// isCodeLike says that a text is a code or a measure whose end may pass for a currency: "6204-2RS", "3D".
func isCodeLike(text string) bool {
	if strings.ContainsAny(text, " \u00a0$€£") {
		return false
	}
	if last := len(text) - 1; last > 0 && ascii.IsLetter(text[last]) && ascii.IsNumber(text[:last]) {
		return true
	}
	i := strings.IndexByte(text, '-')
	return i > 0 && i+2 < len(text) && ascii.IsDigit(text[i-1]) && ascii.IsDigit(text[i+1]) && ascii.IsLetter(text[len(text)-1])
}

// withoutDigits returns a text without its numbers, so that what is left are the words beside them.
func withoutDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return -1
		}
		return r
	}, text)
}

// isCents says that two digits stand behind another digit.
func isCents(text, before string) bool {
	if len(text) != 2 || before == "" {
		return false
	}
	if i := strings.LastIndexAny(before, ".,"); i >= 0 && len(before)-i != len(",000") {
		return false
	}
	last := before[len(before)-1]
	return ascii.IsDigit(text[0]) && ascii.IsDigit(text[1]) && ascii.IsDigit(last)
}
