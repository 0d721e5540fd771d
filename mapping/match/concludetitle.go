package match

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// concludeTitle turns the outcome into a status where titles were weighed. It is Matched by an equal identifier that nothing
// contradicts, or by a lead of which enough were right before; never against a veto, and never where another variant has
// the same claim.
func (r *row) concludeTitle() mapping.Mapping {
	p := r.proposed()
	if p == nil {
		return mapping.Mapping{Status: mapping.Unmapped, Reason: r.whyNoTitle()}
	}
	r.shop.spoken[p.t] = true
	r.leadByName()
	second := r.secondTitle(p)
	m := mapping.Mapping{
		Status: mapping.NeedsReview, TargetID: p.t.targetID(), Score: score(r.shop.trust.Score(r.lead)), Lead: mapping.Bits(r.lead),
		Evidence: p.evidence(false),
	}
	if second != nil {
		m.RunnerUp = r.asCandidate(second, p)
	}
	switch {
	case p.hasCode() && (p.vetoed != 0 || p.levels[aName] == conflict):
		m.Reason = r.whyCodeConflicts(p)
	case p.vetoed != 0:
		m.Reason = fmt.Sprintf("%s is the nearest, but %s: does it take the place all the same?", titleName(p.t), p.whyNot())
	case r.takenBy != nil && r.takenBy != r:
		m.Reason = fmt.Sprintf("%s fits best, but it is also the answer for %s of %s: which of the two takes its place?",
			titleName(r.best().t), describeTitle(r.takenBy.item()), r.item().v.Shop)
	case r.contested != nil:
		m.Reason = fmt.Sprintf("%s fits %s of %s as well: which of the two does it replace?",
			titleName(p.t), describeTitle(r.contested.item()), r.item().v.Shop)
	case p.hasCode():
		m.Status = mapping.Matched
		m.Reason = fmt.Sprintf("both shops give %s the same %s", titleName(p.t), codeWords(p))
	case second != nil && second.vetoed == 0 && !isLess(second, p):
		m.Reason = whichTitle(p, second)
	case p.levels[aName] == conflict:
		m.Reason = fmt.Sprintf("%s is the nearest, but %s: is it the same product?", titleName(p.t), p.name.why)
	case p.name.note != "":
		m.Reason = fmt.Sprintf("%s fits best, but shops may mean another product by this name (%s): is it the same?", titleName(p.t), p.name.note)
	case p.levels[aName] == compatible && (!p.name.carries || !p.name.hasNumber):
		m.Reason = fmt.Sprintf("%s fits best, but the old title does not say %s: is it the same product?", titleName(p.t), p.name.lacks)
	case p.open.has(aEdition):
		m.Reason = fmt.Sprintf("%s fits best, but is of another edition (%s): does it take the place all the same?", titleName(p.t), editionDiffers(p.pair))
	case p.onlyOneSays() != "":
		m.Reason = fmt.Sprintf("%s fits best, but %s: is it the same article?", titleName(p.t), p.onlyOneSays())
	case p.mayMean() != "":
		m.Reason = fmt.Sprintf("%s fits best, but %s: is it the same product?", titleName(p.t), p.mayMean())
	case p.contradicted() != "":
		m.Reason = fmt.Sprintf("%s fits best, but %s: which of them is meant?", titleName(p.t), p.contradicted())
	case cmp.Or(p.otherMeasure(), p.otherSIM()) != "":
		m.Reason = fmt.Sprintf("%s fits best, but the titles give %s: is it the same article?", titleName(p.t), cmp.Or(p.otherMeasure(), p.otherSIM()))
	case !r.shop.trust.Bears(r.lead, r.shop.precision):
		m.Reason = fmt.Sprintf("%s fits best, %s", titleName(p.t), r.howSure())
	default:
		m.Status = mapping.Matched
		m.Reason = fmt.Sprintf("the titles name the same product, %s, and nothing else comes near it", titleName(p.t))
	}
	return m
}

// leadByName notes that the old shop lists the products whose names this title has.
func (r *row) leadByName() {
	for i := range r.candidates {
		if c := &r.candidates[i]; c.levels[aName] == exact {
			for _, it := range c.t.line.items {
				r.shop.leads[it] = true
			}
		}
	}
}

// onlyOneSays words what one of the two titles says of its article and the other does not, where it makes another article; "" where
// there is nothing. Of colours that is a question where the old title leaves one open.
func (c *comparison) onlyOneSays() string {
	for _, say := range []struct {
		is    bool
		words func(*item) string
	}{
		{c.open.has(aCondition), conditionWords},
		{c.levels[aType] == missing && c.rules[aType].veto != nothing, accessoryWords},
		{c.levels[aNetwork] == missing && c.rules[aNetwork].veto != nothing, newestNetwork},
		{c.open.has(aLock), boundTo},
		{c.open.has(aPieces), soldTogether},
		{c.open.has(aColor) && c.s.label == "" && c.s.v.Color == "", colorWords},
	} {
		if !say.is {
			continue
		}
		if of := say.words(c.t); of != "" {
			return "is " + of + ", which the old title does not say"
		}
		if of := say.words(c.s); of != "" {
			return "does not say that it is " + of + ", as the old title does"
		}
	}
	return ""
}

// contradicted says which title states several sizes where the other states one, "" where neither does.
func (c *comparison) contradicted() string {
	for _, i := range []int{aRAM, aStorage} {
		a := &attributes[i]
		switch {
		case !c.open.has(i):
		case c.s.contradicts(a.field):
			return "the old title states different " + a.label
		case c.t.contradicts(a.field):
			return "its title states different " + a.label
		}
	}
	return ""
}

// mayMean says which other model a name may mean in one title alone, "" where it means one thing, or may mean the same two in both.
func (c *comparison) mayMean() string {
	s, t := otherModel(c.s), otherModel(c.t)
	switch {
	case s != "" && t == "":
		return "the old title may also mean the " + s
	case s == "" && t != "":
		return "its title may also mean the " + t
	}
	return ""
}

// otherModel returns the model that the name of an item may mean as well.
func otherModel(it *item) string {
	for _, i := range it.v.Issues {
		if i.Code != "model_ambiguous" {
			continue
		}
		for _, model := range i.Values {
			if model != it.v.Model {
				return model
			}
		}
	}
	return ""
}

// accessoryWords says that an article is an accessory. A title without a word for what it is means mostly the device.
func accessoryWords(it *item) string {
	if it.v.ProductType != catalog.Accessory {
		return ""
	}
	return "an accessory"
}

func boundTo(it *item) string {
	if it.lock == "" {
		return ""
	}
	return "bound to " + it.lock
}

func soldTogether(it *item) string {
	if it.pieces <= 1 {
		return ""
	}
	return strconv.Itoa(it.pieces) + " pieces"
}

// newestNetwork returns 5G where an article has it: makers sell a model with and without it. LTE is what all others have.
func newestNetwork(it *item) string {
	if it.v.Network != catalog.Network5G {
		return ""
	}
	return string(it.v.Network)
}

// howSure says why a proposal that nothing speaks against is not accepted.
func (r *row) howSure() string {
	step, ok := r.shop.trust.Step(r.lead)
	if !ok {
		return "but nothing like it was checked before: is it the same product?"
	}
	return fmt.Sprintf("but of %d proposals as clear as this %d were right when checked, too few to promise %g%%: is it the same product?",
		step.Rows, step.Right, 100*r.shop.precision)
}

func (r *row) whyNoTitle() string {
	if len(r.shop.items) == 0 {
		return fmt.Sprintf("%s lists nothing", r.shop.id)
	}
	return fmt.Sprintf("no title of %s shares a word with this one", r.shop.id)
}

// titleName names an item by its title, as it stands.
func titleName(it *item) string { return it.v.Title }

func describeTitle(it *item) string {
	return fmt.Sprintf("%q (%s)", it.v.Title, it.v.Key.Identity().Value())
}

// whichTitle asks what would settle a tie.
func whichTitle(p, second *comparison) string {
	tied := []comparison{*p, *second}
	var questions []string
	for _, a := range []int{aStorage, aRAM, aColor, aCondition} {
		if differIn(tied, attributes[a].words) {
			questions = append(questions, "which "+attributes[a].label)
		}
	}
	if len(questions) == 0 {
		questions = []string{"which of them"}
	}
	return fmt.Sprintf("%s and %s fit alike: %s?", titleName(p.t), titleName(second.t), strings.Join(questions, " and "))
}

// secondTitle returns the best candidate that is not proposed.
func (r *row) secondTitle(p *comparison) *comparison {
	for i := range r.candidates {
		if c := &r.candidates[i]; c.t != p.t {
			return c
		}
	}
	return nil
}

// asCandidate words a candidate that was not proposed. Its score is the share that its bits leave it beside the proposal.
func (r *row) asCandidate(c, proposed *comparison) *mapping.Candidate {
	p := r.shop.trust.Score(r.lead)
	share := min(1-p, p*odds(c.total-proposed.total))
	if c.vetoed != 0 {
		share = 0
	}
	return &mapping.Candidate{TargetID: c.t.targetID(), Title: titleName(c.t), Score: score(share), Reason: r.whyLessTitle(c, proposed)}
}

func (r *row) whyLessTitle(c, proposed *comparison) string {
	switch {
	case c.vetoed != 0:
		return c.whyNot()
	case c.name.why != "":
		return c.name.why
	case proposed.hasCode() && !c.hasCode():
		return "does not state the same " + codeWords(proposed)
	case isLess(proposed, c):
		return "fits better, but takes the place of another variant"
	case !isLess(c, proposed):
		return "fits as well"
	}
	lacks := r.shop.lexicon.beyond(c.t.line.words, r.item().words, plainWord, modelNumber, tierWord, makersWord, codeWord)
	if len(lacks) > 0 {
		return "the old title does not say " + strings.Join(lacks, " ")
	}
	said := r.shop.lexicon.beyond(proposed.t.line.words, c.t.line.words, plainWord, modelNumber, tierWord, makersWord, codeWord, asideWord)
	if len(said) > 0 {
		return "lacks " + strings.Join(said, " ")
	}
	return "less of what is stated agrees"
}

// nameEvidence takes the comparison of two titles apart.
func (c *comparison) nameEvidence() mapping.Evidence {
	x := c.t.lexicon
	var agree, theirs []string
	for _, w := range c.t.line.words {
		e := &x.words[w]
		if _, has := slices.BinarySearch(c.s.words, w); has {
			agree = append(agree, fmt.Sprintf("%s %+.1f", e.text, float64(e.hit)/1000))
		} else {
			theirs = append(theirs, fmt.Sprintf("%s %+.1f", e.text, float64(e.miss)/1000))
		}
	}
	var parts []string
	for _, p := range [][2]string{
		{"both say ", strings.Join(agree, ", ")},
		{"only the target says ", strings.Join(theirs, ", ")},
		{"only the source says ", strings.Join(x.beyond(c.s.words, c.t.line.words, plainWord, modelNumber, tierWord, makersWord, codeWord, asideWord), ", ")},
	} {
		if p[1] != "" {
			parts = append(parts, p[0]+p[1])
		}
	}
	return mapping.Evidence{
		Attribute: "model", Level: cmp.Or(c.levels[aName], missing).level(), Bits: mapping.Bits(float64(c.name.bits) / 1000),
		Source: c.s.v.Title, Target: c.t.v.Title, Detail: strings.Join(parts, "; "), Veto: c.vetoed.has(aName),
	}
}
