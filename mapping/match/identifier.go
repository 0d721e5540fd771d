package match

import "strings"

// minCode is the fewest characters of a model code. The shortest that Xiaomi prints, such as "M2007J20CG" and "MZB07TCEU",
// have nine or more; shorter words in that field are shop-made numbers.
const minCode = 8

// modelCode returns a model or order code in upper case, or "" where the word does not look like one: too short, or
// without both letters and digits. Shops write one code in both cases ("MZB0CLNeU").
func modelCode(s string) string {
	s = strings.ToUpper(strings.TrimSpace(s))
	letters, digits := false, false
	for _, r := range s {
		switch {
		case r >= 'A' && r <= 'Z':
			letters = true
		case r >= '0' && r <= '9':
			digits = true
		default:
			return "" // several codes in one field, or words
		}
	}
	if len(s) < minCode || !letters || !digits {
		return ""
	}
	return s
}
