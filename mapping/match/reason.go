package match

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// The functions of this file say in a sentence why a status is what it is: in a merchandiser's words, without scores.

func (r *row) whyMatched(c *comparison) string {
	if c.hasCode() {
		return fmt.Sprintf("both shops give the %s the same %s", productName(r.item()), codeWords(c))
	}
	s := r.item()
	if s.isBare() {
		return fmt.Sprintf("%s lists the same %s; neither page offers options", r.shop.id, productName(s))
	}
	var same []string
	if s.v.Memory() != "" {
		same = append(same, "memory")
	}
	if shownColor(s) != "" {
		same = append(same, "colour")
	}
	out := fmt.Sprintf("%s lists the same %s with the same %s", r.shop.id, productName(s), strings.Join(same, " and "))
	if c.levels[aLabel] == compatible {
		out += fmt.Sprintf("; %s is called %s there", shownColor(s), shownColor(c.t))
	}
	return out
}

// shownID is the item's identity as a person knows it: where it comes from a file, as it stands there.
func (it *item) shownID() string {
	if it.words != nil {
		return it.v.Key.Identity().Value()
	}
	return string(it.v.Key.Identity())
}

// soldTwice names the other items of a group.
func soldTwice(members []*item, it *item) string {
	var others []string
	for _, o := range members {
		if o != it {
			others = append(others, o.shownID())
		}
	}
	times := "twice"
	if len(others) > 1 {
		times = "several times"
	}
	return fmt.Sprintf("; %s sells it %s, also as %s", it.v.Shop, times, strings.Join(others, ", "))
}

func (r *row) whyTaken() string {
	return fmt.Sprintf("%s fits best, but it is also the answer for %s of %s: which of the two takes its place?",
		skuName(r.best().t), describe(r.takenBy.item()), r.item().v.Shop)
}

func (r *row) whyContested() string {
	return fmt.Sprintf("this SKU fits %s of %s as well: which of the two does it replace?",
		describe(r.contested.item()), r.item().v.Shop)
}

// describe names a source variant so that it can be told from its like.
func describe(it *item) string { return fmt.Sprintf("%s (%s)", skuName(it), it.v.Key.Identity()) }

func (r *row) whyCodeConflicts(c *comparison) string {
	return fmt.Sprintf("both shops state the same %s, but the goods differ (%s): which is right?", codeWords(c), cmp.Or(c.whyNot(), c.name.why))
}

func codeWords(c *comparison) string {
	switch {
	case c.levels[aGTIN] == exact:
		return "GTIN " + c.t.v.GTIN
	case c.levels[aMPN] == exact:
		return "model code " + c.t.mpn
	}
	return "item number " + c.t.v.SKU
}

// whichOf asks what would settle a tie.
func (r *row) whichOf(tied []comparison) string {
	sku := fmt.Sprintf("%d SKUs of the %s on %s fit", len(tied), productName(tied[0].t), r.shop.id)
	var questions []string
	if differIn(tied, func(it *item) string { return it.v.Memory() }) {
		questions = append(questions, "which memory")
	}
	if differIn(tied, shownColor) {
		questions = append(questions, "which colour")
	}
	if differIn(tied, conditionWords) {
		questions = append(questions, "which condition")
	}
	if len(questions) == 0 {
		return sku + " and nothing tells them apart: which of them?"
	}
	return sku + ": " + strings.Join(questions, " and ") + "?"
}

func differIn(tied []comparison, value func(*item) string) bool {
	return slices.ContainsFunc(tied[1:], func(c comparison) bool { return fold(value(c.t)) != fold(value(tied[0].t)) })
}

// whyDoubtful asks about the one plausible target.
func (r *row) whyDoubtful(c *comparison) string {
	switch {
	case c.name.note != "":
		return fmt.Sprintf("%s lists the %s, another name that may be the same product (%s): is it?", r.shop.id, productName(c.t), c.name.note)
	case c.levels[aName] != exact:
		return fmt.Sprintf("%s lists the %s, a similar name: is it the same product?", r.shop.id, productName(c.t))
	case !r.isSameGoods(c):
		return fmt.Sprintf("%s lists the %s: is it the same kind of accessory?", r.shop.id, productName(c.t))
	case c.otherHardware():
		var out []string
		for _, i := range []int{aChipset, aDisplay, aBattery} {
			if c.levels[i] == conflict {
				out = append(out, attributes[i].why(c.pair))
			}
		}
		return "the name is the same, but the " + strings.Join(out, ", the ") + ": is it the same device?"
	}
	return r.whatIsOpen(c)
}

// whatIsOpen says which side leaves which question open.
func (r *row) whatIsOpen(c *comparison) string {
	var out []string
	for i := range attributes {
		if !c.open.has(i) {
			continue
		}
		a := &attributes[i]
		s, t := openWords(i, c.s), openWords(i, c.t)
		switch {
		case s == "":
			out = append(out, fmt.Sprintf("%s states no %s, %s lists %s", c.s.v.Shop, a.label, r.shop.id, t))
		case t == "":
			out = append(out, fmt.Sprintf("%s states no %s, %s lists %s", r.shop.id, a.label, c.s.v.Shop, s))
		default:
			out = append(out, fmt.Sprintf("%s calls the %s %s, %s calls it %s", c.s.v.Shop, a.label, s, r.shop.id, t))
		}
	}
	return strings.Join(out, "; ") + ": is it the same variant?"
}

func openWords(i int, it *item) string {
	if i == aColor {
		return shownColor(it)
	}
	return attributes[i].words(it)
}

// whyLess says why one candidate is proposed and not another that nothing rules out.
func (r *row) whyLess(c, proposed *comparison) string {
	switch {
	case c.vetoed != 0:
		return c.whyNot()
	case proposed.hasCode() && !c.hasCode():
		return "does not state the same " + codeWords(proposed)
	case !isLess(c, proposed) && isLess(proposed, c):
		return "fits better, but takes the place of another variant"
	case !isLess(c, proposed):
		return "fits as well"
	case c.levels[aName] != proposed.levels[aName]:
		return "only a similar name"
	case c.levels[aLabel] == compatible:
		return fmt.Sprintf("colour is called %s, not %s", c.t.v.ColorLabel, c.s.v.ColorLabel)
	}
	for i := range attributes {
		if c.open.has(i) && openWords(i, c.t) == "" {
			return "states no " + attributes[i].label
		}
	}
	return "less of what is stated agrees"
}

// whyNotSKU says why the nearest SKU of the right product is not the answer.
func (r *row) whyNotSKU(c *comparison) string {
	return cmp.Or(c.whyNot(), "the old page does not say which memory or colour it speaks of")
}

func (r *row) whyProductOnly() string {
	s := r.item()
	product := productName(r.product.t)
	switch {
	case s.isPage():
		return fmt.Sprintf("the old page offers no options to choose from, so only the product, the %s, can be named", product)
	case r.product.t.isPage():
		return fmt.Sprintf("%s lists the %s on a page that offers no options to choose from", r.shop.id, product)
	}
	return fmt.Sprintf("%s lists the %s, but %s", r.shop.id, product, r.whatIsMissing())
}

// whatIsMissing says in the shop's words which of memory, colour and condition the product lacks.
func (r *row) whatIsMissing() string {
	s := r.item()
	var out []string
	if !r.hasMemory {
		out = append(out, "not with "+s.v.Memory())
	}
	if !r.hasColor {
		out = append(out, "not in "+shownColor(s))
	}
	if !r.hasCondition {
		out = append(out, "not "+conditionWords(s))
	}
	if len(out) > 0 {
		return strings.Join(out, " and ")
	}
	return "not " + optionWords(s) // each is there, but not on one SKU
}

// optionWords names what a variant is beside its product: "with 8/256 in Gold", "refurbished in Gold".
func optionWords(it *item) string {
	var out []string
	if c := it.v.Condition; c != "" && c != catalog.ConditionNew {
		out = append(out, conditionWords(it))
	}
	if m := it.v.Memory(); m != "" {
		out = append(out, "with "+m)
	}
	if c := shownColor(it); c != "" {
		out = append(out, "in "+c)
	}
	if len(out) == 0 {
		return "this variant"
	}
	return strings.Join(out, " ")
}

func (r *row) whyUnmapped() string {
	s := r.item()
	switch {
	case r.shop.id == "":
		return fmt.Sprintf("no route leads on from %s%s", s.v.Shop, marketWords(s.v.Market))
	case len(r.shop.items) == 0:
		return fmt.Sprintf("no page of %s was captured", r.shop.id)
	case s.name.key == "":
		return fmt.Sprintf("the old listing names no product that could be looked for on %s: look for it by hand", r.shop.id)
	}
	out := fmt.Sprintf("%s does not list the %s", r.shop.id, productName(s))
	near := r.nearest()
	if near == nil {
		return out
	}
	t := near.t
	switch {
	case near.vetoed.has(aType):
		return fmt.Sprintf("%s; the %s is %s", out, productName(t), typeNoun(t))
	case near.levels[aName] == exact:
		return fmt.Sprintf("%s; the %s there differs: %s", out, productName(t), near.whyNot())
	case t.v.ProductType == catalog.Phone || t.v.ProductType == catalog.Tablet:
		return fmt.Sprintf("%s; the %s is another %s", out, productName(t), t.v.ProductType)
	}
	return fmt.Sprintf("%s; the %s is another product", out, productName(t))
}

func marketWords(market string) string {
	if market == "" {
		return ""
	}
	return " for the market " + market
}

// whyNew says what of a target the old shops lack: the product, or this variant of it.
func (t *targetShop) whyNew(it *item) string {
	switch {
	case it.name.key == "":
		return fmt.Sprintf("the page on %s names no product that could be looked for in the old shops", t.id)
	case t.leads[it]:
		return fmt.Sprintf("only on %s: the old shops that it replaces list the %s, but not %s", t.id, productName(it), optionWords(it))
	}
	return fmt.Sprintf("only on %s: no old shop that it replaces lists the %s", t.id, productName(it))
}
