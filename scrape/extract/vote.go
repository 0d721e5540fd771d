package extract

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// conflictWeight is how well a value must be vouched for to be named as one that disagrees.
const conflictWeight = 0.5

// minConfidence is the least that a value must reach to become the reader's conclusion: below it there is only a guess.
const minConfidence = 0.3

// ballot is the vote about one field: the claims by the value that they stand for.
type ballot struct {
	field  site.Field
	values []tally
}

// tally is one value and who speaks for it.
type tally struct {
	value      string
	confidence float64
	claims     []*claim // best first
}

// vote counts what the sources say about a field. A source counts once for a value, however often it says it; sources that
// agree make a value surer than each of them: what is left of the doubt is the product of their doubts.
func (c *claims) vote(field site.Field) ballot {
	b := ballot{field: field}
	for _, n := range c.of(field) {
		if n.value == "" {
			continue
		}
		i := slices.IndexFunc(b.values, func(t tally) bool { return sameValue(field, t.value, n.value) })
		if i < 0 {
			i = len(b.values)
			b.values = append(b.values, tally{value: n.value})
		}
		b.values[i].claims = append(b.values[i].claims, n)
	}
	for i := range b.values {
		b.values[i].count()
	}
	slices.SortStableFunc(b.values, func(x, y tally) int {
		return cmp.Or(cmp.Compare(y.profile(), x.profile()), cmp.Compare(y.confidence, x.confidence))
	})
	return b
}

func (t *tally) count() {
	slices.SortStableFunc(t.claims, func(x, y *claim) int { return cmp.Compare(y.weight, x.weight) })
	t.value = t.claims[0].value
	doubt := 1.0
	counted := map[string]bool{}
	for _, n := range t.claims {
		if !counted[n.reader] {
			counted[n.reader] = true
			doubt *= 1 - n.weight
		}
	}
	t.confidence = min(1-doubt, 0.99)
}

// profile returns what the shop's profile gives for a value, 0 where it does not speak for it.
func (t *tally) profile() float64 {
	for _, n := range t.claims {
		if n.reader == fromProfile {
			return n.weight
		}
	}
	return 0
}

// best returns the value that is taken, nil for none.
func (b *ballot) best() *tally {
	if len(b.values) == 0 || b.values[0].confidence < minConfidence {
		return nil
	}
	return &b.values[0]
}

// issue returns the doubt that remains where another source vouches for another value.
func (b *ballot) issue(page *htmlPage) (catalog.Issue, bool) {
	best := b.best()
	if best == nil {
		return catalog.Issue{}, false
	}
	for _, other := range b.values[1:] {
		a, z := best.claims[0], other.claims[0]
		if other.confidence < conflictWeight || !disagrees(b.field, best.value, other.value) {
			continue
		}
		values := []string{a.text, z.text}
		slices.Sort(values)
		return catalog.Issue{
			Code: string(b.field) + "_conflict", Field: string(b.field), Values: values,
			Text: fmt.Sprintf("%s at %s says %q, %s at %s says %q; look at the page", a.reader, a.path(page), a.text, z.reader, z.path(page), z.text),
		}, true
	}
	return catalog.Issue{}, false
}

// sameValue says that two values of a field are the same to a buyer.
func sameValue(field site.Field, a, b string) bool {
	switch field {
	case site.Price, site.ListPrice:
		return plainAmount(a) == plainAmount(b)
	case site.Name:
		return foldName(a) == foldName(b)
	case site.Image:
		return imageKey(a) == imageKey(b)
	default:
	}
	return strings.EqualFold(a, b)
}

// disagrees says that two values of a field cannot both be right. A longer name holds the shorter one, a product has many
// images, and shops number their goods in more ways than one.
func disagrees(field site.Field, a, b string) bool {
	switch field {
	case site.Name, site.Brand:
		x, y := foldName(a), foldName(b)
		return !strings.Contains(x, y) && !strings.Contains(y, x)
	case site.Image:
		return false
	default:
	}
	return true
}

// plainAmount returns a decimal without the zeros that say nothing.
func plainAmount(s string) string {
	s = strings.TrimLeft(s, "0")
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// imageKey returns what two addresses of one image share.
func imageKey(address string) string {
	address, _, _ = strings.Cut(address, "?")
	return address[strings.LastIndexByte(address, '/')+1:]
}

// understand gives every claim its value: what its text means, in the form in which values are compared.
func (c *claims) understand(words *normalize.Vocabulary, loc normalize.Locale, base string) {
	loc.Currency = cmp.Or(loc.Currency, c.currency(words, loc))
	for i := range c.list {
		n := &c.list[i]
		switch n.field {
		case site.Price, site.ListPrice:
			n.value = amountOf(words, n, loc)
		case site.Currency:
			n.value = currencyOf(words, n.text, loc)
		case site.GTIN:
			if n.value = catalog.GTIN14(n.text); n.value == "" {
				n.doubt = "gtin_invalid"
			} else {
				n.value = strings.NewReplacer(" ", "", "-", "").Replace(n.text)
			}
		case site.Availability:
			if a, ok := words.Availability(n.text); ok {
				n.value = string(a)
			}
		case site.Image:
			n.value = cmp.Or(scrape.Resolve(base, n.text), n.text)
			if strings.HasPrefix(n.value, "//") {
				n.value = "https:" + n.value
			}
			if strings.HasPrefix(n.text, "data:") {
				n.value = ""
			}
		case site.SKU, site.MPN:
			n.value = codeOf(n.text)
		default:
			n.value = strings.Join(strings.Fields(n.text), " ")
		}
	}
	c.settleCents()
}

// currency returns the currency that the structured sources name, which says what a shared sign stands for.
func (c *claims) currency(words *normalize.Vocabulary, loc normalize.Locale) string {
	best, weight := "", 0.0
	for _, n := range c.of(site.Currency) {
		if code := currencyOf(words, n.text, loc); code != "" && n.weight > weight {
			best, weight = code, n.weight
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
	if len(r.Currency) != 3 || r.Currency != strings.ToUpper(r.Currency) || hasIssue(r, "currency_ambiguous", "currency_unknown", "currency_conflict") {
		return ""
	}
	return r.Currency
}

// amountOf returns the amount that a claim's text states, "" where it states none.
func amountOf(words *normalize.Vocabulary, n *claim, loc normalize.Locale) string {
	if n.reader != fromText && isNumber(n.text) {
		loc.Decimal = "."
	}
	r := words.ReadPrice(n.text, loc)
	if r.Amount == "" || isNothing(r.Amount) || r.Amount[0] == '-' {
		return ""
	}
	if n.minor {
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
func (c *claims) settleCents() {
	prices := c.of(site.Price)
	for _, n := range prices {
		if n.reader != fromState || n.minor || !isDigits(n.value) || len(n.value) < 3 {
			continue
		}
		in := pointed(n.value)
		if slices.ContainsFunc(prices, func(o *claim) bool { return o.reader != fromState && plainAmount(o.value) == plainAmount(in) }) &&
			!slices.ContainsFunc(prices, func(o *claim) bool { return o.reader != fromState && plainAmount(o.value) == plainAmount(n.value) }) {
			n.value, n.minor = in, true
		}
	}
}

// codeOf returns a code without what marks it as one, "" for what is none.
func codeOf(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if name, rest, ok := strings.Cut(text, ":"); ok && codeLabels[labelKey(name)] != "" {
		text = strings.TrimSpace(rest)
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
