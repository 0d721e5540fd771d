package normalize

import (
	"regexp"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// Price is what a price string says.
type Price struct {
	Amount *catalog.Money  // nil where no price is stated
	Issues []catalog.Issue // why a text that seems to state a price could not be read
}

// numberRun is a number with its grouping signs. A blank groups only before three digits, so that "229 99" is two
// numbers. noCents is the dash that stands for zero cents. headless is the end of the text before a number that lost its
// first digits, ".75"; the point of "Rs.20,999" belongs to the word. minus is a sign that touches the number or its currency;
// the dash of "Price - £199" is none.
var (
	numberRun = regexp.MustCompile(`[0-9]+(?:[.,']+[0-9]+|[ '][0-9]{3}\b)*`)
	plainRun  = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)
	noCents   = regexp.MustCompile(`([0-9])[.,][-=]+`)
	headless  = regexp.MustCompile(`(^|[^\pL])[.,]$`)
	minus     = regexp.MustCompile(`-[^ ]*$`)
)

// Price reads a price as a shop shows it. The currency is the one written in text, else the locale's. Amounts of zero and
// below mean that nothing is for sale and yield neither amount nor issue, as do texts without any digit. Ranges, "from"
// prices, two numbers, damaged numbers and words that do not belong to a price yield no amount and the issue
// "price_unclear".
func (v *Vocabulary) Price(text string, loc Locale) Price {
	return v.price(text, loc, false)
}

// price is Price; a plain number that a program wrote is a decimal with a point, whatever the locale.
func (v *Vocabulary) price(text string, loc Locale, byProgram bool) Price {
	s := noCents.ReplaceAllString(strings.TrimSuffix(strings.TrimRight(Clean(text), "* "), "/-"), "$1")
	runs := numberRun.FindAllStringIndex(s, -1)
	if len(runs) == 0 {
		return Price{}
	}
	if len(runs) > 1 {
		return unclear(text, "holds several numbers")
	}
	before, number, after := s[:runs[0][0]], s[runs[0][0]:runs[0][1]], s[runs[0][1]:]
	if headless.MatchString(before) {
		return unclear(text, "holds a damaged number")
	}
	currency, rest, ok := v.currencyOf(before+" "+after, loc.Currency)
	if !ok {
		return unclear(text, "names a currency that cannot be told")
	}
	rest = strings.TrimSpace(rest)
	if rest == "-" && minus.MatchString(before) {
		return Price{} // a negative amount is no price
	}
	if rest != "" {
		return unclear(text, "holds words that belong to no price")
	}
	if strings.Trim(number, "0.,' ") == "" {
		return Price{} // nothing is for sale, in whatever currency
	}
	minor, ok := v.MinorDigits(currency)
	if !ok {
		return unclear(text, "names no known currency")
	}
	parse := parseAmount
	if byProgram && plainRun.MatchString(number) {
		parse = parseDecimal
	}
	amount, ok := parse(number, minor)
	if !ok {
		return unclear(text, "holds a damaged number")
	}
	if amount == 0 {
		return Price{}
	}
	return Price{Amount: &catalog.Money{Amount: amount, Currency: currency}}
}

// currencyOf returns the currency that the words around a number name, the locale's where they name none, and what is
// left of the words. ok is false where they name several, or one that cannot be told from others.
func (v *Vocabulary) currencyOf(around, local string) (code, rest string, ok bool) {
	toks := tokens(around)
	var left []string
	for i := 0; i < len(toks); {
		if found, n := v.currencies.currencyAt(toks[i:], local); n > 0 {
			if found == "" || code != "" && code != found {
				return "", "", false
			}
			code = found
			i += n
			continue
		}
		if _, n := v.priceWords.match(toks[i:]); n > 0 {
			i += n
			continue
		}
		if toks[i].word || !strings.Contains(":()*,;!|", toks[i].key) {
			left = append(left, toks[i].key)
		}
		i++
	}
	if code == "" {
		code = local
	}
	return code, strings.Join(left, " "), true
}

func unclear(text, why string) Price {
	shown := spaced(bounded(text))
	return Price{Issues: []catalog.Issue{{
		Code:   "price_unclear",
		Field:  "price",
		Text:   "price \"" + shown + "\" " + why + "; look at the page and enter the price by hand",
		Values: []string{shown},
	}}}
}

func (v *Vocabulary) compilePriceWords(rows []row) error {
	v.priceWords = newPhrases[bool]()
	for _, r := range rows {
		v.priceWords.set(phraseKey(r.cells[0]), true)
	}
	return nil
}
