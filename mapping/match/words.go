package match

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// titleWords returns the words of a title by which names are compared: folded, with aliases put in place and without sizes
// of memory, measures and versions of other things ("5.5 inch", "android 7.0").
func (k *Knowledge) titleWords(title string) []string {
	return k.withAliases(k.withoutMeasures(splitTitle(k.partTiers(title))))
}

// leastTier is the fewest letters of a tier that a word may begin with: "iPhone" is no tier i.
const leastTier = 3

// partTiers parts a tier from a word that a shop ran into it, "ProSmartphone": without this it would be the plain model.
func (k *Knowledge) partTiers(title string) string {
	start, last := 0, rune(0)
	for i, r := range title {
		switch {
		case !unicode.IsLetter(r):
			start = i + utf8.RuneLen(r)
		case unicode.IsUpper(r) && unicode.IsLower(last):
			if i-start >= leastTier && k.roles[strings.ToLower(title[start:i])] == roleTier {
				return title[:i] + " " + k.partTiers(title[i:])
			}
			start = i
		}
		last = r
	}
	return title
}

// withoutMeasures drops numbers with their units, numbers that are a version of something else, and sizes of memory.
func (k *Knowledge) withoutMeasures(list []string) []string {
	var out []string
	for i := 0; i < len(list); i++ {
		w := list[i]
		number, unit := measure(w)
		next := wordRole("")
		if i+1 < len(list) {
			next = k.roles[list[i+1]]
		}
		switch {
		case k.roles[w] == roleMemory:
		case number != "" && k.isMeasure(k.roles[unit]):
		case isNumber(w) && k.isMeasure(next):
			i++
		case isNumber(w) && i > 0 && k.roles[list[i-1]] == roleVersion:
		default:
			out = append(out, w)
		}
	}
	return out
}

func (*Knowledge) isMeasure(r wordRole) bool { return r == roleUnit || r == roleMemory }

// withAliases puts what words stand for in their place, the longest run first. What was put in is not looked at again.
func (k *Knowledge) withAliases(list []string) []string {
	var out []string
	for i := 0; i < len(list); {
		n, means := k.aliasAt(list[i:])
		if n == 0 {
			out = append(out, list[i])
			i++
			continue
		}
		out = append(out, means...)
		i += n
	}
	return out
}

func (k *Knowledge) aliasAt(list []string) (int, []string) {
	for _, a := range k.aliases[list[0]] {
		if len(a.words) <= len(list) && slices.Equal(list[:len(a.words)], a.words) {
			return len(a.words), a.means
		}
	}
	return 0, nil
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
