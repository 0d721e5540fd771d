package feed_test

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/feed"
)

// sold is a variant that breaks no rule.
func sold(id string) catalog.Variant {
	return catalog.Variant{
		Key: catalog.Key("mi.com/uk#item:" + id), Shop: "mi.com/uk", ItemGroupID: "poco-f6", Title: "POCO F6 8GB+256GB Black",
		Link: "https://www.mi.com/uk/product/poco-f6/", ImageLink: "https://i02.appmifile.com/f6.png", Brand: "POCO",
		RAM: 8, Storage: 256, Color: "black", ColorLabel: "Midnight Black", Condition: catalog.ConditionNew, ProductType: catalog.Phone,
		GTIN: "6941812756553", MPN: "MZB0FUUEU", Bundle: []string{"POCO Buds"},
		Offers: []catalog.Offer{{
			Price: &catalog.Money{Amount: 38900, Currency: "GBP"}, SalePrice: &catalog.Money{Amount: 32905, Currency: "GBP"}, Availability: catalog.InStock,
		}},
		ProductDetails: []catalog.ProductDetail{{Label: "Display", Value: `6.67" AMOLED, 1.5K`}, {Label: "Ports: all", Value: "USB-C\nno jack"}},
	}
}

func digits(currency string) int {
	if currency == "JPY" {
		return 0
	}
	return 2
}

// TestMerchantRules breaks each rule on its own: it is named, what breaks it is left out, and all else is written.
func TestMerchantRules(t *testing.T) {
	offer := func(v *catalog.Variant) *catalog.Offer { return &v.Offers[0] }
	tests := []struct {
		name      string
		change    func(v *catalog.Variant)
		attribute string // that is left out; "" for the whole item
		fault     string
	}{
		{"no id", func(v *catalog.Variant) { v.Key = "mi.com/uk#item:" }, "", "id is required, and not stated; the item is left out"},
		{"long id", func(v *catalog.Variant) { v.Key += catalog.Key(strings.Repeat("1", 50)) }, "", "id has 51 characters, and may have 50; the item is left out"},
		{"no title", func(v *catalog.Variant) { v.Title = "" }, "", "title is required, and not stated; the item is left out"},
		{"long title", func(v *catalog.Variant) { v.Title = strings.Repeat("é", 151) }, "", "title has 151 characters, and may have 150; the item is left out"},
		{"tab in title", func(v *catalog.Variant) { v.Title = "POCO\tF6" }, "", "title holds a tab, a line break or another character that is no text; the item is left out"},
		{"http link", func(v *catalog.Variant) { v.Link = "http://www.mi.com/" }, "link", "link is no https address: http://www.mi.com/"},
		{"no link", func(v *catalog.Variant) { v.Link = "" }, "link", "link is required, and not stated"},
		{"long link", func(v *catalog.Variant) { v.Link = "https://" + strings.Repeat("x", 2000) }, "link", "link has 2008 characters, and may have 2000"},
		{"no image", func(v *catalog.Variant) { v.ImageLink = "" }, "image_link", "image_link is required, and not stated"},
		{"unknown availability", func(v *catalog.Variant) { offer(v).Availability = "soon" }, "availability", "availability is soon, and must be in_stock, out_of_stock, preorder or backorder"},
		{"preorder", func(v *catalog.Variant) { offer(v).Availability = catalog.Preorder }, "availability", "availability is preorder, which needs an availability_date, and none is known"},
		{"free", func(v *catalog.Variant) { offer(v).Price.Amount, offer(v).SalePrice = 0, nil }, "price", "price is 0.00 GBP, and must be above zero"},
		{"currency", func(v *catalog.Variant) { offer(v).Price.Currency, offer(v).SalePrice = "£", nil }, "price", `price is in "£", which is no ISO 4217 code`},
		{"no price", func(v *catalog.Variant) { offer(v).Price, offer(v).SalePrice = nil, nil }, "price", "price is required, and not stated"},
		{"sale not lower", func(v *catalog.Variant) { offer(v).SalePrice.Amount = 38900 }, "sale_price", "sale_price is 389.00 GBP, which is not below the price of 389.00 GBP"},
		{"sale in another currency", func(v *catalog.Variant) { offer(v).SalePrice.Currency = "EUR" }, "sale_price", "sale_price is 329.05 EUR, which is not below the price of 389.00 GBP"},
		{"sale below zero", func(v *catalog.Variant) { offer(v).SalePrice.Amount = -5 }, "sale_price", "sale_price is -0.05 GBP, and must be above zero"},
		{"no brand", func(v *catalog.Variant) { v.Brand = "" }, "brand", "brand is required, and not stated"},
		{"long brand", func(v *catalog.Variant) { v.Brand = strings.Repeat("x", 71) }, "brand", "brand has 71 characters, and may have 70"},
		{"long mpn", func(v *catalog.Variant) { v.MPN = strings.Repeat("x", 71) }, "mpn", "mpn has 71 characters, and may have 70"},
		{"check digit", func(v *catalog.Variant) { v.GTIN = "6941812756554" }, "gtin", "gtin 6941812756554 has a wrong length or check digit"},
		{"coupon", func(v *catalog.Variant) { v.GTIN = "9900000000004" }, "gtin", "gtin 9900000000004 is in a range for coupons"},
		{"group", func(v *catalog.Variant) { v.ItemGroupID = "poco f6" }, "item_group_id", "item_group_id poco f6 is not 1 to 50 letters, digits, _ and - of ASCII"},
		{"long group", func(v *catalog.Variant) { v.ItemGroupID = strings.Repeat("x", 51) }, "item_group_id", "item_group_id " + strings.Repeat("x", 51) + " is not 1 to 50 letters, digits, _ and - of ASCII"},
		{"color", func(v *catalog.Variant) { v.ColorLabel = strings.Repeat("x", 101) }, "color", "color has 101 characters, and may have 100"},
		{"condition", func(v *catalog.Variant) { v.Condition = "mint" }, "condition", "condition is mint, and must be new, refurbished or used"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := sold("4")
			tt.change(&v)
			items, faults := feed.MerchantItems([]catalog.Variant{v}, digits)
			if len(faults) != 1 || faults[0].String() != string(v.Key)+": "+tt.fault {
				t.Errorf("faults %q, want %q", faults, tt.fault)
			}
			if (len(items) == 0) != (tt.attribute == "") {
				t.Fatalf("%d items", len(items))
			}
			whole, _ := feed.MerchantItems([]catalog.Variant{sold("4")}, digits)
			for _, a := range feed.MerchantAttributes() {
				if len(items) == 1 && a != tt.attribute && a != "price" && a != "sale_price" && items[0].Value(a) != whole[0].Value(a) {
					t.Errorf("%s is %q, want %q", a, items[0].Value(a), whole[0].Value(a))
				}
			}
			if len(items) == 1 && items[0].Value(tt.attribute) != "" {
				t.Errorf("%s is written as %q", tt.attribute, items[0].Value(tt.attribute))
			}
		})
	}
}

// TestMerchantRulesOfSeveral: ids are unique, and groups do not differ in case only.
func TestMerchantRulesOfSeveral(t *testing.T) {
	a, b, c := sold("4"), sold("4"), sold("5")
	b.Key = "mi.com/uk#slug:4"
	c.ItemGroupID = "POCO-F6"
	items, faults := feed.MerchantItems([]catalog.Variant{a, b, c}, digits)
	var said []string
	for _, f := range faults {
		said = append(said, f.String())
	}
	want := []string{
		"mi.com/uk#slug:4: id 4 is that of mi.com/uk#item:4, too; the item is left out",
		"mi.com/uk#item:5: item_group_id POCO-F6 differs from poco-f6 in case only, and both would be one group",
	}
	if d := cmp.Diff(want, said); d != "" || len(items) != 2 {
		t.Fatalf("%d items, faults (-want +got):\n%s", len(items), d)
	}
	if group := items[1].Value("item_group_id"); group != "" {
		t.Errorf("the second group is written as %q, want none", group)
	}
}

func TestWriteTSV(t *testing.T) {
	v := sold("4")
	v.Title = `POCO F6 6.67" Black`
	v.Offers[0].Price.Currency, v.Offers[0].SalePrice.Currency = "JPY", "JPY"
	items, _ := feed.MerchantItems([]catalog.Variant{v}, digits)
	var b bytes.Buffer
	if err := feed.WriteTSV(&b, items); err != nil {
		t.Fatal(err)
	}
	want := "id\ttitle\tlink\timage_link\tavailability\tprice\tsale_price\tbrand\tgtin\tmpn\titem_group_id\tcolor\tsize\tcondition\tproduct_type\tis_bundle\tproduct_detail(attribute_name:attribute_value)\n" +
		"4\t\"POCO F6 6.67\"\" Black\"\thttps://www.mi.com/uk/product/poco-f6/\thttps://i02.appmifile.com/f6.png\tin_stock\t38900 JPY\t32905 JPY\tPOCO\t6941812756553\tMZB0FUUEU\t" +
		"poco-f6\tMidnight Black\t8GB+256GB\tnew\tphone\tyes\tDisplay:\"6.67\"\" AMOLED, 1.5K\",\"Ports: all\":USB-C no jack\n"
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Errorf("WriteTSV (-want +got):\n%s", d)
	}
}

// FuzzMerchant: whatever a shop says, each item has a line of its own in the text and an element of its own in the XML, with
// an id that no other has, and a variant that is no item has a fault.
func FuzzMerchant(f *testing.F) {
	f.Add("4", "POCO F6", "poco-f6", "black", "Display", `6.67"`, "6941812756553", int64(100))
	f.Add("", "\t", "é", "\"", ",:", "\n", "1", int64(-1))
	f.Fuzz(func(t *testing.T, id, title, group, color, label, value, gtin string, amount int64) {
		v, other := sold(id), sold("4")
		v.Title, v.ItemGroupID, v.ColorLabel, v.GTIN = title, group, color, gtin
		v.ProductDetails = []catalog.ProductDetail{{Label: label, Value: value}}
		v.Offers[0].Price.Amount = amount
		items, faults := feed.MerchantItems([]catalog.Variant{v, other}, digits)
		ids := map[string]bool{}
		for _, i := range items {
			if ids[i.Value("id")] || i.Value("title") == "" || utf8.RuneCountInString(i.Value("id")) > 50 {
				t.Errorf("item %+v", i)
			}
			ids[i.Value("id")] = true
		}
		lost := 0
		for _, fault := range faults {
			if fault.ItemLost {
				lost++
			}
		}
		if len(items)+lost != 2 {
			t.Errorf("%d items and %d lost of 2", len(items), lost)
		}
		var text, doc bytes.Buffer
		if err := errors.Join(feed.WriteTSV(&text, items), feed.WriteRSS(&doc, "shop", "https://www.mi.com/", items)); err != nil {
			t.Fatal(err)
		}
		r := csv.NewReader(&text)
		r.Comma, r.LazyQuotes = '\t', true
		rows, err := r.ReadAll() // as many cells in each
		if err != nil || len(rows) != len(items)+1 {
			t.Errorf("%d rows, %v", len(rows), err)
		}
		elements := 0
		for d := xml.NewDecoder(&doc); ; {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if e, ok := token.(xml.StartElement); ok && e.Name.Local == "item" {
				elements++
			}
		}
		if elements != len(items) {
			t.Errorf("%d elements for %d items", elements, len(items))
		}
	})
}
