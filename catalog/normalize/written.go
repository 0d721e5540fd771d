package normalize

import (
	"slices"
	"strings"
)

// Written returns the value of a field as people write it: of a price "329.00 GBP" for "32900 GBP". Any other value, and a price
// whose currency is not known, stays as it is.
func (v *Vocabulary) Written(field, value string) string {
	amount, currency, ok := strings.Cut(value, " ")
	if !ok || !strings.HasSuffix(field, "price") || len(currency) != 3 {
		return value
	}
	digits, known := v.MinorDigits(currency)
	if !known || slices.ContainsFunc([]rune(amount), func(r rune) bool { return r < '0' || r > '9' }) {
		return value
	}
	return Decimal(amount, digits) + " " + currency
}

// Decimal puts the point into an amount of minor units, which is written in digits alone, without a sign.
func Decimal(amount string, digits int) string {
	if digits == 0 {
		return amount
	}
	for len(amount) <= digits {
		amount = "0" + amount
	}
	return amount[:len(amount)-digits] + "." + amount[len(amount)-digits:]
}
