package normalize

import (
	"regexp"
	"strings"
)

func (v *Vocabulary) compileChipsets(rows []row) error {
	v.chipsets = newPhrases[string]()
	for _, r := range rows {
		v.chipsets.set(phraseKey(r.cells[0]), r.cells[1])
	}
	return nil
}

// chipNumber is a model number of a chipset: "8s", "778G", "7300", "G81", "T7250", "JR510".
var chipNumber = regexp.MustCompile(`^[a-z]{0,2}[0-9]{1,4}[a-z]?$`)

// Chipset returns the family and name of the chipset that a text names, "" where it names none: "Snapdragon 8s Gen 3"
// for "Qualcomm® Snapdragon™ 8s Gen3 (4 nm)". Maker, process and the words "5G" and "Mobile Platform" are left off, so
// that pages of all ages agree.
func (v *Vocabulary) Chipset(text string) string {
	toks := tokens(Clean(text))
	for i := range toks {
		if name, n := v.chipsetAt(toks[i:]); n > 0 {
			return name
		}
	}
	return ""
}

// chipsetAt returns the name of the chipset at the first of toks, and how many tokens it takes; 0 where there is none.
func (v *Vocabulary) chipsetAt(toks []token) (name string, n int) {
	family, n := v.chipsets.match(toks)
	if n == 0 {
		return "", 0
	}
	full := []byte(family)
	for n < len(toks) {
		part := chipsetPart(toks[n])
		process := n+1 < len(toks) && toks[n+1].key == "nm" // "Gen 3 4 nm"
		if part == "" || process {
			break
		}
		if part != "+" {
			full = append(full, ' ')
		}
		full = append(full, part...)
		n++
	}
	if len(full) == len(family) {
		return "", 0
	}
	return string(full), n
}

// chipsetPart returns one word of a chipset's name as it is compared, "" for what is no part of one.
func chipsetPart(t token) string {
	switch t.key {
	case "gen", "ultra", "elite", "pro", "max":
		return strings.ToUpper(t.key[:1]) + t.key[1:]
	case "ae":
		return "AE"
	case "+":
		return "+"
	case "3g", "4g", "5g":
		return ""
	}
	if generation, ok := strings.CutPrefix(t.key, "gen"); ok && chipNumber.MatchString(generation) {
		return "Gen " + generation
	}
	if chipNumber.MatchString(t.key) && !strings.HasSuffix(t.key, "nm") {
		return t.text
	}
	return ""
}
