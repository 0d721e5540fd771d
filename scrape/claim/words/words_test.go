package words_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pocomigrate/pocomigrate/scrape/claim/words"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

func TestLabels(t *testing.T) {
	for _, tt := range []struct {
		text   string
		field  site.Field
		weight float64
	}{
		{"SKU", site.SKU, 1},
		{"  Sku: ", site.SKU, 1},
		{"Product-SKU", site.SKU, 1},
		{"Art.-Nr.", site.SKU, 0.9},
		{"Réf.", site.SKU, 0.9},
		{"Item #", site.SKU, 0.75},
		{"№ N° d’article", "", 0}, // another apostrophe
		{"N° d'article", site.SKU, 0.9},
		{"型番", site.SKU, 0.9},
		{"MPN", site.MPN, 0.9},
		{"Model", site.MPN, 0.75},
		{"EAN\u00a013", site.GTIN, 0.9},
		{"Verfügbarkeit", site.Availability, 0.9},
		{"Marca", site.Brand, 0.75},
		{"", "", 0},
		{"---", "", 0},
		{"Weight", "", 0},
		{strings.Repeat(" ", 40) + "SKU", "", 0}, // longer than any label
	} {
		l, ok := words.Shipped().Label(tt.text)
		if l.Field != tt.field || l.Weight != tt.weight || ok != (tt.field != "") {
			t.Errorf("Label(%q) = %+v, %t, want %q with %v", tt.text, l, ok, tt.field, tt.weight)
		}
	}
}

func TestWords(t *testing.T) {
	w := words.Shipped()
	for _, tt := range []struct {
		name string
		says func(string) bool
		yes  []string
		no   []string
	}{
		{"net", w.IsNet, []string{"Ex VAT", "(zzgl. MwSt.)", "HT", "9 € HT"}, []string{"incl. VAT", "ht 5", "light", ""}},
		{"missing", w.IsMissing, []string{"404", "404 – Lamp", "Seite nicht gefunden", "Sorry, Page Not Found"}, []string{"Lamp 404", "Found", ""}},
		{"unit", w.IsUnit, []string{"kg", "m²", "stück", "fl oz"}, []string{"KG", "lamp", ""}},
		{"each", w.IsEach, []string{"each", "szt."}, []string{"kg", ""}},
		{"money", w.IsMoney, []string{"kr", "eur"}, []string{"gb", "mm", ""}},
	} {
		for _, text := range tt.yes {
			if !tt.says(text) {
				t.Errorf("%q does not say %s", text, tt.name)
			}
		}
		for _, text := range tt.no {
			if tt.says(text) {
				t.Errorf("%q says %s", text, tt.name)
			}
		}
	}
}

// TestDamagedTables: a table that is damaged is refused with file and line, and all faults are told.
func TestDamagedTables(t *testing.T) {
	const labels, list, classes = "label,field,weight,source\n", "word,says,source\n", "name,says,where,source\n"
	for _, tt := range []struct{ name, labels, words, want string }{
		{"sound", labels + "sku,sku,1,x\n", list + "kg,unit,x\n", ""},
		{"no header", "", list, "data/labels.csv: read the header: EOF"},
		{"another header", labels, "word,meaning,source\n", `data/words.csv:1: columns are ["word" "meaning" "source"], want ["word" "says" "source"]`},
		{"a cell too few", labels + "sku,sku,1\n", list, "data/labels.csv: record on line 2: wrong number of fields"},
		{"no source", labels + "sku,sku,1,x\nean,gtin,1,\n", list, `data/labels.csv:3: source "" is empty or has blanks around it`},
		{"blanks", labels, list + "kg ,unit,x\n", `data/words.csv:2: word "kg " is empty or has blanks around it`},
		{"no letters", labels + "#:,sku,1,x\n", list, `data/labels.csv:2: label "#:" has no letters or digits, or more than 40 bytes`},
		{"given twice", labels + "art nr,sku,1,x\nArt.-Nr.,mpn,1,x\n", list, `data/labels.csv:3: label "Art.-Nr." is given twice`},
		{"another field", labels + "sku,image,1,x\n", list, `data/labels.csv:2: label "sku": field "image" is none of ["sku" "mpn" "gtin" "availability" "brand"]`},
		{"no weight", labels + "sku,sku,high,x\n", list, `data/labels.csv:2: label "sku": weight "high" is no number above 0 and up to 1`},
		{"a weight of nothing", labels + "sku,sku,0,x\n", list, `data/labels.csv:2: label "sku": weight "0" is no number above 0 and up to 1`},
		{"a weight beyond all", labels + "sku,sku,1.1,x\n", list, `data/labels.csv:2: label "sku": weight "1.1" is no number above 0 and up to 1`},
		{"not a number", labels + "sku,sku,NaN,x\n", list, `data/labels.csv:2: label "sku": weight "NaN" is no number above 0 and up to 1`},
		{"capitals", labels, list + "KG,unit,x\n", `data/words.csv:2: word "KG" is not in small letters`},
		{"another meaning", labels, list + "kg,weight,x\n", `data/words.csv:2: word "kg": a word may not say "weight"`},
		{"a unit twice", labels, list + "kg,unit,x\nkg,each,x\nkg,unit,x\n", `data/words.csv:4: word "kg" is given twice as unit`},
		{"a note twice", labels, list + "netto,net,x\n+ vat,net,y\nnetto,net,x\n", `data/words.csv:4: word "netto" is given twice as net`},
		{"two faults", labels + "x,y,1,x\n", list + "x,y,x\n", "data/labels.csv:2: label \"x\": field \"y\" is none of [\"sku\" \"mpn\" \"gtin\" \"availability\" \"brand\"]\n" +
			"data/words.csv:2: word \"x\": a word may not say \"y\""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := words.Load(fstest.MapFS{"data/labels.csv": {Data: []byte(tt.labels)}, "data/words.csv": {Data: []byte(tt.words)}, "data/classes.csv": {Data: []byte(classes)}})
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("error\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
	if _, err := words.Load(fstest.MapFS{}); err == nil {
		t.Error("no tables, and no error")
	}
}

// TestDamagedClasses: as with the other tables.
func TestDamagedClasses(t *testing.T) {
	for _, tt := range []struct{ name, rows, want string }{
		{"sound", "old,former,part,x\nstatt,former,whole,x\ngold,former,never,x\n", ""},
		{"capitals", "Old,former,part,x\n", `data/classes.csv:2: class name "Old" is not in small letters`},
		{"another meaning", "old,new,part,x\n", `data/classes.csv:2: class name "old": says "new", which is none of ["price" "former" "related" "code" "no_price" "net"]`},
		{"another place", "old,former,end,x\n", `data/classes.csv:2: class name "old": it counts "end", which is none of part, whole, never`},
		{"an exception of another", "gold,price,never,x\n", `data/classes.csv:2: class name "gold": only what says "former" has exceptions`},
		{"a part twice", "old,former,part,x\nwas,former,part,x\nold,former,whole,x\n", `data/classes.csv:4: class name "old" is given twice`},
		{"a word twice", "old,former,whole,x\nuvp,former,whole,x\nold,former,whole,x\n", `data/classes.csv:4: class name "old" is given twice`},
		{"an exception twice", "gold,former,never,x\nuvp,former,whole,x\ngold,former,never,x\n", `data/classes.csv:4: class name "gold" is given twice`},
		{"no source", "old,former,part,\n", `data/classes.csv:2: source "" is empty or has blanks around it`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := words.Load(fstest.MapFS{
				"data/labels.csv":  {Data: []byte("label,field,weight,source\n")},
				"data/words.csv":   {Data: []byte("word,says,source\n")},
				"data/classes.csv": {Data: []byte("name,says,where,source\n" + tt.rows)},
			})
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("error\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestClasses(t *testing.T) {
	for name, want := range map[string]string{
		"":                        "",
		"header":                  "",
		"product-price":           "price",
		"Price--Old":              "price former",
		"pris":                    "price",
		"enterprise":              "",
		"pris-old":                "price former",
		"threshold":               "",
		"threshold old":           "former",
		"gold statt":              "former",
		"bold":                    "",
		"price-container-regular": "price",
		"related-products":        "related",
		"product-card price":      "price related",
		"sku":                     "code",
		"unit-price":              "price no_price",
		"price ex-vat":            "price net",
		"streichpreis":            "price former",
	} {
		if got := strings.Join(slices.Collect(words.Shipped().Class(name)), " "); got != want {
			t.Errorf("class %q says %q, want %q", name, got, want)
		}
	}
	for range words.Shipped().Class("price old") {
		break // a walk may end early
	}
}

// FuzzLabel: the signs and blanks around a label, and its capitals, change nothing; what is found has a field and a weight.
func FuzzLabel(f *testing.F) {
	f.Add("SKU")
	f.Add("Art.-Nr.")
	f.Add("N° d'article")
	f.Fuzz(func(t *testing.T, text string) {
		l, ok := words.Shipped().Label(text)
		if ok != (l.Field != "") || ok != (l.Weight > 0) {
			t.Errorf("Label(%q) = %+v, %t", text, l, ok)
		}
		if again, _ := words.Shipped().Label("#" + l.Key + ":"); ok && again != l {
			t.Errorf("Label(%q) = %+v, and of its key %+v", text, l, again)
		}
	})
}
