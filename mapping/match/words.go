package match

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// wordsOfTitle returns the words of a title by which names are compared: folded, with aliases put in place and without sizes
// of memory, measures and versions of other things ("5.5 inch", "android 7.0").
func wordsOfTitle(title string) []string {
	k := knowledge()
	list := splitTitle(title)
	list = k.withoutMeasures(list)
	return k.withAliases(list)
}

// splitTitle returns the words of a title in lower case without accents. A point between digits belongs to the number; a
// plus sign at the end of a word is the word plus.
func splitTitle(title string) []string {
	text := []rune(foldAccents(title))
	var out []string
	start := -1
	flush := func(end int) {
		if start >= 0 {
			out = append(out, string(text[start:end]))
			start = -1
		}
	}
	for i, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if start < 0 {
				start = i
			}
		case r == '.' && start >= 0 && unicode.IsDigit(text[i-1]) && i+1 < len(text) && unicode.IsDigit(text[i+1]):
		default:
			flush(i)
			if r == '+' && i > 0 && (unicode.IsLetter(text[i-1]) || unicode.IsDigit(text[i-1])) && endsWord(text, i+1) {
				out = append(out, "plus")
			}
		}
	}
	flush(len(text))
	return out
}

func endsWord(text []rune, i int) bool {
	return i == len(text) || !unicode.IsLetter(text[i]) && !unicode.IsDigit(text[i])
}

func foldAccents(s string) string {
	plain := true
	for i := range len(s) {
		plain = plain && s[i] < 0x80
	}
	if plain {
		return strings.ToLower(s)
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(strings.ToLower(s)))
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789.") == ""
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

func hasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

// measure parts a word that is a number with a unit glued to it, "5.5inch".
func measure(s string) (number, unit string) {
	i := strings.LastIndexAny(s, "0123456789.") + 1
	if i == 0 || i == len(s) || !isNumber(s[:i]) {
		return "", ""
	}
	return s[:i], s[i:]
}

// memoryUnits are the words for gigabytes and terabytes, and those that say which memory is meant.
var memoryUnits = map[string]bool{"gb": true, "go": true, "гб": true, "tb": true, "to": true, "тб": true, "ram": true, "rom": true}
