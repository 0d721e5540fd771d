package compare

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/diff"
)

// TestGuards: each guard counts one thing, of one shop.
func TestGuards(t *testing.T) {
	gone := func(n int) diff.Result {
		r := diff.Result{Changes: []diff.Change{
			{Kind: "mapping", Type: diff.Removed, Group: "a"},
			{Kind: "variant", Type: diff.Unknown, Group: "a"},
			{Kind: "variant", Type: diff.Added, Group: "a"},
			{Kind: "variant", Type: diff.Moved, Group: "a"},
		}}
		for range n {
			r.Changes = append(r.Changes, diff.Change{Kind: "variant", Type: diff.Removed, Group: "a"})
		}
		return r
	}
	for _, tt := range []struct {
		name          string
		before, after census
		result        diff.Result
		want          []diff.Measure
	}{
		{"equal", census{"a": {10, 1, true}}, census{"a": {10, 1, true}}, gone(0), nil},
		{"gone", census{"a": {50, 0, true}}, census{"a": {46, 0, true}}, gone(4), []diff.Measure{
			{Kind: "shop-shrunk", Group: "a", Percent: 8, Text: "4 of 50 variants are gone (8.0 %)"},
		}},
		{"the whole shop gone", census{"a": {2, 0, true}}, census{}, gone(2), []diff.Measure{
			{Kind: "shop-shrunk", Group: "a", Percent: 100, Text: "2 of 2 variants are gone (100.0 %)"},
		}},
		{"no price left", census{"a": {10, 0, true}, "b": {1, 0, true}}, census{"a": {9, 0, false}, "b": {1, 0, true}}, gone(0), []diff.Measure{
			{Kind: "shop-unpriced", Group: "a", Percent: 100, Text: "none of 9 variants has a price"},
		}},
		{"never a price", census{"a": {10, 0, false}}, census{"a": {10, 0, false}, "b": {1, 0, false}}, gone(0), nil},
		{"more unknown", census{"a": {1, 2, true}}, census{"a": {1, 5, true}, "b": {0, 1, false}}, gone(0), []diff.Measure{
			{Kind: "unknown-grew", Group: "a", Percent: 150, Text: "unknown pages: 5, before: 2"},
			{Kind: "unknown-grew", Group: "b", Percent: 100, Text: "unknown pages: 1, before: 0"},
		}},
		{"less unknown", census{"a": {1, 5, true}}, census{"a": {1, 2, true}}, gone(0), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, guards(tt.before, tt.after, tt.result)); diff != "" {
				t.Errorf("guards (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCensus: variants are counted by shop, and one with a price is enough. Words that look like a price are none.
func TestCensus(t *testing.T) {
	got := census{}
	got.add([]byte("po.co/uk#item:1"), []byte(`{"title":"\"price\":{"}`))
	got.add([]byte("po.co/uk#item:2"), []byte(`{"offers":[{"availability":"in_stock"}]}`))
	got.add([]byte("po.co/uk#item:3"), nil)
	got.add([]byte("poco-store-app@in#item:1"), []byte(`{"offers":[{"price":{"amount":1,"currency":"INR"}}]}`))
	got.add([]byte("poco-store-app@uk#item:1"), []byte(`{}`))
	want := census{"po.co/uk": {variants: 2}, "poco-store-app": {variants: 2, priced: true}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(shopCensus{})); diff != "" {
		t.Errorf("census (-want +got):\n%s", diff)
	}
}
