package normalize_test

import (
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

// TestClean: what differs between keyboards, scripts and programs is brought to one form.
func TestClean(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"spaces of every kind", " POCO\tF6\u00a0 Pro\u2028 5G\n", "POCO F6 Pro 5G"},
		{"plain words stay", "POCO F6 Pro", "POCO F6 Pro"},
		{"plain words with spaces", "POCO  F6 ", "POCO F6"},
		{"marks of law", "POCO™ F6® © ℠", "POCO F6"},
		{"what cannot be seen", "PO\u00adCO\u200b \u200fF6\x00\x7f\x1b", "POCO F6"},
		{"no UTF-8", "POCO\xff F6", "POCO F6"},
		{"quotes and inches", "6.67″ “FHD” „AMOLED” 6.7´´", `6.67" "FHD" "AMOLED" 6.7""`},
		{"apostrophes", "l’écran ‘X7′", "l'écran 'X7'"},
		{"dashes", "C3–C31 F3—F4 M5‐M5s X6‑X7 X7−X8", "C3-C31 F3-F4 M5-M5s X6-X7 X7-X8"},
		{"forms that hold others", "X7﹘Pro ‴", "X7-Pro '''"},
		{"wide letters", "ＰＯＣＯ　Ｆ６", "POCO F6"},
		{"digits of every script", "٣٢٩ ৬৪ १२ 𝟞𝟜", "329 64 12 64"},
		{"accents apart", "E\u0301dition", "Édition"},
		{"no more than 2,048 bytes", strings.Repeat("x", 3000), strings.Repeat("x", 2048)},
		{"cut between letters", "x" + strings.Repeat("é", 2000), "x" + strings.Repeat("é", 1023)},
		{"no longer when it is clean", strings.Repeat("ﷺ", 600), strings.Repeat("صلى الله عليه وسلم", 600)[:2048]},
	} {
		if got := normalize.Clean(tt.text); got != tt.want {
			t.Errorf("%s: Clean(%.40q) = %.80q of %d bytes, want %.80q of %d", tt.name, tt.text, got, len(got), tt.want, len(tt.want))
		}
	}
}
