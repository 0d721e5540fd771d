package xlsx

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// What a sheet of paper holds across, in characters at the smallest size that is read with ease, 60 % of eleven points.
const (
	acrossA4 = 240
	acrossA3 = 360
)

// setPrint makes the sheet print in landscape with its header on every page, and one page wide: on A3 where A4 would be
// too small to read. A sheet too wide for that takes more pages, each with the frozen columns. A report is one page, so that
// no chart is cut in two.
func (s *sheetWriter) setPrint() error {
	characters := s.characters()
	size, wide := 9, 1 // paper sizes are numbered as printers do: 9 is A4, 8 is A3
	if characters > acrossA4 {
		size, wide = 8, (characters+acrossA3-1)/acrossA3
	}
	tall := 0 // as many pages as it takes
	if s.Report {
		tall = 1
	}
	err := s.file.SetPageLayout(s.Name, &excelize.PageLayoutOptions{
		Orientation: new("landscape"), Size: &size, FitToWidth: &wide, FitToHeight: &tall, PageOrder: new("overThenDown"),
	})
	if err != nil {
		return err
	}
	margin := new(0.4) // inches
	margins := excelize.PageLayoutMarginsOptions{Left: margin, Right: margin, Top: margin, Bottom: new(0.6), Header: new(0.2), Footer: new(0.3)}
	if err := s.file.SetPageMargins(s.Name, &margins); err != nil {
		return err
	}
	if err := s.file.SetHeaderFooter(s.Name, &excelize.HeaderFooterOptions{OddFooter: s.footer()}); err != nil {
		return err
	}
	if s.Report || len(s.Columns) == 0 {
		return nil
	}
	return s.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: s.Name, RefersTo: s.titles()})
}

// titles names the header's line and the frozen columns.
func (s *sheetWriter) titles() string {
	line := table.Address(s.headerRow(), 0)[1:]
	rows := s.quoted() + "!$" + line + ":$" + line
	if s.frozen() == 0 {
		return rows
	}
	return s.quoted() + "!$A:$" + letters(s.frozen()-1) + "," + rows
}

// footer names book, sheet and page; & begins a code of its own there.
func (s *sheetWriter) footer() string {
	escape := func(t string) string { return strings.ReplaceAll(cut(clean(t), 80), "&", "&&") }
	return "&L" + escape(s.book.Title) + "&C&A&R" + escape(s.book.Identifier) + "  &P/&N"
}

// characters is the width of all columns.
func (s *sheetWriter) characters() int {
	n := 0
	for _, c := range s.Columns {
		n += width(c)
	}
	return n
}
