package review

import (
	"errors"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// ErrNoReview says that a workbook has no sheet on which decisions could be found, so that nothing can be said about them.
var ErrNoReview = errors.New("no sheet has the columns " + headerRowID + " and " + headerDecision)

// Row is what a person entered in one row, as it was typed, spaces around it aside. It is not checked.
type Row struct {
	Key      catalog.Key // from the column Row id; empty where the person left it out
	Hash     string      // from the column Row hash
	Ruling   string      // from the column Decision
	SKU      string
	Scope    string
	Reviewer string
	Note     string
	Cell     string // where the decision stands, or would stand: "Review!P14"
}

// Inputs returns every row of a workbook in which a person entered something under Decision, SKU, Scope, Reviewer or Note,
// in the order of the sheets and rows. Columns are found by their headers on every sheet that has Row id and Decision,
// so rows and columns may have been moved, added or taken away. Without such a sheet the error is [ErrNoReview].
func Inputs(b table.Book) ([]Row, error) {
	var out []Row
	found := false
	for _, s := range b.Sheets {
		h, ok := table.FindHeader(s, headerRowID, headerDecision)
		if !ok {
			continue
		}
		found = true
		for i := h.Row + 1; i < len(s.Rows); i++ {
			if r := readRow(h, s.Rows[i]); r.filled() {
				r.Cell = s.Name + "!" + table.Address(i, h.Column(headerDecision))
				out = append(out, r)
			}
		}
	}
	if !found {
		return nil, ErrNoReview
	}
	return out, nil
}

func readRow(h table.Header, row []table.Cell) Row {
	get := func(name string) string { return strings.TrimSpace(h.Text(row, name)) }
	return Row{
		Key: catalog.Key(get(headerRowID)), Hash: get(headerRowHash),
		Ruling: get(headerDecision), SKU: get(headerSKU), Scope: get(headerScope),
		Reviewer: get(headerReviewer), Note: get(headerNote),
	}
}

func (r Row) filled() bool {
	return r.Ruling != "" || r.SKU != "" || r.Scope != "" || r.Reviewer != "" || r.Note != ""
}

// Unsaved returns the rows of which the ledger holds no decision that says all the person entered, in their order. A row
// that was begun but holds no decision is always among them.
func Unsaved(rows []Row, ledger []mapping.Decision) []Row {
	var out []Row
	for _, r := range rows {
		if !slices.ContainsFunc(ledger, r.savedAs) {
			out = append(out, r)
		}
	}
	return out
}

// savedAs says whether d is about r's variant and says what r says.
func (r Row) savedAs(d mapping.Decision) bool {
	scope := mapping.ScopeVariant
	if r.Scope != "" {
		scope = mapping.Scope(strings.ToLower(r.Scope))
	}
	return d.Source == r.Key.Shop() && d.Market == r.Key.Market() && slices.Contains(d.Identities, r.Key.Identity()) &&
		string(d.Ruling) == strings.ToLower(r.Ruling) && d.Scope == scope &&
		(r.SKU == "" || d.TargetID == r.SKU) && (r.Reviewer == "" || d.Reviewer == r.Reviewer) && d.Note == r.Note
}
