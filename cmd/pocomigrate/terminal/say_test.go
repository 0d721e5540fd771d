package terminal

import "testing"

func TestHanging(t *testing.T) {
	for _, tt := range []struct {
		line    string
		columns int
		want    string
	}{
		{"pocomigrate: all of it fits", 40, "pocomigrate: all of it fits"},
		{"pocomigrate: no terminal breaks what is longer than it", 0, "pocomigrate: no terminal breaks what is longer than it"},
		{"pocomigrate: a line that goes on", 26, "pocomigrate: a line that\n               goes on"},
		{"pocomigrate: found     500 variants of 107 products", 38, "pocomigrate: found     500 variants of\n                       107 products"},
		{"pocomigrate: https://www.po.co/uk/product/poco-f6/: gone", 30, "pocomigrate: https://www.po.co/uk/product/poco-f6/:\n               gone"},
		{"pocomigrate: https://www.po.co/uk/product/poco-f6/", 30, "pocomigrate: https://www.po.co/uk/product/poco-f6/"},
		{"pocomigrate: größer kürzer", 19, "pocomigrate: größer\n               kürzer"},
	} {
		if got := hanging(tt.line, tt.columns); got != tt.want {
			t.Errorf("hanging(%q, %d) = %q, want %q", tt.line, tt.columns, got, tt.want)
		}
	}
}
