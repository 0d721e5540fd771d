package normalize

import (
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// particle is what one small word does in a title.
type particle struct {
	role  string
	value string // for a brand its name, for a network the network, for a SIM its kind, for a version the market
	rule  string // names the row
}

// The roles of particles.csv.
const (
	roleBrand     = "brand"     // names a maker
	roleQualifier = "qualifier" // belongs to the model name before it: "Pro", "Max"
	roleNetwork   = "network"
	roleFits      = "fits"    // leads to the product that an accessory is made for
	rolePlus      = "plus"    // leads to what comes with the product
	roleWith      = "with"    // the same, if a thing for sale follows; else to a feature
	roleWithout   = "without" // leads to what is not in the box
	roleNote      = "note"    // after "+", says that no goods follow: a warranty, a second SIM
	roleVersion   = "version" // says for which market the goods are made
	roleSIM       = "sim"     // says how many SIM cards the goods take
	roleBox       = "box"     // names what phones come with: a charger that is in the box makes no bundle
	roleLock      = "lock"    // leads to the carrier that the goods are bound to
	roleRAM       = "ram"
	roleStorage   = "storage"
	roleEdition   = "edition"
)

func (v *Vocabulary) compileParticles(rows []row) error {
	v.particles = newPhrases[particle]()
	roles := []string{
		roleBrand, roleQualifier, roleNetwork, roleFits, rolePlus, roleWith, roleWithout, roleNote, roleRAM, roleStorage,
		roleEdition, roleVersion, roleSIM, roleLock, roleBox,
	}
	for _, r := range rows {
		p := particle{r.cells[1], r.cells[2], r.rule(1)}
		if !slices.Contains(roles, p.role) {
			return r.errorf("role %q is none of %q", p.role, roles)
		}
		if needs := p.role == roleBrand || p.role == roleNetwork || p.role == roleSIM; p.role != roleVersion && needs != (p.value != "") {
			return r.errorf("role %q and value %q do not go together: brands, networks and SIMs have a value, versions may, others none", p.role, p.value)
		}
		v.particles.set(phraseKey(r.cells[0]), p)
	}
	return nil
}

// particleAt returns the particle of the given role at the first of toks, and how many tokens it takes; 0 where none is.
func (v *Vocabulary) particleAt(toks []token, role string) (particle, int) {
	if p, n := v.particles.match(toks); n > 0 && p.role == role {
		return p, n
	}
	return particle{}, 0
}

// networkWord returns the network that a folded word names, "" for any other word.
func (v *Vocabulary) networkWord(key string) catalog.Network {
	if p, ok := v.particles.get(key); ok && p.role == roleNetwork {
		return catalog.Network(p.value)
	}
	return ""
}

// isQualifier says that the folded word belongs to the model name before it.
func (v *Vocabulary) isQualifier(key string) bool {
	p, ok := v.particles.get(key)
	return ok && p.role == roleQualifier
}
