package xlsx

import (
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// marked parts a text into runs, so that the pieces stand out where each first stands, whatever its case: bold for a printer,
// orange for a screen. It returns nil where no piece is found.
func marked(text string, pieces []string) []excelize.RichTextRun {
	type span struct{ from, to int }
	var spans []span
	fold := strings.ToLower
	if len(fold(text)) != len(text) { // offsets would not fit: then as they are written
		fold = strings.Clone
	}
	for _, piece := range pieces {
		piece = fold(piece)
		if at := strings.Index(fold(text), piece); at >= 0 && piece != "" {
			spans = append(spans, span{at, at + len(piece)})
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return a.from - b.from })
	plain := &excelize.Font{Family: "Calibri", Size: 11, Color: "000000"}
	loud := &excelize.Font{Family: "Calibri", Size: 11, Bold: true, Color: darkOrange}
	var runs []excelize.RichTextRun
	at := 0
	for _, s := range spans {
		if s.from < at {
			continue // two pieces overlap
		}
		if s.from > at {
			runs = append(runs, excelize.RichTextRun{Font: plain, Text: text[at:s.from]})
		}
		runs = append(runs, excelize.RichTextRun{Font: loud, Text: text[s.from:s.to]})
		at = s.to
	}
	if len(runs) > 0 && at < len(text) {
		runs = append(runs, excelize.RichTextRun{Font: plain, Text: text[at:]})
	}
	return runs
}
