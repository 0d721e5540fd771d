package review

import (
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/table"
)

type variant = *catalog.Variant

// catalogueSheets list every variant of every shop with all its fields.
func (x *index) catalogueSheets() []table.Sheet {
	rows := make([]variant, len(x.Variants))
	for i := range x.Variants {
		rows[i] = &x.Variants[i]
	}
	fields := slices.Concat(naming(), describing(), x.selling(), specifying(), tracing())
	parts := divide(SheetCatalogue, rows, x.most(), func(v variant) catalog.ShopID { return v.Shop })
	return sheets(parts, func(name string, rows []variant) table.Sheet {
		s := table.Streamed(name, fields, rows)
		s.Notes = []string{"Every variant of old and new shops as it was read. An empty cell means that no captured page states the value." + forReading}
		s.Frozen = 2
		return s
	})
}

func naming() []table.Field[variant] {
	return []table.Field[variant]{
		text("Shop", 20, func(v variant) string { return place{v.Shop, v.Market}.String() }),
		text("Title", 40, func(v variant) string { return v.Title }),
		text("Brand", 9, func(v variant) string { return v.Brand }),
		text("Model", 22, func(v variant) string { return v.Model }),
		text("Product type", 12, func(v variant) string { return string(v.ProductType) }),
	}
}

func describing() []table.Field[variant] {
	return []table.Field[variant]{
		text("Network", 10, func(v variant) string { return string(v.Network) }),
		count("RAM (GB)", func(v variant) int { return v.RAM }),
		count("Storage (GB)", func(v variant) int { return v.Storage }),
		text("Colour", 11, func(v variant) string { return v.Color }),
		text("Colour name", 18, func(v variant) string { return v.ColorLabel }),
		text("Edition", 18, func(v variant) string { return v.Edition }),
		text("Sold with", 18, func(v variant) string { return strings.Join(v.Bundle, "; ") }),
		text("Made for", 18, func(v variant) string { return strings.Join(v.Fits, "; ") }),
		text("Condition", 11, func(v variant) string { return string(v.Condition) }),
	}
}

func (x *index) selling() []table.Field[variant] {
	return []table.Field[variant]{
		text("Availability", 13, func(v variant) string { return plain(string(offer(v).Availability)) }),
		cell("Price", 14, func(v variant) table.Cell { return x.money(offer(v).Price) }),
		cell("Sale price", 14, func(v variant) table.Cell { return x.money(offer(v).SalePrice) }),
		cell("Price captured", 14, func(v variant) table.Cell { return table.DateCell(x.priceDate(v)) }),
		count("Further offers", func(v variant) int { return max(len(v.Offers)-1, 0) }),
		text("SKU", 14, func(v variant) string { return v.SKU }),
		text("GTIN", 15, func(v variant) string { return v.GTIN }),
		text("MPN", 15, func(v variant) string { return v.MPN }),
	}
}

func specifying() []table.Field[variant] {
	return []table.Field[variant]{
		text("Chipset", 24, func(v variant) string { return v.Specs.Chipset }),
		cell("Display (in)", 10, func(v variant) table.Cell {
			if v.Specs.DisplayIn == 0 {
				return table.Cell{}
			}
			return table.DecimalCell(v.Specs.DisplayIn, 2)
		}),
		count("Refresh (Hz)", func(v variant) int { return v.Specs.RefreshHz }),
		count("Battery (mAh)", func(v variant) int { return v.Specs.BatteryMAh }),
		count("Charging (W)", func(v variant) int { return v.Specs.ChargingW }),
		count("Camera (MP)", func(v variant) int { return v.Specs.CameraMP }),
		cell("Weight (g)", 10, func(v variant) table.Cell {
			if v.Specs.WeightG == 0 {
				return table.Cell{}
			}
			return table.DecimalCell(v.Specs.WeightG, 1)
		}),
	}
}

func tracing() []table.Field[variant] {
	return []table.Field[variant]{
		text("Page name", 22, func(v variant) string { return v.ItemGroupID }),
		cell("Page", 40, func(v variant) table.Cell { return table.LinkCell(v.Link, address(v.Link)) }),
		cell("Image", 40, func(v variant) table.Cell { return table.LinkCell(v.ImageLink, address(v.ImageLink)) }),
		count("Issues", func(v variant) int { return len(v.Issues) }),
		text("Identities", 40, func(v variant) string {
			words := make([]string, len(v.Identities))
			for i, id := range v.Identities {
				words[i] = string(id)
			}
			return strings.Join(words, "; ")
		}),
		forProgram(text("Key", 34, func(v variant) string { return string(v.Key) })),
	}
}

// count makes a field of whole numbers, empty where the number is unknown.
func count(header string, number func(variant) int) table.Field[variant] {
	return cell(header, 11, func(v variant) table.Cell {
		if n := number(v); n != 0 {
			return table.IntegerCell(n)
		}
		return table.Cell{}
	})
}
