package normalize

import (
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// axis is what a choice offered by a shop is about.
type axis string

// The axes. A choice on another axis is understood by its words alone.
const (
	axisColor   axis = "color"
	axisMemory  axis = "memory"
	axisEdition axis = "edition"
	axisBundle  axis = "bundle"
)

func (v *Vocabulary) compileTypes(rows []row) error {
	v.types = newPhrases[catalog.ProductType]()
	for _, r := range rows {
		t := catalog.ProductType(r.cells[1])
		if !slices.Contains(productTypes, t) {
			return r.errorf("product type %q is none of %q", t, productTypes)
		}
		v.types.set(phraseKey(r.cells[0]), t)
	}
	return nil
}

func (v *Vocabulary) compileAxes(rows []row) error {
	v.axes = map[string]axis{}
	known := []axis{axisColor, axisMemory, axisEdition, axisBundle}
	for _, r := range rows {
		a := axis(r.cells[1])
		if !slices.Contains(known, a) {
			return r.errorf("axis %q is none of %q", a, known)
		}
		v.axes[phraseKey(r.cells[0])] = a
	}
	return nil
}

func (v *Vocabulary) compileEditions(rows []row) error {
	v.editions = newPhrases[string]()
	for _, r := range rows {
		v.editions.set(phraseKey(r.cells[0]), r.cells[1])
	}
	return nil
}

func (v *Vocabulary) compileConditions(rows []row) error {
	v.conditions = newPhrases[catalog.Condition]()
	known := []catalog.Condition{catalog.ConditionNew, catalog.ConditionRefurbished, catalog.ConditionUsed, ""}
	for _, r := range rows {
		c := catalog.Condition(r.cells[1])
		if !slices.Contains(known, c) {
			return r.errorf("condition %q is none of %q", c, known)
		}
		v.conditions.set(phraseKey(r.cells[0]), c)
	}
	return nil
}
