package extract_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

func read(t *testing.T, p *scrape.Page) extract.Reading {
	t.Helper()
	shops, err := site.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := extract.NewReader(shops).Read(p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func answer(url, media, body string) *scrape.Page {
	return &scrape.Page{URL: url, Status: http.StatusOK, Header: http.Header{"Content-Type": {media}}, Body: []byte(body)}
}

const (
	frontPage  = "https://www.po.co/uk/"
	f6Page     = "https://www.po.co/uk/product/poco-f6/"
	f6Specs    = "https://www.po.co/uk/product/poco-f6/specs/"
	boldSpecs  = "https://www.mi.com/uk/product/poco-f6/specs/"
	detailData = "https://go.buy.mi.com/de/v2/item/productdetail?tag=poco-f6"
)

// TestLargePages holds reading to a cost that grows with the page: each of these took from seconds to hours, or gigabytes,
// where something was compared with everything before it.
func TestLargePages(t *testing.T) {
	var links strings.Builder
	for i := range 40_000 {
		fmt.Fprintf(&links, `<a href="/uk/product/poco-%d/">x</a>`, i)
	}
	join := `{"errno":0,"data":{"item_detail":{"spu_list":[{"spu_name":"x","item_list":[` + strings.Repeat(`{"item_id":1},`, 5000) +
		`{}]}],"specs_list":{"sku_list":[` + strings.Repeat(`{"item_id":2},`, 5000) + `{}]}}}}`
	nested := `<main class="specs">` + strings.Repeat(`<div class="sectionspe"><div class="left"><span>a</span></div>`, 200) +
		`<div class="right">` + strings.Repeat(`<span>b</span>`, 5000)
	for _, tt := range []struct {
		name   string
		page   *scrape.Page
		state  catalog.State
		reason string
	}{
		{"many links", answer(frontPage, "text/html", links.String()), catalog.Found, "read"},
		{"many lines", answer(boldSpecs, "text/html", strings.Repeat(`<span data-key="spec_1" class="f-bold">a</span><span data-key="spec_2">b</span>`, 20_000)), catalog.Found, "read"},
		{"many rows and lines to join", answer(detailData, "application/json", join), catalog.Found, "read"},
		{"lines within lines", answer(f6Specs, "text/html", nested), catalog.Unknown, "too_large"},
		{"many values", answer(detailData, "application/json", `{"data":[`+strings.Repeat("0,", 1<<20)+`0]}`), catalog.Unknown, "bad_json"},
		{"deep JSON", answer(detailData, "application/json", strings.Repeat(`{"data":`, 1<<20)), catalog.Unknown, "bad_json"},
		{"deep HTML", answer(f6Page, "text/html", strings.Repeat("<div>", 1<<20)), catalog.Unknown, "damaged"},
		{"a long script that does not end", answer(f6Page, "text/html", "<main><h1>POCO F6</h1></main><script>"+strings.Repeat(" ", 9<<20)), catalog.Found, "read"},
		{"long HTML", answer(f6Page, "text/html", "<h1>POCO F6</h1>"+strings.Repeat(" ", 9<<20)), catalog.Unknown, "damaged"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if r := read(t, tt.page); r.State != tt.state || r.Reason != tt.reason {
				t.Errorf("reading = %s %s (%s), want %s %s", r.State, r.Reason, r.Detail, tt.state, tt.reason)
			}
		})
	}
}

// TestDetails: a page from which nothing is read says why, and what to do about it.
func TestDetails(t *testing.T) {
	for _, tt := range []struct{ name, url, media, body, want string }{
		{"HTML for data", detailData, "text/html", "<title>POCO</title><p>a page", "unknown bad_json: the answer is text/html where JSON was expected; capture the page again"},
		{"a refusal for data", detailData, "application/json", "<p>You don't have permission to access", "unknown blocked: the CDN refused to answer with a page that looks fine; capture it again later or take it from an archive"},
		{"data that ends early", detailData, "application/json", `{"errno":0,"data":`, "unknown bad_json: JSON ends early, after byte 18; capture the page again"},
		{"an error of the shop", detailData, "text/plain", ` {"errno":5}`, "unknown shop_error: the shop answered with error code 5; capture it again later"},
		{"no product", detailData, "application/json", `{"errno":0,"data":[]}`, "gone not_found: the shop knows no such product"},
		{"data of another kind", detailData, "application/json", `{"errno":"0"}`, "unknown layout_changed: the page holds nothing that the profile of mi.com/de describes for a page of kind detail; look at it and mend the profile"},
		{"data for a page", f6Page, "text/html", ` [1]`, "unknown layout_changed: the page holds nothing that the profile of po.co/uk describes for a page of kind product; look at it and mend the profile"},
		{"a page that nests too deep", f6Page, "text/html", strings.Repeat("<div>", 600), "unknown damaged: HTML: html: open stack of elements exceeds 512 nodes"},
		{"a page that nobody described", "https://www.po.co/uk/account/", "text/html", "<h1>Account</h1>", "found no_listing: the profile describes no such page; nothing is read from it"},
	} {
		r := read(t, answer(tt.url, tt.media, tt.body))
		if got := fmt.Sprintf("%s %s: %s", r.State, r.Reason, r.Detail); got != tt.want {
			t.Errorf("%s: %s\nwant %s", tt.name, got, tt.want)
		}
	}
	shops, err := site.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := extract.NewReader(shops).Read(answer("https://shop.example/p", "text/html", "<h1>A</h1>"))
	if !errors.Is(err, extract.ErrNotOurs) || !strings.HasPrefix(err.Error(), "https://shop.example/p: ") || r.State != "" {
		t.Errorf("a page of a shop that nobody described is read as %+v, %v", r, err)
	}
}

// TestAnswersThatAreNoPages: whatever the body looks like, an answer that is no page of the shop yields no listing.
func TestAnswersThatAreNoPages(t *testing.T) {
	const product = `<title>POCO F6 | POCO UK</title><main><h1>POCO F6</h1></main>`
	for _, tt := range []struct {
		name           string
		status         int
		location, body string
		state          catalog.State
		reason         string
	}{
		{"a page", 200, "", product, catalog.Found, "read"},
		{"bad request", 400, "", product, catalog.Unknown, "unexpected_status"},
		{"a part", 206, "", product, catalog.Unknown, "unexpected_status"},
		{"for legal reasons", 451, "", product, catalog.Unknown, "unexpected_status"},
		{"too many requests", 429, "", product, catalog.Unknown, "blocked"},
		{"to the same page with www", 301, "https://po.co/uk/product/poco-f6", product, catalog.Unknown, "respelled"},
		{"to the same page over https", 301, "https://www.po.co/uk/product/poco-f6/?utm_source=x", product, catalog.Unknown, "respelled"},
		{"to another page", 301, "/uk/product/poco-f6-pro/", product, catalog.Gone, "moved"},
		{"to the front page of another shop", 302, "https://www.mi.com/uk/", product, catalog.Gone, "closed_shop"},
		{"a heading that says 404", 200, "", `<title>POCO</title><main><h1>404</h1></main>`, catalog.Gone, "soft_404"},
		{"a heading that says not found", 200, "", `<title>POCO</title><main><h1>Sorry, page not found</h1></main>`, catalog.Gone, "soft_404"},
		{"in German", 200, "", `<title>Seite nicht gefunden - POCO</title><main><h1>Hoppla</h1></main>`, catalog.Gone, "soft_404"},
		{"in French", 200, "", `<title>Page introuvable</title><main><h1>Oups</h1></main>`, catalog.Gone, "soft_404"},
		{"running text that was not found", 200, "", product + `<p>Si votre carte SIM n'a pas été trouvée, redémarrez.</p>`, catalog.Found, "read"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := answer(f6Page, "text/html; charset=utf-8", tt.body)
			p.Status = tt.status
			if tt.location != "" {
				p.Header.Set("Location", tt.location)
			}
			r := read(t, p)
			if r.State != tt.state || r.Reason != tt.reason {
				t.Errorf("reading = %s %s (%s), want %s %s", r.State, r.Reason, r.Detail, tt.state, tt.reason)
			}
			if r.State != catalog.Found && (len(r.Listings) > 0 || r.Detail == "") {
				t.Errorf("%d listings, detail %q", len(r.Listings), r.Detail)
			}
			if told := strings.HasSuffix(r.Detail, " ("+tt.location+")"); told != (tt.location != "") {
				t.Errorf("detail %q, sent to %q", r.Detail, tt.location)
			}
		})
	}
}
