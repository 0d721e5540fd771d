package normalize_test

import (
	"time"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

var uk = normalize.Locale{Lang: "en-GB", Currency: "GBP", Market: "uk"}

// at returns a quote read by a reader on a day of October 2024.
func at(day int, reader, text string) catalog.Quote {
	return catalog.Quote{Text: text, At: catalog.Locator{
		URL: "https://www.po.co/uk/product/poco-x6-pro/", Time: time.Date(2024, 10, day, 0, 0, 0, 0, time.UTC), Reader: reader,
	}}
}

// details takes labels and values in turn.
func details(words ...string) []catalog.ProductDetail {
	var out []catalog.ProductDetail
	for i := 0; i < len(words); i += 2 {
		out = append(out, catalog.ProductDetail{Label: words[i], Value: words[i+1]})
	}
	return out
}

func tables(day int, words ...string) []catalog.SpecTable {
	return []catalog.SpecTable{{At: at(day, "html", "").At, Lines: details(words...), Paths: make([]string, len(words)/2)}}
}

func quotes(text string) []catalog.Quote { return []catalog.Quote{at(1, "json", text)} }

func options(words ...string) []catalog.Option {
	axes := []string{"size", "color"}
	var out []catalog.Option
	for i, w := range words {
		out = append(out, catalog.Option{Axis: axes[i], Word: at(1, "json", w)})
	}
	return out
}

// listing returns the listing of the POCO X6 Pro with the given rows.
func listing(rows ...catalog.Row) catalog.Listing {
	return catalog.Listing{
		Shop:   "po.co/uk",
		Slug:   "poco-x6-pro",
		URL:    "https://www.po.co/uk/product/poco-x6-pro/",
		Names:  quotes("POCO X6 Pro 5G"),
		Brands: []catalog.Quote{at(1, "json-ld", "Xiaomi")},
		Rows:   rows,
	}
}

// x6Pro returns the variant that every case below starts from.
func x6Pro(change func(*catalog.Variant)) catalog.Variant {
	v := catalog.Variant{
		Key:         "po.co/uk#item:4101500001",
		Shop:        "po.co/uk",
		Identities:  []catalog.Identity{"item:4101500001", "opt:poco-x6-pro|8gb+256gb|black"},
		ItemGroupID: "poco-x6-pro",
		Link:        "https://www.po.co/uk/product/poco-x6-pro/",
		Title:       "POCO X6 Pro 5G 8GB+256GB Black",
		Brand:       "POCO",
		Model:       "POCO X6 Pro",
		ProductType: catalog.Phone,
		Network:     catalog.Network5G,
		RAM:         8,
		Storage:     256,
		Color:       "black",
		ColorLabel:  "Black",
		SKU:         "4101500001",
	}
	change(&v)
	return v
}

// row returns the plain row of the X6 Pro, changed.
func row(change func(*catalog.Row)) catalog.Row {
	r := catalog.Row{
		ID:      at(1, "json", "4101500001"),
		Options: options("8GB + 256GB", "Black"),
		Titles:  quotes("POCO X6 Pro 5G 8GB+256GB Black"),
	}
	change(&r)
	return r
}

func noIdentity(title string) []catalog.Issue {
	return []catalog.Issue{{
		Code:   "no_identity",
		Text:   "one of 2 rows of poco-x6-pro has neither item number nor options; check that it is a variant of its own",
		Values: []string{title},
	}}
}

func unknownModel(name string) []catalog.Issue {
	return []catalog.Issue{{
		Code: "unknown_model", Field: "model", Text: `"` + name + `" is no product line we know; add it to products.csv`, Values: []string{name},
	}}
}
