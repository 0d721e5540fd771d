package extract_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// TestFindings: a reading says of each layout what it found, of rows as of the product; a page that is none says nothing.
func TestFindings(t *testing.T) {
	shops, err := site.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	reader := extract.NewReader(shops)
	for _, tt := range []struct {
		file, url string
		want      []extract.Finding
	}{
		{"home.html", "https://www.po.co/uk/", []extract.Finding{{Layout: "links", Fields: []site.Field{site.Links}}}},
		{
			"poco-f6.html", "https://www.po.co/uk/product/poco-f6/",
			[]extract.Finding{{Layout: "overview-2021", Fields: []site.Field{site.Name, site.Image}}},
		},
		{
			"poco-f6.specs.html", "https://www.po.co/uk/product/poco-f6/specs",
			[]extract.Finding{{Layout: "specs-columns", Fields: []site.Field{site.Specs}}},
		},
		{
			"poco-x3-pro.buy-4101500021.html", "https://www.po.co/uk/product/poco-x3-pro/buy/?gid=4101500021",
			[]extract.Finding{{Layout: "buy-rendered", Fields: []site.Field{
				site.Price, site.Availability, site.Rows, site.ID, site.Options, site.Title,
			}}},
		},
		{
			"poco-f6.productdetail.json", "https://go.buy.po.co/uk/v2/item/productdetail?tag=poco-f6&from=pc",
			[]extract.Finding{{Layout: "productdetail", Fields: []site.Field{
				site.Name, site.Image, site.Price, site.ListPrice, site.Availability, site.Rows, site.ID, site.Options, site.Title, site.GroupName,
			}}},
		},
	} {
		t.Run(tt.file, func(t *testing.T) {
			body, err := os.ReadFile(filepath.Join("../../testdata/sample/po.co_uk", tt.file))
			if err != nil {
				t.Fatal(err)
			}
			r, err := reader.Read(&scrape.Page{URL: tt.url, Status: http.StatusOK, Body: body})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, r.Findings); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
	gone, err := reader.Read(&scrape.Page{URL: "https://www.po.co/uk/product/poco-f6/", Status: http.StatusNotFound})
	if err != nil || gone.Findings != nil {
		t.Errorf("a page that is gone found %v, %v", gone.Findings, err)
	}
}
