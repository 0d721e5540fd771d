package catalog_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pocomigrate/pocomigrate/catalog"
)

const c75Key = catalog.Key("po.co/uk#item:1")

// statements are the provenance of one variant: two captures, words that speak for several fields, and some not used.
func statements() []catalog.Provenance {
	page := catalog.Locator{Archive: "a.wacz", Record: "urn:uuid:1", URL: "https://www.po.co/uk/", Time: time.Unix(0, 0).UTC(), Reader: "html", Path: "h1"}
	data := catalog.Locator{Archive: "a.wacz", Record: "urn:uuid:2", URL: "https://go.buy.po.co/", Time: time.Unix(9, 0).UTC(), Reader: "json", Path: "/name"}
	price := data
	price.Path = "/price"
	return []catalog.Provenance{
		{Key: c75Key, Field: "color", Raw: "POCO C75 Black", Used: true, Rule: "colors.csv: Black", At: page},
		{Key: c75Key, Field: "link", Raw: "https://www.po.co/uk/", Used: true, At: catalog.Locator{URL: "https://www.po.co/uk/", Reader: "url"}},
		{Key: c75Key, Field: "price", Raw: "99", Used: true, Rule: "price: no sign; en-GB", At: price},
		{Key: c75Key, Field: "price", Raw: "109", Used: false, At: price},
		{Key: c75Key, Field: "product_detail", Used: true, At: page},
		{Key: c75Key, Field: "ram_gb", Raw: "POCO C75 8GB", Used: true, At: data},
		{Key: c75Key, Field: "title", Raw: "POCO C75 8GB", Used: false, Rule: "as it stands", At: data},
		{Key: c75Key, Field: "title", Raw: "POCO C75 Black", Used: true, At: page},
	}
}

func TestSourcesSayEachCaptureAndEachPlaceOnce(t *testing.T) {
	s := catalog.NewSources(c75Key, statements())
	want := catalog.Sources{
		Key: c75Key,
		Captures: []catalog.Capture{
			{Archive: "a.wacz", Record: "urn:uuid:2", URL: "https://go.buy.po.co/", Time: time.Unix(9, 0).UTC()},
			{URL: "https://www.po.co/uk/"},
			{Archive: "a.wacz", Record: "urn:uuid:1", URL: "https://www.po.co/uk/", Time: time.Unix(0, 0).UTC()},
		},
		Words: []catalog.Words{
			{Capture: 0, Reader: "json", Path: "/name", Raw: "POCO C75 8GB", Fields: []string{"ram_gb"}, Unused: []string{"title"}, UnusedRules: []string{"as it stands"}},
			{Capture: 0, Reader: "json", Path: "/price", Raw: "109", Unused: []string{"price"}},
			{Capture: 0, Reader: "json", Path: "/price", Raw: "99", Fields: []string{"price"}, Rules: []string{"price: no sign; en-GB"}},
			{Capture: 1, Reader: "url", Raw: "https://www.po.co/uk/", Fields: []string{"link"}},
			{Capture: 2, Reader: "html", Path: "h1", Fields: []string{"product_detail"}},
			{Capture: 2, Reader: "html", Path: "h1", Raw: "POCO C75 Black", Fields: []string{"color", "title"}, Rules: []string{"colors.csv: Black", ""}},
		},
	}
	if d := cmp.Diff(want, s); d != "" {
		t.Fatalf("sources (-want +got):\n%s", d)
	}
	if err := s.Check(); err != nil {
		t.Error(err)
	}
}

// What is stored gives back what it was made from, whatever order that had.
func TestSourcesGiveBackProvenance(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	want := catalog.NewSources(c75Key, statements())
	for range 20 {
		list := statements()
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		s := catalog.NewSources(c75Key, list)
		if d := cmp.Diff(want, s); d != "" {
			t.Fatalf("another order of provenance gave other sources:\n%s", d)
		}
		got := s.Provenance()
		if len(got) != len(list) {
			t.Fatalf("%d of %d came back", len(got), len(list))
		}
		for i := range got {
			if i > 0 && got[i-1].LineKey() > got[i].LineKey() {
				t.Errorf("%d is out of order", i)
			}
		}
		if d := cmp.Diff(s, catalog.NewSources(c75Key, got)); d != "" {
			t.Errorf("there and back (-want +got):\n%s", d)
		}
	}
}

// Whatever speaks for whatever, used or not, is told again: nothing is lost, and no field changes its place, use or rule.
func TestSourcesLoseNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	one := func(words ...string) string { return words[random.IntN(len(words))] }
	for range 200 {
		want := make([]catalog.Provenance, random.IntN(60))
		for i := range want {
			want[i] = catalog.Provenance{
				Key: c75Key, Field: one("color", "model", "price", "title"), Raw: one("POCO C75 Black", "99"), Used: random.IntN(2) == 0, Rule: one("", "as it stands"),
				At: catalog.Locator{
					Archive: one("a.wacz", "b.wacz"), Record: one("urn:uuid:1", "urn:uuid:2"), URL: one("https://www.po.co/uk/", "https://www.po.co/fr/"),
					Time: time.Unix(random.Int64N(2), 0).UTC(), Reader: one("html", "json"), Path: one("h1", "/name"),
				},
			}
		}
		s := catalog.NewSources(c75Key, want)
		if err := s.Check(); err != nil {
			t.Fatal(err)
		}
		whole := cmpopts.SortSlices(func(a, b catalog.Provenance) bool { return fmt.Sprint(a) < fmt.Sprint(b) })
		if d := cmp.Diff(want, s.Provenance(), whole, cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("there and back (-want +got):\n%s", d)
		}
	}
}

func TestSourcesCheck(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*catalog.Words)
		want   string
	}{
		{"a capture that is not there", func(w *catalog.Words) { w.Capture = 3 }, "sources of po.co/uk#item:1: words 2 name capture 3 of 3"},
		{"a capture before the first", func(w *catalog.Words) { w.Capture = -1 }, "sources of po.co/uk#item:1: words 2 name capture -1 of 3"},
		{
			"a rule too many", func(w *catalog.Words) { w.Rules = append(w.Rules, "as it stands") },
			"sources of po.co/uk#item:1: words 2 have not one rule for each field",
		},
		{
			"a rule of what was not used too many", func(w *catalog.Words) { w.UnusedRules = []string{"as it stands"} },
			"sources of po.co/uk#item:1: words 2 have not one rule for each field",
		},
		{"words for nothing", func(w *catalog.Words) { w.Fields = nil }, "sources of po.co/uk#item:1: words 2 speak for no field"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := catalog.NewSources(c75Key, statements())
			tt.change(&s.Words[2])
			if err := s.Check(); err == nil || err.Error() != tt.want {
				t.Errorf("Check = %v, want %s", err, tt.want)
			}
		})
	}
}

// A catalogue's provenance is stored a line a variant, in the order in which the variants stand.
func TestFoldSources(t *testing.T) {
	of := func(key catalog.Key, list []catalog.Provenance) []catalog.Provenance {
		for i := range list {
			list[i].Key = key
		}
		return list
	}
	first, second := of("po.co/uk#item:2", statements()), of("po.co/uk#item:1", statements()[:3])
	want := []catalog.Sources{catalog.NewSources("po.co/uk#item:2", first), catalog.NewSources("po.co/uk#item:1", second)}
	if d := cmp.Diff(want, catalog.FoldSources(append(first, second...))); d != "" {
		t.Errorf("sources (-want +got):\n%s", d)
	}
	if got := catalog.FoldSources(nil); got != nil {
		t.Errorf("of nothing: %+v", got)
	}
}
