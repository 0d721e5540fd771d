package assemble

import (
	"cmp"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// newest returns the time of the capture that a fragment was read from.
func newest(l *catalog.Listing) time.Time {
	q, ok := anyQuote(l)
	if !ok {
		return time.Time{}
	}
	return q.At.Time
}

// source tells fragments of captures of the same time apart, so that their order never depends on who was read first.
func source(l *catalog.Listing) string {
	q, _ := anyQuote(l)
	return q.At.URL + "\x00" + q.At.Record + "\x00" + q.At.Reader + "\x00" + q.At.Path
}

// anyQuote returns one of a fragment's quotes: all of them come from one capture.
func anyQuote(l *catalog.Listing) (catalog.Quote, bool) {
	for _, quotes := range [][]catalog.Quote{l.Names, l.Brands, l.Images, l.Descriptions, l.Prices, l.Availabilities} {
		if len(quotes) > 0 {
			return quotes[0], true
		}
	}
	if len(l.Specs) > 0 {
		return l.Specs[0].Value(0), true
	}
	if len(l.Rows) > 0 {
		return rowQuote(l.Rows[0])
	}
	return catalog.Quote{}, false
}

func rowQuote(r catalog.Row) (catalog.Quote, bool) {
	var option, title catalog.Quote
	if len(r.Options) > 0 {
		option = r.Options[0].Word
	}
	if len(r.Titles) > 0 {
		title = r.Titles[0]
	}
	q := cmp.Or(r.ID, option, title)
	return q, q.Text != ""
}

// doubts returns the issues of a whole listing.
func doubts(l catalog.Listing) []catalog.Issue {
	if len(l.Names) > 0 || len(l.Rows) > 0 {
		return nil
	}
	return []catalog.Issue{{
		Code: "no_name", Field: "title",
		Text: "no capture names the product " + l.Slug + "; capture its product page",
	}}
}
