package site_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape/site"
)

func TestPatternMatch(t *testing.T) {
	for _, tt := range []struct{ name, pattern, address, want string }{
		{"slug", "po.co/uk/product/{slug}", "https://po.co/uk/product/poco-f6", "map[slug:poco-f6]"},
		{"one element only", "po.co/uk/product/{slug}", "https://po.co/uk/product/poco-f6/specs", "no"},
		{"no element less", "po.co/uk/product/{slug}", "https://po.co/uk/product", "no"},
		{"front page", "po.co", "https://po.co", "map[]"},
		{"two names", "app/{market}/p/{slug}", "https://app/de/p/poco-f6", "map[market:de slug:poco-f6]"},
		{"parameter", "go/detail?tag={slug}", "https://go/detail?from=pc&tag=poco-f6", "map[slug:poco-f6]"},
		{"parameter of a value", "go/list?tag=poco", "https://go/list?tag=xiaomi", "no"},
		{"parameter missing", "go/detail?tag={slug}", "https://go/detail?from=pc", "no"},
		{"parameter empty", "go/detail?tag={slug}", "https://go/detail?tag=", "no"},
		{"parameter twice: the first", "go/detail?tag={slug}", "https://go/detail?tag=a&tag=b", "map[slug:a]"},
		{"capitals are no slug", "po.co/{slug}", "https://po.co/POCO", "no"},
		{"an escape is no slug", "po.co/{slug}", "https://po.co/poco%2Ff6", "no"},
		{"dots are no slug", "po.co/{slug}", "https://po.co/..", "no"},
		{"empty elements count", "api/index//0", "https://api/index//0", "map[]"},
		{"another host", "po.co/{slug}", "https://po.co.example.com/poco-f6", "no"},
		{"a port is another host", "po.co/{slug}", "https://po.co:8443/poco-f6", "no"},
		{"no address", "po.co", "%zz", "no"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := site.ParsePattern(tt.pattern)
			if err != nil {
				t.Fatal(err)
			}
			got := "no"
			if values, ok := p.Match(tt.address); ok {
				got = fmt.Sprint(values)
			}
			if got != tt.want {
				t.Errorf("Match(%q) of %q = %s, want %s", tt.address, tt.pattern, got, tt.want)
			}
			again, err := json.Marshal(p)
			if want := fmt.Sprintf("%q", tt.pattern); err != nil || string(again) != want {
				t.Errorf("as JSON %s, %v, want %s", again, err, want)
			}
		})
	}
}

func TestPatternRefusals(t *testing.T) {
	for _, text := range []string{"", "/uk", "{slug}/uk", "po.co?tag"} {
		if _, err := site.ParsePattern(text); err == nil {
			t.Errorf("ParsePattern(%q) is accepted", text)
		}
	}
}

func TestClean(t *testing.T) {
	flag := map[string]string{"true": "out_of_stock", "false": "in_stock"}
	for _, tt := range []struct {
		name       string
		rule       site.Rule
		text, want string
	}{
		{"as it is", site.Rule{}, "  POCO F6 ", "POCO F6"},
		{"cut at the last", site.Rule{Cut: []string{" | "}}, "POCO F6 | 5G | Xiaomi", "POCO F6 | 5G"},
		{"cut one after the other", site.Rule{Cut: []string{" | ", " - POCO"}}, "POCO F6 - POCO UK | Shop", "POCO F6"},
		{"nothing to cut", site.Rule{Cut: []string{" | "}}, "POCO F6", "POCO F6"},
		{"all is cut", site.Rule{Cut: []string{"POCO"}}, "POCO F6", ""},
		{"drop in front only", site.Rule{Drop: []string{"Buy "}}, "Buy POCO Buy F6", "POCO Buy F6"},
		{"drop behind spaces", site.Rule{Drop: []string{"Buy "}}, "\n Buy POCO F6", "POCO F6"},
		{"a flag", site.Rule{Words: flag}, " false\n", "in_stock"},
		{"a flag that is not listed", site.Rule{Words: flag}, "maybe", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.rule.Clean(tt.text); got != tt.want {
				t.Errorf("Clean(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}
