package site_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

func load(t *testing.T) *site.Shops {
	t.Helper()
	shops, err := site.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	return shops
}

// TestShopsAreFiledByTheirID: each built-in file holds the shop that its name says, and each is loaded, in the order of the IDs.
func TestShopsAreFiledByTheirID(t *testing.T) {
	files, err := os.ReadDir("shops")
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for _, f := range files {
		want = append(want, f.Name())
	}
	shops := load(t).All()
	if !slices.IsSortedFunc(shops, func(a, b *site.Profile) int { return strings.Compare(string(a.ID), string(b.ID)) }) {
		t.Error("the shops are not sorted by ID")
	}
	for _, p := range shops {
		got = append(got, p.ID.Dir()+".json")
	}
	slices.Sort(got)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("shops (-files +loaded):\n%s", d)
	}
}

func TestPlace(t *testing.T) {
	shops := load(t)
	for _, tt := range []struct {
		url  string
		shop catalog.ShopID
		kind site.Kind
		slug string
	}{
		{"https://po.co/uk/product/poco-c75", "po.co/uk", site.ProductPage, "poco-c75"},
		{"https://po.co/uk/product/poco-c75/specs", "po.co/uk", site.SpecsPage, "poco-c75"},
		{"https://po.co/uk", "po.co/uk", site.ListingPage, ""},
		{"https://po.co/fr/product/poco-x3-nfc/buy?gid=4102500011", "po.co/fr", site.BuyPage, "poco-x3-nfc"},
		{"https://go.buy.mi.com/de/v2/item/productdetail?tag=poco-f6&from=pc", "mi.com/de", site.DetailData, "poco-f6"},
		{"https://go.buy.mi.com/fr/v2/item/productdetail?tag=poco-f6", "mi.com/fr", site.DetailData, "poco-f6"},
		{"https://ams-api.buy.mi.com/fr/search/v1/api/index//0/0/0/0/0/0?version=v4", "mi.com/fr", site.ListingPage, ""},
		{"https://poco.in/product/poco-c75-5g", "poco.in", site.ProductPage, "poco-c75-5g"},
		{"https://app-go.buy.po.co/in/search/product-list?category_tag=poco", "poco-store-app", site.ListingPage, ""},
		// Not ours: series pages, the error page, a detail request without its tag, another region, another site.
		{"https://po.co/uk/product/poco-x-series", "", "", ""},
		{"https://mi.com/uk/errors/404", "", "", ""},
		{"https://go.buy.mi.com/de/v2/item/productdetail", "", "", ""},
		{"https://po.co/ru/product/poco-c75", "", "", ""},
		{"https://example.com/uk/product/poco-c75", "", "", ""},
		{"https://po.co/uk/product/POCO_C75", "", "", ""},
	} {
		t.Run(tt.url, func(t *testing.T) {
			p, place, ok := shops.Place(tt.url)
			if ok != (tt.shop != "") {
				t.Fatalf("known = %v", ok)
			}
			if ok && (p.ID != tt.shop || place.Rule.Kind != tt.kind || place.Slug != tt.slug) {
				t.Errorf("Place = %s, %s, %q", p.ID, place.Rule.Kind, place.Slug)
			}
		})
	}
	if _, place, _ := shops.Place("https://app-go.buy.po.co/in/search/product-list?category_tag=poco"); place.Market != "in" {
		t.Errorf("market of an app listing = %q", place.Market)
	}
}

func TestProfileAnswers(t *testing.T) {
	app, ok := load(t).Shop("poco-store-app")
	if !ok {
		t.Fatal("the app is not there")
	}
	if got := app.Product("poco-f6", "de"); got != "https://www.po.co/de/product/poco-f6/" {
		t.Errorf("Product = %q", got)
	}
	if got := app.Locale("in"); got.Currency != "INR" {
		t.Errorf("Locale(in) = %+v", got)
	}
	if to, ok := app.Route("in"); !ok || to != "mi.com/in" {
		t.Errorf("Route(in) = %q, %v", to, ok)
	}
	if _, ok := app.Route("ru"); ok {
		t.Error("a market without a route has one")
	}
}

// TestOwnShops loads the shop that testdata holds for people to copy.
func TestOwnShops(t *testing.T) {
	shops, err := site.Load(os.DirFS("../../testdata/shops"))
	if err != nil {
		t.Fatal(err)
	}
	p, place, ok := shops.Place("https://127.0.0.1:18080/p/1999")
	if !ok || p.ID != "example/catalogue" || place.Slug != "1999" {
		t.Fatalf("Place = %v, %+v, %v", p, place, ok)
	}
	var names []string
	for _, l := range place.Rule.Readers() {
		names = append(names, l.Name)
	}
	if got := strings.Join(names, " "); got != "example-offer example-specs" {
		t.Errorf("layouts = %s", got)
	}
	if _, ok := shops.Shop("po.co/uk"); !ok {
		t.Error("the built-in shops are gone")
	}
}

func TestOwnLayouts(t *testing.T) {
	const links = `{"reader":"html","links":[{"at":"a.own","attr":"href"}],"note":"x"}`
	shops, err := site.Load(fstest.MapFS{"layouts/links.json": {Data: []byte(links)}})
	if err != nil {
		t.Fatal(err)
	}
	_, place, _ := shops.Place("https://po.co/uk")
	if rules := place.Rule.Readers()[0].Links; len(rules) != 1 || rules[0].At != "a.own" {
		t.Errorf("links of a front page = %+v, want those of the layout laid over the built-in one", rules)
	}
	if place.Rule.Readers()[0].Selector("a.own") == nil {
		t.Error("the layout's selector is not compiled")
	}
	defer func() {
		if got, want := recover(), "layout links has no selector a.other"; got != want {
			t.Errorf("a selector that the layout does not have: panic %v, want %v", got, want)
		}
	}()
	place.Rule.Readers()[0].Selector("a.other")
}

// TestAllFaultsAreTold: whoever mends a folder is told of every file in it at once, and of each fault once.
func TestAllFaultsAreTold(t *testing.T) {
	const links = `{"reader":"html","links":[{"at":"a.own","attr":"href"}],"note":"x"}`
	_, err := site.Load(fstest.MapFS{
		"layouts/a.json": {Data: []byte(strings.Replace(links, "a.own", "a[", 1))},
		"layouts/b.json": {Data: []byte(strings.Replace(links, `"x"`, `""`, 1))},
		"layouts/c.json": {Data: []byte(strings.Replace(links, "links", "liens", 1))},
		"x.json": {Data: []byte(`{"id":"x","name":"X","role":"target","lang":"en","sources":[],"start":["https://x.com/"],"note":"n",
			"product_url":"https://x.com/{slug}","pages":[{"kind":"listing","match":"x.com","layouts":["a","c","none"]}]}`)},
		"y.json": {Data: []byte("{\n")},
	})
	want := []string{
		`layouts/a.json: links "a[": expected identifier, found EOF instead`,
		`layouts/b.json: note is missing`,
		`layouts/c.json:1: json: unknown field "liens"`,
		`x.json: page rule "x.com": layout "none" does not exist`,
		`y.json:2: unexpected EOF`,
	}
	if err == nil {
		t.Fatal("a folder of faults is accepted")
	}
	if d := cmp.Diff(want, strings.Split(err.Error(), "\n")); d != "" {
		t.Errorf("faults (-want +got):\n%s", d)
	}
}

// TestLoadRefuses holds the messages that a person mending a profile depends on: file, place, value.
func TestLoadRefuses(t *testing.T) {
	const good = `{"id":"mi.com/es","name":"Xiaomi Spain","role":"target","lang":"es-ES","currency":"EUR","sources":["live"],
"start":["https://www.mi.com/es/"],"product_url":"https://www.mi.com/es/product/{slug}/",
"pages":[{"kind":"listing","match":"mi.com/es","layouts":["links"]}],
"note":"x"}`
	if _, err := site.Load(fstest.MapFS{"mi.com_es.json": {Data: []byte(good)}}); err != nil {
		t.Fatalf("a good profile is refused: %v", err)
	}
	for _, tt := range []struct{ name, old, now, want string }{
		{"unknown key", `"name":`, `"titel":"x","name":`, `mi.com_es.json:1: json: unknown field "titel"`},
		{"unknown layout", `"links"`, `"lynx"`, `mi.com_es.json: page rule "mi.com/es": layout "lynx" does not exist`},
		{"unknown kind", `"kind":"listing"`, `"kind":"list"`, `page rule "mi.com/es": kind "list" is not known`},
		{"pattern with scheme", `"match":"mi.com/es"`, `"match":"/es"`, `mi.com_es.json:3: pattern "/es": it must begin with a host`},
		{"role", `"target"`, `"aim"`, `role "aim": it is "source" or "target"`},
		{"missing note", `"note":"x"`, `"note":""`, `"note" is missing`},
		{"two values", `"note":"x"}`, `"note":"x"} {}`, `mi.com_es.json: there is more than one value in the file`},
		{"an id twice", `"mi.com/es"`, `"mi.com/uk"`, `shop mi.com/uk: two profiles have this id`},
		{"route to nowhere", `"role":"target"`, `"role":"source","routes":[{"to":"mi.com/mars"}]`, `route to "mi.com/mars": no target shop has this id`},
		{"one address for all", `product/{slug}/`, `product/`, `product_url "https://www.mi.com/es/product/": it has no {slug}`},
		{"parameter without value", `"match":"mi.com/es"`, `"match":"mi.com/es?tag"`, `parameter "tag" has no value`},
		{"pattern that is no text", `"match":"mi.com/es"`, `"match":7`, `pattern: json: cannot unmarshal number`},
		{"no JSON", `"start":[`, `"start":[[}`, `mi.com_es.json:2: invalid character '}'`},
		{"another kind of value", `"start":["https://www.mi.com/es/"]`, `"start":7`, `mi.com_es.json:2: json: cannot unmarshal number`},
		{"no start", `["https://www.mi.com/es/"]`, `[]`, `a shop needs at least one start address and one page rule`},
		{"no page rule", `[{"kind":"listing","match":"mi.com/es","layouts":["links"]}]`, `[]`, `a shop needs at least one start address and one page rule`},
		{"no layout", `["links"]`, `[]`, `page rule "mi.com/es": it names no layout`},
		{"a target with routes", `"role":"target"`, `"role":"target","routes":[{"to":"mi.com/uk"}]`, `routes: a source shop has some, a target shop none`},
		{"a source without routes", `"role":"target"`, `"role":"source"`, `routes: a source shop has some, a target shop none`},
		{"closed", `"note":"x"`, `"closed":"soon","note":"x"`, `closed "soon": write it as 2024-12-31`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(good, tt.old, tt.now, 1)
			_, err := site.Load(fstest.MapFS{"mi.com_es.json": {Data: []byte(text)}})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want one with %q", err, tt.want)
			}
		})
	}
	if _, err := site.Load(fstest.MapFS{}); err == nil {
		t.Error("an empty folder of profiles is accepted")
	}
}

// TestSpecLabels: a profile's own labels are read by its shop alone, and only where a layout goes by words.
func TestSpecLabels(t *testing.T) {
	const shop = `{"id":"mi.com/xx","name":"Xiaomi Somewhere","role":"target","lang":"xx","sources":["live"],
"start":["https://www.mi.com/xx/"],"product_url":"https://www.mi.com/xx/product/{slug}/","spec_labels":["Zprac"],
"pages":[{"kind":"specs","match":"mi.com/xx/product/{slug}/specs","layouts":["specs-state","specs-bold"]}],"note":"x"}`
	shops, err := site.Load(fstest.MapFS{"mi.com_xx.json": {Data: []byte(shop)}})
	if err != nil {
		t.Fatal(err)
	}
	readers := func(url string) []*site.Layout {
		_, place, ok := shops.Place(url)
		if !ok {
			t.Fatalf("no shop has %s", url)
		}
		return place.Rule.Readers()
	}
	own, uk := readers("https://mi.com/xx/product/poco-f6/specs"), readers("https://mi.com/uk/product/poco-f6/specs")
	for _, tt := range []struct {
		layout     *site.Layout
		word       string
		isLabelled bool
	}{{own[0], "Zprac", true}, {own[0], "Processor", true}, {uk[0], "Zprac", false}, {uk[0], "Processor", true}, {own[1], "Zprac", false}} {
		if got := slices.Contains(tt.layout.Specs[0].Labels, tt.word); got != tt.isLabelled {
			t.Errorf("%s takes %q for a label: %v, want %v", tt.layout.Name, tt.word, got, tt.isLabelled)
		}
	}
}

func FuzzProfile(f *testing.F) {
	f.Add([]byte(`{"id":"x"}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		// Whatever a file holds, loading ends with profiles or an error that names it, never with both missing.
		shops, err := site.Load(fstest.MapFS{"any.json": {Data: data}})
		if err == nil && len(shops.All()) < 12 {
			t.Errorf("a profile was dropped without an error: %q", data)
		}
	})
}
