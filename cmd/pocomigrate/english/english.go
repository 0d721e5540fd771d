// Package english words in English what the program counts for people.
package english

import "strconv"

// Plural counts things by a noun that takes an s: "1 line", "2 lines".
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
