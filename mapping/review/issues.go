package review

import (
	"cmp"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// doubt is a line of the Issues sheet: an issue of a variant, or an expected page of which nothing is known.
type doubt struct {
	catalog.Issue

	at    place
	title string
	key   catalog.Key
	url   string
	from  catalog.Locator
}

// issuesSheets list every doubt about a value with the page it came from, then the pages that could not be read.
func (x *index) issuesSheets() []table.Sheet {
	rows := append(x.variantIssues(), x.gaps()...)
	fields := []table.Field[doubt]{
		text("Shop", 20, func(d doubt) string { return d.at.String() }),
		wrapped("Title", 34, func(d doubt) string { return d.title }),
		text("Issue", 20, func(d doubt) string { return plain(d.Code) }),
		text("Field", 14, func(d doubt) string { return attribute(d.Field) }),
		wrapped("What is doubtful, and what to do", 60, func(d doubt) string { return d.Text }),
		wrapped("The shop's words", 34, func(d doubt) string { return strings.Join(d.Values, "; ") }),
		cell("Page", 40, func(d doubt) table.Cell { return table.LinkCell(d.url, address(d.url)) }),
		text("Archive", 20, func(d doubt) string { return d.from.Archive }),
		text("Archive record", 30, func(d doubt) string { return d.from.Record }),
		text("Place in the page", 30, func(d doubt) string { return d.from.Path }),
		forProgram(text("Key", 34, func(d doubt) string { return string(d.key) })),
	}
	parts := divide(SheetIssues, rows, x.most(), func(d doubt) catalog.ShopID { return d.at.shop })
	return sheets(parts, func(name string, rows []doubt) table.Sheet {
		s := table.Streamed(name, fields, rows)
		s.Notes = []string{"Values that need a second look, and pages that could not be read." + forReading}
		if len(rows) == 0 {
			s.Notes = []string{"No value needs a second look, and no page is unknown."}
		}
		s.Frozen = 2
		return s
	})
}

func (x *index) variantIssues() []doubt {
	var out []doubt
	for i := range x.Variants {
		v := &x.Variants[i]
		for _, issue := range v.Issues {
			from := x.sources[[2]string{string(v.Key), issue.Field}].At
			out = append(out, doubt{
				Issue: issue, at: place{v.Shop, v.Market}, title: title(v), key: v.Key,
				url: cmp.Or(from.URL, v.Link), from: from,
			})
		}
	}
	return out
}

func (x *index) gaps() []doubt {
	var out []doubt
	for _, c := range x.Coverage {
		if c.State == catalog.Unknown {
			issue := catalog.Issue{Code: c.Reason, Text: c.Detail}
			out = append(out, doubt{Issue: issue, at: place{c.Shop, c.Market}, title: c.Slug, url: c.URL})
		}
	}
	return out
}
