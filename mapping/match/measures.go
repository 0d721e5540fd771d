package match

import (
	"cmp"
	"slices"
	"strconv"
)

// measureUnits are the units in which a title may say which of several articles of one name is meant, each by the word that stands
// for it: the case of a watch, the power of a charger, what a power bank holds.
var measureUnits = map[string]string{"mm": "mm", "w": "W", "watt": "W", "watts": "W", "mah": "mAh"}

// sameMeasure is how far two measures may lie apart that mean the same: 5000 mAh is 5160 rated otherwise.
const sameMeasure = 0.035

// measured is a number with its unit.
type measured struct {
	number float64
	unit   string
}

func (m measured) String() string {
	return strconv.FormatFloat(m.number, 'f', -1, 64) + " " + m.unit
}

// measuresOf returns what a title measures, in its order.
func measuresOf(title string) []measured {
	var out []measured
	list := splitTitle(title)
	for i, w := range list {
		number, unit := measure(w)
		if number == "" && isNumber(w) && i+1 < len(list) {
			number, unit = w, list[i+1]
		}
		n, err := strconv.ParseFloat(number, 64)
		if u := measureUnits[unit]; u != "" && err == nil {
			out = append(out, measured{n, u})
		}
	}
	return out
}

// otherMeasure words the first measure of the target that contradicts those of the source: both give numbers of one unit, and none
// is the same. It is "" where none does.
func (c *comparison) otherMeasure() string {
	for _, t := range c.t.measures {
		var other *measured
		for _, s := range c.s.measures {
			switch {
			case s.unit != t.unit:
			case near(s.number, t.number, sameMeasure) == conflict:
				other = cmp.Or(other, &s)
			default:
				return "" // of several measures of a unit one is the same
			}
		}
		if other != nil {
			return t.String() + " against " + other.String()
		}
	}
	return ""
}

// pieceWords follow the number of pieces that are sold together, and setWords lead to it: "2 pcs", "pack of 2".
var (
	pieceWords = []string{"pack", "pcs", "pieces", "stuck", "stk", "unidades", "piezas", "pezzi", "er"}
	setWords   = []string{"pack", "set", "lot", "kit"}
)

// mostPieces is the largest number that counts pieces.
const mostPieces = 20

// piecesOf returns how many pieces a title sells together, 1 where it does not say.
func piecesOf(title string) int {
	list := splitTitle(title)
	word := func(i int) string {
		if i < 0 || i >= len(list) {
			return ""
		}
		return list[i]
	}
	for i, w := range list {
		number, unit := w, word(i+1)
		if glued, u := measure(w); glued != "" {
			number, unit = glued, u
		}
		n, err := strconv.Atoi(number)
		if err != nil || n < 2 || n > mostPieces {
			continue
		}
		of := word(i-1) == "of" || word(i-1) == "de"
		if slices.Contains(pieceWords, unit) || i == 0 && unit == "x" || of && slices.Contains(setWords, word(i-2)) {
			return n
		}
	}
	return 1
}

// simWords say how many SIM cards an article takes, in titles as their words are parted.
var simWords = map[string]string{
	"dual sim": "two SIM cards", "double sim": "two SIM cards", "2 sim": "two SIM cards", "dualsim": "two SIM cards", "duos": "two SIM cards",
	"single sim": "one SIM card",
}

// simsOf returns how many SIM cards a title says that the article takes, "" where it does not say.
func simsOf(title string) string {
	list := splitTitle(title)
	for i, w := range list {
		if i > 0 && simWords[list[i-1]+" "+w] != "" {
			return simWords[list[i-1]+" "+w]
		}
		if simWords[w] != "" {
			return simWords[w]
		}
	}
	return ""
}

// otherSIM words how many SIM cards the titles speak of, target first, where both say and they differ.
func (c *comparison) otherSIM() string {
	s, t := simsOf(c.s.v.Title), simsOf(c.t.v.Title)
	if s == "" || t == "" || s == t {
		return ""
	}
	return t + " against " + s
}
