package normalize

// assignMoney gives each number that may be an amount the currency beside it. The one before it counts first, unless it belongs to the number
// before; behind it another may stand, "$100 AUD", that does not begin the next amount.
func (r *priceReader) assignMoney() {
	used := 0 // pieces before this one belong to earlier amounts
	for i := range r.amounts {
		a := &r.amounts[i]
		if a.skip {
			continue
		}
		before := a.piece
		if r.signIs(before-1, ':') || r.signIs(before-1, '-') {
			before--
		}
		if before > used && r.pieces[before-1].kind == pieceMoney {
			a.from, a.to = r.moneyRun(before - 1)
		}
		behind := a.piece + 1
		if behind == len(r.pieces) || r.pieces[behind].kind != pieceMoney {
			continue
		}
		_, end := r.moneyRun(behind)
		if a.to > 0 && r.numberBehind(end) >= 0 {
			continue
		}
		if cents := r.centsBehind(a, end); cents > 0 {
			a.cents = cents
			r.skipPiece(cents)
		}
		if a.to == 0 {
			a.from = behind
		}
		a.to, used = end, end
	}
}

// centsBehind returns the piece that holds the decimals behind a currency, 0 for none: "35€ 99". It is two digits, the text
// names no other currency, and the amount has no decimals of its own; any digits where the locale says that the currency
// sign is the decimal sign.
func (r *priceReader) centsBehind(a *quotedAmount, i int) int {
	if i >= len(r.pieces) || r.pieces[i].kind != pieceNumber || a.to > 0 || i != a.piece+2 {
		return 0
	}
	n, sign := r.pieces[i].number, r.pieces[i-1]
	if r.pieces[a.piece].number.point >= 0 || n.point >= 0 || n.stop != n.end {
		return 0
	}
	if r.loc.Decimal != "" && string(r.s[sign.start:sign.end]) == r.loc.Decimal {
		return i
	}
	if letters, _ := r.letters(&sign); letters || n.stop-n.start != 2 || i+1 < len(r.pieces) && r.pieces[i+1].kind == pieceMoney {
		return 0
	}
	for j, other := range r.pieces {
		if other.kind == pieceMoney && j != i-1 {
			return 0
		}
	}
	return i
}

func (r *priceReader) skipPiece(piece int) {
	for i := range r.amounts {
		if r.amounts[i].piece == piece {
			r.amounts[i].skip = true
		}
	}
}

// assignLabels gives each number what the words beside it say: those before it, unless they stand right behind an amount
// and not right before the next.
func (r *priceReader) assignLabels() {
	for i, at := range r.pieces {
		if at.kind != pieceLabel || at.role == roleLabel || at.role == roleTo || at.role == roleFree {
			continue
		}
		before, after := -1, -1
		for k := range r.amounts {
			if r.amounts[k].piece < i {
				before = k
			} else if after < 0 {
				after = k
			}
		}
		touchesBefore := before >= 0 && r.touches(max(r.amounts[before].piece, r.amounts[before].to-1), i)
		touchesAfter := after >= 0 && r.touches(i, min(r.amounts[after].piece, r.firstOf(after)))
		switch {
		case touchesBefore && (!touchesAfter || at.role == rolePer):
			r.label(before, at.role)
		case after >= 0 && at.role != rolePer:
			r.label(after, at.role)
		}
	}
}

// firstOf returns the first piece of an amount with its currency.
func (r *priceReader) firstOf(k int) int {
	a := r.amounts[k]
	if a.to > 0 && a.from < a.piece {
		return a.from
	}
	return a.piece
}

// touches says that between two pieces there are only signs.
func (r *priceReader) touches(a, b int) bool {
	for i := a + 1; i < b; i++ {
		if r.pieces[i].kind != pieceSign {
			return false
		}
	}
	return true
}

func (r *priceReader) label(k int, role priceRole) {
	if r.amounts[k].role == roleLabel || role == roleSave || role == roleShipping {
		r.amounts[k].role = role
	}
}

// findRanges marks the upper ends of ranges, and numbers that follow each other without a word, which are none: "229 99 €"
// may be anything. The ends of a range share a currency.
func (r *priceReader) findRanges() {
	for i := range r.amounts {
		if i+1 == len(r.amounts) {
			return
		}
		a, b := &r.amounts[i], &r.amounts[i+1]
		if a.skip || b.skip {
			continue
		}
		end := max(a.piece+1, a.to)
		first := r.firstOf(i + 1)
		switch {
		case first == end && a.to == 0:
			a.runOn, b.runOn = true, true
		case first == end+1 && (r.signIs(end, '-') || r.pieces[end].kind == pieceLabel && r.pieces[end].role == roleTo):
			tight := r.pieces[a.piece].end == r.pieces[end].start && r.pieces[b.piece].start == r.pieces[end].end
			if tight && a.to == 0 && b.to == 0 && r.hint.isZero() {
				a.skip, b.skip = true, true // "25-09"
				continue
			}
			b.upper = true
			if a.to == 0 && b.to > 0 {
				a.from, a.to = b.from, b.to
			}
		}
	}
}
