package xlsx

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// addChoices offers each column's choices as one drop-down over all its rows; one for each cell would make Excel refuse
// the file at some 64,000.
func (s *sheetWriter) addChoices() error {
	for i, c := range s.Columns {
		if len(c.Choices) == 0 && c.ChoicesFrom == nil && c.Help == "" || s.Len() == 0 {
			continue
		}
		rule := excelize.NewDataValidation(true)
		rule.SetSqref(s.below(i, i))
		if len(c.Choices) > 0 {
			if err := dropDown(rule, c); err != nil {
				return err
			}
		}
		if c.ChoicesFrom != nil {
			s.lookUp(rule, c)
		}
		if c.Help != "" {
			rule.SetInput(cut(clean(c.Header), 32), cut(clean(c.Help), maxLiteral)) // 32: Excel's limit of a prompt's title
		}
		if err := s.file.AddDataValidation(s.Name, rule); err != nil {
			return err
		}
	}
	return nil
}

// dropDown makes a validation rule offer the column's choices.
func dropDown(rule *excelize.DataValidation, c table.Column) error {
	for _, choice := range c.Choices {
		if strings.Contains(choice, ",") {
			return fmt.Errorf("column %q: choice %q holds a comma, which would split it", c.Header, choice)
		}
	}
	if err := rule.SetDropList(c.Choices); err != nil {
		return fmt.Errorf("column %q: choices: %w", c.Header, err)
	}
	rule.SetError(excelize.DataValidationErrorStyleStop, cut(clean(c.Header), 32), "Choose one of: "+cut(strings.Join(c.Choices, ", "), 200)+".")
	return nil
}

// lookUp makes a validation rule offer what another sheet lists for the row. The formula is written for the first row and
// names that row's own cell, so that it stays true when rows are sorted. For a row of which the other sheet has nothing, the
// list is the empty cell below all, and anything may be entered.
func (s *sheetWriter) lookUp(rule *excelize.DataValidation, c table.Column) {
	at := slices.IndexFunc(s.book.Sheets, func(t table.Sheet) bool { return t.Name == c.ChoicesFrom.Sheet })
	other := &sheetWriter{Sheet: s.book.Sheets[at]}
	key, value := other.Index(c.ChoicesFrom.Key), other.Index(c.ChoicesFrom.Header)
	keys := other.ref(other.firstRow(), max(other.lastRow(), other.firstRow()), key)
	by := "$" + table.Address(s.firstRow(), s.Index(c.ChoicesFrom.By))
	rule.Type = "list"
	rule.Formula1 = fmt.Sprintf("OFFSET(%s,IFERROR(MATCH(%s,%s,0),%d),0,MAX(1,COUNTIF(%s,%s)),1)",
		other.ref(other.headerRow(), other.headerRow(), value), by, keys, other.Len()+1, keys, by)
	rule.SetError(excelize.DataValidationErrorStyleStop, cut(clean(c.Header), 32), "Choose one from the list.")
}
