package normalize_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

func TestReadPrice(t *testing.T) {
	v := vocabulary(t)
	for _, c := range cases(t, "amounts.txt") {
		t.Run(c.id, func(t *testing.T) {
			got := describePrice(v.ReadPrice(c.input, priceLocale(c.locale)))
			if got != c.want {
				t.Errorf("ReadPrice(%q, %s) = %s, want %s", c.input, c.locale, got, c.want)
			}
		})
	}
}

// TestReadPriceSideBySide checks that readings do not disturb each other.
func TestReadPriceSideBySide(t *testing.T) {
	v := vocabulary(t)
	list := cases(t, "amounts.txt")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for _, c := range list {
				if got := describePrice(v.ReadPrice(c.input, priceLocale(c.locale))); got != c.want {
					t.Errorf("ReadPrice(%q) = %s, want %s", c.input, got, c.want)
				}
			}
		})
	}
	wg.Wait()
}

// TestPriceIssues: a doubt about a price says what it concerns, and the words that it is about as they stand.
func TestPriceIssues(t *testing.T) {
	for text, want := range map[string][]catalog.Issue{
		"10:30 x5":   {{Code: "price_unclear", Field: "amount", Text: "the price holds numbers that are no amount of money", Values: []string{"10", "30", "5"}}},
		"£5 - £9.50": {{Code: "price_range", Field: "amount", Text: "the price is a range; its lower end is given", Values: []string{"5", "9.50"}}},
		"£5, £9 or £7": {
			{Code: "price_several", Field: "amount", Text: "the price holds several numbers", Values: []string{"5", "9", "7"}},
			{Code: "price_words", Field: "amount", Text: "the price holds words that belong to no price", Values: []string{"or"}},
		},
		"$5 EUR":   {{Code: "currency_conflict", Field: "currency", Text: "the price names two currencies", Values: []string{"$", "EUR"}}},
		"£34.9925": {{Code: "price_decimals", Field: "amount", Text: "the price has more decimals than its currency", Values: []string{"34.9925", "GBP", "2"}}},
	} {
		if d := cmp.Diff(want, vocabulary(t).ReadPrice(text, normalize.Locale{Lang: "en"}).Issues); d != "" {
			t.Errorf("%s (-want +got):\n%s", text, d)
		}
	}
}

// TestPriceReadingHas: what a reader of other prices asks of a doubtful one.
func TestPriceReadingHas(t *testing.T) {
	r := vocabulary(t).ReadPrice("From £299 - £349", normalize.Locale{Lang: "en-GB"})
	for _, tt := range []struct {
		codes []string
		want  bool
	}{
		{[]string{"price_range"}, true},
		{[]string{"price_damaged", "price_from"}, true},
		{[]string{"price_damaged"}, false},
		{nil, false},
	} {
		if got := r.Has(tt.codes...); got != tt.want {
			t.Errorf("Has(%q) = %t, want %t; issues %v", tt.codes, got, tt.want, r.Issues)
		}
	}
}

// TestReadPriceIsBounded: a text holds no more than 2,048 bytes.
func TestReadPriceIsBounded(t *testing.T) {
	v := vocabulary(t)
	for n, want := range map[int]string{2044: "299 GBP", 2048: "-"} {
		if got := describePrice(v.ReadPrice(strings.Repeat(" ", n-1)+"£299", normalize.Locale{Lang: "en-GB"})); got != want {
			t.Errorf("a price behind %d spaces is %s, want %s", n-1, got, want)
		}
	}
}

// TestPriceLabel: what words beside an amount say about it; the first of them that say anything decide.
func TestPriceLabel(t *testing.T) {
	v := vocabulary(t)
	for text, want := range map[string]string{
		"RRP":                     "list",
		"Was:":                    "was",
		"jetzt nur":               "now",
		"Price, was":              "was",
		"statt, jetzt":            "was",
		"à partir de":             "from",
		"Zorblax free shipping €": "shipping",
		"inkl. MwSt.":             "",
		"Was 349":                 "", // an amount of its own
		"349 was":                 "",
		"":                        "",
	} {
		if got := v.PriceLabel(text); got != want {
			t.Errorf("PriceLabel(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestDecimalSign checks that a stated decimal sign decides what a lone sign does.
func TestDecimalSign(t *testing.T) {
	v := vocabulary(t)
	for _, tt := range []struct{ sign, text, want string }{
		{".", "140.000", "140.000"},
		{",", "140.000", "140000"},
		{",", "140,000", "140.000"},
		{"€", "1250€600", "1250.600"},
		{"€", "35€ 9", "35.9"},
	} {
		if got := v.ReadPrice(tt.text, normalize.Locale{Lang: "en-GB", Currency: "EUR", Decimal: tt.sign}); got.Amount != tt.want || len(got.Issues) > 0 {
			t.Errorf("ReadPrice(%q) with the decimal sign %q = %v, want %s", tt.text, tt.sign, got, tt.want)
		}
	}
}

// priceLocale reads "de-DE EUR", with "-" for what is not known.
func priceLocale(s string) normalize.Locale {
	lang, currency, _ := strings.Cut(s, " ")
	known := func(s string) string {
		if s == "-" {
			return ""
		}
		return s
	}
	return normalize.Locale{Lang: known(lang), Currency: known(currency)}
}

// describePrice writes a reading in the form of amounts.txt.
func describePrice(r normalize.PriceReading) string {
	out := strings.TrimSpace(r.Amount + " " + r.Currency)
	for i, issue := range r.Issues {
		if i == 0 {
			out = strings.TrimSpace(out + " !")
		}
		out += " " + issue.Code
	}
	if out == "" {
		return "-"
	}
	return out
}

// FuzzReadPrice checks that an amount is a plain decimal of bounded length and has a form, that a reading does not depend on what was read
// before, and that what was read clearly is read alike from the form in which we print it.
func FuzzReadPrice(f *testing.F) {
	for _, s := range []string{
		"£1,299", "1.299,00 €", "₹1,29,999", "94,,99 €", "35€ 99", "12⁹⁹ €", "Was $5 Now $4", "5-6 €", "50:-", ".75", "1 2 3", "$5 €",
		"9999999999999999.99", "\u200f١٢٣ ج.م", "½", "-", "0", "1\x002\xff3", "Rs.", "R$ 1.500,00 sem juros", "ｆｒｅｅ",
	} {
		f.Add(s, "en-GB", "")
		f.Add(s, "", "Price in "+s)
	}
	v := vocabulary(f)
	f.Fuzz(func(t *testing.T, s, lang, currency string) {
		loc := normalize.Locale{Lang: lang, Currency: currency}
		got := v.ReadPrice(s, loc)
		if len(got.Amount) > 20 || strings.Trim(got.Amount, "-.0123456789") != "" || strings.Count(got.Amount, ".") > 1 {
			t.Errorf("ReadPrice(%q) = amount %q", s, got.Amount)
		}
		if diff := cmp.Diff(got, v.ReadPrice(s, loc)); diff != "" {
			t.Errorf("ReadPrice(%q) read twice:\n%s", s, diff)
		}
		if got.Amount == "" && got.Form != 0 {
			t.Errorf("ReadPrice(%q) states no amount, in the form %s", s, got.Form)
		}
		if got.Amount == "" || len(got.Issues) > 0 {
			return
		}
		again := v.ReadPrice(got.Amount+" "+got.Currency, normalize.Locale{Decimal: "."})
		if again.Amount != got.Amount || again.Currency != got.Currency {
			t.Errorf("ReadPrice(%q) = %q %q, and of that %q %q", s, got.Amount, got.Currency, again.Amount, again.Currency)
		}
	})
}

// BenchmarkFiguresPrices reads the texts of amounts.txt. The promise is 500,000 a second on one core: under 2 µs each.
func BenchmarkFiguresPrices(b *testing.B) {
	v := vocabulary(b)
	var inputs []testCase
	var locales []normalize.Locale
	for _, c := range cases(b, "amounts.txt") {
		inputs = append(inputs, c)
		locales = append(locales, priceLocale(c.locale))
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		v.ReadPrice(inputs[i].input, locales[i])
		i = (i + 1) % len(inputs)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "prices/s")
}
