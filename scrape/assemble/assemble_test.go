package assemble_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/assemble"
)

func quote(day int, text string) catalog.Quote {
	return catalog.Quote{Text: text, At: catalog.Locator{
		Record: "record of day " + string(rune('0'+day)), URL: "https://po.co/uk", Reader: "json", Path: "/" + text,
		Time: time.Date(2024, 6, day, 0, 0, 0, 0, time.UTC),
	}}
}

func quotes(day int, words ...string) []catalog.Quote {
	var out []catalog.Quote
	for _, w := range words {
		out = append(out, quote(day, w))
	}
	return out
}

func table(day int, lines ...catalog.ProductDetail) []catalog.SpecTable {
	out := catalog.SpecTable{At: quote(day, "").At, Lines: lines}
	for _, d := range lines {
		out.Paths = append(out.Paths, "path of "+d.Label)
	}
	return []catalog.SpecTable{out}
}

func fragment(slug string) catalog.Listing {
	return catalog.Listing{Shop: "po.co/uk", Slug: slug, URL: "https://www.po.co/uk/product/" + slug + "/"}
}

func texts(quotes []catalog.Quote) []string {
	var out []string
	for _, q := range quotes {
		out = append(out, q.Text)
	}
	return out
}

func TestFragmentsOfOneProductAreOneListing(t *testing.T) {
	page, specs, other := fragment("poco-f6"), fragment("poco-f6"), fragment("poco-c65")
	page.Names = quotes(1, "POCO F6")
	specs.Names = quotes(2, "poco  f6", "POCO F6 5G")
	specs.Specs = table(2, catalog.ProductDetail{Label: "Battery", Value: "5000mAh"}, catalog.ProductDetail{Label: "Network", Value: "5G"})
	page.Specs = table(1, catalog.ProductDetail{Label: "battery", Value: "5000mAh"}, catalog.ProductDetail{Label: "Colour", Value: "Black"})
	other.Names = quotes(1, "POCO C65")
	got := assemble.Join([]catalog.Listing{page, other, specs})
	if len(got) != 2 || got[0].Slug != "poco-c65" || got[1].Slug != "poco-f6" {
		t.Fatalf("listings = %+v", got)
	}
	if d := cmp.Diff([]string{"poco  f6", "POCO F6 5G"}, texts(got[1].Names)); d != "" {
		t.Errorf("names: newest first, each once (-want +got):\n%s", d)
	}
	want := append(specs.Specs, table(1, catalog.ProductDetail{Label: "Colour", Value: "Black"})...)
	want[1].Paths = []string{"path of Colour"}
	if d := cmp.Diff(want, got[1].Specs); d != "" {
		t.Errorf("specs: newest first, equal lines once (-want +got):\n%s", d)
	}
	if d := cmp.Diff(got, assemble.Join([]catalog.Listing{specs, page, other})); d != "" {
		t.Errorf("the order of the fragments shows:\n%s", d)
	}
}

func TestMarketsStayApart(t *testing.T) {
	a, b := fragment("poco-f6"), fragment("poco-f6")
	a.Market, b.Market = "in", "uk"
	a.Names, b.Names = quotes(1, "A"), quotes(1, "B")
	if got := assemble.Join([]catalog.Listing{a, b}); len(got) != 2 {
		t.Errorf("listings = %+v, want one a market", got)
	}
}

func row(day int, id, price string, options ...string) catalog.Row {
	r := catalog.Row{ID: quote(day, id), Prices: quotes(day, price)}
	for _, o := range options {
		r.Options = append(r.Options, catalog.Option{Word: quote(day, o)})
	}
	return r
}

func TestRowsOfOneNumberJoinAcrossCaptures(t *testing.T) {
	a, b := fragment("poco-f6"), fragment("poco-f6")
	a.Rows = []catalog.Row{row(1, "7", "329", "8GB+256GB", "Black"), row(1, "8", "349")}
	b.Rows = []catalog.Row{row(2, "7", "299", "8GB+256GB", "White")}
	got := assemble.Join([]catalog.Listing{a, b})[0]
	if len(got.Rows) != 2 {
		t.Fatalf("rows = %+v, want two", got.Rows)
	}
	if d := cmp.Diff([]string{"299", "329"}, texts(got.Rows[0].Prices)); d != "" {
		t.Errorf("prices: both, newest first (-want +got):\n%s", d)
	}
	if len(got.Issues) != 1 || got.Issues[0].Code != "option_conflict" ||
		!slices.Equal(got.Issues[0].Values, []string{"8GB+256GB, Black", "8GB+256GB, White"}) {
		t.Errorf("issues = %+v, want the conflict of options", got.Issues)
	}
}

func TestWhatCapturesAddToARow(t *testing.T) {
	a, b := fragment("poco-f6"), fragment("poco-f6")
	a.Rows, b.Rows = []catalog.Row{row(1, "7", "329")}, []catalog.Row{row(2, "7", "329")}
	a.Rows[0].GroupNames, b.Rows[0].GroupNames = quotes(1, "POCO F6"), quotes(2, "POCO F6 5G")
	a.Rows[0].Titles, b.Rows[0].Titles = quotes(1, "POCO F6 Black"), quotes(2, "POCO  F6 black")
	got := assemble.Join([]catalog.Listing{a, b})[0].Rows
	if len(got) != 1 {
		t.Fatalf("rows = %+v, want one", got)
	}
	if d := cmp.Diff([]string{"POCO F6 5G", "POCO F6"}, texts(got[0].GroupNames)); d != "" {
		t.Errorf("group names (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"POCO  F6 black"}, texts(got[0].Titles)); d != "" {
		t.Errorf("titles: equal words once (-want +got):\n%s", d)
	}
}

func TestEqualWordsOfOneCaptureStandOnce(t *testing.T) {
	a := fragment("poco-f6")
	a.Names = quotes(1, "POCO F6", "POCO F6", "Poco F6")
	if d := cmp.Diff([]string{"POCO F6"}, texts(assemble.Join([]catalog.Listing{a})[0].Names)); d != "" {
		t.Errorf("names (-want +got):\n%s", d)
	}
}

func TestARowListedTwiceOnOnePageStaysTwo(t *testing.T) {
	a := fragment("poco-f6")
	a.Rows = []catalog.Row{row(1, "7", "329"), row(1, "7", "299")}
	if got := assemble.Join([]catalog.Listing{a})[0]; len(got.Rows) != 2 {
		t.Errorf("rows = %+v, want two", got.Rows)
	}
}

func TestAProductThatNobodyNames(t *testing.T) {
	a := fragment("poco-f6")
	a.Specs = table(1, catalog.ProductDetail{Label: "Battery", Value: "5000mAh"})
	if got := assemble.Join([]catalog.Listing{a})[0]; len(got.Issues) != 1 || got.Issues[0].Code != "no_name" {
		t.Errorf("issues = %+v, want no_name", got.Issues)
	}
}
