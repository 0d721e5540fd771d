package normalize

// PriceLabel returns what words that stand beside an amount say about it, as pricewords.csv names it: "list", "was", "now",
// "from", "upto", "per", "save", "shipping" or "free". It is "" where they say nothing of the kind, or where text holds an
// amount of its own. The first such words decide.
func (v *Vocabulary) PriceLabel(text string) string {
	r := v.newPriceReader(Locale{})
	defer v.priceReaders.Put(r)
	r.set(text)
	label := roleLabel
	for i := range r.pieces {
		switch at := r.pieces[i]; at.kind {
		case pieceNumber:
			return ""
		case pieceLabel:
			if label == roleLabel {
				label = at.role
			}
		case pieceMoney, pieceWord, pieceSign:
		}
	}
	return priceRoles[label]
}
