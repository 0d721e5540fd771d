package main

import (
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/workbook"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/sample"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

const samplePages = "../../testdata/sample"

// readSample carries the sample archive through to mappings.
func readSample(tb testing.TB) *runfolder.Contents {
	tb.Helper()
	shops, err := site.Load(nil)
	if err != nil {
		tb.Fatal(err)
	}
	words, err := normalize.Load(nil)
	if err != nil {
		tb.Fatal(err)
	}
	archive, err := sample.Archive()
	if err != nil {
		tb.Fatal(err)
	}
	walk, err := chosen(shops, nil)
	if err != nil {
		tb.Fatal(err)
	}
	catch, err := crawl.Run(tb.Context(), crawl.Options{Shops: shops, Walk: walk, Sources: []crawl.Source{{Name: "sample", Fetcher: archive}}})
	if err != nil {
		tb.Fatal(err)
	}
	for _, c := range catch.Coverage {
		if c.State == catalog.Unknown {
			tb.Errorf("the sample has a gap: %s: %s: %s", c.URL, c.Reason, c.Detail)
		}
	}
	c := understand(catch, shops, words)
	mapAll(c, move(shops))
	return c
}

// sampleShops returns the profiles of the shops in the sample, which are all that are built in.
func sampleShops(tb testing.TB) []*site.Profile {
	tb.Helper()
	shops, err := site.Load(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return shops.All()
}

// sheet reads a tab-separated file with a header into rows by column name.
func sheet(tb testing.TB, name string) []map[string]string {
	tb.Helper()
	f, err := os.Open(name)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	lines, err := r.ReadAll()
	if err != nil {
		tb.Fatalf("%s: %v", name, err)
	}
	var out []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, column := range lines[0] {
			row[column] = line[i]
		}
		out = append(out, row)
	}
	return out
}

// TestSampleVariants compares what is read off the sample with what a careful person wrote down from the same pages, shop
// by shop, row by row.
func TestSampleVariants(t *testing.T) {
	c := readSample(t)
	words, err := normalize.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]map[string]map[string]string{}
	for _, v := range c.Variants {
		dir := v.Shop.Dir()
		if got[dir] == nil {
			got[dir] = map[string]map[string]string{}
		}
		got[dir][string(v.Key)] = asRow(v, workbook.Terms{Words: words}.Digits)
	}
	sources := 0
	for _, p := range sampleShops(t) {
		dir := p.ID.Dir()
		t.Run(dir, func(t *testing.T) {
			want := map[string]map[string]string{}
			for _, row := range sheet(t, filepath.Join(samplePages, dir, "variants.tsv")) {
				want[row["key"]] = row
			}
			if len(want) == 0 {
				t.Fatal("no variant is written down")
			}
			if p.Role == site.Source {
				sources += len(want)
			}
			for _, key := range slices.Sorted(maps.Keys(want)) {
				if d := cmp.Diff(want[key], got[dir][key]); d != "" {
					t.Errorf("%s (-want +got):\n%s", key, d)
				}
			}
			for _, key := range slices.Sorted(maps.Keys(got[dir])) {
				if want[key] == nil {
					t.Errorf("%s is read, and nobody wrote it down", key)
				}
			}
		})
	}
	if sources < 150 {
		t.Errorf("the sample has %d source variants, want 150 at least", sources)
	}
}

// asRow presents a variant in the columns of variants.tsv.
func asRow(v catalog.Variant, digits func(string) int) map[string]string {
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	money := func(m *catalog.Money) string {
		if m == nil {
			return ""
		}
		return normalize.Decimal(strconv.FormatInt(m.Amount, 10), digits(m.Currency)) + " " + m.Currency
	}
	row := map[string]string{
		"key": string(v.Key), "model": v.Model, "product_type": string(v.ProductType), "network": string(v.Network),
		"ram_gb": number(v.RAM), "storage_gb": number(v.Storage), "color": v.Color, "color_label": v.ColorLabel,
		"edition": v.Edition, "bundle": strings.Join(v.Bundle, "; "), "link": v.Link,
		"availability": "", "price": "", "sale_price": "",
	}
	if len(v.Offers) > 0 {
		o := v.Offers[0]
		row["availability"], row["price"], row["sale_price"] = string(o.Availability), money(o.Price), money(o.SalePrice)
	}
	return row
}

// TestGold compares the mapping of every source variant, and every new SKU, with what a careful person decided before the
// matcher was written.
func TestGold(t *testing.T) {
	c := readSample(t)
	got := map[string]mapping.Mapping{}
	fresh := map[string][]string{}
	for _, m := range c.Mappings {
		if m.Status == mapping.New {
			fresh[m.Target.Dir()] = append(fresh[m.Target.Dir()], m.TargetID)
			continue
		}
		got[string(m.SourceKey())] = m
	}
	for _, p := range sampleShops(t) {
		if p.Role != site.Source {
			continue
		}
		t.Run(p.ID.Dir(), func(t *testing.T) {
			for _, row := range sheet(t, filepath.Join(samplePages, p.ID.Dir(), "gold.tsv")) {
				m, ok := got[row["source"]]
				delete(got, row["source"])
				if ok && row["target_id"] == "?" && m.TargetID != "" {
					m.TargetID = "?" // a person cannot tell which; the matcher may propose any
				}
				want := goldLine(row["status"], row["target"], row["target_id"], row["flags"])
				if line := goldLine(string(m.Status), string(m.Target), m.TargetID, flags(m.Flags)); line != want {
					t.Errorf("%s is mapped as\n  %s, want\n  %s\n  because %s", row["source"], line, want, row["why"])
				}
			}
		})
	}
	for _, key := range slices.Sorted(maps.Keys(got)) {
		t.Errorf("%s is mapped, and the gold does not know it", key)
	}
	checkNew(t, fresh)
}

func checkNew(t *testing.T, got map[string][]string) {
	t.Helper()
	shops := sampleShops(t)
	for _, p := range shops {
		if p.Role != site.Target {
			continue
		}
		dir := p.ID.Dir()
		var want []string // nothing is new where nothing is old
		if slices.ContainsFunc(shops, func(old *site.Profile) bool { return workbook.Leads(old, p.ID) }) {
			for _, row := range sheet(t, filepath.Join(samplePages, dir, "new.tsv")) {
				want = append(want, row["target_id"])
			}
		}
		slices.Sort(want)
		slices.Sort(got[dir])
		if d := cmp.Diff(want, got[dir]); d != "" {
			t.Errorf("new in %s (-want +got):\n%s", dir, d)
		}
	}
}

func goldLine(status, target, id, flags string) string {
	return fmt.Sprintf("%s %s %s [%s]", status, target, id, flags)
}

// BenchmarkSample measures the whole way from the archive to the mappings.
func BenchmarkSample(b *testing.B) {
	for b.Loop() {
		readSample(b)
	}
}

func flags(flags []mapping.Flag) string {
	var out []string
	for _, f := range flags {
		out = append(out, string(f))
	}
	return strings.Join(out, ",")
}
