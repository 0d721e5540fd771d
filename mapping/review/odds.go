package review

import (
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/mapping"
)

// atOdds returns the words in which the two sides differ, as they may stand in the titles. Where only the product is
// proposed, the words of the old side that no SKU has.
func atOdds(p pair) (old, proposed []string) {
	names := nearestDiffers(p.RunnerUp)
	if p.Status != mapping.ProductOnly {
		names = nil
	}
	for _, e := range p.Evidence {
		if e.Level == mapping.Conflict {
			names = append(names, attribute(e.Attribute))
			old, proposed = append(old, e.Source), append(proposed, e.Target)
		}
	}
	for _, name := range names {
		old, proposed = append(old, titleWords(p.old, name)...), append(proposed, titleWords(p.new, name)...)
	}
	return old, proposed
}

func oldAtOdds(p pair) []string {
	old, _ := atOdds(p)
	return old
}

func newAtOdds(p pair) []string {
	_, proposed := atOdds(p)
	return proposed
}

// titleWords are the ways in which a title may state an attribute of a variant.
func titleWords(v variant, name string) []string {
	switch {
	case v == nil:
		return nil
	case name == "colour" && v.ColorLabel != "":
		return []string{v.ColorLabel}
	case name == "RAM" && v.RAM > 0, name == "storage" && v.Storage > 0:
		return []string{v.Memory(), strconv.Itoa(v.RAM) + "GB+" + strconv.Itoa(v.Storage) + "GB"}
	}
	return nil
}

// values are the values that "What differs" sets against each other.
func values(p pair) []string {
	var out []string
	for _, e := range p.Evidence {
		if e.Level == mapping.Conflict || oneSided(e) {
			out = append(out, stated(e.Source)+" → "+stated(e.Target))
		}
	}
	if p.Status == mapping.ProductOnly && p.RunnerUp != nil {
		for part := range strings.SplitSeq(p.RunnerUp.Reason, "; ") {
			if _, words, ok := strings.Cut(part, " differs: "); ok {
				out = append(out, words)
			}
		}
	}
	return out
}
