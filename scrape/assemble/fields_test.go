package assemble_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/assemble"
)

// quoteFields returns the names of the fields of a struct that hold quotes.
func quoteFields(of any) []string {
	var names []string
	for f := range reflect.TypeOf(of).Fields() {
		if f.Type == reflect.TypeFor[[]catalog.Quote]() {
			names = append(names, f.Name)
		}
	}
	return names
}

func setQuotes(of any, field string, q []catalog.Quote) {
	reflect.ValueOf(of).Elem().FieldByName(field).Set(reflect.ValueOf(q))
}

func quotesOf(of any, field string) []string {
	q, _ := reflect.TypeAssert[[]catalog.Quote](reflect.ValueOf(of).FieldByName(field)) // quoteFields chose it by its type
	return texts(q)
}

// joinBothWays joins fragments in the order given and in the other, which must not show.
func joinBothWays(t *testing.T, a, b catalog.Listing) catalog.Listing {
	t.Helper()
	got, other := assemble.Join([]catalog.Listing{a, b}), assemble.Join([]catalog.Listing{b, a})
	if d := cmp.Diff(got, other); d != "" {
		t.Errorf("the order of the fragments shows:\n%s", d)
	}
	if len(got) != 1 {
		t.Fatalf("listings = %+v, want one", got)
	}
	return got[0]
}

// Whatever a listing may state: both captures are kept, the newest first, though they state nothing else.
func TestEveryFieldOfAListingIsJoined(t *testing.T) {
	for _, field := range quoteFields(catalog.Listing{}) {
		t.Run(field, func(t *testing.T) {
			a, b := fragment("poco-f6"), fragment("poco-f6")
			setQuotes(&a, field, quotes(1, "before"))
			setQuotes(&b, field, quotes(2, "after"))
			if d := cmp.Diff([]string{"after", "before"}, quotesOf(joinBothWays(t, a, b), field)); d != "" {
				t.Errorf("newest first (-want +got):\n%s", d)
			}
		})
	}
}

func TestEveryFieldOfARowIsJoined(t *testing.T) {
	for _, field := range quoteFields(catalog.Row{}) {
		t.Run(field, func(t *testing.T) {
			a, b := fragment("poco-f6"), fragment("poco-f6")
			older, newer := catalog.Row{ID: quote(1, "7")}, catalog.Row{ID: quote(2, "7")}
			setQuotes(&older, field, quotes(1, "before"))
			setQuotes(&newer, field, quotes(2, "after"))
			a.Rows, b.Rows = []catalog.Row{older}, []catalog.Row{newer}
			rows := joinBothWays(t, a, b).Rows
			if len(rows) != 1 {
				t.Fatalf("rows = %+v, want one", rows)
			}
			if d := cmp.Diff([]string{"after", "before"}, quotesOf(rows[0], field)); d != "" {
				t.Errorf("newest first (-want +got):\n%s", d)
			}
		})
	}
}

// A row without a number, or with one of its own, is not joined with another; the newest capture's rows stand first, whatever they state.
func TestOtherRowsStayApart(t *testing.T) {
	rows := map[string]func(day int) catalog.Row{
		"options": func(day int) catalog.Row {
			return catalog.Row{Options: []catalog.Option{{Word: quote(day, fmt.Sprint("day ", day))}}}
		},
	}
	for _, field := range quoteFields(catalog.Row{}) {
		rows[field] = func(day int) catalog.Row {
			var r catalog.Row
			setQuotes(&r, field, quotes(day, fmt.Sprint("day ", day)))
			return r
		}
	}
	rows["nothing but a number"] = func(day int) catalog.Row { return catalog.Row{ID: quote(day, fmt.Sprint("number ", day))} }
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			a, b := fragment("poco-f6"), fragment("poco-f6")
			a.Rows, b.Rows = []catalog.Row{row(1)}, []catalog.Row{row(2)}
			if d := cmp.Diff([]catalog.Row{row(2), row(1)}, joinBothWays(t, a, b).Rows); d != "" {
				t.Errorf("rows (-want +got):\n%s", d)
			}
		})
	}
}

// Captures of one moment have an order too: that of what they are, not of who was read first.
func TestCapturesOfOneTime(t *testing.T) {
	for name, change := range map[string]func(*catalog.Locator){
		"address": func(at *catalog.Locator) { at.URL += "specs/" },
		"record":  func(at *catalog.Locator) { at.Record += " again" },
		"reader":  func(at *catalog.Locator) { at.Reader = "state" },
		"path":    func(at *catalog.Locator) { at.Path += "/0" },
	} {
		t.Run(name, func(t *testing.T) {
			a, b := fragment("poco-f6"), fragment("poco-f6")
			a.Names, b.Names = quotes(1, "POCO F6"), quotes(1, "POCO F6")
			b.Names[0].Text = "POCO F6 5G"
			change(&b.Names[0].At)
			if d := cmp.Diff([]string{"POCO F6", "POCO F6 5G"}, texts(joinBothWays(t, a, b).Names)); d != "" {
				t.Errorf("names (-want +got):\n%s", d)
			}
		})
	}
}

// What an older capture alone says of a row's options holds; what several say in the same words is no conflict.
func TestOptionsOfOlderCaptures(t *testing.T) {
	for _, tt := range []struct {
		name         string
		older, newer []string
	}{
		{"the older alone states them", []string{"8GB+256GB", "Black"}, nil},
		{"the newer alone states them", nil, []string{"8GB+256GB", "Black"}},
		{"both, in the same words", []string{"8GB+256GB", "Black"}, []string{"8GB+256GB", "Black"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, b := fragment("poco-f6"), fragment("poco-f6")
			a.Rows, b.Rows = []catalog.Row{row(1, "7", "329", tt.older...)}, []catalog.Row{row(2, "7", "329", tt.newer...)}
			got := joinBothWays(t, a, b)
			var words []string
			for _, o := range got.Rows[0].Options {
				words = append(words, o.Word.Text)
			}
			if d := cmp.Diff([]string{"8GB+256GB", "Black"}, words); d != "" {
				t.Errorf("options (-want +got):\n%s", d)
			}
			if len(got.Issues) > 0 {
				t.Errorf("issues = %+v, want none", got.Issues)
			}
		})
	}
}

// Doubts that arose while a page was read stay with its product.
func TestIssuesOfFragmentsAreKept(t *testing.T) {
	a, b := fragment("poco-f6"), fragment("poco-f6")
	a.Names, b.Names = quotes(1, "POCO F6"), quotes(2, "POCO F6")
	a.Issues, b.Issues = []catalog.Issue{{Code: "first"}}, []catalog.Issue{{Code: "second"}}
	if d := cmp.Diff([]catalog.Issue{{Code: "second"}, {Code: "first"}}, joinBothWays(t, a, b).Issues); d != "" {
		t.Errorf("issues (-want +got):\n%s", d)
	}
}

// Of captures that state specifications alone, the newest stands first.
func TestSpecificationsAlone(t *testing.T) {
	a, b := fragment("poco-f6"), fragment("poco-f6")
	a.Specs = table(1, catalog.ProductDetail{Label: "Battery", Value: "5000mAh"}, catalog.ProductDetail{Label: "Battery", Value: "5000mAh"})
	twice := table(2, catalog.ProductDetail{Label: "Network", Value: "5G"}, catalog.ProductDetail{Label: "Network", Value: "5G"})
	b.Specs = twice // the newest table stands as it is
	want := append(slices.Clone(twice), table(1, catalog.ProductDetail{Label: "Battery", Value: "5000mAh"})...)
	if d := cmp.Diff(want, joinBothWays(t, a, b).Specs); d != "" {
		t.Errorf("specifications (-want +got):\n%s", d)
	}
}
