package extract_test

import (
	"fmt"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// own is a shop with a listing and product pages, read by layouts of its own.
var own = fstest.MapFS{
	"own.json": {Data: []byte(`{"id":"own","name":"Own","role":"target","lang":"en","sources":["live"],"start":["https://own.shop/"],
"product_url":"https://own.shop/p/{slug}","note":"x","ignore_slugs":["*-series"],"pages":[
{"kind":"listing","match":"own.shop","layouts":["own-cards","json-ld"]},
{"kind":"product","match":"own.shop/p/{slug}","layouts":["own-page","own-table"]}]}`)},
	"layouts/own-cards.json": {Data: []byte(`{"reader":"html","each":"li","slug":[{"at":"a","attr":"href"}],"note":"x",
"links":[{"at":"a","attr":"href"}],"product":{"name":[{"at":"a"}],"price":[{"at":"b"}]}}`)},
	"layouts/own-page.json": {Data: []byte(`{"reader":"html","needs":"h1","note":"x","product":{"name":[{"at":"h2"},{"at":"h1"}],"availability":[{"at":"i","if":"u"}]},
"rows":[{"each":"tr","fields":{"title":[{"at":"td"}],"price":[{"at":"b"}]},"options":[{"at":"em"}]},{"each":"li","fields":{"title":[{"at":"a"}]}}]}`)},
	"layouts/own-table.json": {Data: []byte(`{"reader":"html","specs":[{"each":"dl","label":"dt","value":"dd"}],"note":"x"}`)},
}

// TestFit says of pages which parts of the layouts they were read by matched.
func TestFit(t *testing.T) {
	t.Parallel()
	shops, err := site.Load(own)
	if err != nil {
		t.Fatal(err)
	}
	const ld = `<script type="application/ld+json">`
	tests := []struct {
		name, path, body string
		status           int
		want             []string
	}{
		{"listing", "", "<ul><li><a href=/p/a>A</a></li><li>no link</li></ul>", 200, []string{"own-cards true [each links name slug]", "json-ld false []"}},
		{"listing of series", "", "<ul><li><a href=/p/a-series>A</a> <b>1</b></li></ul>", 200, []string{"own-cards true [each links slug]", "json-ld false []"}},
		{"listing without cards", "", "<a href=/p/a>A</a>", 200, []string{"own-cards true [links]", "json-ld false []"}},
		{"product", "p/a", "<h1>A</h1><table><tr><td>A1</td></tr><tr><td>A2<b>2</b><em>red</em></td></tr></table>", 200, []string{
			"own-page true [name rows rows.options rows.price rows.rows rows.title]", "own-table true []",
		}},
		{"product with other rows", "p/a", "<h1>A</h1><ul><li><a>A1</a></li></ul><dl><dt>b</dt><dd>c</dd></dl>", 200, []string{
			"own-page true [name rows rows(2).rows rows(2).title]", "own-table true [specs]",
		}},
		{"field that is passed over", "p/a", "<h1>A</h1><u>0</u><i>in stock</i>", 200, []string{"own-page true [availability name]", "own-table true []"}},
		{"field that is not there", "p/a", "<h1>A</h1><u>1</u>", 200, []string{"own-page true [name]", "own-table true []"}},
		{"of another age", "p/a", "<h2>A</h2>", 200, []string{"own-page false []", "own-table true []"}},
		{"not found", "p/a", "<h1>A</h1>", 404, nil},
		{"products in JSON-LD, behind a block that is torn", "", ld + `{</script>` + ld + `{"@type":"Product","name":"A"}</script><ul><li>no link</li></ul>`, 200, []string{"own-cards true [each]", "json-ld true []"}},
		{"JSON for a listing", "", "{}", 200, []string{"own-cards false []", "json-ld false []"}},
		{"JSON", "p/a", "{}", 200, []string{"own-page false []", "own-table false []"}},
	}
	reader := extract.NewReader(shops)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			page := &scrape.Page{
				URL: "https://own.shop/" + tt.path, Status: tt.status, Body: []byte(tt.body), Header: http.Header{"Content-Type": {"text/html"}},
			}
			_, fits, err := reader.Fit(page)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range fits {
				var parts []string
				for part := range maps.Keys(f.Found) {
					parts = append(parts, part.String())
				}
				slices.Sort(parts)
				got = append(got, fmt.Sprintf("%s %t %v", f.Layout.Name, f.Needed, parts))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("fits differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestFitReadsAsRead compares the two on every page of testdata.
func TestFitReadsAsRead(t *testing.T) {
	t.Parallel()
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
		page := loadPage(t, folder)
		want, err := reader.Read(page)
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := reader.Fit(page)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: Fit reads otherwise than Read (-Read +Fit): %v\n%s", folder, err, diff)
		}
	}
}
