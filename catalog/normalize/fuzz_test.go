package normalize_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

// FuzzClean checks that cleaning is bounded and that cleaning twice changes nothing.
func FuzzClean(f *testing.F) {
	for _, s := range []string{"POCO™ F6 Pro", "1\u202f299,00\u00a0€", "６４ＧＢ", "٣٢٩", "e\u0301\u0327", "½ GB", "\xff\xfe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := normalize.Clean(s)
		if twice := normalize.Clean(once); twice != once {
			t.Errorf("Clean(%q) = %q, cleaned again %q", s, once, twice)
		}
		if len(once) > 2048 {
			t.Errorf("Clean of %d bytes returned %d", len(s), len(once))
		}
	})
}

// FuzzTitle checks what holds of every title: a known model has its brand, cleaned words mean the same as the shop's,
// and nothing longer than the input comes out.
func FuzzTitle(f *testing.F) {
	for _, s := range []string{
		"POCO X6 Pro 5G 12GB+512GB Black + Redmi Buds 5", "Case for POCO X7 / X7 Pro", "POCO F3 Pro", "Édition Iron Man",
		"POCO F5 ProSmartphone+Kopfhörer", "+ with (", "poco", "POCO X6 Pro+", "for Xiaomi", "\u0301 + \u0301", "8/", "GB+GB",
	} {
		f.Add(s, "en-GB", "uk")
	}
	v := vocabulary(f)
	f.Fuzz(func(t *testing.T, s, lang, market string) {
		loc := normalize.Locale{Lang: lang, Market: market}
		got := v.Title(s, loc)
		if got.Known && (got.Brand != "POCO" || got.Model == "") {
			t.Errorf("Title(%q): known model %q of brand %q", s, got.Model, got.Brand)
		}
		if got.Color != "" && got.ColorLabel == "" {
			t.Errorf("Title(%q): colour %q without a label", s, got.Color)
		}
		if diff := cmp.Diff(got, v.Title(normalize.Clean(s), loc)); diff != "" {
			t.Errorf("Title(%q) differs from that of its cleaned form:\n%s", s, diff)
		}
		for _, w := range got.Rest {
			if !strings.Contains(normalize.Clean(s), w) {
				t.Errorf("Title(%q): rest %q is not in it", s, w)
			}
		}
	})
}

// FuzzPrice checks that a price is positive, in a known currency, and never comes with an issue.
func FuzzPrice(f *testing.F) {
	for _, s := range []string{"£1,299", "1.299,00 €", "₹1,29,999", "94,,99 €", "-", "Rs. 20,999/-", "9999999999999999.99", "0", "1 2 3", "$5 €"} {
		f.Add(s, "GBP")
	}
	v := vocabulary(f)
	f.Fuzz(func(t *testing.T, s, currency string) {
		p := v.Price(s, normalize.Locale{Currency: currency})
		if p.Amount == nil {
			return
		}
		if p.Amount.Amount <= 0 {
			t.Errorf("Price(%q) = %v", s, p.Amount)
		}
		if _, ok := v.MinorDigits(p.Amount.Currency); !ok {
			t.Errorf("Price(%q): unknown currency %q", s, p.Amount.Currency)
		}
		if len(p.Issues) > 0 {
			t.Errorf("Price(%q) = %v with issues %v", s, p.Amount, p.Issues)
		}
	})
}

// FuzzMemory checks that sizes are plausible ones and are read alike from the form in which we print them.
func FuzzMemory(f *testing.F) {
	for _, s := range []string{"8GB+256GB", "256GB 8RAM", "16+1TB", "8/", "1To", "64 + 8 + 2 MP", "٨/٢٥٦"} {
		f.Add(s)
	}
	v := vocabulary(f)
	f.Fuzz(func(t *testing.T, s string) {
		ram, storage, ok := v.Memory(s)
		if ok != (ram > 0 || storage > 0) || ram < 0 || ram > 24 || storage < 0 || storage > 2048 {
			t.Errorf("Memory(%q) = %d, %d, %t", s, ram, storage, ok)
		}
		if ram == 0 || storage == 0 {
			return
		}
		again, storageAgain, _ := v.Memory(number(ram) + "/" + number(storage))
		if again != ram || storageAgain != storage {
			t.Errorf("Memory(%q) = %d/%d, and of that %d/%d", s, ram, storage, again, storageAgain)
		}
	})
}
