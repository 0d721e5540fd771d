package catalog_test

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
)

func phone() catalog.Variant {
	return catalog.Variant{
		Key: "po.co/uk#item:1", Shop: "po.co/uk", Identities: []catalog.Identity{"item:1", "opt:poco-c75|black"},
		ItemGroupID: "poco-c75", Link: "https://www.po.co/uk/product/poco-c75/", Title: "POCO C75 8GB+256GB Black",
		Model: "POCO C75", RAM: 8, Storage: 256, Color: "black", ColorLabel: "Black",
		Offers: []catalog.Offer{
			{Price: &catalog.Money{Amount: 12900, Currency: "GBP"}, SalePrice: &catalog.Money{Amount: 9900, Currency: "GBP"}, Availability: catalog.InStock},
			{Price: &catalog.Money{Amount: 13900, Currency: "GBP"}},
		},
		Specs: catalog.Specs{DisplayIn: 6.88, BatteryMAh: 5160},
		ProductDetails: []catalog.ProductDetail{
			{Label: "Camera", Value: "50 MP"}, {Label: "Battery", Value: "5160 mAh"}, {Label: "Camera", Value: "f/1.8"},
		},
	}
}

func TestVariantAsRecord(t *testing.T) {
	v := phone()
	want := map[string]string{
		"title": "POCO C75 8GB+256GB Black", "model": "POCO C75", "ram_gb": "8", "storage_gb": "256", "color": "black",
		"color_label": "Black", "link": "https://www.po.co/uk/product/poco-c75/", "specs.display_in": "6.88", "specs.battery_mah": "5160",
		"price": "12900 GBP", "sale_price": "9900 GBP", "availability": "in_stock", "offer2.price": "13900 GBP",
		"product_detail.Camera": "50 MP; f/1.8", "product_detail.Battery": "5160 mAh",
	}
	if d := cmp.Diff(want, maps.Collect(v.RecordFields())); d != "" {
		t.Errorf("fields (-want +got):\n%s", d)
	}
	if got := v.RecordTitle(); got != "POCO C75 8/256 Black" {
		t.Errorf("title = %q", got)
	}
	if d := cmp.Diff([]string{"po.co/uk#item:1", "po.co/uk#opt:poco-c75|black"}, v.RecordIdentities()); d != "" {
		t.Errorf("identities (-want +got):\n%s", d)
	}
	for stop := range len(want) {
		seen := 0
		for range v.RecordFields() { // a reader may stop anywhere
			if seen++; seen > stop {
				break
			}
		}
		if seen != stop+1 {
			t.Errorf("%d fields were yielded to a reader of %d", seen, stop+1)
		}
	}
}

// What people read of a variant is its reading; the shop's title stands in where the model is unknown.
func TestRecordTitle(t *testing.T) {
	for _, tt := range []struct {
		v              catalog.Variant
		title, subject string
	}{
		{phone(), "POCO C75 8/256 Black", "POCO C75"},
		{catalog.Variant{Model: "POCO F6", Title: "POCO F6 Deadpool"}, "POCO F6", "POCO F6"},
		{catalog.Variant{Title: "Poco Phone Case", ColorLabel: "Black"}, "Poco Phone Case Black", "Poco Phone Case"},
		{catalog.Variant{Model: "POCO F6", Edition: "Deadpool Edition", RAM: 12, Storage: 512}, "POCO F6 Deadpool Edition 12/512", "POCO F6"},
	} {
		if got := tt.v.RecordTitle(); got != tt.title {
			t.Errorf("title of %+v = %q, want %q", tt.v, got, tt.title)
		}
		if got := tt.v.RecordSubject(); got != tt.subject {
			t.Errorf("subject of %+v = %q, want %q", tt.v, got, tt.subject)
		}
	}
}

func TestDetailsByLabel(t *testing.T) {
	v := catalog.Variant{ProductDetails: []catalog.ProductDetail{
		{Label: "b", Value: "1"}, {Label: "a", Value: "2"}, {Label: "b", Value: "1"}, {Label: "b", Value: "3"}, {Label: "B", Value: "4"},
	}}
	var got []string
	for label, value := range v.DetailsByLabel() {
		got = append(got, label+"="+value)
	}
	if d := cmp.Diff([]string{"b=1; 1; 3", "a=2", "B=4"}, got); d != "" {
		t.Errorf("labels (-want +got):\n%s", d)
	}
}

func TestMemory(t *testing.T) {
	for _, tt := range []struct {
		ram, storage int
		want         string
	}{{8, 256, "8/256"}, {0, 128, "128 GB"}, {6, 0, "6 GB RAM"}, {0, 0, ""}, {16, 1024, "16/1TB"}, {0, 2048, "2 TB"}, {8, 1500, "8/1500"}} {
		if got := (catalog.Variant{RAM: tt.ram, Storage: tt.storage}).Memory(); got != tt.want {
			t.Errorf("Memory of %d and %d = %q, want %q", tt.ram, tt.storage, got, tt.want)
		}
	}
}

func TestMoneyString(t *testing.T) {
	var unknown *catalog.Money
	if got := unknown.String(); got != "" {
		t.Errorf("unknown money = %q", got)
	}
	if got := (&catalog.Money{Amount: 129900, Currency: "EUR"}).String(); got != "129900 EUR" {
		t.Errorf("money = %q", got)
	}
}
