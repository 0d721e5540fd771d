package normalize_test

import (
	"fmt"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

func ExampleVocabulary_Title() {
	v, err := normalize.Load(nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	t := v.Title("POCO X6 Pro 5G 12\u00a0Go + 512\u00a0Go Noir + Redmi Buds 5", normalize.Locale{Lang: "fr-FR", Market: "fr"})
	fmt.Println(t.Model, t.RAM, t.Storage, t.Color, t.Bundle)
	// Output: POCO X6 Pro 12 512 black [Redmi Buds 5]
}
