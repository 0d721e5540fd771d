package catalog_test

import (
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
)

func TestGTIN(t *testing.T) {
	for code, want := range map[string]string{
		"6941812756553":   "06941812756553",
		"694181-2756553":  "06941812756553",
		"036000291452":    "00036000291452",
		"96385074":        "00000096385074",
		"16941812756550":  "16941812756550",
		"6941812756554":   "", // check digit
		"694181275655":    "", // the last digit lost
		"69418127565531":  "",
		"36000291452":     "", // 11 digits: a spreadsheet took the zero in front
		"0036000291452":   "00036000291452",
		"000036000291452": "", // 15 digits
		"96385074x":       "",
		"EAN 96385074":    "",
		"6.94181E+12":     "",
		"0000000000000":   "",
		"":                "",
	} {
		if got := catalog.GTIN14(code); got != want {
			t.Errorf("GTIN14(%q) = %q, want %q", code, got, want)
		}
	}
}

func TestRestrictedGTIN(t *testing.T) {
	for _, code := range []string{"", "2000000000008", "96385074"} { // not as GTIN14 writes them
		if got := catalog.RestrictedGTIN(code); got != "" {
			t.Errorf("RestrictedGTIN(%q) = %q, want nothing said", code, got)
		}
	}
	const company, coupon, carton, same = "company", "coupon", "carton", "one digit"
	for code, want := range map[string]string{
		"6941812756553": "", "036000291452": "", "96385074": "", "0690123456787": "", "9799999999990": "", "9850000000002": "",
		"2000000000008": company, "2999999999991": company, "0200000000004": company, "0400000000008": company, "20000004": company, "00000123": company,
		"0500000000005": coupon, "9810000000006": coupon, "9840000000003": coupon, "9900000000004": coupon,
		"16941812756550": carton, "4444444444444": same,
	} {
		full := catalog.GTIN14(code)
		if full == "" {
			t.Errorf("%s is no GTIN", code)
			continue
		}
		got := catalog.RestrictedGTIN(full)
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("RestrictedGTIN(%s) = %q, want %q", code, got, want)
		}
	}
}
