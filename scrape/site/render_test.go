package site_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// withRender returns the built-in profile of poco.in with another render rule for its product pages.
func withRender(t *testing.T, rule string) (*site.Shops, error) {
	t.Helper()
	const start, end = `"render": {
        "selector": "h1.pdp-title",
        "response": "poco.in/api/product/{slug}"
      }`, `"render": `
	profile, err := os.ReadFile("shops/poco.in.json")
	if err != nil {
		t.Fatal(err)
	}
	text := string(profile)
	if !strings.Contains(text, start) {
		t.Fatal("the profile of poco.in has another render rule")
	}
	return site.Load(fstest.MapFS{"poco.in.json": {Data: []byte(strings.Replace(text, start, end+rule, 1))}})
}

func TestRenderRefusals(t *testing.T) {
	for _, tt := range []struct{ name, rule, want string }{
		{"as it is", `{"selector":"h1.pdp-title","response":"poco.in/api/product/{slug}"}`, ""},
		{"a selector", `{"selector":"h1, .gone"}`, ""},
		{"a response", `{"response":"poco.in/api/product/{slug}"}`, ""},
		{"clicks", `{"selector":"h1","more":"button","clicks":100}`, ""},
		{"nothing", `{}`, "it waits for nothing"},
		{"scrolling alone", `{"scroll":true}`, "it waits for nothing"},
		{"selector", `{"selector":"h1["}`, `selector "h1["`},
		{"button", `{"selector":"h1","more":"b[","clicks":1}`, `selector "b["`},
		{"an address nobody reads", `{"response":"poco.in/api/price/{slug}"}`, `response "poco.in/api/price/{slug}": no page rule`},
		{"clicks on nothing", `{"selector":"h1","clicks":1}`, "clicks 1"},
		{"a button that is not clicked", `{"selector":"h1","more":"b"}`, "clicks 0"},
		{"clicks without end", `{"selector":"h1","more":"b","clicks":101}`, "clicks 101"},
		{"clicks below none", `{"selector":"h1","more":"b","clicks":-1}`, "clicks -1"},
		{"a word that is not known", `{"selector":"h1","wait":5}`, `unknown field "wait"`},
		{"a pattern that is none", `{"response":"/api/{slug}"}`, "must begin with a host"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := withRender(t, tt.rule)
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("error = %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestRenderWaitsForItsOwnAnswer(t *testing.T) {
	shops := load(t)
	_, page, ok := shops.Place("https://poco.in/product/poco-f6")
	if !ok || page.Rule.Render == nil {
		t.Fatal("product pages of poco.in need no browser")
	}
	for url, want := range map[string]bool{
		"https://poco.in/api/product/poco-f6":   true,
		"https://poco.in/api/product/poco-c65":  false,
		"https://poco.in/product/poco-f6":       false,
		"https://mi.com/api/product/poco-f6":    false,
		"https://poco.in/api/product/poco-f6/x": false,
	} {
		if got := page.Rule.Render.WaitsFor(url, page); got != want {
			t.Errorf("WaitsFor(%q) = %v, want %v", url, got, want)
		}
	}
	_, home, ok := shops.Place("https://poco.in")
	if !ok || home.Rule.Render == nil || home.Rule.Render.WaitsFor("https://poco.in/api/product/poco-f6", home) {
		t.Error("the front page of poco.in waits for the answer of a product")
	}
}
