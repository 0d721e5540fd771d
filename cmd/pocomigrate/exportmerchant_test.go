package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
)

// TestMerchantRoundTrip writes the sample's variants as feeds, reads them back with import, and expects what each offers.
// Colours are read in the language of their shop, as a person would say it.
func TestMerchantRoundTrip(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	run := filepath.Join(dir, "run")
	scraped(t, run, "--sample")
	c, err := runfolder.Read(run)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]catalog.Variant{}
	for i := range c.Variants {
		v := offered(c.Variants[i])
		name := feedName(&c.Variants[i])
		if want[name] == nil {
			want[name] = map[string]catalog.Variant{}
		}
		want[name][c.Variants[i].Key.Identity().Value()] = v
	}
	if len(want) < 10 {
		t.Fatalf("the sample has %d feeds", len(want))
	}
	for _, format := range []string{".tsv", ".xml"} {
		args := []string{"export", "merchant", "--run", run, "-q", "-o", filepath.Join(dir, "feeds"+format)}
		if format == ".xml" {
			args = append(args, "--xml")
		}
		if status, said := pocomigrate(t, args...); status != statusNo {
			t.Fatalf("export ends with %d: %s", status, said)
		}
		for name, variants := range want {
			lang := map[string]string{"de": "de", "fr": "fr"}[name[strings.LastIndexAny(name, "/@")+1:]]
			file := filepath.Join(dir, "feeds"+format, strings.ReplaceAll(name, "/", "_")+format)
			read := filepath.Join(dir, "read"+format, strings.ReplaceAll(name, "/", "_"))
			command(t, "import", file, "-q", "--shop", "feed", "--lang", lang, "-o", read)
			got, err := runfolder.Read(read)
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Variants) != len(variants) {
				t.Errorf("%s: %d variants read back of %d", file, len(got.Variants), len(variants))
			}
			for _, v := range got.Variants {
				if d := cmp.Diff(variants[v.Key.Identity().Value()], offered(v)); d != "" {
					t.Errorf("%s: %s (-want +got):\n%s", file, v.Key, d)
				}
			}
		}
	}
}

// offered keeps of a variant what a feed says about what is sold.
func offered(v catalog.Variant) catalog.Variant {
	out := catalog.Variant{
		Title: v.Title, Brand: v.Brand, ItemGroupID: v.ItemGroupID, Link: v.Link, ImageLink: v.ImageLink, RAM: v.RAM, Storage: v.Storage,
		Color: v.Color, ColorLabel: v.ColorLabel, Condition: v.Condition, GTIN: v.GTIN, MPN: v.MPN, ProductType: v.ProductType,
	}
	if len(v.Offers) > 0 {
		out.Offers = v.Offers[:1]
	}
	return out
}
