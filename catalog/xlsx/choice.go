package xlsx

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// addChoices offers each column's choices as one drop-down over all its rows; one for each cell would make Excel refuse
// the file at some 64,000.
func (s *sheetWriter) addChoices() error {
	for i, c := range s.Columns {
		if len(c.Choices) == 0 && c.Help == "" || len(s.Rows) == 0 {
			continue
		}
		rule := excelize.NewDataValidation(true)
		rule.SetSqref(s.below(i, i))
		if len(c.Choices) > 0 {
			if err := dropDown(rule, c); err != nil {
				return err
			}
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
