package feed_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/feed"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

// TestRows reads one file a line: what its rows are taken for.
func TestRows(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string // as shown, spaces trimmed
	}{
		{"a model will do for a title", "id,model\n1,POCO F6\n", []string{"s#item:1 | POCO F6 | POCO F6 | 0/0"}},
		{"a column for the model", "id,title,model\n1,POCO F6 Black,POCO F6\n", []string{"s#item:1 | POCO F6 Black | POCO F6 | 0/0 | black"}},
		{"an address will do for an id", "link,title\nhttps://www.po.co/uk/,POCO F6\n", []string{"s#item:https://www.po.co/uk/ | POCO F6"}},
		{"a GTIN goes before an address", "link,gtin,title\nhttps://www.po.co/uk/,6941812756553,POCO F6\n", []string{"s#item:6941812756553 | POCO F6"}},
		{"empty rows are none", "id,title\n,\n1,POCO F6\n , \n", []string{"s#item:1 | POCO F6"}},
		{"short rows", "id,title,color\n1,POCO F6\n", []string{"s#item:1 | POCO F6 | POCO F6 | 0/0 |  |"}},
		{"bars", "id|title\n1|POCO F6, black\n", []string{"s#item:1 | POCO F6, black"}},
		{"an inch sign in tabs", "id\ttitle\n1\tPOCO F6 6.67\" Black\n", []string{"s#item:1 | POCO F6 6.67\" Black"}},
		{"spaces around cells", "id, title\n 1 , POCO F6 \n", []string{"s#item:1 | POCO F6 |"}},
		{"empty lines of JSON", "\n{\"id\":1,\"title\":\"POCO F6\"}\n \n{\"id\":2,\"title\":\"POCO X6\"}\n", []string{"s#item:1 | POCO F6", "s#item:2 | POCO X6"}},
		{"values of JSON", `{"id":true,"title":["POCO F6","POCO X6"],"color":[],"memory":{"ram":8},"gtin":6941812756553}`, []string{"s#item:true | POCO F6 | POCO F6 | 0/0 |  |  | 6941812756553"}},
		{"Atom", `<feed><entry><id>1</id><title>POCO F6</title></entry></feed>`, []string{"s#item:1 | POCO F6"}},
		{"the first of two elements counts", `<rss><item><id>1</id><title>POCO F6</title><title>POCO X6</title></item></rss>`, []string{"s#item:1 | POCO F6"}},
		{"elements of one item alone", `<rss><item><id>1</id><title>POCO F6</title></item><item><id>2</id><color>Black</color><title>POCO X6</title></item></rss>`, []string{"s#item:1 | POCO F6", "s#item:2 | POCO X6 | POCO X6 | 0/0 | black"}},
		{"what stands in an element in an element", `<rss><item><id>1</id><title>POCO <b>F6</b></title></item></rss>`, []string{"s#item:1 | POCO |"}},
		{"memory in numbers", "id,title,ram,storage\n1,POCO F6,8,256\n2,POCO F6,12 GB,1 TB\n", []string{"s#item:1 | POCO F6 | POCO F6 | 8/256", "s#item:2 | POCO F6 | POCO F6 | 12/1024"}},
		{"markets", "id,title,market\n1,POCO F6,in\n1,POCO F6,ru\n", []string{"s@in#item:1 | POCO F6", "s@ru#item:1 | POCO F6"}},
		{"headers without their accents", "Reference,Titre,Etat\n1,POCO F6,refurbished\n", []string{"s#item:1 | POCO F6 | POCO F6 | 0/0 |  |  |   | refurbished"}},
		{"a condition in a column of its own", "id,title,condition\n1,POCO F6,refurbished\n", []string{"s#item:1 | POCO F6 | POCO F6 | 0/0 |  |  |   | refurbished"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := feed.Read([]byte(tt.text), "f", vocabulary(t), feed.Options{Shop: "s"})
			if err != nil || len(got.Variants) != len(tt.want) {
				t.Fatalf("Read = %+v, %v", got, err)
			}
			for i, v := range got.Variants {
				if !strings.HasPrefix(shown(v), tt.want[i]) {
					t.Errorf("row %d is read as %s, want %s", i, shown(v), tt.want[i])
				}
			}
		})
	}
}

// TestConditionsOfRows: a title and a column that say different things of the state of the goods are followed where they say that it
// is not new, and people are told; so they are of words that no table has.
func TestConditionsOfRows(t *testing.T) {
	for _, tt := range []struct{ title, column, want string }{
		{"POCO F6", "used", "used"},
		{"POCO F6 used", "Used", "used"},
		{"POCO F6 neu", "used", `used; condition_conflict ["new" "used"]: title and column state different conditions; used was followed`},
		{"POCO F6 refurbished", "new", `refurbished; condition_conflict ["new" "refurbished"]: title and column state different conditions; refurbished was followed`},
		{"POCO F6 used", "refurbished", `refurbished; condition_conflict ["refurbished" "used"]: title and column state different conditions; refurbished was followed`},
		{"POCO F6", "class 2", `; unknown_condition ["class 2"]: condition "class 2" is not in the table; add it to conditions.csv`},
		{"POCO F6 used", "class 2", `used; unknown_condition ["class 2"]: condition "class 2" is not in the table; add it to conditions.csv`},
		{"POCO Z9", "class 2", `; unknown_condition ["class 2"]: condition "class 2" is not in the table; add it to conditions.csv` +
			`; unknown_model ["POCO Z9"]: "POCO Z9" is no product line we know; add it to products.csv`},
	} {
		got, err := feed.Read([]byte("id,title,condition\n1,"+tt.title+","+tt.column+"\n"), "f", vocabulary(t), feed.Options{Shop: "s"})
		if err != nil {
			t.Fatal(err)
		}
		v := got.Variants[0]
		said := []string{string(v.Condition)}
		for _, i := range v.Issues {
			said = append(said, fmt.Sprintf("%s %q: %s", i.Code, i.Values, i.Text))
		}
		if read := strings.Join(said, "; "); read != tt.want {
			t.Errorf("%q with the condition %q is read as %s, want %s", tt.title, tt.column, read, tt.want)
		}
		used := slices.ContainsFunc(got.Sources, func(p catalog.Provenance) bool {
			return p.Field == "condition" && p.At.Path == "row 2, condition" && p.Used
		})
		if want := strings.EqualFold(string(v.Condition), tt.column); used != want {
			t.Errorf("%q with the condition %q: the column is its source: %t, want %t", tt.title, tt.column, used, want)
		}
	}
}

// TestMarketsOfRows: the market that a row names decides what its words mean there, that of the caller where it names none. The
// X3 of India is another phone than that of Europe.
func TestMarketsOfRows(t *testing.T) {
	text := "id,title,market\n1,POCO X3,in\n2,POCO X3,uk\n3,POCO X3,\n"
	got, err := feed.Read([]byte(text), "f", vocabulary(t), feed.Options{Shop: "s", Locale: normalize.Locale{Lang: "en", Market: "in"}})
	if err != nil {
		t.Fatal(err)
	}
	var read []string
	for _, v := range got.Variants {
		read = append(read, v.Market+": "+v.Model)
	}
	if d := cmp.Diff([]string{"in: POCO X3", "uk: POCO X3 NFC", ": POCO X3"}, read); d != "" {
		t.Errorf("markets and models (-want +got):\n%s", d)
	}
}

func TestOpenQuotes(t *testing.T) {
	if _, err := feed.Read([]byte("id,title\n1,\"POCO F6\n"), "f.csv", vocabulary(t), feed.Options{Shop: "s"}); err == nil || !strings.Contains(err.Error(), "f.csv: parse error on line 2") {
		t.Errorf("an open quote: %v", err)
	}
}

// TestFields: each field is offered once, and a column of each can be named.
func TestFields(t *testing.T) {
	fields := feed.Fields()
	if len(fields) < 20 || fields[0] != "id" || len(slices.Compact(slices.Sorted(slices.Values(fields)))) != len(fields) {
		t.Errorf("fields %q", fields)
	}
	for _, field := range fields {
		text := "Nr,Titel,X\n1,POCO F6,2\n"
		o := feed.Options{Shop: "s", Columns: map[string]string{"id": "Nr", "title": "Titel"}}
		if field != "id" && field != "title" {
			o.Columns[field] = "x"
		}
		if _, err := feed.Read([]byte(text), "f", vocabulary(t), o); err != nil {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// TestMerchantValues writes out what attributes become that break no rule.
func TestMerchantValues(t *testing.T) {
	for _, tt := range []struct {
		name             string
		change           func(v *catalog.Variant)
		attribute, value string
	}{
		{"color without a label", func(v *catalog.Variant) { v.ColorLabel = "" }, "color", "black"},
		{"no color", func(v *catalog.Variant) { v.ColorLabel, v.Color = "", "" }, "color", ""},
		{"terabytes", func(v *catalog.Variant) { v.Storage = 1024 }, "size", "8GB+1TB"},
		{"terabytes alone", func(v *catalog.Variant) { v.RAM, v.Storage = 0, 2048 }, "size", "2TB"},
		{"storage alone", func(v *catalog.Variant) { v.RAM = 0 }, "size", "256GB"},
		{"RAM alone", func(v *catalog.Variant) { v.Storage = 0 }, "size", "8GB RAM"},
		{"no memory", func(v *catalog.Variant) { v.RAM, v.Storage = 0, 0 }, "size", ""},
		{"no GTIN", func(v *catalog.Variant) { v.GTIN = "" }, "gtin", ""},
		{"a GTIN as it is written", func(v *catalog.Variant) { v.GTIN = "694181-2756553" }, "gtin", "694181-2756553"},
		{"no group", func(v *catalog.Variant) { v.ItemGroupID = "" }, "item_group_id", ""},
		{"no condition", func(v *catalog.Variant) { v.Condition = "" }, "condition", ""},
		{"used", func(v *catalog.Variant) { v.Condition = catalog.ConditionUsed }, "condition", "used"},
		{"no bundle", func(v *catalog.Variant) { v.Bundle = nil }, "is_bundle", ""},
		{"sold out", func(v *catalog.Variant) { v.Offers[0].Availability = catalog.OutOfStock }, "availability", "out_of_stock"},
		{"no sale", func(v *catalog.Variant) { v.Offers[0].SalePrice = nil }, "sale_price", ""},
		{"pence alone", func(v *catalog.Variant) { v.Offers[0].SalePrice.Amount = 5 }, "sale_price", "0.05 GBP"},
		{"yen", func(v *catalog.Variant) { v.Offers[0].SalePrice.Currency, v.Offers[0].Price.Currency = "JPY", "JPY" }, "price", "38900 JPY"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := sold("4")
			tt.change(&v)
			items, faults := feed.MerchantItems([]catalog.Variant{v}, digits)
			if len(items) != 1 || len(faults) > 0 || items[0].Value(tt.attribute) != tt.value {
				t.Errorf("items %+v, faults %v, want %s %q", items, faults, tt.attribute, tt.value)
			}
		})
	}
}

// TestMerchantFaultsOfOffers: what an offer lacks is said once, and once of each attribute.
func TestMerchantFaultsOfOffers(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(v *catalog.Variant)
		want   []string
	}{
		{"no offer", func(v *catalog.Variant) { v.Offers = nil }, []string{"availability is required, and not stated", "price is required, and not stated"}},
		{"no availability", func(v *catalog.Variant) { v.Offers[0].Availability = "" }, []string{"availability is required, and not stated"}},
		{"a sale without a price", func(v *catalog.Variant) { v.Offers[0].Price = nil }, []string{"sale_price stands without a price", "price is required, and not stated"}},
		{"a sale of what is free", func(v *catalog.Variant) { v.Offers[0].Price.Amount = 0 }, []string{"price is 0.00 GBP, and must be above zero", "sale_price stands without a price"}},
	} {
		v := sold("4")
		tt.change(&v)
		_, faults := feed.MerchantItems([]catalog.Variant{v}, digits)
		var said []string
		for _, f := range faults {
			said = append(said, f.Attribute+" "+f.Rule)
		}
		if d := cmp.Diff(tt.want, said); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, d)
		}
	}
}

// TestMerchantDetails: lines of a specification table that break a rule are left out and named, the others are written.
func TestMerchantDetails(t *testing.T) {
	many := make([]catalog.ProductDetail, 1001)
	for i := range many {
		many[i] = catalog.ProductDetail{Label: fmt.Sprint("Label ", i), Value: "v"}
	}
	const fine = "Display:AMOLED"
	for _, tt := range []struct {
		name  string
		lines []catalog.ProductDetail
		fault string
		cell  string
	}{
		{"no label", []catalog.ProductDetail{{Value: "AMOLED"}}, "1 has no label or no value", fine},
		{"no value", []catalog.ProductDetail{{Label: "Display", Value: " \n"}}, "1 has no label or no value", fine},
		{"a control character", []catalog.ProductDetail{{Label: "Display", Value: "a\x00b"}}, "1 holds a character that is no text", fine},
		{"no text", []catalog.ProductDetail{{Label: "Display\xff", Value: "b"}}, "1 holds a character that is no text", fine},
		{"a long label", []catalog.ProductDetail{{Label: strings.Repeat("é", 141), Value: "b"}}, "1 is longer than 140 characters of label and 1000 of value", fine},
		{"a long value", []catalog.ProductDetail{{Label: "Display", Value: strings.Repeat("é", 1001)}}, "1 is longer than 140 characters of label and 1000 of value", fine},
		{"the longest", []catalog.ProductDetail{{Label: strings.Repeat("é", 140), Value: strings.Repeat("é", 1000)}}, "", strings.Repeat("é", 140) + ":" + strings.Repeat("é", 1000) + "," + fine},
		{"a label in quotation marks", []catalog.ProductDetail{{Label: `"A" side`, Value: "b"}}, "", `"""""""A"""" side"":b,` + fine + `"`},
		{"too many lines", many, "has 1002 lines, and may have 1000", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := sold("4")
			v.ProductDetails = append(slices.Clone(tt.lines), catalog.ProductDetail{Label: "Display", Value: "AMOLED"})
			items, faults := feed.MerchantItems([]catalog.Variant{v}, digits)
			var rules []string
			for _, f := range faults {
				rules = append(rules, f.Rule)
			}
			said := strings.Join(rules, "; ")
			if said != tt.fault || len(items) != 1 {
				t.Fatalf("%d items, faults %q, want %q", len(items), said, tt.fault)
			}
			var b bytes.Buffer
			if err := feed.WriteTSV(&b, items); err != nil {
				t.Fatal(err)
			}
			row := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")[1]
			cell := row[strings.LastIndex(row, "\t")+1:]
			if tt.cell != "" && cell != tt.cell {
				t.Errorf("written as %s, want %s", cell, tt.cell)
			}
			if n := strings.Count(cell, "Label "); tt.cell == "" && n != 1000 {
				t.Errorf("%d lines are written, want 1000", n)
			}
		})
	}
}

func TestWriteRSS(t *testing.T) {
	v := sold("4")
	v.Title = "POCO F6 <8GB> & more"
	v.GTIN = ""
	items, _ := feed.MerchantItems([]catalog.Variant{v}, digits)
	var b bytes.Buffer
	if err := feed.WriteRSS(&b, "mi.com/uk", "https://www.mi.com/uk/", items); err != nil {
		t.Fatal(err)
	}
	const want = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">
  <channel>
    <title>mi.com/uk</title>
    <link>https://www.mi.com/uk/</link>
    <description>The products of mi.com/uk</description>
    <item>
      <g:id>4</g:id>
      <g:title>POCO F6 &lt;8GB&gt; &amp; more</g:title>
      <g:link>https://www.mi.com/uk/product/poco-f6/</g:link>
      <g:image_link>https://i02.appmifile.com/f6.png</g:image_link>
      <g:availability>in_stock</g:availability>
      <g:price>389.00 GBP</g:price>
      <g:sale_price>329.05 GBP</g:sale_price>
      <g:brand>POCO</g:brand>
      <g:mpn>MZB0FUUEU</g:mpn>
      <g:item_group_id>poco-f6</g:item_group_id>
      <g:color>Midnight Black</g:color>
      <g:size>8GB+256GB</g:size>
      <g:condition>new</g:condition>
      <g:product_type>phone</g:product_type>
      <g:is_bundle>yes</g:is_bundle>
      <g:product_detail>
        <g:attribute_name>Display</g:attribute_name>
        <g:attribute_value>6.67&#34; AMOLED, 1.5K</g:attribute_value>
      </g:product_detail>
      <g:product_detail>
        <g:attribute_name>Ports: all</g:attribute_name>
        <g:attribute_value>USB-C no jack</g:attribute_value>
      </g:product_detail>
    </item>
  </channel>
</rss>
`
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Errorf("WriteRSS (-want +got):\n%s", d)
	}
}

// short takes so many bytes.
type short struct {
	room int
	err  error
}

func (s *short) Write(p []byte) (int, error) {
	if s.room -= len(p); s.room < 0 {
		return 0, s.err
	}
	return len(p), nil
}

// TestWriteErrors: wherever the disk is full, the writer says so.
func TestWriteErrors(t *testing.T) {
	full := errors.New("the disk is full")
	var variants []catalog.Variant
	for i := range 20 {
		variants = append(variants, sold(strconv.Itoa(i)))
	}
	items, _ := feed.MerchantItems(variants, digits)
	var text, doc bytes.Buffer
	if err := errors.Join(feed.WriteTSV(&text, items), feed.WriteRSS(&doc, "shop", "https://www.mi.com/", items)); err != nil {
		t.Fatal(err)
	}
	for _, room := range []int{0, 10, 100, 5000, doc.Len() - 1} {
		if err := feed.WriteRSS(&short{room, full}, "shop", "https://www.mi.com/", items); !errors.Is(err, full) {
			t.Errorf("room for %d bytes of XML: %v", room, err)
		}
	}
	for _, room := range []int{0, 100, text.Len() - 1} {
		if err := feed.WriteTSV(&short{room, full}, items); !errors.Is(err, full) {
			t.Errorf("room for %d bytes of text: %v", room, err)
		}
	}
}
