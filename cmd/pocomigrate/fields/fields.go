// Package fields is what export can write of a variant, field by field, for CSV and for JSON lines.
package fields

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
)

// Field is one of the fields of a variant that export writes under --fields.
type Field struct {
	Name string
	// value returns a string, an int, a float64, a []string, a []catalog.ProductDetail or a byLabel; nil where nobody
	// stated the field.
	value func(v *catalog.Variant, digits func(currency string) int) any
}

// byLabel is a specification table of which each label stands once.
type byLabel iter.Seq2[string, string]

// Help says in the help of export what the fields are; every field that export knows is named in it.
const Help = `--fields names fields of the variants, in the order in which they are written:

  key, shop, market, identities, item_group_id, link, title, brand, model, product_type, fits, network, ram_gb,
  storage_gb, color, color_label, edition, bundle, condition, sku, gtin, mpn, image_link, product_detail
                    as they stand in variants.jsonl
  name              the title, under the name that schema.org has for it
  price, sale_price, currency, availability
                    of the newest offer; amounts are decimal numbers in text, "1299.00"
  chipset, display_in, resolution, refresh_hz, battery_mah, charging_w, camera_mp, cameras, front_camera_mp,
  height_mm, width_mm, depth_mm, weight_g, os, water_resistance
                    what we read in the shop's specification table
  specs             that table in the shop's own words: an object with a member for each label, in the table's order;
                    where a label has several lines, their values are joined by "; "

A field that nobody stated is left out of its JSON line, and is an empty cell in CSV. With csv --table, --fields names
columns of the sheet by their headings.`

// all returns every field that export knows.
func all() []Field {
	text := func(name string, value func(*catalog.Variant) string) Field {
		return Field{name, func(v *catalog.Variant, _ func(string) int) any { return known(value(v)) }}
	}
	count := func(name string, value func(*catalog.Variant) int) Field {
		return Field{name, func(v *catalog.Variant, _ func(string) int) any { return known(value(v)) }}
	}
	measure := func(name string, value func(*catalog.Variant) float64) Field {
		return Field{name, func(v *catalog.Variant, _ func(string) int) any { return known(value(v)) }}
	}
	list := func(name string, value func(*catalog.Variant) []string) Field {
		return Field{name, func(v *catalog.Variant, _ func(string) int) any {
			if words := value(v); len(words) > 0 {
				return words
			}
			return nil
		}}
	}
	title := func(v *catalog.Variant) string { return v.Title }
	return []Field{
		text("key", func(v *catalog.Variant) string { return string(v.Key) }),
		text("shop", func(v *catalog.Variant) string { return string(v.Shop) }),
		text("market", func(v *catalog.Variant) string { return v.Market }),
		list("identities", func(v *catalog.Variant) []string { return plain(v.Identities) }),
		text("item_group_id", func(v *catalog.Variant) string { return v.ItemGroupID }),
		text("link", func(v *catalog.Variant) string { return v.Link }),
		text("title", title),
		text("name", title),
		text("brand", func(v *catalog.Variant) string { return v.Brand }),
		text("model", func(v *catalog.Variant) string { return v.Model }),
		text("product_type", func(v *catalog.Variant) string { return string(v.ProductType) }),
		list("fits", func(v *catalog.Variant) []string { return v.Fits }),
		text("network", func(v *catalog.Variant) string { return string(v.Network) }),
		count("ram_gb", func(v *catalog.Variant) int { return v.RAM }),
		count("storage_gb", func(v *catalog.Variant) int { return v.Storage }),
		text("color", func(v *catalog.Variant) string { return v.Color }),
		text("color_label", func(v *catalog.Variant) string { return v.ColorLabel }),
		text("edition", func(v *catalog.Variant) string { return v.Edition }),
		list("bundle", func(v *catalog.Variant) []string { return v.Bundle }),
		text("condition", func(v *catalog.Variant) string { return string(v.Condition) }),
		text("sku", func(v *catalog.Variant) string { return v.SKU }),
		text("gtin", func(v *catalog.Variant) string { return v.GTIN }),
		text("mpn", func(v *catalog.Variant) string { return v.MPN }),
		text("image_link", func(v *catalog.Variant) string { return v.ImageLink }),
		{"price", func(v *catalog.Variant, digits func(currency string) int) any {
			return known(decimal(digits, newestOffer(v).Price))
		}},
		{"sale_price", func(v *catalog.Variant, digits func(currency string) int) any {
			return known(decimal(digits, newestOffer(v).SalePrice))
		}},
		text("currency", func(v *catalog.Variant) string {
			if price := newestOffer(v).Price; price != nil {
				return price.Currency
			}
			return ""
		}),
		text("availability", func(v *catalog.Variant) string { return string(newestOffer(v).Availability) }),
		text("chipset", func(v *catalog.Variant) string { return v.Specs.Chipset }),
		measure("display_in", func(v *catalog.Variant) float64 { return v.Specs.DisplayIn }),
		text("resolution", func(v *catalog.Variant) string { return v.Specs.Resolution }),
		count("refresh_hz", func(v *catalog.Variant) int { return v.Specs.RefreshHz }),
		count("battery_mah", func(v *catalog.Variant) int { return v.Specs.BatteryMAh }),
		count("charging_w", func(v *catalog.Variant) int { return v.Specs.ChargingW }),
		count("camera_mp", func(v *catalog.Variant) int { return v.Specs.CameraMP }),
		text("cameras", func(v *catalog.Variant) string { return v.Specs.Cameras }),
		count("front_camera_mp", func(v *catalog.Variant) int { return v.Specs.SelfieMP }),
		measure("height_mm", func(v *catalog.Variant) float64 { return v.Specs.HeightMM }),
		measure("width_mm", func(v *catalog.Variant) float64 { return v.Specs.WidthMM }),
		measure("depth_mm", func(v *catalog.Variant) float64 { return v.Specs.DepthMM }),
		measure("weight_g", func(v *catalog.Variant) float64 { return v.Specs.WeightG }),
		text("os", func(v *catalog.Variant) string { return v.Specs.OS }),
		text("water_resistance", func(v *catalog.Variant) string { return v.Specs.Water }),
		{"specs", func(v *catalog.Variant, _ func(string) int) any {
			if len(v.ProductDetails) == 0 {
				return nil
			}
			return byLabel(v.DetailsByLabel())
		}},
		{"product_detail", func(v *catalog.Variant, _ func(string) int) any {
			if len(v.ProductDetails) == 0 {
				return nil
			}
			return v.ProductDetails
		}},
	}
}

// known returns a value, or nil for the zero that stands for "not stated".
func known[T comparable](value T) any {
	var zero T
	if value == zero {
		return nil
	}
	return value
}

// plain returns names as plain text.
func plain[T ~string](names []T) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = string(name)
	}
	return out
}

// newestOffer is the zero offer where there is none.
func newestOffer(v *catalog.Variant) catalog.Offer {
	if len(v.Offers) == 0 {
		return catalog.Offer{}
	}
	return v.Offers[0]
}

// decimal writes an amount as a decimal number, "" where there is none.
func decimal(digits func(currency string) int, m *catalog.Money) string {
	if m == nil {
		return ""
	}
	if m.Amount < 0 {
		return "-" + normalize.Decimal(strconv.FormatInt(m.Amount, 10)[1:], digits(m.Currency))
	}
	return normalize.Decimal(strconv.FormatInt(m.Amount, 10), digits(m.Currency))
}

// Chosen returns the fields of these names, in their order. A name that there is not, or that stands there twice, is an error.
func Chosen(names []string) ([]Field, error) {
	all := all()
	var out []Field
	for i, name := range names {
		at := slices.IndexFunc(all, func(f Field) bool { return f.Name == name })
		if at < 0 {
			return nil, unknownField(name)
		}
		if slices.Contains(names[:i], name) {
			return nil, fmt.Errorf("--fields: %s is named twice", name)
		}
		out = append(out, all[at])
	}
	return out, nil
}

func unknownField(name string) error {
	return hint.Add(fmt.Errorf("--fields: there is no field %q", name), hint.OneOf(name, Names()))
}

// Names returns the names of all fields, always in one order.
func Names() []string {
	all := all()
	names := make([]string, len(all))
	for i, f := range all {
		names[i] = f.Name
	}
	return names
}

// Cell returns a value as people read it in a spreadsheet. Digits returns how many minor digits a currency has.
func (f Field) Cell(v *catalog.Variant, digits func(currency string) int) table.Cell {
	switch value := f.value(v, digits).(type) {
	case string:
		return table.TextCell(value)
	case int:
		return table.IntegerCell(value)
	case float64:
		return table.TextCell(strconv.FormatFloat(value, 'f', -1, 64))
	case []string:
		return table.TextCell(strings.Join(value, "; "))
	case []catalog.ProductDetail:
		var lines []string
		for _, d := range value {
			lines = append(lines, d.Label+": "+d.Value)
		}
		return table.TextCell(strings.Join(lines, "\n"))
	case byLabel:
		var lines []string
		for label, words := range value {
			lines = append(lines, label+": "+words)
		}
		return table.TextCell(strings.Join(lines, "\n"))
	}
	return table.Cell{}
}
