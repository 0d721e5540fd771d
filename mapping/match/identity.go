package match

import (
	"fmt"
	"slices"
	"strings"
)

// identities are the attributes that can make a SKU, by the names under which people choose them.
var identities = []struct {
	name  string
	field []int
}{
	{"model", []int{aName}},
	{"network", []int{aNetwork}},
	{"ram", []int{aRAM}},
	{"storage", []int{aStorage}},
	{"color", []int{aColor, aLabel}},
	{"edition", []int{aEdition}},
	{"bundle", []int{aBundle, aPieces}},
	{"condition", []int{aCondition, aLock}},
}

// Identities returns the names of the attributes that can make a SKU. The model always does.
func Identities() []string {
	var out []string
	for _, a := range identities {
		out = append(out, a.name)
	}
	return out
}

// CheckIdentity returns an error for a name that is none of Identities.
func CheckIdentity(names []string) error {
	for _, n := range names {
		if !slices.Contains(Identities(), n) {
			return fmt.Errorf("%q is no attribute that makes a SKU; these are %s", n, strings.Join(Identities(), ", "))
		}
	}
	return nil
}

// beside is what a conflict weighs in an attribute that does not make a SKU: three bits, one true pair in eight.
const beside milliBits = -3000

// rulesFor returns the rules where the named attributes make a SKU; all of them where none is named.
func rulesFor(names []string) *rules {
	out := shippedRules()
	if len(names) == 0 {
		return out
	}
	for _, a := range identities {
		if a.name == "model" || slices.Contains(names, a.name) {
			continue
		}
		for _, i := range a.field {
			r := &out[i]
			r.exact, r.conflict, r.veto, r.asks = r.exact/2, max(r.conflict, beside), nothing, false
		}
	}
	return out
}

// sameSize is the weight of equal memory where the target may state none: a catalogue states it where it lists several
// sizes, and a shop states it always.
const sameSize milliBits = 500

// byTitle leaves to the words of titles what they say themselves: an edition is named there, and so is what an
// accessory is; but two editions are not taken for one without asking, since what only the old title says weighs nothing. Item
// numbers of two files are not of one house.
func (r *rules) byTitle() {
	r[aGoods], r[aEdition], r[aSKU] = rule{}, rule{asks: r[aEdition].veto != nothing}, rule{}
	r[aName].veto = nothing
	r[aRAM].exact, r[aStorage].exact = sameSize, sameSize
}
