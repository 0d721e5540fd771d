package normalize

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// priceDoubts says what each doubt about a price text concerns and what it means. The first value, where the text has a place
// for it, is put in.
var priceDoubts = map[string]struct{ field, text string }{
	"price_several":      {"amount", "holds several numbers"},
	"price_range":        {"amount", "is a range; its lower end is given"},
	"price_from":         {"amount", "is the lowest of several prices"},
	"price_upto":         {"amount", "is the highest of several prices"},
	"price_per":          {"amount", "is one of several payments"},
	"price_former":       {"amount", "is a former price"},
	"price_words":        {"amount", "holds words that belong to no price"},
	"price_unclear":      {"amount", "holds numbers that are no amount of money"},
	"price_damaged":      {"amount", "holds a damaged number"},
	"price_digits":       {"amount", "holds a number that lost digits or was torn apart"},
	"price_decimals":     {"amount", "has more decimals than its currency"},
	"price_grouping":     {"amount", "holds a sign that may group digits or begin the decimals; it is taken to group"},
	"currency_ambiguous": {"currency", "names a currency that cannot be told"},
	"currency_unknown":   {"currency", "names a currency without a code of ISO 4217"},
	"currency_conflict":  {"currency", "names two currencies"},
	"currency_missing":   {"currency", "names no known currency"},
}

func (r *priceReader) doubt(code string, values ...string) {
	about := priceDoubts[code]
	r.out.Issues = append(r.out.Issues, catalog.Issue{Code: code, Field: about.field, Text: "the price " + about.text, Values: values})
}

// Price is what a price string says.
type Price struct {
	Amount *catalog.Money  // nil where no price is stated
	Issues []catalog.Issue // why a text that seems to state a price could not be read
	Rule   string          // how an amount was read: "price: sign before, comma groups, point decimals; en-GB"
}

// Price reads a price as a shop shows it, and refuses what [Vocabulary.ReadPrice] has any doubt about: ranges, "from" prices,
// two numbers, damaged numbers, words that do not belong to a price, a currency that cannot be told. These yield no amount
// and the issue "price_unclear". Amounts of zero and below mean that nothing is for sale and yield neither amount nor issue,
// as do texts without any digit. The locale's currency is a code here.
func (v *Vocabulary) Price(text string, loc Locale) Price {
	return v.price(text, loc, false)
}

// price is Price; a plain number that a program wrote is a decimal with a point, whatever the locale.
func (v *Vocabulary) price(text string, loc Locale, byProgram bool) Price {
	if byProgram {
		loc.Decimal = "."
	}
	r := v.ReadPrice(text, loc)
	if r.statesNothing() {
		return Price{}
	}
	if len(r.Issues) > 0 {
		return unclear(text, strings.TrimPrefix(r.Issues[0].Text, "the price "))
	}
	minor, ok := v.MinorDigits(r.Currency)
	if !ok {
		return unclear(text, priceDoubts["currency_missing"].text)
	}
	amount, ok := minorUnits(r.Amount, minor)
	if !ok {
		return unclear(text, priceDoubts["price_damaged"].text)
	}
	return Price{
		Amount: &catalog.Money{Amount: amount, Currency: r.Currency},
		Rule:   v.priceRules.of(priceRule{r.Form, loc.Lang, byProgram}),
	}
}

// Has reports whether the reading has an issue with one of the codes.
func (r PriceReading) Has(codes ...string) bool {
	for _, i := range r.Issues {
		if slices.Contains(codes, i.Code) {
			return true
		}
	}
	return false
}

// statesNothing says that a text states no price, or one of zero or below in whatever currency.
func (r PriceReading) statesNothing() bool {
	if strings.ContainsAny(r.Amount, "123456789") && r.Amount[0] != '-' {
		return false
	}
	for _, i := range r.Issues {
		if r.Amount == "" || i.Code != "currency_missing" && i.Code != "currency_ambiguous" {
			return false
		}
	}
	return true
}

func unclear(text, why string) Price {
	shown := spaced(bounded(text))
	return Price{Issues: []catalog.Issue{{
		Code:   "price_unclear",
		Field:  "price",
		Text:   fmt.Sprintf("price %q %s; look at the page and enter the price by hand", shown, why),
		Values: []string{shown},
	}}}
}
