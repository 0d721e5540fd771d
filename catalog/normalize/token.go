package normalize

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one word or one sign of a cleaned text.
type token struct {
	text       string // as written
	key        string // folded
	start, end int    // bytes in the cleaned text
	word       bool   // letters or digits; else a single sign
	role       role   // which part of the title claimed it
}

// role says what a token was understood as.
type role uint8

const (
	unread role = iota
	ofModel
	ofMemory
	ofNetwork
	ofColor
	ofEdition
	ofBundle
	ofType
	ofCondition
	ofBrand
	ofFit
	ofCode
	ofVersion
	ofSIM
	ofFeature
)

// mark claims tokens for one part of the title.
func mark(toks []token, r role) {
	for i := range toks {
		toks[i].role = r
	}
}

// tokens splits a cleaned text. A word is a run of letters, marks and digits; a point or comma between digits belongs to
// the number, a hyphen with a letter on either side separates words and is no token, and full stops are none either.
func tokens(s string) []token {
	out := make([]token, 0, len(s)/4+1)
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case isWordRune(r):
			end := wordEnd(s, i)
			key := cmp.Or(fold(s[i:end]), s[i:end]) // a lone accent folds to nothing
			out = append(out, token{text: s[i:end], key: key, start: i, end: end, word: true})
			i = end
			continue
		case r == ' ', r == '.', r == '-' && joinsWords(s, i):
		default:
			out = append(out, token{text: s[i : i+size], key: s[i : i+size], start: i, end: i + size})
		}
		i += size
	}
	return out
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// wordEnd returns where the word that starts at i ends.
func wordEnd(s string, i int) int {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !isWordRune(r) && (r != '.' && r != ',' || !betweenDigits(s, i)) {
			break
		}
		i += size
	}
	return i
}

func betweenDigits(s string, i int) bool {
	return i > 0 && isDigit(s[i-1]) && i+1 < len(s) && isDigit(s[i+1])
}

// joinsWords says that the hyphen at i stands between two words without spaces, at least one of them not a number, as in
// "X7-Pro". The hyphen of "8-256" separates two numbers and counts.
func joinsWords(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+1:])
	if !isWordRune(before) || !isWordRune(after) {
		return false
	}
	return !unicode.IsDigit(before) || !unicode.IsDigit(after)
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// leadingDigits returns how many digits s begins with.
func leadingDigits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

// leadingNumber is leadingDigits where points and commas count as well.
func leadingNumber(s string) int {
	n := 0
	for n < len(s) && (isDigit(s[n]) || s[n] == '.' || s[n] == ',') {
		n++
	}
	return n
}

// titleTokens splits a cleaned title, parting words that shops glue together: a qualifier and what follows it, as in "F5
// ProSmartphone", without which the F5 Pro would be read as an F5; and memory sizes, as in "8GB256GB" and "256 GB8 RAM".
func (v *Vocabulary) titleTokens(s string) []token {
	toks := tokens(s)
	for i := 0; i < len(toks); i++ {
		cut := caseBreak(toks[i].text)
		if cut == 0 || !v.isQualifier(fold(toks[i].text[:cut])) {
			cut = unitBreak(toks[i].key, i > 0 && isDigit(toks[i-1].text[len(toks[i-1].text)-1]))
		}
		if cut > 0 && cut < len(toks[i].text) {
			toks = slices.Insert(toks, i+1, toks[i].from(cut))
			toks[i] = toks[i].upTo(cut)
		}
	}
	return toks
}

// upTo returns the first n bytes of a token as a token, from the others.
func (t token) upTo(n int) token {
	t.text, t.end = t.text[:n], t.start+n
	t.key = fold(t.text)
	return t
}

func (t token) from(n int) token {
	t.text, t.start = t.text[n:], t.start+n
	t.key = fold(t.text)
	return t
}

// unitBreak returns where a unit of memory ends that a number follows without a space, 0 where none does. At the start of a
// word the unit must belong to a number before it.
func unitBreak(key string, behindNumber bool) int {
	digits := leadingDigits(key)
	if digits == 0 && !behindNumber || digits == len(key) {
		return 0
	}
	for _, unit := range []string{"gb", "go", "tb", "ram", "rom", "гб"} {
		rest, ok := strings.CutPrefix(key[digits:], unit)
		if ok && rest != "" && isDigit(rest[0]) {
			return digits + len(unit)
		}
	}
	return 0
}

// caseBreak returns where a lower-case letter is followed by a capital, 0 where none is.
func caseBreak(s string) int {
	lower := false
	for i, r := range s {
		if lower && unicode.IsUpper(r) {
			return i
		}
		lower = unicode.IsLower(r)
	}
	return 0
}

// written returns the text from token i up to, not including, token j, as it stands in the cleaned text s.
func written(s string, toks []token, i, j int) string {
	if i >= j {
		return ""
	}
	return strings.TrimSpace(s[toks[i].start:toks[j-1].end])
}
