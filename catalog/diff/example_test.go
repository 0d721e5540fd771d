package diff_test

import (
	"fmt"
	"os"

	"github.com/pocomigrate/pocomigrate/catalog/diff"
)

func ExampleCompare() {
	before := []diff.Record{
		record{
			kind: "variant", key: "po.co/uk#item:1", title: "POCO X6 Pro 8/256 Yellow", group: "po.co/uk",
			fields: []string{"offer.price", "32900 GBP"},
		},
	}
	after := []diff.Record{
		record{
			kind: "variant", key: "po.co/uk#item:1", title: "POCO X6 Pro 8/256 Yellow", group: "po.co/uk",
			fields: []string{"offer.price", "29900 GBP"},
		},
	}
	result, err := diff.Compare(before, after, diff.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := diff.WriteText(os.Stdout, result, diff.TextOptions{Width: 80}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// po.co/uk
	//   changed variant  POCO X6 Pro 8/256 Yellow  po.co/uk#item:1
	//     offer.price: 32900 GBP → 29900 GBP (−9.1 %)
	//
	// 1 difference: 1 changed; 1 old, 1 new, 1 compared
}
