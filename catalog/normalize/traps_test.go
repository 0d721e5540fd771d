package normalize_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

// TestTraps reads the titles in which names of Poco's products are known to mislead.
func TestTraps(t *testing.T) {
	v := vocabulary(t)
	for _, c := range cases(t, "traps.txt") {
		t.Run(c.id, func(t *testing.T) {
			lang, market, _ := strings.Cut(c.locale, " ")
			got := describeFully(v.Title(c.input, normalize.Locale{Lang: strings.Trim(lang, "-"), Market: strings.Trim(market, "-")}))
			if got != c.want {
				t.Errorf("Title(%q)\n got %s\nwant %s", c.input, got, c.want)
			}
		})
	}
}

// describeFully writes all that a title says in the form of traps.txt. The brand goes without saying beside a product.
func describeFully(t normalize.Title) string {
	var out []string
	add := func(name, value string) {
		if value != "" {
			out = append(out, name+"="+value)
		}
	}
	if t.ProductType == catalog.Accessory {
		out = append(out, "accessory")
	} else if t.Brand != "POCO" || t.Name == "" {
		add("brand", t.Brand)
	}
	if t.Known {
		add("model", t.Name)
	} else {
		add("unknown", t.Name)
	}
	add("fits", strings.Join(t.Fits, ","))
	add("said", string(t.NetworkNamed))
	if t.RAM+t.Storage > 0 {
		add("memory", fmt.Sprintf("%d/%d", t.RAM, t.Storage))
	}
	add("color", t.Color)
	add("edition", t.Edition)
	add("bundle", strings.Join(t.Bundle, ","))
	add("condition", string(t.Condition))
	add("market", t.Market)
	add("sim", t.SIM)
	add("lock", t.Lock)
	add("codes", strings.Join(t.Codes, ","))
	add("unread", strings.Join(t.Rest, " "))
	codes := make([]string, len(t.Issues))
	for i, issue := range t.Issues {
		codes[i] = issue.Code
	}
	text := strings.Join(out, "; ")
	if len(codes) > 0 {
		text += " ! " + strings.Join(codes, " ")
	}
	return text
}
