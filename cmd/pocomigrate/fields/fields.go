// Package fields is what export can write of a variant, field by field, for CSV and for JSON lines.
package fields

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
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

// Chosen returns the fields of these names, in their order. A name that there is not, or that stands there twice, is an error.
func Chosen(names []string) ([]Field, error) {
	fields := all()
	var out []Field
	for i, name := range names {
		at := slices.IndexFunc(fields, func(f Field) bool { return f.Name == name })
		if at < 0 {
			return nil, unknownField(name)
		}
		if slices.Contains(names[:i], name) {
			return nil, fmt.Errorf("--fields: %s is named twice", name)
		}
		out = append(out, fields[at])
	}
	return out, nil
}

func unknownField(name string) error {
	return hint.Add(fmt.Errorf("--fields: there is no field %q", name), hint.OneOf(name, Names()))
}

// Names returns the names of all fields, always in one order.
func Names() []string {
	fields := all()
	names := make([]string, len(fields))
	for i, f := range fields {
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
