package vote_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
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
		{site.Currency, claim.FromText, "EUR, with all of the taxes", false, ""},
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

// TestCurrencyOfPrices: the currency that the surest claim names says what a sign in a price stands for, unless the profile says.
func TestCurrencyOfPrices(t *testing.T) {
	words := vocabulary(t)
	for _, tt := range []struct {
		known string
		said  map[string]float64
		want  string
	}{
		{"", nil, "1299"},
		{"", map[string]float64{"KWD": 0.9, "EUR": 0.5, "a currency": 1}, "1.299"},
		{"", map[string]float64{"KWD": 0.5, "EUR": 0.9}, "1299"},
		{"EUR", map[string]float64{"KWD": 0.9}, "1299"},
	} {
		for _, first := range []string{"KWD", "EUR"} {
			var c claim.Claims
			for _, code := range []string{first, map[string]string{"KWD": "EUR", "EUR": "KWD"}[first], "a currency"} {
				if weight, ok := tt.said[code]; ok {
					c.Add(claim.Claim{Field: site.Currency, Reader: claim.FromJSONLD, Text: code, Weight: weight})
				}
			}
			c.Add(claim.Claim{Field: site.Price, Reader: claim.FromText, Text: "1.299", Weight: 0.6})
			vote.Understand(&c, words, normalize.Locale{Lang: "de", Currency: tt.known}, "")
			if got := c.Of(site.Price)[0].Value; got != tt.want {
				t.Errorf("1.299 with %q and %v, first %s, is %s, want %s", tt.known, tt.said, first, got, tt.want)
			}
		}
	}
}

// TestImagesOfNoPage: where the page has no address, an address without a scheme is one of the web.
func TestImagesOfNoPage(t *testing.T) {
	var c claim.Claims
	c.Add(claim.Claim{Field: site.Image, Text: "//cdn.example/1.jpg", Weight: 1})
	vote.Understand(&c, vocabulary(t), normalize.Locale{}, "")
	if got := c.Of(site.Image)[0].Value; got != "https://cdn.example/1.jpg" {
		t.Errorf("the image is %s", got)
	}
}

// TestCentsAreSettled: a whole number of a script counts cents where another source states the price that it then is, and only
// there.
func TestCentsAreSettled(t *testing.T) {
	words := vocabulary(t)
	for _, tt := range []struct {
		reader, text string
		minor        bool
		seen, want   string
	}{
		{claim.FromState, "500", false, "5.00", "5.00"},
		{claim.FromState, "500", false, "500", "500"},
		{claim.FromState, "500", false, "7.00", "500"},
		{claim.FromState, "50000", true, "5.00", "500.00"}, // counted already
		{claim.FromState, "50", false, "0.50", "50"},
		{claim.FromJSONLD, "500", false, "5.00", "500"},
	} {
		var c claim.Claims
		c.Add(claim.Claim{Field: site.Price, Reader: tt.reader, Text: tt.text, Minor: tt.minor, Weight: 0.7})
		c.Add(claim.Claim{Field: site.Price, Reader: claim.FromText, Text: tt.seen, Weight: 0.6})
		vote.Understand(&c, words, normalize.Locale{}, "")
		if got := c.Of(site.Price)[0].Value; got != tt.want {
			t.Errorf("%s of %s beside %s is %s, want %s", tt.text, tt.reader, tt.seen, got, tt.want)
		}
	}
}

// TestIssue: what two sources say is told in an order of its own, so that which of them is followed changes no issue's values.
func TestIssue(t *testing.T) {
	for _, sure := range []string{"Lamp", "Table"} {
		var c claim.Claims
		for _, name := range []string{"Table", "Lamp"} {
			n := claim.Claim{Field: site.Name, Reader: claim.FromText, Text: name, Weight: 0.6, At: &tree.Value{Kind: tree.Scalar, Inside: "the " + name}}
			if name == sure {
				n.Reader, n.Weight = claim.FromJSONLD, 0.9
			}
			c.Add(n)
		}
		vote.Understand(&c, vocabulary(t), normalize.Locale{}, "")
		b := vote.Count(&c, site.Name)
		issue, ok := b.Issue(&element.Paths{})
		other := map[string]string{"Lamp": "Table", "Table": "Lamp"}[sure]
		want := catalog.Issue{
			Code: "name_conflict", Field: "name", Values: []string{"Lamp", "Table"},
			Text: fmt.Sprintf("json-ld at the %[1]s says %[1]q, html at the %[2]s says %[2]q; look at the page", sure, other),
		}
		if d := cmp.Diff(want, issue); d != "" || !ok {
			t.Errorf("where %s is sure (-want +got):\n%s", sure, d)
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
