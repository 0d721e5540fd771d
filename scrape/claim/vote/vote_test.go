package vote_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/scrape/claim"
	"github.com/pocomigrate/pocomigrate/scrape/claim/vote"
	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/tree"
)

func vocabulary(tb testing.TB) *normalize.Vocabulary {
	tb.Helper()
	words, err := normalize.Load(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return words
}

// TestUnderstand says what the text of one claim means, by what source it is of.
func TestUnderstand(t *testing.T) {
	words := vocabulary(t)
	for _, tt := range []struct {
		field        site.Field
		reader, text string
		minor        bool
		want         string
	}{
		{site.Price, claim.FromJSONLD, "1299.5", false, "1299.50"},
		{site.Price, claim.FromJSONLD, "1299.000", false, "1299"},
		{site.Price, claim.FromText, "1.299,00 €", false, "1299.00"},
		{site.Price, claim.FromState, "129900", true, "1299.00"},
		{site.Price, claim.FromState, "5", true, "0.05"},
		{site.Price, claim.FromJSONLD, "0.00", false, ""},
		{site.Price, claim.FromJSONLD, "-5", false, ""},
		{site.Price, claim.FromText, "on request", false, ""},
		{site.Currency, claim.FromJSONLD, "eur", false, "EUR"},
		{site.Currency, claim.FromText, "€", false, "EUR"},
		{site.Currency, claim.FromText, "$", false, ""},
		{site.Currency, claim.FromText, "a currency of some kind or other", false, ""},
		{site.GTIN, claim.FromJSONLD, "4 006381-333931", false, "4006381333931"},
		{site.GTIN, claim.FromJSONLD, "4006381333932", false, ""},
		{site.Availability, claim.FromJSONLD, "https://schema.org/InStock", false, "in_stock"},
		{site.Availability, claim.FromText, "perhaps", false, ""},
		{site.Image, claim.FromJSONLD, "/1.jpg", false, "https://shop.example/1.jpg"},
		{site.Image, claim.FromJSONLD, "data:image/gif;base64,R0", false, ""},
		{site.SKU, claim.FromText, "SKU: AB  12", false, "AB 12"},
		{site.SKU, claim.FromText, "AB:12", false, "AB:12"},
		{site.SKU, claim.FromState, "null", false, ""},
		{site.SKU, claim.FromState, "https://shop.example/p", false, ""},
		{site.Name, claim.FromText, " POCO \n F6 ", false, "POCO F6"},
	} {
		var c claim.Claims
		c.Add(claim.Claim{Field: tt.field, Reader: tt.reader, Text: tt.text, Minor: tt.minor, Weight: 1})
		vote.Understand(&c, words, normalize.Locale{}, "https://shop.example/p")
		if got := c.Of(tt.field)[0]; got.Value != tt.want || (got.Doubt != "") != (tt.field == site.GTIN && tt.want == "") {
			t.Errorf("%s %q of %s is %q, doubt %q, want %q", tt.field, tt.text, tt.reader, got.Value, got.Doubt, tt.want)
		}
	}
}

// TestNumbersOfPrograms: in data for machines a point is the decimal point, whatever the language of the shop.
func TestNumbersOfPrograms(t *testing.T) {
	words := vocabulary(t)
	for reader, want := range map[string]string{claim.FromJSONLD: "1.299", claim.FromText: "1299"} {
		var c claim.Claims
		c.Add(claim.Claim{Field: site.Price, Reader: reader, Text: "1.299", Weight: 1})
		vote.Understand(&c, words, normalize.Locale{Lang: "de-DE"}, "")
		if got := c.Of(site.Price)[0].Value; got != want {
			t.Errorf("1.299 of %s is %s, want %s", reader, got, want)
		}
	}
}

// TestCentsAreSettled: a whole number of a script counts cents where another source states the price that it then is, and only
// there.
func TestCentsAreSettled(t *testing.T) {
	words := vocabulary(t)
	for _, tt := range []struct{ seen, want string }{{"5.00", "5.00"}, {"500", "500"}, {"7.00", "500"}} {
		var c claim.Claims
		c.Add(claim.Claim{Field: site.Price, Reader: claim.FromState, Text: "500", Weight: 0.7})
		c.Add(claim.Claim{Field: site.Price, Reader: claim.FromText, Text: tt.seen, Weight: 0.6})
		vote.Understand(&c, words, normalize.Locale{}, "")
		if got := c.Of(site.Price)[0].Value; got != tt.want {
			t.Errorf("500 beside %s is %s, want %s", tt.seen, got, tt.want)
		}
	}
}

// said is one claim about a field as a test writes it.
type said struct {
	reader, value string
	weight        float64
}

func TestCount(t *testing.T) {
	for _, tt := range []struct {
		name       string
		field      site.Field
		said       []said
		value      string
		confidence float64
		issue      string
	}{
		{"one source", site.Price, []said{{claim.FromText, "5.00", 0.6}}, "5.00", 0.6, ""},
		{"two that agree", site.Price, []said{{claim.FromText, "5.00", 0.5}, {claim.FromState, "5", 0.6}}, "5", 0.8, ""},
		{"one source says it twice", site.Price, []said{{claim.FromText, "5", 0.5}, {claim.FromText, "5", 0.4}}, "5", 0.5, ""},
		{"two agree against one", site.Price, []said{{claim.FromJSONLD, "6", 0.7}, {claim.FromText, "5", 0.6}, {claim.FromState, "5", 0.6}}, "5", 0.84, "price_conflict"},
		{"a profile against two", site.Price, []said{{claim.FromJSONLD, "6", 0.9}, {claim.FromMicrodata, "6", 0.9}, {claim.FromProfile, "5", 0.5}}, "5", 0.5, "price_conflict"},
		{"one that is hardly believed", site.Price, []said{{claim.FromJSONLD, "6", 0.9}, {claim.FromText, "5", 0.4}}, "6", 0.9, ""},
		{"a guess", site.Price, []said{{claim.FromText, "5", 0.29}}, "", 0, ""},
		{"none", site.Price, nil, "", 0, ""},
		{"nothing understood", site.Price, []said{{claim.FromText, "", 0.9}}, "", 0, ""},
		{"never sure", site.Price, []said{{claim.FromJSONLD, "5", 0.95}, {claim.FromMicrodata, "5", 0.95}}, "5", 0.99, ""},
		{"a longer name", site.Name, []said{{claim.FromJSONLD, "Lamp", 0.9}, {claim.FromText, "Lamp red", 0.6}}, "Lamp", 0.9, ""},
		{"another name", site.Name, []said{{claim.FromJSONLD, "Lamp", 0.9}, {claim.FromText, "Table", 0.6}}, "Lamp", 0.9, "name_conflict"},
		{"names in other letters", site.Name, []said{{claim.FromJSONLD, "Lamp 5-S", 0.5}, {claim.FromText, "LAMP 5 s", 0.5}}, "Lamp 5-S", 0.75, ""},
		{"images", site.Image, []said{{claim.FromJSONLD, "https://a/1.jpg?w=1", 0.5}, {claim.FromText, "https://b/1.jpg", 0.5}, {claim.FromState, "2.jpg", 0.7}}, "https://a/1.jpg?w=1", 0.75, ""},
		{"numbers", site.SKU, []said{{claim.FromJSONLD, "AB", 0.9}, {claim.FromText, "ab", 0.5}}, "AB", 0.95, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var c claim.Claims
			for i, s := range tt.said {
				c.Add(claim.Claim{Field: tt.field, Reader: s.reader, Text: fmt.Sprint("text ", i), Weight: s.weight, At: &tree.Value{Kind: tree.Scalar, Inside: "x"}})
			}
			i := 0
			for n := range c.All() {
				n.Value = tt.said[i].value
				i++
			}
			b := vote.Count(&c, tt.field)
			value, confidence := "", 0.0
			if best := b.Best(); best != nil {
				value, confidence = best.Value, best.Confidence
			}
			if value != tt.value || math.Abs(confidence-tt.confidence) > 1e-9 {
				t.Errorf("the vote is %q, %v, want %q, %v", value, confidence, tt.value, tt.confidence)
			}
			issue, _ := b.Issue(&element.Paths{})
			if d := cmp.Diff(tt.issue, issue.Code); d != "" {
				t.Errorf("issue (-want +got):\n%s%+v", d, issue)
			}
		})
	}
}
