package review

import (
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// live makes a column of the Summary that a spreadsheet program works out again whenever somebody decides. Its value is what
// holds when the workbook is written, when nothing is decided in it.
func live(header string, applies func(tally) bool, formula string, n func(tally) int) table.Field[tally] {
	return cell(header, 10, func(t tally) table.Cell {
		if !applies(t) {
			return table.Cell{}
		}
		return table.FormulaCell(n(t), formula)
	})
}

// overReviews adds up a formula over all sheets of the review; R in it stands for a sheet's name.
func overReviews(reviews []table.Sheet, formula string) string {
	terms := make([]string, len(reviews))
	for i, s := range reviews {
		terms[i] = strings.ReplaceAll(formula, "{{R|", "{{"+s.Name+"|")
	}
	return strings.Join(terms, "+")
}

// entered is the condition that somebody entered a word.
const entered = `"?*"`

func toDecideFormula(reviews []table.Sheet) string {
	return overReviews(reviews, "COUNTIFS({{R|"+headerOldShop+"}},{{@Shop}})")
}

func decidedFormula(reviews []table.Sheet) string {
	return overReviews(reviews, "COUNTIFS({{R|"+headerOldShop+"}},{{@Shop}},{{R|"+headerDecision+"}},"+entered+")")
}

// byPatternFormula counts the rows that have no decision of their own and whose pattern has one.
func byPatternFormula(reviews []table.Sheet) string {
	const ruled = "COUNTIFS({{" + SheetPatterns + "|" + headerPattern + "}},{{R|" + headerPattern + "}},{{" + SheetPatterns + "|" + headerDecision + "}}," + entered + ")"
	return overReviews(reviews, "SUMPRODUCT(({{R|"+headerOldShop+"}}={{@Shop}})*({{R|"+headerDecision+`}}="")*(`+ruled+">0))")
}
