package normalize_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

// testCase is one line of a case file: id | locale | input | expected.
type testCase struct{ id, locale, input, want string }

// cases reads a case file of testdata. Lines that begin with "#" are comments.
func cases(tb testing.TB, file string) []testCase {
	tb.Helper()
	data, err := os.ReadFile("testdata/" + file)
	if err != nil {
		tb.Fatal(err)
	}
	var out []testCase
	for i, line := range strings.Split(string(data), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(line, "|")
		if len(parts) != 4 {
			tb.Fatalf("%s:%d: want four parts, have %d", file, i+1, len(parts))
		}
		for j := range parts {
			parts[j] = strings.Trim(parts[j], " ")
		}
		out = append(out, testCase{parts[0], parts[1], parts[2], parts[3]})
	}
	return out
}

func TestTitle(t *testing.T) {
	v := vocabulary(t)
	for _, c := range cases(t, "titles.txt") {
		t.Run(c.id, func(t *testing.T) {
			lang, market, _ := strings.Cut(c.locale, " ")
			got := describe(v.Title(c.input, normalize.Locale{Lang: lang, Market: market}))
			if got != c.want {
				t.Errorf("Title(%q)\n got %s\nwant %s", c.input, got, c.want)
			}
		})
	}
}

// describe writes a title in the form of titles.txt. The brand of a Poco product goes without saying.
func describe(t normalize.Title) string {
	var out []string
	add := func(name, value string) {
		if value != "" {
			out = append(out, name+"="+value)
		}
	}
	if t.Brand != "POCO" {
		add("brand", t.Brand)
	}
	if t.Known {
		add("model", t.Model)
	} else {
		add("unknown", t.Model)
	}
	add("type", string(t.ProductType))
	add("fits", strings.Join(t.Fits, ","))
	add("network", string(t.Network))
	if t.RAM+t.Storage > 0 {
		add("memory", fmt.Sprintf("%d/%d", t.RAM, t.Storage))
	}
	if t.ColorLabel != "" {
		out = append(out, fmt.Sprintf("color=%s %q", t.Color, t.ColorLabel))
	}
	add("edition", t.Edition)
	add("bundle", strings.Join(t.Bundle, ","))
	add("condition", string(t.Condition))
	add("rest", strings.Join(t.Rest, " "))
	return strings.Join(out, "; ")
}

func TestMemory(t *testing.T) {
	v := vocabulary(t)
	for _, c := range cases(t, "memory.txt") {
		t.Run(c.id, func(t *testing.T) {
			ram, storage, ok := v.Memory(c.input)
			got := fmt.Sprintf("%d/%d", ram, storage)
			if !ok {
				got = "-"
			}
			if got != c.want {
				t.Errorf("Memory(%q) = %s, want %s", c.input, got, c.want)
			}
		})
	}
}

func TestPrice(t *testing.T) {
	v := vocabulary(t)
	for _, c := range cases(t, "prices.txt") {
		t.Run(c.id, func(t *testing.T) {
			lang, currency, _ := strings.Cut(c.locale, " ")
			p := v.Price(c.input, normalize.Locale{Lang: lang, Currency: strings.Trim(currency, "-")})
			got := p.Amount.String()
			switch {
			case len(p.Issues) > 0:
				got += "!"
			case got == "":
				got = "-"
			}
			if got != c.want {
				t.Errorf("Price(%q) = %s, want %s; issues %v", c.input, got, c.want, p.Issues)
			}
		})
	}
}

func TestColor(t *testing.T) {
	v := vocabulary(t)
	for _, c := range cases(t, "colors.txt") {
		t.Run(c.id, func(t *testing.T) {
			got, ok := v.Color(c.input, strings.Trim(c.locale, "-"))
			if !ok {
				got = "-"
			}
			if got != c.want {
				t.Errorf("Color(%q) = %s, want %s", c.input, got, c.want)
			}
		})
	}
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
