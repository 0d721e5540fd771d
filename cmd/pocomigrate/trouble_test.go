package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// TestTrouble: each page of the trouble archive ends with the state and the reason that a person wrote down, none becomes a
// product, and the sums of the report close.
func TestTrouble(t *testing.T) {
	archive, err := warc.Open("../../testdata/trouble.wacz")
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close() //nolint:errcheck // only read
	shops, err := site.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	words, err := normalize.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	walk, err := chosen(shops, nil)
	if err != nil {
		t.Fatal(err)
	}
	catch, err := crawl.Run(t.Context(), crawl.Options{Shops: shops, Walk: walk, Sources: []crawl.Source{{Name: "trouble", Fetcher: archive}}})
	if err != nil {
		t.Fatal(err)
	}
	want, got := map[string]string{}, map[string]string{}
	for _, row := range sheet(t, filepath.Join("../../testdata/trouble", "expected.tsv")) {
		want[scrape.Canonical(row["url"])] = row["state"] + " " + row["reason"]
	}
	for _, c := range catch.Coverage {
		got[c.URL] = string(c.State) + " " + c.Reason
		if c.Detail == "" {
			t.Errorf("%s: nothing says what to do", c.URL)
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("coverage (-want +got):\n%s", d)
	}
	c := understand(catch, shops, words)
	if len(c.Variants) != 0 {
		t.Errorf("%d variants were read, first %+v", len(c.Variants), c.Variants[0])
	}
	checkSums(t, runfolder.NewReport(c, &runfolder.Walk{Catch: catch}, nil))
}

func TestSampleReportCloses(t *testing.T) {
	c := readSample(t)
	r := runfolder.NewReport(c, nil, nil)
	checkSums(t, r)
	if r.Unknown != 0 || len(r.Shops) != len(sampleShops(t)) {
		t.Errorf("%d pages are unknown, %d shops", r.Unknown, len(r.Shops))
	}
	mapped, sources := 0, 0
	for _, n := range r.Mappings {
		mapped += n
	}
	for _, s := range r.Shops {
		if s.Variants == 0 || s.Products == 0 {
			t.Errorf("%s gives no products", s.Shop)
		}
	}
	for _, m := range c.Mappings {
		if m.SourceID != "" {
			sources++
		}
	}
	if mapped != len(c.Mappings) || sources == 0 {
		t.Errorf("the statuses count %d mappings, there are %d", mapped, len(c.Mappings))
	}
}

func checkSums(t *testing.T, r *runfolder.Report) {
	t.Helper()
	total := runfolder.Sums{}
	for _, s := range r.Shops {
		if s.Expected != s.Found+s.Gone+s.Unknown {
			t.Errorf("%s: %d expected is not %d found + %d gone + %d unknown", s.Shop, s.Expected, s.Found, s.Gone, s.Unknown)
		}
		total.Expected += s.Expected
		total.Found += s.Found
		total.Gone += s.Gone
		total.Unknown += s.Unknown
	}
	if total != r.Sums || len(r.Gaps) != r.Unknown || len(r.Absent) != r.Gone {
		t.Errorf("the shops sum up to %+v, the report says %+v with %d gaps and %d gone pages", total, r.Sums, len(r.Gaps), len(r.Absent))
	}
}

// TestUnknownWordsAreSaid: a colour that no table holds costs one line, with the word, where it stands and what to do.
func TestUnknownWordsAreSaid(t *testing.T) {
	words, err := normalize.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	listing := catalog.Listing{Shop: "po.co/uk", Slug: "poco-c75", URL: "https://www.po.co/uk/product/poco-c75/", Names: []catalog.Quote{{Text: "POCO C75"}}}
	for _, id := range []string{"1", "2"} {
		listing.Rows = append(listing.Rows, catalog.Row{
			ID:      catalog.Quote{Text: id},
			Options: []catalog.Option{{Axis: "color", Word: catalog.Quote{Text: "Zanzibar Mist"}}, {Axis: "size", Word: catalog.Quote{Text: "8GB+256GB"}}},
		})
	}
	c := &runfolder.Contents{}
	c.Variants, _ = words.Variants(listing, normalize.Locale{Lang: "en-GB", Currency: "GBP", Market: "uk"})
	if len(c.Variants) != 2 || c.Variants[0].Color != "" || c.Variants[0].ColorLabel != "Zanzibar Mist" {
		t.Fatalf("variants = %+v", c.Variants)
	}
	r := &runResult{report: runfolder.NewReport(c, nil, nil)}
	got := r.summary(false)
	for _, want := range []string{"doubt     unknown_color: ", "Zanzibar Mist", "colors.csv", "(2 variants, first po.co/uk#item:1)", "--data"} {
		if !strings.Contains(got, want) {
			t.Errorf("the summary does not say %q:\n%s", want, got)
		}
	}
}

// TestTornRowsAreNoPageWithoutOptions: a product page that is fine beside a gateway answer that is cut must not become a
// product without options, which would be mapped as a whole.
func TestTornRowsAreNoPageWithoutOptions(t *testing.T) {
	shops, err := site.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	words, err := normalize.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	listing := catalog.Listing{Shop: "po.co/uk", Slug: "poco-c75", URL: "https://www.po.co/uk/product/poco-c75/", Names: []catalog.Quote{{Text: "POCO C75"}}}
	for _, tt := range []struct {
		name, url string
		state     catalog.State
		variants  int
	}{
		{"detail unknown", "https://go.buy.po.co/uk/v2/item/productdetail?tag=poco-c75", catalog.Unknown, 0},
		{"buy page unknown", "https://po.co/uk/product/poco-c75/buy?gid=4101500011", catalog.Unknown, 0},
		{"specs unknown", "https://po.co/uk/product/poco-c75/specs", catalog.Unknown, 1},
		{"detail gone", "https://go.buy.po.co/uk/v2/item/productdetail?tag=poco-c75", catalog.Gone, 1},
		{"another product", "https://go.buy.po.co/uk/v2/item/productdetail?tag=poco-c65", catalog.Unknown, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			slug := "poco-c75"
			if tt.name == "another product" {
				slug = "poco-c65"
			}
			c := understand(&crawl.Catch{
				Listings: []catalog.Listing{listing},
				Coverage: []catalog.Coverage{{Shop: "po.co/uk", URL: tt.url, Slug: slug, State: tt.state, Reason: "bad_json"}},
			}, shops, words)
			if len(c.Variants) != tt.variants {
				t.Errorf("variants = %+v, want %d", c.Variants, tt.variants)
			}
		})
	}
}
