package hint

import (
	"strings"
)

// OneOf is the hint for a word that is none of those it could be: the nearest of them, and all.
func OneOf(word string, known []string) string {
	all := "it is one of " + strings.Join(known, ", ")
	if near := Nearest(word, known); near != "" {
		return "did you mean " + near + "? " + strings.ToUpper(all[:1]) + all[1:]
	}
	return all
}

// Nearest returns the name that a word was probably meant to be, case aside, or "". Less than half of a short word may be
// wrong, and three letters of a long one.
func Nearest(word string, names []string) string {
	best, distance := "", min(4, (len(word)+1)/2)
	for _, name := range names {
		if d := editDistance(strings.ToLower(word), strings.ToLower(name)); d < distance {
			best, distance = name, d
		}
	}
	return best
}

// editDistance is how many letters must be changed, added, dropped or swapped with their neighbour to turn a into b.
func editDistance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, row[j]+1, last[j+1]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
