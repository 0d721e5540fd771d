package ascii_test

import (
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape/ascii"
)

// TestBytes asks about every byte.
func TestBytes(t *testing.T) {
	const digits, space, small = "0123456789", " \t\n\r\f", "abcdefghijklmnopqrstuvwxyz"
	letters := small + strings.ToUpper(small)
	for i := range 256 {
		c := byte(i)
		for _, tt := range []struct {
			name string
			is   func(byte) bool
			of   string
		}{{"digit", ascii.IsDigit, digits}, {"space", ascii.IsSpace, space}, {"letter", ascii.IsLetter, letters}} {
			if got, want := tt.is(c), strings.IndexByte(tt.of, c) >= 0; got != want {
				t.Errorf("%q is a %s: %t", c, tt.name, got)
			}
		}
	}
	for s, want := range map[string]bool{"": false, "0": true, "0123456789": true, "1.5": false, "-1": false, "١": false} {
		if ascii.IsNumber(s) != want {
			t.Errorf("%q is a number: %t", s, !want)
		}
	}
}
