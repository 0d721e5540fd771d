package match_test

import (
	"testing"

	"github.com/pocomigrate/pocomigrate/mapping/match"
)

func TestValidGTIN(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"EAN-13", "6941812756553", "06941812756553"},
		{"spaces and hyphens", "6941812-75655 3", "06941812756553"},
		{"UPC-12 is the EAN with a zero", "036000291452", "00036000291452"},
		{"GTIN-14", "00036000291452", "00036000291452"},
		{"EAN-8", "73513537", "00000073513537"},
		{"wrong check digit", "6941812756554", ""},
		{"too short", "694181", ""},
		{"an item number of ten digits", "4231503107", ""},
		{"zeros are no number", "0000000000000", ""},
		{"words", "n/a", ""},
		{"other digits", "६९४१८१२७५६५५३", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := match.ValidGTIN(tt.in); got != tt.want {
				t.Errorf("ValidGTIN(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestModelCode(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"MZB07TCEU", "MZB07TCEU"},
		{"MZB0CLNeU", "MZB0CLNEU"},
		{" 2201117PG ", "2201117PG"},
		{"MZB9917IN/MZB082IIN", ""}, // two codes say nothing sure
		{"4231503107", ""},          // digits alone are a shop's own number
		{"POCOPHONE", ""},
		{"A1", ""},
		{"", ""},
	} {
		if got := match.ModelCode(tt.in); got != tt.want {
			t.Errorf("ModelCode(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func FuzzValidGTIN(f *testing.F) {
	f.Add("6941812756553")
	f.Add("7351-3537")
	f.Fuzz(func(t *testing.T, s string) {
		got := match.ValidGTIN(s)
		if got != "" && (len(got) != 14 || match.ValidGTIN(got) != got) {
			t.Errorf("ValidGTIN(%q) = %q, which is not a valid GTIN of 14 digits", s, got)
		}
	})
}
