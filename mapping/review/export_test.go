package review

// PatternHash returns the hash of a pattern as a workbook of the input shows it.
func PatternHash(in Input, words string) string {
	var members []pair
	for _, p := range newIndex(in).pairs {
		if p.Open() && PatternOf(p.Mapping) == words {
			members = append(members, p)
		}
	}
	return patternHash(members)
}
