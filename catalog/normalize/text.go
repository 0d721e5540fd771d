package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxText bounds how much of one statement is read, in bytes. The longest retail title known has 312.
const maxText = 2048

// Clean returns s in the form in which all words are compared: Unicode NFKC, trademark signs and invisible characters
// dropped, inch marks as '"', digits of every script as ASCII, white space folded to single spaces. Cleaning twice
// changes nothing. Bytes beyond the first 2,048 are dropped.
func Clean(s string) string {
	s = bounded(s)
	if isPlain(s) {
		return spaced(s)
	}
	s = strings.Map(mapRune, s)
	s = strings.Map(mapRune, norm.NFKC.String(s)) // compatibility forms may hold what was mapped away
	return bounded(spaced(norm.NFC.String(s)))
}

// isPlain says that s is printable ASCII, which cleaning leaves alone but for its spaces.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || s[i] < ' ' || s[i] == 0x7f {
			return false
		}
	}
	return true
}

// mapRune drops, or replaces by ASCII, one rune that differs between spellings of the same words.
func mapRune(r rune) rune {
	switch r {
	case '™', '®', '©', '℠', utf8.RuneError:
		return -1
	case '″', '“', '”', '„', '´', '˝':
		return '"'
	case '’', '‘', '′':
		return '\''
	case '–', '—', '‐', '‑', '−':
		return '-'
	}
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.Is(unicode.Cf, r) || unicode.IsControl(r):
		return -1
	case unicode.Is(unicode.Nd, r) && r > '9':
		return '0' + digitValue(r)
	}
	return r
}

// digitValue returns the value of a decimal digit. Unicode keeps the ten digits of a script together, in order; several tens may
// follow each other, as those of the mathematical alphabets do.
func digitValue(r rune) rune {
	for zero := r; ; zero-- {
		if !unicode.Is(unicode.Nd, zero-1) {
			return (r - zero) % 10
		}
	}
}

// spaced returns s with white space folded to single spaces and its ends trimmed: the shop's words as we show them.
func spaced(s string) string {
	if isSpaced(s) {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// isSpaced says that s has no white space but single spaces between words.
func isSpaced(s string) bool {
	before := ' '
	for _, r := range s {
		if r == ' ' && before == ' ' || r != ' ' && unicode.IsSpace(r) {
			return false
		}
		before = r
	}
	return before != ' ' || s == ""
}

// bounded returns at most the first maxText bytes of s, cut between runes.
func bounded(s string) string {
	if len(s) <= maxText {
		return s
	}
	cut := maxText
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut]
}

// fold returns the key under which a word is looked up: lower case, accents dropped, "ß" as "ss".
func fold(s string) string {
	if isPlain(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'ß':
			b.WriteString("ss")
		case r == 'ł': // has no decomposition
			b.WriteByte('l')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
