package normalize

// readVersion takes the market that the goods are made for: "EU", "(DE Version)", "Global Version". Where a title names
// several the first one that says more than "global" counts.
func (r *reading) readVersion() {
	for i := 0; i < len(r.toks); {
		p, n := r.v.particles.match(r.toks[i:])
		switch {
		case n > 0 && p.role == roleVersion:
			mark(r.toks[i:i+n], ofVersion)
			if r.t.Market == "" || r.t.Market == globalMarket && p.value != "" {
				r.t.Market = p.value
			}
		case n > 0 && p.role == roleSIM:
			mark(r.toks[i:i+n], ofSIM)
			r.t.SIM = p.value
		case n > 0 && p.role == roleLock:
			r.readLock(span{i, i + n})
		}
		i += max(n, 1)
	}
}

// readLock takes the carrier that the goods are bound to: the words behind the one that says so, else the word before it. Where neither
// names one nothing is known of it.
func (r *reading) readLock(word span) {
	carrier := span{word.to, r.partEnd(word.to)}
	for i := carrier.from + 1; i < carrier.to; i++ {
		if r.colorAnywhere(i) > 0 {
			carrier.to = i
		}
	}
	if carrier.from == carrier.to {
		carrier = span{word.from, word.from}
		if i := word.from - 1; i >= 0 && r.toks[i].word && r.toks[i].role == unread {
			carrier.from = i
		}
	}
	if r.t.Lock = r.words(carrier.from, carrier.to); r.t.Lock == "" {
		return
	}
	mark(r.toks[min(word.from, carrier.from):max(word.to, carrier.to)], ofVersion)
	r.doubt("carrier_locked", "title", "the goods are bound to a carrier, "+r.t.Lock, r.t.Lock)
}

// isCarrier says that the word at token i names the carrier that the goods are bound to, right behind the words that say so: "Orange" is a
// carrier in "locked to Orange".
func (r *reading) isCarrier(i int) bool {
	for from := max(0, i-maxLockWords); from < i; from++ {
		if _, n := r.v.particleAt(r.toks[from:i], roleLock); n == i-from {
			return true
		}
	}
	return false
}

// maxLockWords is how many words say that goods are bound to a carrier: "locked to".
const maxLockWords = 2

// globalMarket is the market of goods made for no one country.
const globalMarket = "global"
