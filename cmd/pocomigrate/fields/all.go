package fields

import (
	"slices"
	"strconv"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

// all returns every field that export knows.
func all() []Field { return slices.Concat(named, understood, offered, specified, detailed) }

// named are what the shop calls the variant.
var named = []Field{
	text("key", func(v *catalog.Variant) string { return string(v.Key) }),
	text("shop", func(v *catalog.Variant) string { return string(v.Shop) }),
	text("market", func(v *catalog.Variant) string { return v.Market }),
	list("identities", func(v *catalog.Variant) []string { return plain(v.Identities) }),
	text("item_group_id", func(v *catalog.Variant) string { return v.ItemGroupID }),
	text("link", func(v *catalog.Variant) string { return v.Link }),
	text("title", func(v *catalog.Variant) string { return v.Title }),
	text("name", func(v *catalog.Variant) string { return v.Title }),
}

// understood are what the variant is, in one vocabulary for all shops, and its codes.
var understood = []Field{
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
}

// offered are of the newest offer.
var offered = []Field{
	amount("price", func(o catalog.Offer) *catalog.Money { return o.Price }),
	amount("sale_price", func(o catalog.Offer) *catalog.Money { return o.SalePrice }),
	text("currency", func(v *catalog.Variant) string {
		if price := newestOffer(v).Price; price != nil {
			return price.Currency
		}
		return ""
	}),
	text("availability", func(v *catalog.Variant) string { return string(newestOffer(v).Availability) }),
}

// specified are what we read in the shop's specification table.
var specified = []Field{
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
}

// detailed are that table in the shop's own words.
var detailed = []Field{
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

func text(name string, value func(*catalog.Variant) string) Field {
	return Field{name, func(v *catalog.Variant, _ func(string) int) any { return known(value(v)) }}
}

func count(name string, value func(*catalog.Variant) int) Field {
	return Field{name, func(v *catalog.Variant, _ func(string) int) any { return known(value(v)) }}
}

func measure(name string, value func(*catalog.Variant) float64) Field {
	return Field{name, func(v *catalog.Variant, _ func(string) int) any { return known(value(v)) }}
}

func list(name string, value func(*catalog.Variant) []string) Field {
	return Field{name, func(v *catalog.Variant, _ func(string) int) any {
		if words := value(v); len(words) > 0 {
			return words
		}
		return nil
	}}
}

func amount(name string, value func(catalog.Offer) *catalog.Money) Field {
	return Field{name, func(v *catalog.Variant, digits func(string) int) any {
		return known(decimal(digits, value(newestOffer(v))))
	}}
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
