package site_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// TestParts says of two layouts what they describe, within what, and where it is looked for.
func TestParts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{"listing", `{"each": "li", "slug": [{"at": "a", "attr": "href"}], "links": [{"at": "a"}, {"at": "li[data-x]", "attr": "data-x", "json": "/url"}],
			"product": {"price": [{"at": "b"}, {"query": "p"}], "name": [{"at": "a"}]}}`, []string{
			"each in everything: [li]",
			"slug in each: [a@href]",
			"links in everything: [a li[data-x]@data-x!/url]",
			"name in slug: [a]",
			"price in slug: [b ?p]",
		}},
		{"detail", `{"product": {"name": [{"at": "/n"}]}, "specs": [{"each": "/s/*"}, {"texts": ["/a", "/b"]}],
			"rows": [{"each": "/r/*", "fields": {"id": [{"at": "/i"}]}, "options": [{"table": "/t/*"}, {"at": "/o"}]}, {"each": "/q/*", "options": [{"at": "/p"}]}]}`, []string{
			"name in everything: [/n]",
			"specs in everything: [/s/* /a /b]",
			"rows in everything: [/r/* /q/*]",
			"rows.id in rows.rows: [/i]",
			"rows.options in rows.rows: [/t/* /o]",
			"rows(2).options in rows(2).rows: [/p]",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := &site.Layout{}
			if err := json.Unmarshal([]byte(tt.text), l); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range l.Parts() {
				in := "everything"
				if within, ok := l.Within(p); ok {
					in = within.String()
				}
				got = append(got, fmt.Sprintf("%s in %s: %v", p, in, l.Expressions(p)))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("parts differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestBuiltInLayoutsAreTold holds every part of the built-in layouts to having a place.
func TestBuiltInLayoutsAreTold(t *testing.T) {
	t.Parallel()
	for _, p := range load(t).All() {
		if p.File == "" || !p.BuiltIn {
			t.Errorf("profile %s: file %q, built in: %v", p.ID, p.File, p.BuiltIn)
		}
		for _, rule := range p.Pages {
			for _, l := range rule.Readers() {
				if l.File != "layouts/"+l.Name+".json" || !l.BuiltIn || len(l.Parts()) == 0 {
					t.Errorf("layout %s: file %q, built in: %v, parts %v", l.Name, l.File, l.BuiltIn, l.Parts())
				}
				for _, part := range l.Parts() {
					if len(l.Expressions(part)) == 0 {
						t.Errorf("layout %s: %s is looked for nowhere", l.Name, part)
					}
				}
			}
		}
	}
}

// TestOmits tells pages that a profile leaves out from those that it knows nothing of.
func TestOmits(t *testing.T) {
	t.Parallel()
	p, _ := load(t).Shop("po.co/uk")
	for url, want := range map[string]bool{
		"https://po.co/uk/product/poco-x-series": true,
		"https://po.co/uk/product/poco-x6":       false,
		"https://po.co/uk/service/x-series":      false,
	} {
		if got := p.Omits(url); got != want {
			t.Errorf("Omits(%q) = %v, want %v", url, got, want)
		}
	}
}
