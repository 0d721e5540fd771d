package extract_test

import (
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

var update = flag.Bool("update", false, "rewrite the readings that the page folders expect")

// pageInfo is page.json: where a page of testdata/pages was captured, and what it is there to show.
type pageInfo struct {
	URL, Type, File, Why string
	Location             string // of a redirect
	Time                 time.Time
	Status               int
}

// TestPages reads every folder of testdata/pages and compares what the reader sees with reading.json: the words alone, so
// that a person can check them against the page.
func TestPages(t *testing.T) {
	shops, err := site.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	reader := extract.NewReader(shops)
	folders, err := filepath.Glob("../../testdata/pages/*/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no page folders: %v", err)
	}
	for _, folder := range folders {
		t.Run(filepath.ToSlash(strings.TrimPrefix(folder, "../../testdata/pages/")), func(t *testing.T) {
			page := loadPage(t, folder)
			reading, err := reader.Read(page)
			if err != nil {
				t.Fatal(err)
			}
			checkLocators(t, page, reading)
			got, err := json.MarshalIndent(words(reading), "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, '\n')
			golden := filepath.Join(folder, "reading.json")
			if *update {
				if err := os.WriteFile(golden, got, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), string(got)); d != "" {
				t.Errorf("reading (-want +got):\n%s", d)
			}
		})
	}
}

func loadPage(t *testing.T, folder string) *scrape.Page {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, "page.json"))
	if err != nil {
		t.Fatal(err)
	}
	var info pageInfo
	if err := json.Unmarshal(data, &info); err != nil {
		t.Fatal(err)
	}
	header := http.Header{"Content-Type": {info.Type}}
	if info.Location != "" {
		header.Set("Location", info.Location)
	}
	var body []byte
	if info.File != "" {
		if body, err = os.ReadFile(filepath.Join(folder, info.File)); err != nil {
			t.Fatal(err)
		}
	}
	return &scrape.Page{
		URL: info.URL, Status: info.Status, Header: header, Body: body,
		Time: info.Time, Archive: "pages", Record: filepath.Base(folder),
	}
}

// checkLocators holds every quote to saying where it was read.
func checkLocators(t *testing.T, page *scrape.Page, r extract.Reading) {
	t.Helper()
	for _, l := range r.Listings {
		quotes := append(append([]catalog.Quote{}, l.Names...), l.Prices...)
		for _, row := range l.Rows {
			quotes = append(append(quotes, row.ID), row.Prices...)
			for _, o := range row.Options {
				quotes = append(quotes, o.Word)
			}
		}
		for _, q := range quotes {
			if q.Text == "" {
				continue
			}
			if q.At.URL != page.URL || q.At.Record != page.Record || q.At.Reader == "" || q.At.Path == "" || !q.At.Time.Equal(page.Time) {
				t.Errorf("%q has the locator %+v", q.Text, q.At)
			}
		}
	}
}

// reading is the words of a reading.
type reading struct {
	State    catalog.State `json:"state"`
	Reason   string        `json:"reason"`
	Links    []string      `json:"links,omitempty"`
	Listings []listing     `json:"listings,omitempty"`
}

type listing struct {
	Slug   string      `json:"slug"`
	Names  []string    `json:"names,omitempty"`
	Brands []string    `json:"brands,omitempty"`
	Images []string    `json:"images,omitempty"`
	Prices []string    `json:"prices,omitempty"`
	Specs  [][2]string `json:"specs,omitempty"`
	Rows   []row       `json:"rows,omitempty"`
}

type row struct {
	ID             string   `json:"id,omitempty"`
	Group          []string `json:"group,omitempty"`
	Titles         []string `json:"titles,omitempty"`
	Options        []string `json:"options,omitempty"`
	Prices         []string `json:"prices,omitempty"`
	ListPrices     []string `json:"list_prices,omitempty"`
	Availabilities []string `json:"availabilities,omitempty"`
	Images         []string `json:"images,omitempty"`
}

func words(r extract.Reading) reading {
	out := reading{State: r.State, Reason: r.Reason, Links: r.Links}
	for _, l := range r.Listings {
		o := listing{Slug: l.Slug, Names: texts(l.Names), Brands: texts(l.Brands), Images: texts(l.Images), Prices: texts(l.Prices)}
		o.Specs = specLines(l)
		for _, w := range l.Rows {
			line := row{
				ID: w.ID.Text, Group: texts(w.GroupNames), Titles: texts(w.Titles), Prices: texts(w.Prices),
				ListPrices: texts(w.ListPrices), Availabilities: texts(w.Availabilities), Images: texts(w.Images),
			}
			for _, option := range w.Options {
				line.Options = append(line.Options, strings.TrimPrefix(option.Axis+": "+option.Word.Text, ": "))
			}
			o.Rows = append(o.Rows, line)
		}
		out.Listings = append(out.Listings, o)
	}
	return out
}

// specLines returns label and value of every line of specifications.
func specLines(l catalog.Listing) [][2]string {
	var out [][2]string
	for _, table := range l.Specs {
		for _, d := range table.Lines {
			out = append(out, [2]string{d.Label, d.Value})
		}
	}
	return out
}

func texts(quotes []catalog.Quote) []string {
	var out []string
	for _, q := range quotes {
		out = append(out, q.Text)
	}
	return out
}

func FuzzRead(f *testing.F) {
	shops, err := site.Load(nil)
	if err != nil {
		f.Fatal(err)
	}
	folders, err := filepath.Glob("../../testdata/pages/*/*/body.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range folders {
		body, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body, "text/html")
	}
	f.Add([]byte(`{"errno":0,"data":{"item_detail":{"spu_list":[{"item_list":[{"item_id":1}]}]}}}`), "application/json")
	f.Add([]byte(strings.Repeat(`[`, 5000)), "application/json")
	reader := extract.NewReader(shops)
	addresses := []string{
		"https://www.po.co/uk/product/poco-c65/", "https://www.mi.com/uk/product/poco-f6/specs/", "https://www.mi.com/de/product-list/poco/",
		"https://ams-go.buy.mi.com/uk/v2/item/productdetail?tag=poco-f6", "https://www.po.co/uk/product/poco-c65/buy/?gid=1",
	}
	f.Fuzz(func(t *testing.T, body []byte, media string) {
		for _, address := range addresses {
			r, err := reader.Read(&scrape.Page{URL: address, Status: 200, Header: http.Header{"Content-Type": {media}}, Body: body})
			if err != nil {
				t.Fatalf("Read = %v", err)
			}
			// A page is found exactly when it says something, and every other state has a reason.
			if (r.State == catalog.Found) != (len(r.Listings)+len(r.Links) > 0) || r.Reason == "" || r.State == "" {
				t.Errorf("%s: state %q, reason %q, %d listings, %d links", address, r.State, r.Reason, len(r.Listings), len(r.Links))
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	shops, err := site.Load(nil)
	if err != nil {
		b.Fatal(err)
	}
	reader := extract.NewReader(shops)
	body, err := os.ReadFile("../../testdata/pages/mi.com_uk/detail-siblings/body.json")
	if err != nil {
		b.Fatal(err)
	}
	page := &scrape.Page{URL: "https://ams-go.buy.mi.com/uk/v2/item/productdetail?tag=poco-x7-pro", Status: 200, Body: body, Header: http.Header{}}
	for b.Loop() {
		if _, err := reader.Read(page); err != nil {
			b.Fatal(err)
		}
	}
}
