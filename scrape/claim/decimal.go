package claim

import "strings"

// Plain returns a decimal without the zeros that say nothing.
func Plain(s string) string {
	s = strings.TrimLeft(s, "0")
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}
