package catalog_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// The place of a table is said once; each of its values has one of its own within it.
func TestSpecTableValue(t *testing.T) {
	at := catalog.Locator{URL: "https://www.po.co/uk/product/poco-c75/specs/", Reader: "html", Path: "main"}
	table := catalog.SpecTable{
		At:    at,
		Lines: []catalog.ProductDetail{{Label: "Battery", Value: "5160 mAh"}, {Label: "Camera", Value: "50 MP"}},
		Paths: []string{"main > p", "main > p:nth-of-type(2)"},
	}
	want := catalog.Quote{Text: "50 MP", At: at}
	want.At.Path = "main > p:nth-of-type(2)"
	if d := cmp.Diff(want, table.Value(1)); d != "" {
		t.Errorf("value of the second line (-want +got):\n%s", d)
	}
	if table.At != at {
		t.Errorf("the table stands at %+v now", table.At)
	}
}
