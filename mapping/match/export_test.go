package match

import "github.com/pocomigrate/pocomigrate/catalog"

// Edge and Assign give the tests the solver, which has no caller outside.
type Edge = edge

// NewEdge returns an edge.
func NewEdge(col, weight int) Edge { return edge{col, weight} }

// Assign is assign.
func Assign(rows [][]Edge, cols int) []int { return assign(rows, cols) }

// ValidGTIN is what GTINs are compared by.
func ValidGTIN(s string) string { return catalog.GTIN14(s) }

// ModelCode is modelCode.
func ModelCode(s string) string { return modelCode(s) }

// Attributes returns the names of all comparisons in their order.
func Attributes() []string {
	var out []string
	for i := range attributes {
		out = append(out, attributes[i].field)
	}
	return out
}

// Parts returns the column and the weight of an edge.
func (e edge) Parts() (col, weight int) { return e.col, e.weight }
