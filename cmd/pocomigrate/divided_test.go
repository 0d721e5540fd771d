package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
)

// TestDividedSheets: of a catalogue that is too large for one sheet, export says so, and writes all parts of it as one CSV file.
func TestDividedSheets(t *testing.T) {
	const rows = 50_001
	c := runfolder.Contents{Variants: make([]catalog.Variant, rows)}
	for i := range c.Variants {
		shop, id := catalog.ShopID(fmt.Sprintf("shop %d", i%2)), catalog.Identity(fmt.Sprintf("item:%d", i))
		c.Variants[i] = catalog.Variant{Key: catalog.NewKey(shop, "", id), Shop: shop, Identities: []catalog.Identity{id}}
	}
	dir := t.TempDir()
	if err := c.Write(dir); err != nil {
		t.Fatal(err)
	}
	_, said := pocomigrate(t, "export", "xlsx", "--run", dir, "-o", filepath.Join(dir, "book.xlsx"))
	want := "pocomigrate: Catalogue has 50001 rows and is divided by shop into 2 sheets, the first \"Catalogue (shop 0)\"\n"
	if said != want {
		t.Errorf("said %q, want %q", said, want)
	}
	if n := strings.Count(command(t, "export", "csv", "--run", dir), "\n"); n != rows+1 {
		t.Errorf("%d lines, want a header and %d", n, rows)
	}
}
