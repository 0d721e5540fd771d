package compare

import (
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// TestMappingKey: the key that is made of the words of a line is the key of the mapping that the line holds.
func TestMappingKey(t *testing.T) {
	for _, m := range []mapping.Mapping{
		{Source: "po.co/uk", SourceID: "item:1", Target: "mi.com/uk", TargetID: "2"},
		{Source: "poco-store-app", Market: "in", SourceID: "opt:a|b", Target: "mi.com/in"},
		{Target: "mi.com/uk", TargetID: "9"},
		{Source: "po.co/uk", Target: "mi.com/uk"},
	} {
		says := [5][]byte{[]byte(m.Source), []byte(m.Market), []byte(m.SourceID), []byte(m.Target), []byte(m.TargetID)}
		if got := string(appendMappingKey(nil, says)); got != m.LineKey() {
			t.Errorf("key %q, want %q", got, m.LineKey())
		}
	}
}

// TestVariantOf: a new SKU is spoken of by the key of its own variant.
func TestVariantOf(t *testing.T) {
	fresh := mapping.Mapping{Target: "mi.com/uk", TargetID: "9"}
	if got, want := variantOf(fresh.LineKey()), string(catalog.NewKey("mi.com/uk", "", "item:9")); got != want {
		t.Errorf("variantOf = %q, want %q", got, want)
	}
	if got := variantOf("po.co/uk#item:1"); got != "po.co/uk#item:1" {
		t.Errorf("variantOf = %q", got)
	}
}
