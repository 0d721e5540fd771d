package redirecttest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/mapping/redirect"
	"github.com/pocomigrate/pocomigrate/mapping/redirect/redirecttest"
)

// TestShops: what tests may rely on, address by address: what it is to the old shops, and what to the new ones.
func TestShops(t *testing.T) {
	for address, want := range map[string]string{
		"https://www.po.co/uk/":                             "po.co/uk: po.co/uk uk home; uk home old",
		"https://po.co/uk/product/a/":                       "po.co/uk/product/a: po.co/uk uk product a; uk product old",
		"https://po.co/de/product/a/specs":                  "po.co/de/product/a/specs: po.co/de de specs a; de specs old",
		"https://po.co/de/product/a/buy?x=1&gid=7&y=2":      "po.co/de/product/a/buy?gid=7: po.co/de de buy a item 7; de buy old",
		"https://po.co/uk/product/f-series?from=mail":       "po.co/uk/product/f-series: po.co/uk uk series; uk series old",
		"https://po.co/uk/service/help":                     "po.co/uk/service/help: po.co/uk uk support; uk support old",
		"https://po.co/uk/legal/terms":                      "po.co/uk/legal/terms: po.co/uk uk legal; uk legal old",
		"https://po.co/uk/odd":                              "po.co/uk/odd: po.co/uk uk other; uk other old",
		"https://poco.in/":                                  "poco.in: poco.in in home open; in home old",
		"https://poco.in/product/a":                         "poco.in/product/a: poco.in in product a open; in product old",
		"https://po.co/es/product/a?gid=1":                  "po.co/es/product/a: no_shop; old",
		"https://po.co/uk/site.css?v=1":                     "po.co/uk/site.css: furniture; old",
		"https://example.com/a?b=c":                         "example.com/a?b=c: foreign; old",
		"pocostore://product/a":                             "pocostore://product/a: no_page; old",
		"https://www.mi.com/uk/":                            "mi.com/uk: foreign; uk home new",
		"https://www.mi.com/uk/poco/":                       "mi.com/uk/poco: foreign; uk listing new",
		"https://www.mi.com/de/errors/404":                  "mi.com/de/errors/404: foreign; de error new",
		"https://www.mi.com/de/product/a/specs/":            "mi.com/de/product/a/specs: foreign; de specs new",
		"https://www.mi.com/de/product/a/":                  "mi.com/de/product/a: foreign; de product new",
		"https://www.mi.com/uk/contact/":                    "mi.com/uk/contact: foreign; uk new",
		"https://www.mi.com/":                               "mi.com: foreign; old",
		"https://www.mi.com/uk/product/a/?utm_source=poco#": "mi.com/uk/product/a?utm_source=poco: foreign; uk product new",
	} {
		var s redirecttest.Shops
		page, reason := s.Old(address)
		words := []string{string(page.Shop), page.Region, string(page.Kind), page.Slug}
		if page.Item != "" {
			words = append(words, "item "+page.Item)
		}
		if page.Open {
			words = append(words, "open")
		}
		region, kind, isNew := s.Place(address)
		age := "old"
		if isNew {
			age = "new"
		}
		got := fmt.Sprintf("%s: %s; %s", strings.TrimPrefix(page.Address.URL(), "https://"), joined(append(words, string(reason))), joined([]string{region, string(kind), age}))
		if got != want {
			t.Errorf("%s is %q, want %q", address, got, want)
		}
	}
}

// joined puts those of the words that say something beside one another.
func joined(words []string) string {
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

func TestNewShops(t *testing.T) {
	var s redirecttest.Shops
	got, ok := s.New("po.co/uk", "")
	want := redirect.NewShop{
		ID: "mi.com/uk", Region: "uk", Home: "https://www.mi.com/uk/", Hub: "https://www.mi.com/uk/poco/", Specs: "https://www.mi.com/uk/product/{slug}/specs/",
	}
	if d := cmp.Diff(want, got); d != "" || !ok {
		t.Errorf("where po.co/uk moves, %v (-want +got):\n%s", ok, d)
	}
	if got, ok := s.New("mi.com/uk", ""); ok || got != (redirect.NewShop{}) {
		t.Errorf("a new shop moves to %+v, %v", got, ok)
	}
}
