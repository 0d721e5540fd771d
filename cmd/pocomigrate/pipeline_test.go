package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// TestItemOnTwoPages: an item that two product pages state is one variant, that of the page whose link comes first. An issue
// names both pages, and where the values stand on each of them is kept.
func TestItemOnTwoPages(t *testing.T) {
	shops, words := builtIn(t)
	c := understand(&crawl.Catch{Listings: []catalog.Listing{
		productPage("poco-f6s", "POCO F6 8GB+256GB Black (Sale)", "4101500071"),
		productPage("poco-f6", "POCO F6 8GB+256GB Black", "4101500071", "4101500072"),
	}}, shops, words)
	const first, second = "https://www.po.co/uk/product/poco-f6/", "https://www.po.co/uk/product/poco-f6s/"
	var got [][]string
	for _, v := range c.Variants {
		row := []string{string(v.Key), v.Title, v.Link}
		for _, i := range v.Issues {
			if i.Code == "listed_twice" {
				row = append(row, i.Values...)
			}
		}
		got = append(got, row)
	}
	want := [][]string{
		{"po.co/uk#item:4101500071", "POCO F6 8GB+256GB Black", first, first, second},
		{"po.co/uk#item:4101500072", "POCO F6 8GB+256GB Black", first},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("variants (-want +got):\n%s", d)
	}
	titles := map[catalog.Key][]string{}
	for _, s := range c.Sources {
		for _, p := range s.Provenance() {
			if p.Field == "title" {
				titles[s.Key] = append(titles[s.Key], p.At.URL+" "+p.Raw)
			}
		}
	}
	if d := cmp.Diff(map[catalog.Key][]string{
		"po.co/uk#item:4101500071": {first + " POCO F6 8GB+256GB Black", second + " POCO F6 8GB+256GB Black (Sale)"},
		"po.co/uk#item:4101500072": {first + " POCO F6 8GB+256GB Black"},
	}, titles); d != "" {
		t.Errorf("where the titles stand (-want +got):\n%s", d)
	}
}

// TestProductWithoutRows: a product whose page of options is unknown gives no variant, since what its other pages say would pass
// for a product without options. Where that page is known, or gone, the product is one.
func TestProductWithoutRows(t *testing.T) {
	shops, words := builtIn(t)
	const rows = "https://go.buy.po.co/uk/v2/item/productdetail?tag=poco-f6"
	for state, want := range map[catalog.State]int{catalog.Unknown: 0, catalog.Gone: 1, catalog.Found: 1} {
		c := understand(&crawl.Catch{
			Listings: []catalog.Listing{productPage("poco-f6", "POCO F6")},
			Coverage: []catalog.Coverage{{Shop: "po.co/uk", Slug: "poco-f6", URL: rows, State: state, Reason: "torn"}},
		}, shops, words)
		if len(c.Variants) != want {
			t.Errorf("%s: %d variants, want %d", state, len(c.Variants), want)
		}
	}
}

// TestGapsOfASummary: the first twenty pages that are unknown are named, and how many more the report names.
func TestGapsOfASummary(t *testing.T) {
	c := &runfolder.Contents{}
	for i := range 23 {
		c.Coverage = append(c.Coverage, catalog.Coverage{
			Shop: "po.co/uk", URL: "https://po.co/uk/product/poco-" + string(rune('a'+i)), State: catalog.Unknown, Reason: "torn", Detail: "capture it again",
		})
	}
	lines := strings.Split((&runResult{folder: "run", report: runfolder.NewReport(c, nil, nil)}).summary(false), "\n")
	if d := cmp.Diff([]string{
		"unknown   https://po.co/uk/product/poco-a: torn: capture it again",
		"unknown   https://po.co/uk/product/poco-t: torn: capture it again",
		"unknown   3 more, see run/report.json",
	}, []string{lines[4], lines[23], lines[24]}); d != "" {
		t.Errorf("unknown pages (-want +got):\n%s", d)
	}
}

// productPage is a product of po.co/uk as one page of it states it, with a row for each item.
func productPage(slug, title string, items ...string) catalog.Listing {
	url := "https://www.po.co/uk/product/" + slug + "/"
	quote := func(text, path string) catalog.Quote {
		return catalog.Quote{Text: text, At: catalog.Locator{URL: url, Reader: "json", Path: path}}
	}
	l := catalog.Listing{Shop: "po.co/uk", Slug: slug, URL: url, Names: []catalog.Quote{quote(title, "/name")}}
	for _, id := range items {
		l.Rows = append(l.Rows, catalog.Row{ID: quote(id, "/items/"+id), Titles: []catalog.Quote{quote(title, "/items/"+id+"/title")}})
	}
	return l
}

func builtIn(t *testing.T) (*site.Shops, *normalize.Vocabulary) {
	t.Helper()
	shops, err := site.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	words, err := normalize.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	return shops, words
}
