package normalize

import (
	"cmp"
	"slices"
	"strings"
)

// money is the currency that some pieces of a text name.
type money struct {
	code    string   // "" where it stays open
	written string   // the sign as it stands
	choices []string // what an open sign may stand for; empty for a sign that is not in the table
	clash   bool     // two currencies are named
}

func (m money) isZero() bool { return m.code == "" && m.written == "" }

// String returns the code, or the sign as written where that does not tell.
func (m money) String() string {
	if m.code != "" {
		return m.code
	}
	return m.written
}

// hinted returns the currency that the locale names: a code, or words about it.
func (r *priceReader) hinted() money {
	text := r.loc.Currency
	if _, ok := r.v.currencies.minor[text]; ok || text == "" {
		return money{code: text}
	}
	h := r.v.newPriceReader(Locale{Lang: r.loc.Lang})
	defer r.v.priceReaders.Put(h)
	h.set(text)
	return h.elsewhere()
}

// elsewhere returns the first currency that the text names anywhere, else the hinted one.
func (r *priceReader) elsewhere() money {
	for i := range r.pieces {
		if r.pieces[i].kind == pieceMoney {
			from, to := r.moneyRun(i)
			return r.moneyOf(from, to)
		}
	}
	return r.hint
}

// moneyOf returns what a run of pieces names. A code beside a sign that several currencies share says which one is meant.
func (r *priceReader) moneyOf(from, to int) money {
	first := r.pieces[from]
	m := money{written: strings.TrimSuffix(string(r.s[first.start:first.end]), ".")}
	var shared []string // of the table, not to be changed
	for i := from; i < to; i++ {
		if r.pieces[i].kind != pieceMoney || r.pieces[i].symbol == noSymbol {
			continue
		}
		s := &r.v.currencies.symbols[r.pieces[i].symbol]
		code := s.meaning(r.hint.code)
		if code == s.code && (code == "" || code != r.hint.code) {
			code = s.meaning(r.v.currencies.region[regionOf(r.loc.Lang)])
		}
		switch {
		case code == "":
			shared = s.shared
		case m.code == "" || slices.Contains(s.shared, m.code):
			m.code = cmp.Or(m.code, code)
		case m.code != code:
			m.clash = true
		}
	}
	m.clash = m.clash || m.code != "" && len(shared) > 0 && !slices.Contains(shared, m.code)
	if m.code == "" {
		m.choices = shared
	}
	return m
}

// settleCurrency sets the currency and notes what is doubtful about it.
func (r *priceReader) settleCurrency(m money) {
	r.out.Currency = m.String()
	switch {
	case m.clash:
		r.doubt("currency_conflict", m.written, m.code)
	case m.isZero():
		r.doubt("currency_missing")
	case m.code == "" && len(m.choices) > 0:
		r.doubt("currency_ambiguous", m.written)
	case m.code == "":
		r.doubt("currency_unknown", m.written)
	}
}

// regionOf returns the region of a language tag, "" where it has none: "MX" for "es-MX".
func regionOf(lang string) string {
	_, rest, ok := strings.Cut(lang, "-")
	for ok {
		var part string
		part, rest, ok = strings.Cut(rest, "-")
		if len(part) == 2 {
			return strings.ToUpper(part)
		}
	}
	return ""
}

// decimalSign returns the sign that begins the decimals in a language, "" where that is not known.
func (v *Vocabulary) decimalSign(lang string) string {
	if sign, ok := v.decimals[lang]; ok {
		return sign
	}
	return v.decimals[baseLang(lang)]
}

func (v *Vocabulary) compileDecimals(rows []row) error {
	v.decimals = map[string]string{}
	for _, r := range rows {
		if r.cells[1] != "." && r.cells[1] != "," {
			return r.errorf("decimal sign %q is neither point nor comma", r.cells[1])
		}
		v.decimals[r.cells[0]] = r.cells[1]
	}
	return nil
}

// currencyNamed returns the code of the currency that a text names, "" where it names none, several, or anything else.
func (v *Vocabulary) currencyNamed(text string, loc Locale) string {
	r := v.newPriceReader(loc)
	defer v.priceReaders.Put(r)
	r.hint = money{code: loc.Currency}
	r.set(text)
	for _, at := range r.pieces {
		if at.kind != pieceMoney && at.kind != pieceLabel {
			return ""
		}
	}
	if m := r.elsewhere(); len(r.pieces) > 0 && !m.clash {
		return m.code
	}
	return ""
}
