package xlsx

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// addRules sets the sheet's rules as conditional formats over its rows.
func (s *sheetWriter) addRules() error {
	if s.Len() == 0 {
		return nil
	}
	for _, r := range s.Rules {
		look, err := s.file.NewConditionalStyle(lookStyle(r.Look))
		if err != nil {
			return err
		}
		col := s.Index(r.Column)
		cells := s.below(col, col)
		if r.Row {
			cells = s.below(0, len(s.Columns)-1)
		}
		err = s.file.SetConditionalFormat(s.Name, cells, []excelize.ConditionalFormatOptions{
			{Type: "formula", Criteria: s.condition(r, col), Format: &look},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// condition is written for the first row; programs shift it for the rows below.
func (s *sheetWriter) condition(r table.Rule, col int) string {
	cell := "$" + table.Address(s.firstRow(), col)
	if r.Equals == "" {
		return "LEN(" + cell + ")>0"
	}
	return cell + `="` + strings.ReplaceAll(cut(clean(r.Equals), maxLiteral), `"`, `""`) + `"`
}

func lookStyle(l table.Look) *excelize.Style {
	switch l {
	case table.Calm:
		return &excelize.Style{Fill: solid("DDEBF7"), Font: &excelize.Font{Color: darkBlue}}
	case table.Notice:
		return &excelize.Style{Fill: solid("FCE4D6"), Font: &excelize.Font{Color: "000000", Italic: true}}
	case table.Alarm:
		return &excelize.Style{Fill: solid("F4B183"), Font: &excelize.Font{Color: "000000", Bold: true}, Border: frame("000000", 1)}
	default:
		return &excelize.Style{Font: &excelize.Font{Color: grey, Italic: true}}
	}
}
