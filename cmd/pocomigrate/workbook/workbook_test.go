package workbook_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/workbook"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// ourTerms are those of our own tables and profiles, which are read once, with one shop more, which is closed and sends nobody on.
var ourTerms = sync.OnceValues(func() (workbook.Terms, error) {
	words, err := normalize.Load(nil)
	if err != nil {
		return workbook.Terms{}, err
	}
	shops, err := site.Load(fstest.MapFS{"old.json": {Data: []byte(`{
		"id": "old.example", "name": "Old shop", "role": "source", "lang": "fr", "currency": "EUR", "sources": ["wayback"], "closed": "2020-01-31",
		"routes": [{"to": "mi.com/fr"}], "start": ["https://old.example/"], "product_url": "https://old.example/p/{slug}",
		"pages": [{"kind": "product", "match": "old.example/p/{slug}", "layouts": ["json-ld"]}], "note": "made up"}`)}})
	return workbook.Terms{Shops: shops, Words: words}, err
})

func terms(t *testing.T) workbook.Terms {
	t.Helper()
	out, err := ourTerms()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func variant(shop catalog.ShopID, number, title string) catalog.Variant {
	id := catalog.ItemIdentity(number)
	return catalog.Variant{
		Key: catalog.NewKey(shop, "", id), Shop: shop, Identities: []catalog.Identity{id}, ItemGroupID: "poco-c75", Title: title,
		Link: "https://" + string(shop) + "/p/" + number,
	}
}

// undecided maps variants in such a way that somebody has to decide on each.
func undecided(variants ...catalog.Variant) []mapping.Mapping {
	var out []mapping.Mapping
	for _, v := range variants {
		out = append(out, mapping.Mapping{Source: v.Shop, SourceID: v.Identities[0], Target: "mi.com/uk", Status: mapping.Unmapped, Reason: "not there"})
	}
	return out
}

// write writes a file into a folder, which is made, and returns its name.
func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	name = filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// book makes the workbook of a folder.
func book(t *testing.T, c *runfolder.Contents, dir string) table.Book {
	t.Helper()
	b, err := terms(t).Book(t.Context(), c, dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// column returns the cells below a header of a sheet, nil where it has none.
func column(t *testing.T, b table.Book, sheet, header string) []table.Cell {
	t.Helper()
	s, ok := b.Sheet(sheet)
	if !ok {
		t.Fatalf("no sheet %s among %q", sheet, b.Names())
	}
	at := s.Index(header)
	if at < 0 {
		return nil
	}
	var out []table.Cell
	for row := range s.All() {
		out = append(out, row[at])
	}
	return out
}

func words(cells []table.Cell) []string {
	var out []string
	for _, c := range cells {
		out = append(out, c.String())
	}
	return out
}
