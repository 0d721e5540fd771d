package normalize

import (
	"strconv"
	"strings"
)

// settleAmount sets the amount as a decimal.
func (r *priceReader) settleAmount(a *quotedAmount) {
	n := r.pieces[a.piece].number
	if a.runOn || n.flaw == damaged {
		r.doubt("price_damaged", r.written(a))
		return
	}
	minor, known := r.v.MinorDigits(r.out.Currency)
	point := n.point
	if n.flaw == eitherWay {
		point = r.eitherWay(n, minor, known)
	}
	var digits [2*maxDigits + 2]byte
	b := appendDecimal(digits[:0], r.s, n, point)
	if a.cents > 0 {
		c := r.pieces[a.cents].number
		b = append(append(b, '.'), r.s[c.start:c.stop]...)
	}
	fraction := 0
	if i := strings.IndexByte(string(b), '.'); i >= 0 {
		fraction = len(b) - i - 1
	}
	if len(b) > maxDigits+1 {
		r.doubt("price_damaged", r.written(a))
		return
	}
	r.out.Amount, r.point = string(b), point
	if a.negative {
		r.out.Amount = "-" + r.out.Amount
	}
	if n.flaw == headless || n.flaw == parted {
		r.doubt("price_digits", r.written(a))
	} else if known && fraction > minor && strings.Trim(string(b[len(b)-fraction+minor:]), "0") != "" {
		r.doubt("price_decimals", r.written(a), r.out.Currency, strconv.Itoa(minor))
	}
}

// appendDecimal appends the digits of a number, with a point where its decimals begin.
func appendDecimal(b, s []byte, n numeral, point int) []byte {
	whole := s[n.start:n.stop]
	if point >= 0 {
		whole = s[n.start:point]
	}
	from := len(b)
	for _, c := range whole {
		if isDigit(c) && (c != '0' || len(b) > from) && len(b) <= maxDigits+1 {
			b = append(b, c)
		}
	}
	if len(b) == from {
		b = append(b, '0')
	}
	if point < 0 {
		return b
	}
	b = append(b, '.')
	for _, c := range s[point+1 : n.stop] {
		if isDigit(c) && len(b) <= maxDigits+1 {
			b = append(b, c)
		}
	}
	return b
}

// eitherWay decides what the only sign of a number does, as in "1.299": it begins the decimals in a currency that has three,
// or where the locale's own decimal sign says so; else it groups, which stays a doubt where the language would not group by
// it.
func (r *priceReader) eitherWay(n numeral, minor int, known bool) (point int) {
	at := n.start
	for isDigit(r.s[at]) {
		at++
	}
	sign := string(r.s[at])
	switch {
	case r.loc.Decimal == sign:
		return at
	case r.loc.Decimal != "", known && minor == 0:
		return -1
	case known && minor == 3:
		return at
	}
	if decimal := r.v.decimalSign(r.loc.Lang); decimal == "" || decimal == sign {
		r.doubt("price_grouping", string(r.s[n.start:n.stop]))
	}
	return -1
}
