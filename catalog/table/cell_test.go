package table_test

import (
	"math"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

func TestCellString(t *testing.T) {
	evening := time.Date(2024, time.November, 3, 23, 30, 0, 0, time.FixedZone("", -3600))
	tests := []struct {
		name string
		cell table.Cell
		want string
	}{
		{"empty", table.Cell{}, ""},
		{"no words", table.TextCell(""), ""},
		{"a code keeps its zeros", table.TextCell("0690123456789"), "0690123456789"},
		{"count", table.IntegerCell(-3), "-3"},
		{"measure", table.DecimalCell(6.7, 2), "6.70"},
		{"no measure", table.DecimalCell(math.NaN(), 2), ""},
		{"share", table.PercentCell(0.9731), "97.3%"},
		{"no share", table.PercentCell(math.Inf(1)), ""},
		{"pounds", table.MoneyCell(32900, "GBP", 2), "329.00 GBP"},
		{"pence", table.MoneyCell(5, "GBP", 2), "0.05 GBP"},
		{"refund", table.MoneyCell(-5, "GBP", 2), "-0.05 GBP"},
		{"yen have no minor unit", table.MoneyCell(32900, "JPY", 0), "32900 JPY"},
		{"dinars have three digits", table.MoneyCell(1234567, "KWD", 3), "1234.567 KWD"},
		{"least amount", table.MoneyCell(math.MinInt64, "EUR", 2), "-92233720368547758.08 EUR"},
		{"day in UTC", table.DateCell(evening), "2024-11-04"},
		{"no day", table.DateCell(time.Time{}), ""},
		{"link", table.LinkCell("https://www.po.co/uk/", "old page"), "https://www.po.co/uk/"},
		{"link without an address", table.LinkCell("", "old page"), "old page"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.cell.String(); got != tt.want {
				t.Errorf("String() = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestEmptyValuesAreEmptyCells(t *testing.T) {
	for name, c := range map[string]table.Cell{
		"text": table.TextCell(""), "date": table.DateCell(time.Time{}), "link": table.LinkCell("", ""), "percent": table.PercentCell(math.NaN()),
	} {
		if c != (table.Cell{}) {
			t.Errorf("%s: %+v, want the zero Cell", name, c)
		}
	}
}
