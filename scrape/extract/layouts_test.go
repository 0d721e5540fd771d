package extract_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// described is a shop with one kind of page for each thing that a layout may say.
var described = fstest.MapFS{
	"own.json": {Data: []byte(`{"id":"own","name":"Own","role":"target","lang":"en","sources":["live"],"start":["https://own.shop/"],
"product_url":"https://own.shop/p/{slug}","note":"x","pages":[
{"kind":"listing","match":"own.shop","layouts":["own-links","own-again","json-ld"]},
{"kind":"listing","match":"own.shop/l","layouts":["own-cards"]},
{"kind":"product","match":"own.shop/p/{slug}","layouts":["own-page"]},
{"kind":"product","match":"own.shop/s/{slug}","layouts":["own-state"]},
{"kind":"price","match":"own.shop/v/{slug}","layouts":["own-page"]},
{"kind":"specs","match":"own.shop/u/{slug}","layouts":["own-table"]},
{"kind":"specs","match":"own.shop/t/{slug}","layouts":["own-texts"]}]}`)},
	"layouts/own-links.json": {Data: []byte(`{"reader":"html","note":"x","links":[{"at":"a","attr":"href"}]}`)},
	"layouts/own-again.json": {Data: []byte(`{"reader":"html","note":"x","links":[{"at":"a","attr":"href"}]}`)},
	"layouts/own-cards.json": {Data: []byte(`{"reader":"html","note":"x","each":"li","slug":[{"at":"a","attr":"href"}],"product":{"name":[{"at":"b"}],"image":[{"at":"img","attr":"src"}]}}`)},
	"layouts/own-page.json": {Data: []byte(`{"reader":"html","note":"x","product":{"name":[{"at":"h1"}],"brand":[{"at":"u"}],"description":[{"at":"p"}],"category":[{"at":"nav a"}],
"price":[{"at":"b","attr":"data-price"},{"at":"b"},{"at":"i","first":true},{"at":"em","attr":"data-json","json":"/a/0"}],"availability":[{"query":"stock"},{"at":"tt","words":{"1":"in_stock"}}]}}`)},
	"layouts/own-state.json": {Data: []byte(`{"reader":"state","variable":"S","inner":"/a","note":"x","product":{"name":[{"at":"/name"}]}}`)},
	"layouts/own-table.json": {Data: []byte(`{"reader":"html","note":"x","specs":[{"each":"dl","label":"dt","value":"dd"}]}`)},
	"layouts/own-texts.json": {Data: []byte(`{"reader":"state","variable":"S","note":"x","specs":[{"texts":["/text","/title"],"labels":["Battery","Display"]}]}`)},
}

// TestLayouts: what a layout says of a page is read as it says, each value with its place.
func TestLayouts(t *testing.T) {
	shops, err := site.Load(described)
	if err != nil {
		t.Fatal(err)
	}
	reader := extract.NewReader(shops)
	for _, tt := range []struct{ name, path, body, want string }{
		{"links, each once", "", `<a href=/p/a>A</a><a href="https://own.shop/p/a">A</a><a href=/p/b>B</a><a href="http://[x">C</a>`, "found read\nlink https://own.shop/p/a\nlink https://own.shop/p/b"},
		{"a product on a page that is none", "", `<script type="application/ld+json">{"@type":"Product","name":"A"}</script><h1>A</h1>`, "unknown layout_changed"},
		{
			"words beside the offer", "p/a", `<h1>A</h1><p>Good.</p><p>Good.</p><p>Red.</p><nav><a>Phones</a></nav>`,
			"found read\nlisting a\nname A at html > body > h1\ndescription Good. at html > body > p:nth-of-type(1)\ndescription Red. at html > body > p:nth-of-type(3)\ncategory Phones at html > body > nav > a",
		},
		{
			"a value by several rules", "p/a", `<h1>A</h1><b data-price=5>6</b><i> </i><i>7</i><i>8</i><em data-json='{"a":["9"]}'></em><em data-json='{"a":'></em><em data-json='{}'></em>`,
			"found read\nlisting a\nname A at html > body > h1\nprice 5 at html > body > b@data-price\nprice 6 at html > body > b\nprice 7 at html > body > i:nth-of-type(2)\nprice 9 at html > body > em:nth-of-type(1)@data-json!/a/0",
		},
		{"a value of the address", "p/a?stock=1", `<h1>A</h1>`, "found read\nlisting a\nname A at html > body > h1\navailability 1 at stock"},
		{"a flag", "p/a", `<h1>A</h1><tt>1</tt>`, "found read\nlisting a\nname A at html > body > h1\navailability in_stock at html > body > tt=1"},
		{"an address without the value", "p/a?stock=", `<h1>A</h1>`, "found read\nlisting a\nname A at html > body > h1"},
		{"cards, of which one names nothing", "l", `<h1>A</h1><li><a href=/p/a><b>A</b></a></li><li><a href=/p/b><img src=/b.jpg></a></li><li><b>C</b></li><li><a href="http://[x"><b>D</b></a></li>`, "found read\nlisting a\nname A at html > body > li:nth-of-type(1) > a > b"},
		{"a price without a name", "p/a", `<h2>A</h2><b>5</b>`, "unknown shell"},
		{"a page of prices", "v/a", `<h2>A</h2><b>5</b>`, "found read\nlisting a\nprice 5 at html > body > b"},
		{"a page of what is in stock", "v/a?stock=1", `<h2>A</h2>`, "found read\nlisting a\navailability 1 at stock"},
		{"a script's state", "s/a", `<h1>A</h1><script>window.S={"a":"{\"name\":\"A\"}"}</script>`, "found read\nlisting a\nname A at window.S/a!/name"},
		{"no state", "s/a", `<h1>A</h1>`, "unknown layout_changed"},
		{"no state in the state", "s/a", `<h1>A</h1><script>window.S={"a":{}}</script>`, "unknown layout_changed"},
		{"a state that ends early", "s/a", `<h1>A</h1><script>window.S={"a":`, "unknown bad_json"},
		{"a state in the state that ends early", "s/a", `<h1>A</h1><script>window.S={"a":"{\"name\""}</script>`, "unknown bad_json"},
		{"a table", "u/a", `<h1>A</h1><dl><dd>x</dd></dl><dl><dt>Battery</dt><dd>5000mAh</dd><dd>*typical</dd><dd> </dd></dl><dl><dt>Battery</dt><dd>5000mAh</dd></dl>`, "found read\nlisting a\nspec Battery=5000mAh"},
		{
			"labels and values that take turns", "t/a",
			`<h1>A</h1><script>window.S=[{"text":"Battery"},{"text":""},{"title":"5000mAh"},{"text":"battery","title":"x"},{"text":"Display"},{"text":"6.67\""},{"text":"good"},{"text":"Display"}]</script>`,
			"found read\nlisting a\nspec Battery=5000mAh\nspec Display=6.67\"",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := reader.Read(&scrape.Page{
				URL: "https://own.shop/" + tt.path, Status: http.StatusOK, Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte(tt.body),
			})
			if err != nil {
				t.Fatal(err)
			}
			got := []string{string(r.State) + " " + r.Reason}
			for _, link := range r.Links {
				got = append(got, "link "+link)
			}
			note := func(field site.Field, quotes []catalog.Quote) {
				for _, q := range quotes {
					got = append(got, fmt.Sprintf("%s %s at %s", field, q.Text, q.At.Path))
				}
			}
			for _, l := range r.Listings {
				got = append(got, "listing "+l.Slug)
				note(site.Name, l.Names)
				note(site.Description, l.Descriptions)
				note(site.Category, l.Categories)
				note(site.Price, l.Prices)
				note(site.Availability, l.Availabilities)
				for _, line := range specLines(l) {
					got = append(got, "spec "+line[0]+"="+line[1])
				}
			}
			if d := cmp.Diff(tt.want, strings.Join(got, "\n")); d != "" {
				t.Errorf("%s (-want +got):\n%s", r.Detail, d)
			}
		})
	}
}
