package normalize

import (
	"unicode"
	"unicode/utf8"
)

// piece is a part of a price text.
type piece struct {
	kind       pieceKind
	start, end int
	role       priceRole // of a label
	symbol     int       // of money: where the table has it; noSymbol for a sign that no currency of the table uses
	number     numeral
}

type pieceKind uint8

const (
	pieceNumber pieceKind = iota
	pieceMoney            // names a currency
	pieceLabel            // price words
	pieceWord             // a word that is not understood
	pieceSign             // any other sign
)

// priceText is the text of a price while it is read.
type priceText struct {
	v      *Vocabulary
	s      []byte // cleaned
	low    []byte // the same in lower case
	pieces []piece
}

// set takes the text to read and parts it into pieces. What it holds of an earlier text is written over.
func (p *priceText) set(text string) {
	p.s = cleanPrice(p.s[:0], text)
	p.low = lowered(p.low[:0], p.s)
	p.pieces = p.pieces[:0]
	for i := 0; i < len(p.s); {
		if p.s[i] == ' ' {
			i++
			continue
		}
		next := p.pieceAt(i)
		p.pieces = append(p.pieces, next)
		i = next.end
	}
	p.demote()
}

// pieceAt reads the piece that begins at i. Of a symbol and price words the longer one counts.
func (p *priceText) pieceAt(i int) piece {
	c := p.s[i]
	if isDigit(c) || (c == '.' || c == ',') && i+1 < len(p.s) && isDigit(p.s[i+1]) {
		n := scanNumber(p.s, i)
		return piece{kind: pieceNumber, start: i, end: n.end, number: n}
	}
	symbol, end := p.v.currencies.symbolAt(p.s, p.low, i)
	if role, words := p.v.priceWords.phraseAt(p.low, i); words > end {
		return piece{kind: pieceLabel, start: i, end: words, role: role}
	}
	if symbol != noSymbol {
		return piece{kind: pieceMoney, start: i, end: end, symbol: symbol}
	}
	r, size := utf8.DecodeRune(p.s[i:])
	switch {
	case unicode.Is(unicode.Sc, r):
		return piece{kind: pieceMoney, start: i, end: i + size, symbol: noSymbol}
	case isWordRune(r):
		end := i
		for end < len(p.s) {
			r, size := utf8.DecodeRune(p.s[end:])
			if !isWordRune(r) || unicode.IsDigit(r) {
				break
			}
			end += size
		}
		if end < len(p.s) && p.s[end] == '.' { // "Art.12"
			end++
		}
		return piece{kind: pieceWord, start: i, end: max(end, i+size)}
	}
	return piece{kind: pieceSign, start: i, end: i + size}
}

// demote turns into words what only looks like a currency. What consists of letters means money beside a number; elsewhere
// only a text that holds no words beside it is about that currency, and a single letter never is. A code in small letters
// counts only in a text without words: "10 top" is no price in Tonga.
func (p *priceText) demote() {
	words := false
	for i := range p.pieces {
		words = words || p.pieces[i].kind == pieceWord
	}
	for i := range p.pieces {
		at := &p.pieces[i]
		if at.kind != pieceMoney || at.symbol == noSymbol {
			continue
		}
		letters, single := p.letters(at)
		if !letters {
			continue
		}
		beside := p.besideNumber(i)
		small := p.v.currencies.symbols[at.symbol].isCode && !isUpper(p.s[at.start:at.end])
		if !beside && (single || words) || small && words {
			at.kind = pieceWord
		}
	}
}

// letters says that a piece consists of letters, and whether it is a single one.
func (p *priceText) letters(at *piece) (all, single bool) {
	count := 0
	for i := at.start; i < at.end; {
		r, size := utf8.DecodeRune(p.s[i:])
		if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) && r != '.' && r != '\'' && r != '"' && r != '/' && r != ' ' {
			return false, false
		}
		if unicode.IsLetter(r) {
			count++
		}
		i += size
	}
	return true, count == 1
}

// besideNumber says that a number stands before or behind the run of currencies that piece i belongs to.
func (p *priceText) besideNumber(i int) bool {
	from, to := p.moneyRun(i)
	return from > 0 && p.pieces[from-1].kind == pieceNumber || p.numberBehind(to) >= 0
}

// moneyRun returns the run of pieces that name currencies around piece i.
func (p *priceText) moneyRun(i int) (from, to int) {
	from, to = i, i+1
	for from > 0 && p.pieces[from-1].kind == pieceMoney {
		from--
	}
	for to < len(p.pieces) && p.pieces[to].kind == pieceMoney {
		to++
	}
	return from, to
}

// numberBehind returns the piece from i on that is a number, past a colon or a minus; -1 where another piece comes first.
func (p *priceText) numberBehind(i int) int {
	if i < len(p.pieces) && p.pieces[i].kind == pieceSign && (p.signIs(i, ':') || p.signIs(i, '-')) {
		i++
	}
	if i < len(p.pieces) && p.pieces[i].kind == pieceNumber {
		return i
	}
	return -1
}

func (p *priceText) signIs(i int, c byte) bool {
	return i >= 0 && i < len(p.pieces) && p.pieces[i].kind == pieceSign && p.s[p.pieces[i].start] == c
}

func isUpper(s []byte) bool {
	for _, c := range s {
		if (c < 'A' || c > 'Z') && c != '.' {
			return false
		}
	}
	return true
}
