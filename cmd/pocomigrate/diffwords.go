package main

import (
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

// people returns a function that turns the raw value of a field into what people write: "32900 GBP" into "329.00 GBP".
func people(words *normalize.Vocabulary) func(field, value string) string {
	return func(field, value string) string {
		amount, currency, ok := strings.Cut(value, " ")
		if !ok || !strings.HasSuffix(field, "price") || len(currency) != 3 {
			return value
		}
		digits, known := words.MinorDigits(currency)
		if !known || slices.ContainsFunc([]rune(amount), func(r rune) bool { return r < '0' || r > '9' }) {
			return value
		}
		return decimal(amount, digits) + " " + currency
	}
}

// decimal puts the point into an amount of minor units.
func decimal(amount string, digits int) string {
	if digits == 0 {
		return amount
	}
	for len(amount) <= digits {
		amount = "0" + amount
	}
	return amount[:len(amount)-digits] + "." + amount[len(amount)-digits:]
}
