package normalize

// maxEditionWords is how many unknown words before "Edition" are taken for its name.
const maxEditionWords = 3

// readEdition finds the edition: one of the table, else the words beside "Edition" as they stand. An edition that nobody
// knows is still another product than the plain one.
func (r *reading) readEdition() {
	for i := range r.toks {
		if edition, n := r.v.editions.match(r.toks[i:]); n > 0 {
			mark(r.toks[i:i+n], ofEdition)
			r.t.Edition = edition
			r.t.Rules.Edition = rowRule("editions.csv", r.toks[i:i+n])
			if edition != "" {
				return
			}
		}
	}
	for i := range r.toks {
		if _, n := r.v.particleAt(r.toks[i:], roleEdition); n == 0 {
			continue
		}
		from := i
		for from > 0 && i-from < maxEditionWords && r.mayNameEdition(from-1) {
			from--
		}
		to := i + 1
		if from == i { // "Édition Batman"
			for to < len(r.toks) && to-i <= 2 && r.mayNameEdition(to) {
				to++
			}
		}
		if to-from > 1 {
			r.t.Edition, r.t.Rules.Edition = r.words(from, to), ruleEditionWord
			mark(r.toks[from:to], ofEdition)
			return
		}
	}
}

// mayNameEdition says that token i is a plain word: not claimed, no number, no brand, qualifier or model name.
func (r *reading) mayNameEdition(i int) bool {
	t := r.toks[i]
	if !t.word || t.role != unread {
		return false
	}
	for j := range len(t.key) {
		if isDigit(t.key[j]) {
			return false
		}
	}
	if _, known := r.v.particles.get(t.key); known {
		return false
	}
	_, typed := r.v.types.get(t.key)
	return !typed
}

// knowsEdition says that the name is an edition of the table.
func (v *Vocabulary) knowsEdition(name string) bool {
	edition, ok := v.editions.get(phraseKey(name))
	return ok && edition != ""
}
