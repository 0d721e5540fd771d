// Package glob matches text against the patterns of profiles and policies, in which * stands for any run of characters.
package glob

import "strings"

// Match reports whether the whole of text has the pattern. A * stands for any run of characters, also for none and across
// slashes; nothing else is special, and case counts. It takes time in proportion to the product of the two lengths at most.
func Match(pattern, text string) bool {
	front, rest, wild := strings.Cut(pattern, "*")
	if !wild {
		return pattern == text
	}
	text, ok := strings.CutPrefix(text, front)
	if !ok {
		return false
	}
	parts := strings.Split(rest, "*")
	end := parts[len(parts)-1]
	for _, part := range parts[:len(parts)-1] {
		if _, text, ok = strings.Cut(text, part); !ok {
			return false
		}
	}
	return strings.HasSuffix(text, end)
}
