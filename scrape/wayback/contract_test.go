package wayback_test

import (
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
	"github.com/pocomigrate/pocomigrate/scrape/wayback"
	"github.com/pocomigrate/pocomigrate/scrape/wayback/waybacktest"
)

// shelf is what the archive of the contract holds; the marks say from when on a source shows it, and until when. A page
// without marks is never shown.
func shelf(t *testing.T) (all []scrape.Page, shownAt func(time.Time) []scrape.Page) {
	t.Helper()
	const f6, gone, moved, refused = "https://www.po.co/uk/product/poco-f6/", "https://www.po.co/uk/product/poco-m5", "http://po.co/uk/product/poco-x3/", "https://po.co/uk/cart"
	rows := []struct {
		page        scrape.Page
		from, until string
	}{
		{page(t, "2023-01-01", f6, 200, "first"), "2023-01-01", "2024-06-01"},
		{page(t, "2023-06-01", f6, 200, "second"), "2023-06-01", ""},
		{page(t, "2024-01-01", "http://po.co/uk/product/poco-f6", 200, "third"), "2024-01-01", ""},
		{page(t, "2024-06-01", f6, 200, "fourth"), "2024-06-01", "2024-09-01"},
		{page(t, "2024-09-01", f6+"?utm_source=x", 200, "fourth"), "2024-09-01", ""},
		{page(t, "2025-02-01", f6, 301, "", "Location", "https://www.mi.com/uk/"), "", ""},

		{page(t, "2023-01-01", "http://www.po.co:80/uk/", 200, "home", "Set-Cookie", "a=1\nb=2"), "2023-01-01", ""},
		{page(t, "2023-01-01", "http://www.po.co/uk/", 200, "home"), "", ""},
		{page(t, "2024-01-01", gone, 404, "not here"), "2024-01-01", ""},
		{page(t, "2024-09-01", gone, 503, "busy"), "", ""},
		{page(t, "2024-01-01", moved, 302, "", "Location", "http://po.co/uk/"), "2024-01-01", "2025-01-01"},
		{page(t, "2025-01-01", moved, 302, "", "Location", "http://po.co/uk/"), "2025-01-01", ""}, // a revisit: the index tells no status
		{page(t, "2024-01-01", refused, 403, "Access Denied"), "2024-01-01", ""},

		{page(t, "2024-01-01", "https://go.buy.po.co/uk/v2/item/productdetail?tag=poco-f6&from=pc", 200, `{"data":null}`, "Content-Type", "application/json"), "2024-01-01", ""},
		{page(t, "2024-01-01", "https://www.po.co/uk/logo.png", 200, "\x89PNG", "Content-Type", "image/png"), "", ""},
		{page(t, "2024-01-01", "https://www.po.co/ukraine/", 200, "another shop"), "", ""},
		{page(t, "2024-01-01", "https://www.po.co/fr/", 200, "another shop"), "", ""},
	}
	for _, r := range rows {
		all = append(all, r.page)
	}
	return all, func(asOf time.Time) []scrape.Page {
		var shown []scrape.Page
		for _, r := range rows {
			if r.from != "" && !asOf.Before(day(t, r.from)) && (r.until == "" || asOf.Before(day(t, r.until))) {
				shown = append(shown, r.page)
			}
		}
		return shown
	}
}

// TestSourceKeepsTheLawOfSources: what a source shows depends on the day, not on how the index is cut into answers.
func TestSourceKeepsTheLawOfSources(t *testing.T) {
	t.Parallel()
	all, shownAt := shelf(t)
	for _, tt := range []struct {
		name, asOf string
		rows       int
	}{
		{"newest", "2026-01-01", 0},
		{"small answers", "2026-01-01", 2},
		{"in 2024", "2024-07-01", 3},
		{"to the second", "2024-06-01", 0},
		{"early", "2023-02-01", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			asOf := day(t, tt.asOf)
			s := serve(t, &waybacktest.Archive{Captures: all, Rows: tt.rows}, wayback.Options{
				AsOf: asOf, Areas: []string{"po.co/uk/", "go.buy.po.co/uk/v2/", "https://www.po.co/uk/product/", "po.co/uk/"},
			})
			scrapetest.Source(t, s, shownAt(asOf))
		})
	}
}
