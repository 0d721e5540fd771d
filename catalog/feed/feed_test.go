package feed_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/feed"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// loaded is the vocabulary, which takes longer to load than all the tests to run.
var loaded = sync.OnceValues(func() (*normalize.Vocabulary, error) { return normalize.Load(nil) })

func vocabulary(tb testing.TB) *normalize.Vocabulary {
	tb.Helper()
	v, err := loaded()
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

// shown words a variant on one line, so that cases of different formats can be compared.
func shown(v catalog.Variant) string {
	price := ""
	if len(v.Offers) > 0 {
		price = fmt.Sprintf("%v %v %s", v.Offers[0].Price, v.Offers[0].SalePrice, v.Offers[0].Availability)
	}
	return fmt.Sprintf("%s | %s | %s | %d/%d | %s | %s | %s %s | %s | %s", v.Key, v.Title, v.Model, v.RAM, v.Storage, v.Color, v.ColorLabel, v.GTIN, v.MPN, v.Condition, strings.TrimSpace(price))
}

// The same two rows in every format, under headers of several languages.
const (
	wantFirst  = "old#item:A-1 | POCO X6 Pro 8GB+256GB Spectre Black | POCO X6 Pro | 8/256 | black | Spectre Black | 6941812756553 MZB0FUUEU | new | 34900 EUR 29900 EUR in_stock"
	wantSecond = "old#item:A-2 | POCO C75 | POCO C75 | 6/128 | green | Grün |   |  | "
)

func TestFormats(t *testing.T) {
	xmlFeed := `<?xml version="1.0"?><rss xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>
<item><g:id>A-1</g:id><title>POCO X6 Pro 8GB+256GB Spectre Black</title><g:gtin>6941812756553</g:gtin><g:mpn>MZB0FUUEU</g:mpn><g:condition>new</g:condition>
<g:price>349.00 EUR</g:price><g:sale_price>299.00 EUR</g:sale_price><g:availability>in_stock</g:availability><g:shipping><g:price>5 EUR</g:price></g:shipping></item>
<item><g:id>A-2</g:id><g:title>POCO C75</g:title><g:color>Grün</g:color><g:size>6GB+128GB</g:size></item></channel></rss>`
	tests := []struct{ name, place, text string }{ // place is that of the second title
		{"german csv", "csv: row 3, Bezeichnung", "\uFEFFArtikelnummer;Bezeichnung;EAN;Herstellernummer;Zustand;Preis;Sale Price;Verfügbarkeit;Farbe;RAM;Speicher\r\n" +
			"A-1;POCO X6 Pro 8GB+256GB Spectre Black;6941812756553;MZB0FUUEU;new;349.00 EUR;299.00 EUR;in_stock;;;\r\nA-2;POCO C75;;;;;;;Grün;6;128 GB\r\n"},
		{"french tsv", "csv: row 4, Nom du produit", "Référence\tNom du produit\tGTIN\tMPN\tÉtat\tPrix\tsale_price\tavailability\tCouleur\tMémoire vive\tStockage\n" +
			"A-1\tPOCO X6 Pro 8GB+256GB Spectre Black\t6941812756553\tMZB0FUUEU\tnew\t349.00 EUR\t299.00 EUR\tin_stock\t\t\t\n\nA-2\tPOCO C75\t\t\t\t\t\t\tGrün\t6 GB\t128\n"},
		{"json lines", "json: row 2, name", "\uFEFF" + `{"id":"A-1","name":"POCO X6 Pro 8GB+256GB Spectre Black","gtin":6941812756553,"mpn":["MZB0FUUEU"],"condition":"new","price":"349.00 EUR","sale price":"299.00 EUR","availability":"in_stock"}
{"id":"A-2","name":"POCO C75","color":"Grün","memory":"6GB+128GB","gtin":null}`},
		{"merchant xml", "xml: row 4, title", xmlFeed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := feed.Read([]byte(tt.text), "file", vocabulary(t), feed.Options{Shop: "old", Locale: normalize.Locale{Lang: "de"}})
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for _, v := range got.Variants {
				lines = append(lines, shown(v))
			}
			if d := cmp.Diff([]string{wantFirst, wantSecond}, lines); d != "" {
				t.Errorf("variants (-want +got):\n%s", d)
			}
			for _, p := range got.Sources {
				if p.Field == "title" && p.Key == got.Variants[1].Key && p.At.Reader+": "+p.At.Path != tt.place {
					t.Errorf("the second title was read in %s: %s, want %s", p.At.Reader, p.At.Path, tt.place)
				}
			}
		})
	}
}

// TestSheet finds the header below what people write above it, and names rows as the sheet does.
func TestSheet(t *testing.T) {
	row := func(texts ...string) []table.Cell {
		var out []table.Cell
		for _, s := range texts {
			out = append(out, table.TextCell(s))
		}
		return out
	}
	s := table.Sheet{Name: "Catalogue", Rows: [][]table.Cell{row("Our catalogue"), row(), row("SKU", "Product", "Vendor"), row("7", "POCO F6", "a"), row("7", "POCO F6", "b"), row("8", "", "b")}}
	_, err := feed.ReadSheet(s, "c.xlsx", vocabulary(t), feed.Options{})
	if err == nil || err.Error() != `c.xlsx:6: id "8" has no title` {
		t.Errorf("ReadSheet = %v", err)
	}
	_, err = feed.ReadSheet(table.Sheet{Rows: append(s.Rows[:3:3], row("", " "), nil)}, "c.xlsx", vocabulary(t), feed.Options{})
	if err == nil || err.Error() != "c.xlsx: no rows below the header" {
		t.Errorf("a sheet of empty rows: %v", err)
	}
	s.Rows = s.Rows[:5]
	got, err := feed.ReadSheet(s, "c.xlsx", vocabulary(t), feed.Options{})
	if err != nil || len(got.Variants) != 2 || got.Variants[1].Key != "b#item:7" {
		t.Errorf("ReadSheet = %+v, %v", got, err)
	}
	for _, p := range got.Sources {
		if p.Field == "title" && p.At.Path == "row 4, Product" && p.At.Archive == "c.xlsx" {
			return
		}
	}
	t.Errorf("no source names row 4 and its column: %+v", got.Sources)
}

// TestBadFiles: each fault is told with file and row, all faults of a file together, and nothing is guessed.
func TestBadFiles(t *testing.T) {
	many := "id,title\n" + strings.Repeat("1,\n", 30)
	tests := []struct {
		name, text string
		o          feed.Options
		want       []string
	}{
		{"empty", " \n", feed.Options{}, []string{"f.csv: empty"}},
		{"not text", "id,title\n1,\xff\xfe\n", feed.Options{}, []string{"f.csv: not UTF-8 text"}},
		{"no rows", "id,title\n", feed.Options{}, []string{"f.csv: no rows below the header"}},
		{"no row that says anything", "id,title\n,\n , \n", feed.Options{}, []string{"f.csv: no rows below the header"}},
		{"unknown columns", "foo,bar\n1,2\n", feed.Options{}, []string{"f.csv: no column is recognised as id or title among foo, bar; name it with --columns id=HEADER"}},
		{"unknown title", "id,bar\n1,2\n", feed.Options{}, []string{"recognised as title among id, bar; name it with --columns title=HEADER"}},
		{"a name torn apart", "i d,title\n1,2\n", feed.Options{}, []string{"recognised as id among i d, title;"}},
		{"named column missing", "id,title\n1,2\n", feed.Options{Columns: map[string]string{"title": "Titel"}}, []string{`f.csv: no column "Titel" for the title`}},
		{"ids and titles", "id,title\n1,POCO F6\n,POCO F6\n2,\n1,POCO X6\n", feed.Options{}, []string{
			"f.csv:3: the row has no id", `f.csv:4: id "2" has no title`, `f.csv:5: id "1" stands in row 2 already`,
		}},
		{"an id three times", "id,title\n1,POCO F6\n1,POCO F6\n1,POCO F6\n", feed.Options{}, []string{
			`f.csv:3: id "1" stands in row 2 already`, `f.csv:4: id "1" stands in row 2 already`,
		}},
		{"no shop", "id,title,shop\n1,POCO F6,\n", feed.Options{}, []string{`f.csv:2: id "1" names no shop`}},
		{"shop with a sign of keys", "id,title,shop\n1,POCO F6,a#b\n", feed.Options{}, []string{`f.csv:2: the shop "a#b" has a # or @ in its name`}},
		{"long row", "id,title\n1,2,3\n", feed.Options{}, []string{"f.csv:2: 3 cells under 2 headers"}},
		{"many faults", many, feed.Options{}, []string{"f.csv:2: ", "f.csv: 10 faults more"}},
		{"broken json", "{\"id\":1,\"title\":\"x\"}\n{\"id\":\n", feed.Options{}, []string{"f.csv:2: unexpected EOF"}},
		{"two objects", "{\"id\":1} {\"id\":2}\n", feed.Options{}, []string{"f.csv:1: more than one object in the line"}},
		{"xml without items", "<html><body/></html>", feed.Options{}, []string{"XML without an item or entry"}},
		{"broken xml", "<rss><item><id>1</id>", feed.Options{}, []string{"f.csv: XML syntax error"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.Shop = "s"
			_, err := feed.Read([]byte(tt.text), "f.csv", vocabulary(t), tt.o)
			for _, want := range tt.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("Read = %v, want %q", err, want)
				}
			}
		})
	}
}

// TestModelForTitle: a column that holds the titles as well is read once; each value has one source.
func TestModelForTitle(t *testing.T) {
	got, err := feed.Read([]byte("id,model\n1,POCO F6 12GB+512GB Black\n"), "f", vocabulary(t), feed.Options{Shop: "s"})
	if err != nil {
		t.Fatal(err)
	}
	sources := map[string]int{}
	for _, p := range got.Sources {
		if sources[p.Field]++; sources[p.Field] > 1 {
			t.Errorf("%s has %d sources", p.Field, sources[p.Field])
		}
	}
	if sources["color"] == 0 {
		t.Errorf("the colour has no source: %v", sources)
	}
}

// TestItemGroups: rows that name one group are one product, and a row that names none is one by itself.
func TestItemGroups(t *testing.T) {
	got, err := feed.Read([]byte("id,title,item_group_id\n1,POCO F6,f6\n2,POCO F6,f6\n3,POCO F6,\n"), "f", vocabulary(t), feed.Options{Shop: "s"})
	if err != nil {
		t.Fatal(err)
	}
	var groups []string
	for _, v := range got.Variants {
		groups = append(groups, v.ItemGroupID)
	}
	if d := cmp.Diff([]string{"f6", "f6", "3"}, groups); d != "" {
		t.Errorf("groups (-want +got):\n%s", d)
	}
}

// TestColumns: what is named goes before what is recognised, a shop that the caller insists on before both, and a code in
// the column for SKUs is kept.
func TestColumns(t *testing.T) {
	text := "name,title,seller,nr,sku\nPOCO F6,POCO X6 Pro,ann,1,MZB0FUUEU\n"
	words := vocabulary(t)
	got, err := feed.Read([]byte(text), "f", words, feed.Options{Shop: "s", Columns: map[string]string{"id": "NR", "title": "Name"}})
	if err != nil || got.Variants[0].Key != "ann#item:1" || got.Variants[0].Title != "POCO F6" || got.Variants[0].MPN != "MZB0FUUEU" {
		t.Errorf("Read = %+v, %v", got, err)
	}
	got, err = feed.Read([]byte(text), "f", words, feed.Options{Shop: "s", OneShop: true})
	if err != nil || got.Variants[0].Key != "s#item:MZB0FUUEU" || got.Variants[0].Title != "POCO X6 Pro" {
		t.Errorf("Read = %+v, %v", got, err)
	}
}

// FuzzRead: whatever the file, reading ends, keys are unique and every variant has an id and a title.
func FuzzRead(f *testing.F) {
	words := vocabulary(f)
	f.Add("id,title\n1,POCO F6 8/256\n")
	f.Add("{\"id\":1,\"title\":\"x\"}\n")
	f.Add("<rss><item><id>1</id><title>x</title></item></rss>")
	f.Add("sku\tname\tshop\n1\t\"x\ty\n")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := feed.Read([]byte(text), "f", words, feed.Options{Shop: "s"})
		if err != nil {
			return
		}
		seen := map[catalog.Key]bool{}
		for _, v := range got.Variants {
			if seen[v.Key] || v.Title == "" || v.Key.Identity().Value() == "" {
				t.Errorf("variant %+v", v)
			}
			seen[v.Key] = true
		}
	})
}
