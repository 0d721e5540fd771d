package xlsx

import (
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// numberFormat returns Excel's format code of a cell's kind, "" for text.
func numberFormat(c table.Cell) string {
	switch c.Kind {
	case table.Integer:
		return "#,##0"
	case table.Decimal:
		return "0" + decimals(c.Digits)
	case table.Percent:
		return "0" + decimals(c.Digits) + "%"
	case table.Money:
		return moneyFormat(c.Currency, c.Digits)
	case table.Date:
		return "yyyy\\-mm\\-dd"
	default:
		return ""
	}
}

func decimals(digits int) string {
	if digits == 0 {
		return ""
	}
	return "." + strings.Repeat("0", min(digits, 30)) // 30: Excel's limit
}

// moneyFormat writes an amount as the currency's own region does; any other currency shows its code. The number after the
// sign is Windows' language number ([MS-LCID]), which tells programs what the sign stands for.
func moneyFormat(currency string, digits int) string {
	amount := "#,##0" + decimals(digits)
	switch currency {
	case "GBP":
		return "[$£-809]" + amount
	case "EUR":
		return amount + " [$€-2]"
	case "USD":
		return "[$$-409]" + amount
	case "INR":
		return rupees(decimals(digits))
	default:
		return amount + ` [$` + code(currency) + `]`
	}
}

// rupees groups digits in lakh and crore, 1,29,99,999.00: a format may hold two conditions, enough up to 99 crore.
func rupees(decimals string) string {
	const sign = "[$₹-4009] "
	return "[>=10000000]" + sign + `##\,##\,##\,##0` + decimals +
		";[>=100000]" + sign + `##\,##\,##0` + decimals +
		";" + sign + "#,##0" + decimals
}

// code keeps the letters of a currency code, so that no odd word can break a format.
func code(currency string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ToUpper(currency))
}
