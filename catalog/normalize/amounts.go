package normalize

import (
	"slices"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// amount is a price quote, read.
type amount struct {
	quote catalog.Quote
	money *catalog.Money
	rule  string
}

// amounts reads price quotes; those that state none are left out, with an issue where they should have stated one.
func (b *builder) amounts(quotes, currencies []catalog.Quote) []amount {
	var out []amount
	for _, q := range quotes {
		loc := b.loc
		loc.Currency = b.currency(q, currencies)
		p := b.v.price(q.Text, loc, writtenByProgram(q.At.Reader))
		b.out.Issues = append(b.out.Issues, p.Issues...)
		if p.Amount != nil {
			out = append(out, amount{q, p.Amount, p.Rule})
		}
	}
	return out
}

// writtenByProgram says that a reader yields numbers as programs write them, with a decimal point and no groups.
func writtenByProgram(reader string) bool {
	return reader == "json" || reader == "state" || reader == "json-ld"
}

// currency returns the currency stated for a price: by its own capture, else by any, else the shop's. It is "" where the
// first such statement is not understood: a price in an unknown currency is none in the shop's own.
func (b *builder) currency(price catalog.Quote, currencies []catalog.Quote) string {
	said := func(q catalog.Quote) bool { return spaced(q.Text) != "" }
	i := slices.IndexFunc(currencies, func(q catalog.Quote) bool { return said(q) && sameTime(q, price) })
	if i < 0 {
		i = slices.IndexFunc(currencies, said)
	}
	if i < 0 {
		return b.loc.Currency
	}
	return b.v.currencyNamed(currencies[i].Text, b.loc)
}

// newest returns the first of the amounts that the newest capture states. When this capture states several, it is a
// doubt.
func (b *builder) newest(field string, amounts []amount) amount {
	var latest time.Time
	for _, a := range amounts {
		if a.quote.At.Time.After(latest) {
			latest = a.quote.At.Time
		}
	}
	var first amount
	var values []string
	for _, a := range amounts {
		if !a.quote.At.Time.Equal(latest) {
			continue
		}
		if first.money == nil {
			first = a
		}
		values = append(values, a.money.String())
	}
	if slices.ContainsFunc(values, func(v string) bool { return v != values[0] }) {
		b.doubt("price_conflict", field, "one capture states several prices; the first is used, check the page", values...)
	}
	return first
}

func sameTime(a, b catalog.Quote) bool { return a.At.Time.Equal(b.At.Time) }
