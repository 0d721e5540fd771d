package extract_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

// TestSpecsSayWhereTheyStand: the table as a whole, and each line's value.
func TestSpecsSayWhereTheyStand(t *testing.T) {
	page := scrapetest.CataloguePage(7)
	r, err := exampleReader(t).Read(&page)
	if err != nil {
		t.Fatal(err)
	}
	tables := r.Listings[1].Specs
	if len(tables) != 1 || len(tables[0].Paths) != len(tables[0].Lines) {
		t.Fatalf("tables = %+v, want one with as many paths as lines", tables)
	}
	want := catalog.Locator{
		Archive: page.Archive, Record: page.Record, URL: page.URL, Time: page.Time, Reader: "html", Path: "html > body > main",
	}
	if d := cmp.Diff(want, tables[0].At); d != "" {
		t.Errorf("place of the table (-want +got):\n%s", d)
	}
	const tenth = "html > body > main > section:nth-of-type(2) > table > tbody > tr:nth-of-type(2) > td"
	if v := tables[0].Value(9); v.At.Path != tenth || v.At.Record != page.Record || v.Text != tables[0].Lines[9].Value {
		t.Errorf("tenth value = %+v, want it at %s", v, tenth)
	}
}

func TestCommonPath(t *testing.T) {
	for _, tt := range []struct {
		reader, want string
		paths        []string
	}{
		{"html", "html > body > td", []string{"html > body > td"}},
		{"html", "html > body > tr", []string{"html > body > tr > td:nth-of-type(1)", "html > body > tr > td:nth-of-type(2)"}},
		{"html", "html > body", []string{"html > body > tr:nth-of-type(1) > td", "html > body > tr:nth-of-type(12) > td"}},
		{"html", "html > body", []string{"html > body > tr > td", "html > body > tr > td", "html > body > trx > td"}},
		{"html", "html > body > p", []string{"html > body > p", "html > body > p > b"}},
		{"html", "", []string{"div#a > p", "div#b > p"}},
		{"html", `html > i[data-key="a/b"]`, []string{`html > i[data-key="a/b"] > b:nth-of-type(1)`, `html > i[data-key="a/b"] > b:nth-of-type(2)`}},
		{"json", "/data/specs", []string{"/data/specs/1/text", "/data/specs/12/text"}},
		{"state", "window.S/a!/items", []string{"window.S/a!/items/0", "window.S/a!/items/1"}},
		{"json", "", []string{"/a", "/b"}},
	} {
		if got := extract.CommonPath(tt.reader, tt.paths); got != tt.want {
			t.Errorf("%s %q have %q in common, want %q", tt.reader, tt.paths, got, tt.want)
		}
	}
}
