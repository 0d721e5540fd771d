package diff

import (
	_ "embed" // the page
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
)

//go:embed page.html
var page string

// pageTemplate is the page that WriteHTML fills.
var pageTemplate = template.Must(template.New("page").Parse(page))

// pageRow is one finding on the page.
type pageRow struct {
	Level, Rule, What, Group, Key, Title, Values, Note string
}

// HTMLOptions are the settings of [WriteHTML]; the zero value is ready.
type HTMLOptions struct {
	Title  string // of the page: what was compared
	Format Format // see [Format]
}

// WriteHTML shows a report as one HTML page that needs nothing beside itself: a table of all findings, those that are
// ignored or accepted too, which can be filtered by level, shop, rule and words. Without scripts the page shows all. Errors
// are those of w.
func WriteHTML(w io.Writer, r Report, opt HTMLOptions) error {
	data := struct {
		Title, Summary       string
		Notes                []string
		Levels, Shops, Rules []string
		Rows                 []pageRow
	}{Title: opt.Title, Summary: r.Summary(), Notes: r.Notes, Levels: []string{"error", "warning", "info", "ignore", "accepted"}}
	shops, rules := map[string]bool{}, map[string]bool{}
	for _, f := range r.Findings {
		row := pageRow{
			Level: f.Level.String(), Rule: f.Rule, What: f.what(opt.Format), Group: f.Group, Key: visible(f.Key),
			Title: visible(f.Title), Values: f.values(opt.Format), Note: f.Accepted,
		}
		if f.Field.Name != "" {
			row.What = visible(f.Field.Name)
			row.Values += percentNote(f.Field)
		}
		switch {
		case f.Accepted != "":
			row.Level = "accepted"
		case f.Ambiguous:
			row.Note = "ambiguous"
		}
		shops[f.Group], rules[f.Rule] = true, true
		data.Rows = append(data.Rows, row)
	}
	delete(shops, "")
	data.Shops, data.Rules = slices.Sorted(maps.Keys(shops)), slices.Sorted(maps.Keys(rules))
	if err := pageTemplate.Execute(w, data); err != nil {
		return fmt.Errorf("write the changes as HTML: %w", err)
	}
	return nil
}
