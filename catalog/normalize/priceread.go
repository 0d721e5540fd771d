package normalize

import (
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// PriceReading is what the text of a price says, with every doubt about it.
type PriceReading struct {
	Amount   string // a decimal, "1299.00", with the decimals as written; "" where the text states none
	Currency string // ISO 4217, or the sign as written where it does not tell which; "" where nothing names one
	Issues   []catalog.Issue
	Form     PriceForm // of the text; zero where there is no amount
}

// ReadPrice reads the amount that a text states as its price. The locale decides what the text leaves open: its currency
// (here also any words that name one, "Price in €") where the text names none or one that several countries use, its
// language what a lone point or comma does. What stays open is an issue.
//
// Of several amounts the one that is said to hold now is taken, else the first that is neither former nor one of several
// payments; savings and shipping are no price. Of a range it is the lower end. Damaged numbers yield none.
func (v *Vocabulary) ReadPrice(text string, loc Locale) PriceReading {
	r := v.newPriceReader(loc)
	defer v.priceReaders.Put(r)
	r.hint = r.hinted()
	r.set(text)
	return r.read()
}

// newPriceReader returns a reader that is not in use; it goes back to the pool, for its buffers.
func (v *Vocabulary) newPriceReader(loc Locale) *priceReader {
	r, ok := v.priceReaders.Get().(*priceReader)
	if !ok {
		r = &priceReader{}
	}
	r.v, r.loc, r.hint, r.out = v, loc, money{}, PriceReading{}
	return r
}

// priceReader judges the pieces of a price.
type priceReader struct {
	priceText
	loc     Locale
	hint    money
	amounts []quotedAmount
	free    bool
	point   int // where the decimals of the amount begin, -1 for nowhere
	out     PriceReading
}

// quotedAmount is a number of the text that may be its price.
type quotedAmount struct {
	piece    int
	from, to int       // the pieces that name its currency
	role     priceRole // what the words beside it say
	cents    int       // the piece behind its currency that holds its decimals, 0 for none
	skip     bool      // it is no amount of money
	negative bool
	runOn    bool // another number follows it without a word
	upper    bool // it is the upper end of a range
}

func (r *priceReader) read() PriceReading {
	r.collect()
	r.assignMoney()
	r.assignLabels()
	r.findRanges()
	chosen := r.choose()
	if chosen == nil {
		r.withoutAmount()
	} else {
		r.take(chosen)
	}
	r.noteWords()
	return r.out
}

// collect lists the numbers and tells those that are no amounts: percentages, times, dates, and what is written against a
// word, as the model number of "MX924".
func (r *priceReader) collect() {
	r.amounts, r.free = r.amounts[:0], false
	for i, at := range r.pieces {
		switch at.kind {
		case pieceLabel:
			r.free = r.free || at.role == roleFree
		case pieceNumber:
			a := quotedAmount{piece: i}
			a.skip = r.isGlued(i) || r.signIs(i+1, '%') || r.isTime(i)
			a.negative = r.isNegative(i)
			r.amounts = append(r.amounts, a)
		case pieceMoney, pieceWord, pieceSign:
		}
	}
}

// isGlued says that the number at piece i is part of a word, a measure or a mark of quantity: "X5", "50MP", `6.67"`, "12x".
func (r *priceReader) isGlued(i int) bool {
	at := r.pieces[i]
	if i > 0 && r.pieces[i-1].end == at.start {
		before := r.pieces[i-1]
		if before.kind == pieceWord && r.s[before.end-1] != '.' || before.kind == pieceNumber {
			return true
		}
	}
	if i+1 == len(r.pieces) || r.pieces[i+1].start != at.end {
		return false
	}
	after := r.pieces[i+1]
	return after.kind == pieceWord || after.kind == pieceSign && (r.s[after.start] == '"' || r.s[after.start] >= 0x80)
}

// isTime says that a sign ties the number at piece i to another one, as in times and dates.
func (r *priceReader) isTime(i int) bool {
	tied := func(a, b int) bool {
		return a >= 0 && b < len(r.pieces) && r.pieces[a].kind == pieceNumber && r.pieces[b].kind == pieceNumber &&
			(r.signIs(a+1, ':') || r.signIs(a+1, '/')) && r.pieces[a].end == r.pieces[a+1].start && r.pieces[b].start == r.pieces[a+1].end
	}
	return tied(i, i+2) || tied(i-2, i)
}

// isNegative says that a minus is written against the number at piece i or against its currency.
func (r *priceReader) isNegative(i int) bool {
	for i > 0 && r.pieces[i-1].kind == pieceMoney && r.pieces[i-1].end == r.pieces[i].start {
		i--
	}
	if !r.signIs(i-1, '-') || r.pieces[i-1].end != r.pieces[i].start {
		return false
	}
	if i == 1 {
		return true
	}
	before := r.pieces[i-2]
	return before.end < r.pieces[i-1].start && before.kind != pieceNumber || before.kind == pieceMoney || before.kind == pieceSign
}

// choose returns the amount that is the price, nil for none.
func (r *priceReader) choose() *quotedAmount {
	var best *quotedAmount
	rank := 0
	for i := range r.amounts {
		a := &r.amounts[i]
		if a.skip || a.upper || a.role == roleSave || a.role == roleShipping {
			continue
		}
		if k := r.rank(a); k > rank {
			best, rank = a, k
		}
	}
	return best
}

// rank orders amounts; 0 is none. An amount with a currency comes before a bare number, one that is not zero before one
// that is. A bare whole number behind words is none, unless one of them speaks of prices.
func (r *priceReader) rank(a *quotedAmount) int {
	k := 3
	switch a.role {
	case roleNow:
		k = 4
	case roleList, roleWas, roleUpTo:
		k = 2
	case rolePer:
		k = 1
	default:
	}
	switch {
	case a.to > 0:
		k += 20
	case !r.looksLikePrice(a):
		return 0
	}
	if !r.isNothing(a) {
		k += 10
	}
	return k
}

// looksLikePrice says that a number without a currency beside it may be a price all the same.
func (r *priceReader) looksLikePrice(a *quotedAmount) bool {
	n := r.pieces[a.piece].number
	if n.point >= 0 || n.end > n.stop || n.flaw != sound {
		return true
	}
	words, label := false, false
	for i, at := range r.pieces[:a.piece] {
		words = words || at.kind == pieceWord
		label = at.kind == pieceLabel || label && !r.signIs(i, '(') && !r.signIs(i, ',')
	}
	return label || !words
}

// isNothing says that an amount is zero or below.
func (r *priceReader) isNothing(a *quotedAmount) bool {
	if a.negative {
		return true
	}
	at := r.pieces[a.piece]
	for _, c := range r.s[at.start:at.end] {
		if c >= '1' && c <= '9' {
			return false
		}
	}
	return true
}

// take sets amount and currency and notes what is doubtful about them.
func (r *priceReader) take(a *quotedAmount) {
	if a.to > 0 {
		r.settleCurrency(r.moneyOf(a.from, a.to))
	} else {
		r.settleCurrency(r.elsewhere())
	}
	r.settleAmount(a)
	r.out.Form = r.form(a)
	switch a.role {
	case roleWas:
		r.doubt("price_former")
	case roleFrom:
		r.doubt("price_from")
	case roleUpTo:
		r.doubt("price_upto")
	case rolePer:
		r.doubt("price_per")
	default:
	}
	r.noteOthers(a)
}

// noteOthers notes the other amounts of the text.
func (r *priceReader) noteOthers(a *quotedAmount) {
	var others []string
	for i := range r.amounts {
		o := &r.amounts[i]
		if o == a || o.skip || o.role == roleSave || o.role == roleShipping || o.negative {
			continue
		}
		// "£299 -£50" goes down: what follows is no end of a range.
		if o.upper && i > 0 && &r.amounts[i-1] == a && r.size(o) >= r.size(a) {
			r.doubt("price_range", r.written(a), r.written(o))
			continue
		}
		others = append(others, r.written(o))
	}
	if len(others) > 0 {
		r.doubt("price_several", append([]string{r.written(a)}, others...)...)
	}
}

// size returns an amount as a number, to tell the smaller of two by.
func (r *priceReader) size(a *quotedAmount) float64 {
	n := r.pieces[a.piece].number
	size, _ := strconv.ParseFloat(string(appendDecimal(nil, r.s, n, n.point)), 64) //nolint:errcheck // digits with one point at most are a number
	return size
}

// written returns the digits of an amount as they stand.
func (r *priceReader) written(a *quotedAmount) string {
	n := r.pieces[a.piece].number
	return string(r.s[n.start:n.stop])
}

// withoutAmount reads a text that states no amount: a word for nothing is a price of zero.
func (r *priceReader) withoutAmount() {
	if r.free && len(r.amounts) == 0 {
		r.out.Amount = "0"
	}
	if m := r.elsewhere(); !m.isZero() {
		r.out.Currency = m.String()
	}
	if r.out.Amount == "" && len(r.amounts) > 0 {
		r.doubt("price_unclear", r.numbers()...)
	}
}

func (r *priceReader) numbers() []string {
	out := make([]string, len(r.amounts))
	for i := range r.amounts {
		out[i] = r.written(&r.amounts[i])
	}
	return out
}

// noteWords notes the words and signs that belong to no price.
func (r *priceReader) noteWords() {
	if r.out.Amount == "" {
		return
	}
	var words []string
	for i, at := range r.pieces {
		if at.kind == pieceWord || at.kind == pieceSign && !r.isHarmless(i) {
			words = append(words, string(r.s[at.start:at.end]))
		}
	}
	if len(words) > 0 {
		r.doubt("price_words", words...)
	}
}

// isHarmless says that the sign at piece i changes nothing.
func (r *priceReader) isHarmless(i int) bool {
	at := r.pieces[i]
	if c := r.s[at.start]; c == '/' || c == '-' {
		joins := i > 0 && i+1 < len(r.pieces) && r.isValue(i-1) && (r.isValue(i+1) || r.pieces[i+1].kind == pieceLabel)
		return joins || r.isMinus(i) || r.signIs(i+2, '%')
	}
	return at.end == at.start+1 && strings.IndexByte(":()*,;!|.%", r.s[at.start]) >= 0
}

// isValue says that piece i is a number or a currency.
func (r *priceReader) isValue(i int) bool {
	return r.pieces[i].kind == pieceNumber || r.pieces[i].kind == pieceMoney
}

// isMinus says that the sign at piece i makes an amount negative.
func (r *priceReader) isMinus(i int) bool {
	for k := range r.amounts {
		if a := &r.amounts[k]; a.negative && (i == a.piece-1 || a.to > 0 && i == a.from-1) {
			return true
		}
	}
	return false
}
