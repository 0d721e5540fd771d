package diff_test

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog/diff"
)

func ExampleCompare() {
	before := []diff.Record{
		record{
			kind: "variant", key: "po.co/uk#item:1", title: "POCO X6 Pro 8/256 Yellow", group: "po.co/uk",
			fields: []string{"price", "32900 GBP"},
		},
	}
	after := []diff.Record{
		record{
			kind: "variant", key: "po.co/uk#item:1", title: "POCO X6 Pro 8/256 Yellow", group: "po.co/uk",
			fields: []string{"price", "29900 GBP"},
		},
	}
	result, err := diff.Compare(before, after, diff.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	policy, err := diff.ReadPolicy(strings.NewReader(diff.ShippedPolicy()), "policy.csv")
	if err != nil {
		fmt.Println(err)
		return
	}
	report := diff.Judge(result, nil, policy, diff.Baseline{}, time.Time{})
	if err := diff.WriteText(os.Stdout, report, diff.TextOptions{Width: 80}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// warning
	//   POCO X6 Pro 8/256 Yellow  price: 32900 GBP → 29900 GBP (−9.1 %)  [price-changed]
	//     po.co/uk#item:1
	//
	// 1 warning; 1 difference: 1 changed; 1 old, 1 new, 1 compared
}
