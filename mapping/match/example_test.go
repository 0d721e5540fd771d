package match_test

import (
	"fmt"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping/match"
)

func ExampleMap() {
	phone := func(key catalog.Key, model, color string) catalog.Variant {
		return catalog.Variant{
			Key: key, Shop: key.Shop(), Model: model, ProductType: catalog.Phone, RAM: 8, Storage: 256, Color: color, ColorLabel: color,
			ItemGroupID: model,
		}
	}
	for _, m := range match.Map(match.Input{
		Routes: []match.Route{{From: "po.co/uk", To: "mi.com/uk"}},
		Variants: []catalog.Variant{
			phone("po.co/uk#item:1", "POCO C75", "black"),
			phone("po.co/uk#item:2", "POCO C75", "gold"),
			phone("po.co/uk#item:3", "POCO M4 Pro", "black"),
			phone("mi.com/uk#item:8", "POCO C75", "black"),
			phone("mi.com/uk#item:9", "POCO M4 Pro 5G", "black"),
		},
	}) {
		fmt.Printf("%s: %s\n", m.Status, m.Reason)
	}
	// Output:
	// new: only on mi.com/uk: no old shop that it replaces lists the POCO M4 Pro 5G
	// matched: mi.com/uk lists the same POCO C75 with the same memory and colour
	// product_only: mi.com/uk lists the POCO C75, but not in gold
	// unmapped: mi.com/uk does not list the POCO M4 Pro; the POCO M4 Pro 5G is another phone
}
