package normalize

import (
	"fmt"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
)

func (r *reading) doubt(code, field, text string, values ...string) {
	r.t.Issues = append(r.t.Issues, catalog.Issue{Code: code, Field: field, Text: text, Values: slices.DeleteFunc(values, func(s string) bool { return s == "" })})
}

// judge notes what is doubtful about a title that has been read.
func (r *reading) judge() {
	if r.t.ProductType == catalog.Accessory {
		return
	}
	r.judgeModel()
	r.judgeMemory()
	r.judgeCodes()
	if r.t.ColorLabel != "" && r.t.Color == "" {
		r.doubt("unknown_color", "color", fmt.Sprintf("color word %q is not in the colour table; add it to colors.csv", r.t.ColorLabel), r.t.ColorLabel)
	}
	if r.t.Edition != "" && !r.v.knowsEdition(r.t.Edition) {
		r.doubt("unknown_edition", "edition", fmt.Sprintf("edition %q is not in the edition table; add it to editions.csv", r.t.Edition), r.t.Edition)
	}
}

func (r *reading) judgeModel() {
	switch {
	case r.t.Model != "" && !r.t.Known:
		r.doubt("unknown_model", "model", fmt.Sprintf("%q is no product line we know; add it to products.csv", r.t.Model), r.t.Model)
	case r.t.Model == "":
		r.doubt("no_model", "model", "the title names no product")
	case r.twin != "":
		r.doubt("model_ambiguous", "model", fmt.Sprintf("the name may also mean the %s; look at network, display and camera", r.twin), r.t.Model, r.twin)
	}
}

func (r *reading) judgeMemory() {
	m := r.memory
	if m.ramClash {
		r.doubt("memory_conflict", "ram_gb", "the title states different RAM")
	}
	if m.storageClash {
		r.doubt("memory_conflict", "storage_gb", "the title states different storage")
	}
	if m.slipped != "" {
		r.doubt("memory_unclear", "", fmt.Sprintf("%q is read as RAM and storage without a sign between them", m.slipped), m.slipped)
	}
	if len(m.odd) > 0 {
		r.doubt("memory_unclear", "", "the title states a memory that no phone has", m.odd...)
	}
	if r.line != nil && (m.ram > 0 || m.storage > 0) && !r.line.hasMemory(m.ram, m.storage) {
		r.doubt("memory_unknown", "", fmt.Sprintf("the %s is not known to be sold with this memory", r.line.model), number(m.ram), number(m.storage))
	}
}
