package normalize_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

// TestRules: every value keeps with its words the rule that read them, one that lost as well.
func TestRules(t *testing.T) {
	v := vocabulary(t)
	html := func(text string) catalog.Quote {
		return catalog.Quote{Text: text, At: catalog.Locator{Reader: "html", Path: "h1"}}
	}
	l := catalog.Listing{
		Shop: "po.co/de", Slug: "poco-x6-pro", URL: "https://www.po.co/de/product/poco-x6-pro/",
		Names:  []catalog.Quote{html("POCO X6 Pro 5G")},
		Brands: []catalog.Quote{{Text: "Xiaomi", At: catalog.Locator{Reader: "json-ld", Path: "/brand"}}},
		Specs: []catalog.SpecTable{{
			Lines: []catalog.ProductDetail{{Label: "Akku & Laden", Value: "5000 mAh"}}, Paths: []string{"td"},
			At: catalog.Locator{Reader: "html", Path: "table"},
		}},
		Rows: []catalog.Row{{
			ID:             html("4101"),
			Options:        []catalog.Option{{Axis: "color", Word: html("Gelb")}, {Axis: "size", Word: html("8GB+256GB")}},
			Titles:         []catalog.Quote{html("POCO X6 Pro 5G 12GB Iron Man Edition generalüberholt")},
			Prices:         []catalog.Quote{html("1.299,00 €")},
			ListPrices:     []catalog.Quote{{Text: "1399.9", At: catalog.Locator{Reader: "json", Path: "/market_price"}}},
			Availabilities: []catalog.Quote{html("In den Warenkorb")},
			Images:         []catalog.Quote{html("//i01.appmifile.com/a.png")},
			GTINs:          []catalog.Quote{html("6934177700000")},
		}},
	}
	_, sources := v.Variants(l, normalize.Locale{Lang: "de-DE", Currency: "EUR", Market: "de"})
	got := map[string]string{}
	for _, p := range sources {
		field := p.Field + " " + p.Raw
		if !p.Used {
			field = "- " + field
		}
		if got[field] = p.Rule; p.Rule == "" {
			t.Errorf("%s has no rule", field)
		}
	}
	const title = " POCO X6 Pro 5G 12GB Iron Man Edition generalüberholt"
	want := map[string]string{
		"availability In den Warenkorb":        "availability.csv: In den Warenkorb",
		"brand" + title:                        "products.csv: POCO X6 Pro",
		"- brand Xiaomi":                       "particles.csv: Xiaomi",
		"color Gelb":                           "colors.csv: Gelb, de",
		"color_label Gelb":                     "as it stands, spaces folded",
		"condition" + title:                    "conditions.csv: generaluberholt",
		"edition" + title:                      "editions.csv: iron man edition",
		"gtin 6934177700000":                   "as it stands, spaces folded",
		"identities 4101":                      "identity: item number",
		"identities 8GB+256GB":                 "identity: words of the options",
		"identities Gelb":                      "identity: words of the options",
		"image_link //i01.appmifile.com/a.png": "address, made absolute",
		"item_group_id poco-x6-pro":            "as it stands",
		"link " + l.URL:                        "as it stands",
		"model" + title:                        "products.csv: POCO X6 Pro",
		"network" + title:                      "products.csv: POCO X6 Pro",
		"price 1399.9":                         "price: no sign, point decimals; as programs write numbers",
		"product_detail ":                      "as it stands, spaces folded",
		"product_type" + title:                 "products.csv: POCO X6 Pro",
		"ram_gb 8GB+256GB":                     "memory: RAM and storage joined by a sign",
		"- ram_gb" + title:                     "memory: size with its unit",
		"sale_price 1.299,00 €":                "price: sign behind, point groups, comma decimals; de-DE",
		"sku 4101":                             "as it stands, spaces folded",
		"specs.battery_mah 5000 mAh":           "speclabels.csv: Akku & Laden",
		"storage_gb 8GB+256GB":                 "memory: RAM and storage joined by a sign",
		"title" + title:                        "as it stands, spaces folded",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("rules (-want +got):\n%s", d)
	}
}

// TestTitleRules: the rules by which a title alone is read; that of a field that it does not state says nothing.
func TestTitleRules(t *testing.T) {
	const unknown = "model: words behind the brand, in no row of products.csv"
	for _, tt := range []struct {
		title string
		want  normalize.Rules
	}{
		{"POCO Z9 Tablet LTE 8/256GB Black used", normalize.Rules{
			Brand: unknown, Model: unknown, ProductType: "typewords.csv: tablet", Network: "network: newest one named",
			RAM: "memory: RAM and storage joined by a sign", Storage: "memory: RAM and storage joined by a sign",
			Color: "colors.csv: Black", Condition: "conditions.csv: used",
		}},
		{"POCO X5 5G 6128GB Batman Edition", normalize.Rules{
			Brand: "products.csv: POCO X5 5G", Model: "products.csv: POCO X5 5G", ProductType: "products.csv: POCO X5 5G", Network: "products.csv: POCO X5 5G",
			RAM: "memory: RAM and storage that lost their sign", Storage: "memory: RAM and storage that lost their sign",
			Edition: `edition: words beside "Edition", in no row of editions.csv`,
		}},
		{"POCO X3 8GB 256GB Noire", normalize.Rules{
			Brand: `products.csv: POCO X3 NFC, by its name "POCO X3"`, Model: `products.csv: POCO X3 NFC, by its name "POCO X3"`,
			ProductType: `products.csv: POCO X3 NFC, by its name "POCO X3"`, Network: `products.csv: POCO X3 NFC, by its name "POCO X3"`,
			RAM: "memory: size with its unit", Storage: "memory: size with its unit", Color: "colors.csv: Noire, fr",
		}},
		{"Redmi Buds 5", normalize.Rules{Brand: unknown, Model: unknown, ProductType: "typewords.csv: buds"}},
		{"33W Xiaomi charger", normalize.Rules{Brand: "particles.csv: Xiaomi"}},
	} {
		if d := cmp.Diff(tt.want, vocabulary(t).Title(tt.title, uk).Rules); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.title, d)
		}
	}
}

// TestRulesOfOptions: what an option says is told by its axis where its words are in no table.
func TestRulesOfOptions(t *testing.T) {
	for _, tt := range []struct{ axis, word, field, want string }{
		{"color", "Iron Man Edition", "edition", "editions.csv: iron man edition"},
		{"color", "Batman Edition", "edition", `edition: words beside "Edition", in no row of editions.csv`},
		{"edition", "Zorblax", "edition", "axes.csv: name of the option"},
		{"bundle", "Redmi Buds 5", "bundle", "axes.csv: name of the option"},
	} {
		_, sources := vocabulary(t).Variants(listing(row(func(r *catalog.Row) {
			r.Options = []catalog.Option{{Axis: tt.axis, Word: at(1, "json", tt.word)}}
		})), uk)
		got := map[string]string{}
		for _, p := range sources {
			if p.Used && p.Raw == tt.word && p.Field != "identities" {
				got[p.Field] = p.Rule
			}
		}
		if d := cmp.Diff(map[string]string{tt.field: tt.want}, got); d != "" {
			t.Errorf("rules of %s %q (-want +got):\n%s", tt.axis, tt.word, d)
		}
	}
}

// TestPriceRules: the form of a price is named as it was understood.
func TestPriceRules(t *testing.T) {
	v := vocabulary(t)
	for _, tt := range []struct{ text, lang, currency, want string }{
		{"₹1,29,999", "en-IN", "INR", "price: sign before, groups of two, comma groups; en-IN"},
		{"1 299,00 €", "fr-FR", "EUR", "price: sign behind, space groups, comma decimals; fr-FR"},
		{"CHF 1'299.50", "de-CH", "", "price: sign before, apostrophe groups, point decimals; de-CH"},
		{"35€ 99", "fr-FR", "", "price: sign behind, decimals behind the sign; fr-FR"},
		{"69.990", "es-CL", "CLP", "price: no sign, point groups; es-CL"},
		{"249", "", "EUR", "price: no sign; language unknown"},
		{"GBP: 249", "en-GB", "GBP", "price: sign before; en-GB"},
		{"£ incl. VAT: 249", "en-GB", "", "price: sign elsewhere; en-GB"},
		{"249 £", "en-GB", "", "price: sign behind; en-GB"},
		{"1,234,567.50 £", "en-GB", "", "price: sign behind, comma groups, point decimals; en-GB"},
		{"2,499,000", "en-GB", "GBP", "price: no sign, comma groups; en-GB"},
	} {
		p := v.Price(tt.text, normalize.Locale{Lang: tt.lang, Currency: tt.currency})
		if p.Amount == nil || p.Rule != tt.want {
			t.Errorf("Price(%q): %v, rule %q, want %q, issues %v", tt.text, p.Amount, p.Rule, tt.want, p.Issues)
		}
	}
}
