package diff

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// summary returns the line that sums up a result. It never lets an empty side pass for agreement.
func summary(r Result) string {
	if side := r.EmptySide(); side == "both" {
		return emptyWords(side)
	} else if side != "" {
		return emptyWords(side) + "; " + tally(r)
	}
	if len(r.Changes) == 0 {
		return fmt.Sprintf("no differences (%s compared)", plural(r.Compared, "record"))
	}
	return fmt.Sprintf("%s; %d old, %d new, %d compared", tally(r), r.Old, r.New, r.Compared)
}

func emptyWords(side string) string {
	if side == "both" {
		return "nothing was compared: both sides are empty"
	}
	return "nothing was compared: the " + side + " side is empty"
}

// tally returns what was found, by type, leaving out types that were not: "2 differences: 1 added, 1 moved; 3 unknown …".
func tally(r Result) string {
	var parts []string
	for _, p := range []struct {
		n    int
		what Type
	}{
		{r.Counts.Added, Added},
		{r.Counts.Removed, Removed},
		{r.Counts.Changed, Changed},
		{r.Counts.Moved, Moved},
	} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.what))
		}
	}
	text := "no differences"
	if n := r.Counts.differences(); n > 0 {
		text = plural(n, "difference") + ": " + strings.Join(parts, ", ")
	}
	if n := r.Counts.Unknown; n > 0 {
		text += fmt.Sprintf("; %d unknown (page not read)", n)
	}
	if n := r.Counts.Ambiguous; n > 0 {
		text += fmt.Sprintf("; %d ambiguous (an identity fits more than one record)", n)
	}
	return text
}

// plural returns a number with its noun, in the plural with an s unless it is one.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// percentNote returns " (−9.1 %)" after a change of price, otherwise "".
func percentNote(f FieldChange) string {
	if words := percentWords(f); words != "" {
		return " (" + words + ")"
	}
	return ""
}

// percentWords returns "−9.1 %" for a change of price, otherwise "".
func percentWords(f FieldChange) string {
	percent, ok := f.Percent()
	if !ok {
		return ""
	}
	sign, way := "+", "up"
	if percent < 0 {
		sign, way = "−", "down"
	}
	if math.Abs(percent) < 0.05 {
		return way + " by less than 0.1 %"
	}
	return fmt.Sprintf("%s%.1f %%", sign, math.Abs(percent))
}

// visible returns text with every character escaped that does not show on a terminal or makes it do something: controls,
// line ends, marks that change the direction of writing. Spaces of all widths stay.
func visible(text string) string {
	shows := func(r rune) bool { return unicode.IsGraphic(r) && r != unicode.ReplacementChar }
	if !strings.ContainsFunc(text, func(r rune) bool { return !shows(r) }) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if shows(r) {
			b.WriteRune(r)
			continue
		}
		quoted := strconv.QuoteRuneToASCII(r)
		b.WriteString(quoted[1 : len(quoted)-1])
	}
	return b.String()
}

// escaped returns a value as a quoted string in which every character can be told from every other.
func escaped(value string) string {
	if value == "" {
		return "(none)"
	}
	return strconv.QuoteToASCII(value)
}

// shorten returns at most width characters of text, with an ellipsis in place of what is missing.
func shorten(text string, width int) string {
	runes := []rune(text)
	if len(runes) <= width {
		return text
	}
	return strings.TrimRight(string(runes[:width-1]), " ") + "…"
}
