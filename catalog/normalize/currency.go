package normalize

import (
	"slices"
	"strconv"
	"strings"
)

// currencies looks up currencies by code and by symbol.
type currencies struct {
	minor  map[string]int // code → minor digits
	own    phrases[string]
	shared phrases[[]string] // symbol → the codes that use it
}

func (v *Vocabulary) compileCurrencies(rows []row) error {
	c := currencies{minor: map[string]int{}, own: newPhrases[string](), shared: newPhrases[[]string]()}
	for _, r := range rows {
		code := r.cells[0]
		if len(code) != 3 || strings.ToUpper(code) != code {
			return r.errorf("code %q is not three capitals", code)
		}
		digits, err := strconv.Atoi(r.cells[1])
		if err != nil || digits < 0 || digits > 4 {
			return r.errorf("minor digits %q is no number from 0 to 4", r.cells[1])
		}
		c.minor[code] = digits
		for _, symbol := range append([]string{code}, r.list(2)...) {
			key := phraseKey(symbol)
			if other, ok := c.own.get(key); ok && other != code {
				return r.errorf("symbol %q already stands for %s", symbol, other)
			}
			c.own.set(key, code)
		}
		for _, symbol := range r.list(3) {
			key := phraseKey(symbol)
			codes, _ := c.shared.get(key)
			c.shared.set(key, append(codes, code))
		}
	}
	v.currencies = c
	return nil
}

// MinorDigits returns how many digits of an amount in the currency are minor units, by ISO 4217: 2 for EUR, 0 for CLP.
func (v *Vocabulary) MinorDigits(currency string) (int, bool) {
	n, ok := v.currencies.minor[currency]
	return n, ok
}

// currencyAt returns the currency whose code or symbol begins at the first of toks, and how many tokens that takes. A
// symbol that several currencies share stands for the locale's, when that is one of them; else code is "".
func (c currencies) currencyAt(toks []token, local string) (code string, n int) {
	code, n = c.own.match(toks)
	codes, m := c.shared.match(toks)
	if m > n {
		if slices.Contains(codes, local) {
			return local, m
		}
		return "", m
	}
	return code, n
}
