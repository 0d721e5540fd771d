package normalize_test

import (
	"testing"
)

// TestWritten: people read money with its point, where the currency says where that stands.
func TestWritten(t *testing.T) {
	words := vocabulary(t)
	for _, tt := range []struct{ field, raw, want string }{
		{"price", "19900 GBP", "199.00 GBP"},
		{"sale_price", "5 EUR", "0.05 EUR"},
		{"offer2.price", "69990 CLP", "69990 CLP"},
		{"price", "19900 XXX", "19900 XXX"},
		{"price", "1.99 GBP", "1.99 GBP"},
		{"price", "-199 GBP", "-199 GBP"},
		{"price", "", ""},
		{"title", "19900 GBP", "19900 GBP"},
	} {
		if got := words.Written(tt.field, tt.raw); got != tt.want {
			t.Errorf("Written(%s, %q) = %q, want %q", tt.field, tt.raw, got, tt.want)
		}
	}
}
