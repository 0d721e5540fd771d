package catalog

import (
	"cmp"
	"fmt"
	"iter"
	"strconv"
	"strings"
)

// String returns the amount in minor units and the code, "129900 EUR". It is meant for comparing and for logs; package
// catalog/normalize knows how many of the digits are minor ones.
func (m *Money) String() string {
	if m == nil {
		return ""
	}
	return strconv.FormatInt(m.Amount, 10) + " " + m.Currency
}

// RecordKind names the kind of record a variant is to a diff.
func (v Variant) RecordKind() string { return "variant" }

// RecordKey returns the variant's key.
func (v Variant) RecordKey() string { return string(v.Key) }

// RecordIdentities returns every identity by which a variant can be found again when its key has changed. Each is
// prefixed with shop and market, since item numbers are not known to be unique across regions.
func (v Variant) RecordIdentities() []string {
	out := make([]string, len(v.Identities))
	for i, id := range v.Identities {
		out[i] = string(NewKey(v.Shop, v.Market, id))
	}
	return out
}

// RecordTitle returns the words that name the variant to a person, without its shop.
func (v Variant) RecordTitle() string {
	parts := []string{v.RecordSubject()}
	if v.Edition != "" {
		parts = append(parts, v.Edition)
	}
	if m := v.Memory(); m != "" {
		parts = append(parts, m)
	}
	if v.ColorLabel != "" {
		parts = append(parts, v.ColorLabel)
	}
	return strings.Join(parts, " ")
}

// RecordGroup returns the shop that the variant belongs to.
func (v Variant) RecordGroup() string { return string(v.Shop) }

// RecordSubject returns the product that the variant is one of: its model, or its title where that is unknown.
func (v Variant) RecordSubject() string { return cmp.Or(v.Model, v.Title) }

// Memory returns RAM and storage as people write them: "8/256", "16/1TB", storage alone as "256 GB" or "1 TB", RAM alone as
// "8 GB RAM", or "".
func (v Variant) Memory() string {
	storage, unit := v.Storage, "GB"
	if storage >= 1024 && storage%1024 == 0 {
		storage, unit = storage/1024, "TB"
	}
	switch {
	case v.RAM > 0 && unit == "TB":
		return fmt.Sprintf("%d/%dTB", v.RAM, storage)
	case v.RAM > 0 && storage > 0:
		return fmt.Sprintf("%d/%d", v.RAM, storage)
	case storage > 0:
		return fmt.Sprintf("%d %s", storage, unit)
	case v.RAM > 0:
		return fmt.Sprintf("%d GB RAM", v.RAM)
	}
	return ""
}

// DetailField begins the names of the record fields of the shop's specification table: "product_detail.Battery".
const DetailField = "product_detail."

// RecordFields yields the fields that a diff compares, by their names on disk, in a fixed order. Absent ones are left out.
// Each label of the shop's specification table is a field of its own behind [DetailField]: a line that moved is no change.
func (v Variant) RecordFields() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, f := range v.fields() {
			if f[1] != "" && !yield(f[0], f[1]) {
				return
			}
		}
		for label, value := range v.DetailsByLabel() {
			if value != "" && !yield(DetailField+label, value) {
				return
			}
		}
	}
}

// DetailsByLabel yields each label of the shop's specification table once, where it first stands. The values of a label
// that stands on several lines are joined by "; ", equal ones as often as the table has them.
func (v Variant) DetailsByLabel() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		first := make(map[string]int, len(v.ProductDetails)) // where each label stands first
		values := map[string][]string{}                      // of the labels that stand on several lines
		for i, d := range v.ProductDetails {
			at, known := first[d.Label]
			if !known {
				first[d.Label] = i
				continue
			}
			if values[d.Label] == nil {
				values[d.Label] = []string{v.ProductDetails[at].Value}
			}
			values[d.Label] = append(values[d.Label], d.Value)
		}
		for i, d := range v.ProductDetails {
			if first[d.Label] != i {
				continue
			}
			if lines := values[d.Label]; lines != nil {
				d.Value = strings.Join(lines, "; ")
			}
			if !yield(d.Label, d.Value) {
				return
			}
		}
	}
}

func (v Variant) fields() [][2]string {
	fields := [][2]string{
		{"title", v.Title},
		{"brand", v.Brand},
		{"model", v.Model},
		{"product_type", string(v.ProductType)},
		{"fits", strings.Join(v.Fits, "; ")},
		{"network", string(v.Network)},
		{"ram_gb", number(v.RAM)},
		{"storage_gb", number(v.Storage)},
		{"color", v.Color},
		{"color_label", v.ColorLabel},
		{"edition", v.Edition},
		{"bundle", strings.Join(v.Bundle, "; ")},
		{"condition", string(v.Condition)},
		{"sku", v.SKU},
		{"gtin", v.GTIN},
		{"mpn", v.MPN},
		{"link", v.Link},
		{"image_link", v.ImageLink},
		{"specs.chipset", v.Specs.Chipset},
		{"specs.display_in", number(v.Specs.DisplayIn)},
		{"specs.battery_mah", number(v.Specs.BatteryMAh)},
		{"specs.charging_w", number(v.Specs.ChargingW)},
		{"specs.camera_mp", number(v.Specs.CameraMP)},
		{"specs.resolution", v.Specs.Resolution},
		{"specs.refresh_hz", number(v.Specs.RefreshHz)},
		{"specs.cameras", v.Specs.Cameras},
		{"specs.front_camera_mp", number(v.Specs.SelfieMP)},
		{"specs.height_mm", number(v.Specs.HeightMM)},
		{"specs.width_mm", number(v.Specs.WidthMM)},
		{"specs.depth_mm", number(v.Specs.DepthMM)},
		{"specs.weight_g", number(v.Specs.WeightG)},
		{"specs.os", v.Specs.OS},
		{"specs.water_resistance", v.Specs.Water},
	}
	for i, o := range v.Offers {
		// The first offer's fields have the plain names of the Merchant specification.
		prefix := ""
		if i > 0 {
			prefix = "offer" + strconv.Itoa(i+1) + "."
		}
		fields = append(
			fields,
			[2]string{prefix + "price", o.Price.String()},
			[2]string{prefix + "sale_price", o.SalePrice.String()},
			[2]string{prefix + "availability", string(o.Availability)},
		)
	}
	return fields
}

// number writes a number, and nothing for the zero that stands for unknown.
func number[N int | float64](n N) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(n), 'f', -1, 64)
}
