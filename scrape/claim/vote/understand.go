package vote

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/ascii"
	"github.com/pocomigrate/pocomigrate/scrape/claim"
	"github.com/pocomigrate/pocomigrate/scrape/claim/words"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/tree"
)

// Understand gives every claim its value: what its text means, in the form in which values are compared.
func Understand(c *claim.Claims, words *normalize.Vocabulary, loc normalize.Locale, base string) {
	loc.Currency = cmp.Or(loc.Currency, currency(c, words, loc))
	for n := range c.All() {
		switch n.Field {
		case site.Price, site.ListPrice:
			n.Value = amountOf(words, n, loc)
		case site.Currency:
			n.Value = currencyOf(words, n.Text, loc)
		case site.GTIN:
			if n.Value = catalog.GTIN14(n.Text); n.Value == "" {
				n.Doubt = "gtin_invalid"
			} else {
				n.Value = strings.NewReplacer(" ", "", "-", "").Replace(n.Text)
			}
		case site.Availability:
			if a, ok := words.Availability(n.Text); ok {
				n.Value = string(a)
			}
		case site.Image:
			n.Value = cmp.Or(scrape.Resolve(base, n.Text), n.Text)
			if strings.HasPrefix(n.Value, "//") {
				n.Value = "https:" + n.Value
			}
			if strings.HasPrefix(n.Text, "data:") {
				n.Value = ""
			}
		case site.SKU, site.MPN:
			n.Value = codeOf(n.Text)
		default:
			n.Value = strings.Join(strings.Fields(n.Text), " ")
		}
	}
	settleCents(c)
}

// currency returns the currency that the structured sources name, which says what a shared sign stands for.
func currency(c *claim.Claims, words *normalize.Vocabulary, loc normalize.Locale) string {
	best, weight := "", 0.0
	for _, n := range c.Of(site.Currency) {
		if code := currencyOf(words, n.Text, loc); code != "" && n.Weight > weight {
			best, weight = code, n.Weight
		}
	}
	return best
}

// currencyOf returns the ISO 4217 code that a text names, "" where it does not tell.
func currencyOf(words *normalize.Vocabulary, text string, loc normalize.Locale) string {
	if len(text) > 24 {
		return ""
	}
	r := words.ReadPrice("1 "+text, normalize.Locale{Lang: loc.Lang})
	if len(r.Currency) != 3 || r.Currency != strings.ToUpper(r.Currency) || r.Has("currency_ambiguous", "currency_unknown", "currency_conflict") {
		return ""
	}
	return r.Currency
}

// amountOf returns the amount that a claim's text states, "" where it states none.
func amountOf(words *normalize.Vocabulary, n *claim.Claim, loc normalize.Locale) string {
	if n.Reader != claim.FromText && tree.IsNumber(n.Text) {
		loc.Decimal = "."
	}
	r := words.ReadPrice(n.Text, loc)
	if claim.Plain(r.Amount) == "" || r.Amount[0] == '-' {
		return ""
	}
	if n.Minor {
		return pointed(r.Amount)
	}
	if whole, decimals, ok := strings.Cut(r.Amount, "."); ok {
		switch {
		case len(decimals) == 1:
			return r.Amount + "0" // programs leave the last zero out
		case strings.Trim(decimals, "0") == "" && len(decimals) > 2:
			return whole
		}
	}
	return r.Amount
}

// pointed returns an amount of cents as a decimal.
func pointed(cents string) string {
	if len(cents) < 3 {
		cents = strings.Repeat("0", 3-len(cents)) + cents
	}
	return cents[:len(cents)-2] + "." + cents[len(cents)-2:]
}

// settleCents takes a whole number of a script for cents where another source states the price that it would be.
func settleCents(c *claim.Claims) {
	prices := c.Of(site.Price)
	for _, n := range prices {
		if n.Reader != claim.FromState || n.Minor || !ascii.IsNumber(n.Value) || len(n.Value) < 3 {
			continue
		}
		in := pointed(n.Value)
		if slices.ContainsFunc(prices, func(o *claim.Claim) bool {
			return o.Reader != claim.FromState && claim.Plain(o.Value) == claim.Plain(in)
		}) &&
			!slices.ContainsFunc(prices, func(o *claim.Claim) bool {
				return o.Reader != claim.FromState && claim.Plain(o.Value) == claim.Plain(n.Value)
			}) {
			n.Value, n.Minor = in, true
		}
	}
}

// codeOf returns a code without what marks it as one, "" for what is none.
func codeOf(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if name, rest, ok := strings.Cut(text, ":"); ok {
		if _, ok := words.Shipped().Label(name); ok {
			text = strings.TrimSpace(rest)
		}
	}
	switch strings.ToLower(text) {
	case "", "null", "undefined", "n/a", "none", "-", "0", "false", "true":
		return ""
	}
	if len(text) > 64 || strings.Contains(text, "://") {
		return ""
	}
	return text
}
