package review

import (
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/mapping"
)

// PatternOf names what kind of doubt a mapping leaves, in a few words that many mappings share: "only the colour differs", "on
// the new site, but only the RAM and the storage differ". People decide a pattern once for all its rows.
//
// The words are stable: they depend on the mapping's status, its flags and the levels of its evidence alone, never on values,
// scores or shops, and a pattern that is written down keeps its meaning in later versions. They are the program's reading,
// and so no part of what a decision rests on.
func PatternOf(m mapping.Mapping) string {
	parts := []string{patternOfStatus(m)}
	for _, f := range []struct {
		flag  mapping.Flag
		words string
	}{
		{mapping.SoldTwice, "sold under several numbers"},
		{mapping.TargetMissing, "the ruled SKU was not captured"},
		{mapping.RulingAmbiguous, "a ruling fits several variants"},
	} {
		if slices.Contains(m.Flags, f.flag) {
			parts = append(parts, f.words)
		}
	}
	return strings.Join(parts, "; ")
}

func patternOfStatus(m mapping.Mapping) string {
	switch m.Status {
	case mapping.New:
		return "only the new site has it"
	case mapping.Unmapped:
		switch {
		case m.Target == "":
			return "no route leads on"
		case m.RunnerUp == nil:
			return "not on the new site, nor anything like it"
		}
		return "not on the new site, where the nearest is another product"
	case mapping.ProductOnly:
		if d := nearestDiffers(m.RunnerUp); len(d) > 0 {
			return "on the new site, but " + differ(d)
		}
		return "on the new site, but not which variant"
	case mapping.Matched, mapping.NeedsReview:
	}
	return patternOfEvidence(m.Evidence)
}

// patternOfEvidence says in which attributes two variants are at odds, leave a question open, or are merely alike.
func patternOfEvidence(evidence []mapping.Evidence) string {
	var differing, open, alike []string
	for _, e := range evidence {
		background := strings.HasPrefix(e.Attribute, "specs.") || e.Attribute == "price"
		name := attribute(e.Attribute)
		switch {
		case e.Level == mapping.Conflict:
			differing = append(differing, name)
		case oneSided(e) && !background:
			open = append(open, name)
		case e.Level == mapping.Compatible && !background:
			alike = append(alike, name)
		}
	}
	switch {
	case len(differing) > 0 && len(open) > 0:
		return differ(differing) + ", and only one side states the " + and(open)
	case len(differing) > 0:
		return differ(differing)
	case len(open) > 0:
		return "only one side states the " + and(open)
	case len(alike) > 0:
		return "the " + and(alike) + " may mean the same"
	case len(evidence) == 0:
		return "nothing was compared"
	}
	return "all that is stated agrees"
}

func differ(names []string) string {
	if len(names) == 1 {
		return "only the " + names[0] + " differs"
	}
	return "only the " + and(names) + " differ"
}

// and joins names: "RAM, storage and colour".
func and(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// nearestDiffers returns the attributes in which the nearest SKU of a product differs. A mapping to a product has evidence
// of the product only; what sets the SKU apart stands in the reason of the runner-up, "colour differs: black against gold".
func nearestDiffers(c *mapping.Candidate) []string {
	if c == nil {
		return nil
	}
	var out []string
	for part := range strings.SplitSeq(c.Reason, "; ") {
		if name, _, ok := strings.Cut(part, " differs: "); ok && len(name) < 30 {
			out = append(out, name)
		}
	}
	return out
}
