package main

import "strings"

// oneOf is the hint for a word that is none of those it could be: the nearest of them, and all.
func oneOf(word string, known []string) string {
	all := "it is one of " + strings.Join(known, ", ")
	if near := nearest(word, known); near != "" {
		return "did you mean " + near + "? " + strings.ToUpper(all[:1]) + all[1:]
	}
	return all
}

// nearest returns the name that a word was probably meant to be, or "".
func nearest(word string, names []string) string {
	best, distance := "", 4
	for _, name := range names {
		if d := editDistance(word, name); d < distance {
			best, distance = name, d
		}
	}
	return best
}

// editDistance is Levenshtein's: how many letters must be changed, added or dropped to turn a into b.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
