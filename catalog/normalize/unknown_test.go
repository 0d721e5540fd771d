package normalize_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

func TestUnknownWords(t *testing.T) {
	issue := func(code, word string) catalog.Issue { return catalog.Issue{Code: code, Values: []string{word}} }
	variants := []catalog.Variant{
		{Key: "po.co/uk#item:1", Title: "POCO F6", Issues: []catalog.Issue{issue("unknown_color", "Stardust"), issue("price_conflict", "5")}},
		{Key: "po.co/uk#item:2", Title: "POCO F6 stardust!", Issues: []catalog.Issue{issue("unknown_color", "STARDUST")}},
		{Key: "po.co/fr#item:3", Title: "POCO F6", Issues: []catalog.Issue{issue("unknown_color", "Poussière, étoile")}},
		{Key: "po.co/uk#item:5", Title: "POCO F6 (glowing)"},
		{Key: "po.co/uk#item:6", Title: "POCO F6 Pro (glowing)"},
		{Key: "po.co/uk#item:7", Title: "POCO F6, Glowing"},
		{Key: "po.co/uk#item:4", Title: "POCO Z9", Issues: []catalog.Issue{issue("unknown_model", "POCO Z9")}},
	}
	lang := func(v catalog.Variant) string {
		if v.Key.Shop() == "po.co/fr" {
			return "fr-FR"
		}
		return "en-GB"
	}
	got := vocabulary(t).UnknownWords(variants, lang)
	want := []normalize.UnknownWord{
		{Table: "features.csv", Word: "glowing", Lang: "en", Count: 3, Example: "po.co/uk#item:5"},
		{Table: "colors.csv", Word: "Stardust", Lang: "en", Count: 2, Example: "po.co/uk#item:1"},
		{Table: "colors.csv", Word: "Poussière, étoile", Lang: "fr", Count: 1, Example: "po.co/fr#item:3"},
		{Table: "features.csv", Word: "stardust", Lang: "en", Count: 1, Example: "po.co/uk#item:2"},
		{Table: "products.csv", Word: "POCO Z9", Lang: "en", Count: 1, Example: "po.co/uk#item:4"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("unknown words (-want +got):\n%s", diff)
	}
}

// TestUnknownWordRow checks that a row can be pasted into its table once the question mark is replaced, and not before.
func TestUnknownWordRow(t *testing.T) {
	for _, tt := range []struct{ table, columns, meaning string }{
		{"colors.csv", "word,lang,model,color,source", "purple"},
		{"editions.csv", "word,edition,source", "Stardust Edition"},
		{"products.csv", "model,product_type,network,aliases,markets,marketing_name,memories,source", "phone"},
		{"availability.csv", "word,availability,source", "in_stock"},
		{"conditions.csv", "word,condition,source", "used"},
		{"features.csv", "word,kind,source", ""},
	} {
		row := normalize.UnknownWord{Table: tt.table, Word: "Dust, of stars", Lang: "en"}.Row("po.co/uk 2026-11")
		if tt.table != "editions.csv" { // where every name is one
			if _, err := normalize.Load(overlay(tt.table, tt.columns+"\n"+row+"\n")); err == nil {
				t.Errorf("%s took %q", tt.table, row)
			}
		}
		for _, word := range []string{"#1 dust", "#2, dust"} { // a line that begins with the sign would be a comment
			row := normalize.UnknownWord{Table: tt.table, Word: word}.Row("po.co/uk 2026-11")
			if !strings.HasPrefix(row, `"`+word+`",`) {
				t.Errorf("row of %q is %q", word, row)
			}
		}
		row = strings.Replace(row, "?", tt.meaning, 1)
		if _, err := normalize.Load(overlay(tt.table, tt.columns+"\n"+row+"\n")); err != nil {
			t.Errorf("row %q: %v", row, err)
		}
	}
}
