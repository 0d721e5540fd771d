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
			to := r.partEnd(i + n)
			r.t.Lock = r.words(i+n, to)
			mark(r.toks[i:to], ofVersion)
		}
		i += max(n, 1)
	}
}

// globalMarket is the market of goods made for no one country.
const globalMarket = "global"
