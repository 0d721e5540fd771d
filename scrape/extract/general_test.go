package extract_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

func general(tb testing.TB) *extract.General {
	tb.Helper()
	words, err := normalize.Load(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return extract.NewGeneral(words)
}

// TestAnyShop reads pages that are reconstructed after the shapes in which shops are built, and compares each conclusion
// with the file beside it.
func TestAnyShop(t *testing.T) {
	reader := general(t)
	pages, err := filepath.Glob("testdata/anyshop/*.html")
	if err != nil || len(pages) == 0 {
		t.Fatal("no pages: ", err)
	}
	for _, file := range pages {
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			product, err := reader.Read(&scrape.Page{Status: http.StatusOK, Body: body}, normalize.Locale{})
			if err != nil {
				t.Fatal(err)
			}
			got := conclusion(product)
			golden := strings.TrimSuffix(file, ".html") + ".want"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			checkFacts(t, product)
		})
	}
}

// conclusion writes what was concluded, one field a line, and the issues.
func conclusion(p extract.Product) string {
	var b strings.Builder
	for _, f := range [][2]string{
		{"name", p.Name},
		{"brand", p.Brand},
		{"sku", p.SKU},
		{"gtin", p.GTIN},
		{"mpn", p.MPN},
		{"price", p.Price},
		{"list price", p.ListPrice},
		{"currency", p.Currency},
		{"availability", p.Availability},
		{"image", p.Image},
	} {
		if f[1] != "" {
			fmt.Fprintf(&b, "%s: %s\n", f[0], f[1])
		}
	}
	for _, issue := range p.Issues {
		fmt.Fprintf(&b, "! %s: %s\n", issue.Code, issue.Text)
	}
	return b.String()
}

// checkFacts holds what is concluded to the facts: every value that is used has a place, a source and a sound confidence.
func checkFacts(t *testing.T, p extract.Product) {
	t.Helper()
	used := map[string]bool{}
	for _, f := range p.Facts {
		if f.Quote.Text == "" || f.Quote.At.Reader == "" || f.Quote.At.Path == "" {
			t.Errorf("fact %+v has no text, source or place", f)
		}
		if f.Confidence <= 0 || f.Confidence > 1 {
			t.Errorf("confidence %v of %s", f.Confidence, f.Field)
		}
		if f.Used {
			used[string(f.Field)] = true
		}
	}
	for field, value := range map[string]string{"name": p.Name, "sku": p.SKU, "price": p.Price, "currency": p.Currency, "gtin": p.GTIN, "list_price": p.ListPrice} {
		if used[field] != (value != "") {
			t.Errorf("%s is %q, and facts used for it: %t", field, value, used[field])
		}
	}
}

// TestRelativeAddresses: what a page names by a relative address lies beside its own address, or beside the one that its base element
// gives.
func TestRelativeAddresses(t *testing.T) {
	reader := general(t)
	const product = `<div itemscope itemtype="https://schema.org/Product"><h1 itemprop=name>Acme Lamp 500</h1><img itemprop=image src="a.jpg"></div>`
	for head, want := range map[string]string{
		"":                               "https://shop.example/p/a.jpg",
		`<base href="/shop/">`:           "https://shop.example/shop/a.jpg",
		`<base href="//cdn.example/x/">`: "https://cdn.example/x/a.jpg",
	} {
		page := &scrape.Page{URL: "https://shop.example/p/lamp", Status: http.StatusOK, Body: []byte("<html><head>" + head + "</head><body>" + product)}
		got, err := reader.Read(page, normalize.Locale{})
		if err != nil {
			t.Fatal(err)
		}
		var image string
		for _, f := range got.Facts {
			if f.Field == site.Image && f.Used {
				image = f.Value
			}
		}
		if image != want {
			t.Errorf("%s: the picture is %q, want %q", head, image, want)
		}
	}
}
