package normalize

import (
	"cmp"
	"strings"
	"sync"
)

// PriceForm says how a text writes its amount.
type PriceForm uint16

// The parts of a form: where the currency stands, what groups the digits, and what begins the decimals.
const (
	SignBefore      PriceForm = 1 << iota // the currency stands before the number
	SignBehind                            // it stands behind it
	SignElsewhere                         // the text names it, but not beside the number
	CommaGroups                           // 1,299
	PointGroups                           // 1.299
	SpaceGroups                           // 1 299
	QuoteGroups                           // 1'299
	LakhGroups                            // 1,29,999, with CommaGroups
	CommaDecimals                         // 12,99
	PointDecimals                         // 12.99
	CentsBehindSign                       // 12€99
)

// formWords are the words for the parts of a form.
var formWords = []struct {
	part PriceForm
	word string
}{
	{SignBefore, "sign before"},
	{SignBehind, "sign behind"},
	{SignElsewhere, "sign elsewhere"},
	{LakhGroups, "groups of two"},
	{CommaGroups, "comma groups"},
	{PointGroups, "point groups"},
	{SpaceGroups, "space groups"},
	{QuoteGroups, "apostrophe groups"},
	{CommaDecimals, "comma decimals"},
	{PointDecimals, "point decimals"},
	{CentsBehindSign, "decimals behind the sign"},
}

// String names the parts of the form.
func (f PriceForm) String() string {
	said := []string{}
	for _, w := range formWords {
		if f&w.part != 0 {
			said = append(said, w.word)
		}
	}
	if f&(SignBefore|SignBehind|SignElsewhere) == 0 {
		said = append([]string{"no sign"}, said...)
	}
	return strings.Join(said, ", ")
}

// form returns how the chosen amount is written.
func (r *priceReader) form(a *quotedAmount) PriceForm {
	if r.out.Amount == "" {
		return 0
	}
	var f PriceForm
	switch {
	case a.to > 0 && a.from < a.piece:
		f = SignBefore
	case a.to > 0:
		f = SignBehind
	case r.out.Currency != r.hint.String():
		f = SignElsewhere
	}
	n := r.pieces[a.piece].number
	last := n.start
	for i := n.start; i < n.stop; i++ {
		c := r.s[i]
		switch {
		case isDigit(c):
			continue
		case i == r.point && c == ',':
			f |= CommaDecimals
		case i == r.point:
			f |= PointDecimals
		case c == ',':
			f |= CommaGroups
		case c == '.':
			f |= PointGroups
		case c == ' ':
			f |= SpaceGroups
		case c == '\'':
			f |= QuoteGroups
		}
		if i-last == len(",29") && last > n.start && i != r.point {
			f |= LakhGroups
		}
		last = i
	}
	if a.cents > 0 {
		f |= CentsBehindSign
	}
	return f
}

// priceRule is how a price was read, beside what the shop says about the way it writes.
type priceRule struct {
	form      PriceForm
	lang      string
	byProgram bool
}

// priceRules remembers the words of rules, of which a catalogue has a handful. Its zero value is ready, for several
// goroutines.
type priceRules struct {
	mu    sync.RWMutex
	words map[priceRule]string
}

func (p *priceRules) of(r priceRule) string {
	p.mu.RLock()
	words, ok := p.words[r]
	p.mu.RUnlock()
	if ok {
		return words
	}
	words = "price: " + r.form.String() + "; " + cmp.Or(r.lang, "language unknown")
	if r.byProgram {
		words = "price: " + r.form.String() + "; as programs write numbers"
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.words == nil || len(p.words) >= maxMemo {
		p.words = map[priceRule]string{}
	}
	p.words[r] = words
	return words
}
