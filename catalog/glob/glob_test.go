package glob_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog/glob"
)

func TestMatch(t *testing.T) {
	for _, tt := range []struct {
		pattern, text string
		want          bool
	}{
		{"*-series", "poco-x-series", true},
		{"*-series", "poco-x6", false},
		{"*/errors/404*", "https://www.mi.com/uk/errors/404?x=1", true},
		{"404*", "404 - Xiaomi UK", true},
		{"poco", "poco", true},
		{"poco", "poco-f6", false},
		{"poco", "POCO", false},
		{"", "", true},
		{"", "x", false},
		{"*", "", true},
		{"**", "x", true},
		{"a*a", "a", false},
		{"a*b*a", "aba", true},
		{"*b*b", "ab", false},
		{"*ab", "aab", true},
		{"what?", "what!", false},
		{"[x]*", "[x] y", true},
		{"*é*", "trouvée", true},
		{"404*", "Error 404", false},
	} {
		if got := glob.Match(tt.pattern, tt.text); got != tt.want {
			t.Errorf("Match(%q, %q) = %v, want %v", tt.pattern, tt.text, got, tt.want)
		}
	}
}

// FuzzMatch: a pattern matches what the regular expression does in which each * is .*
func FuzzMatch(f *testing.F) {
	f.Add("a*b*a", "abca")
	f.Add("**", "\n")
	f.Add("*b*b", "ab")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		parts := strings.Split(pattern, "*")
		for i, p := range parts {
			parts[i] = regexp.QuoteMeta(p)
		}
		re, err := regexp.Compile(`(?s)^(?:` + strings.Join(parts, ".*") + `)$`)
		if err != nil || strings.ToValidUTF8(text, "") != text {
			return // no text
		}
		if got, want := glob.Match(pattern, text), re.MatchString(text); got != want {
			t.Errorf("Match(%q, %q) = %v, want %v", pattern, text, got, want)
		}
	})
}
