package fields

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
)

// minorDigits are those of our own table, which is read once.
var minorDigits = sync.OnceValues(func() (func(currency string) int, error) {
	words, err := normalize.Load(nil)
	return func(currency string) int {
		n, _ := words.MinorDigits(currency)
		return n
	}, err
})

func exportDigits(tb testing.TB) func(currency string) int {
	tb.Helper()
	digits, err := minorDigits()
	if err != nil {
		tb.Fatal(err)
	}
	return digits
}

// fullVariant states every field that export knows.
func fullVariant() catalog.Variant {
	return catalog.Variant{
		Key: "app@in#item:1", Shop: "app", Market: "in", Identities: []catalog.Identity{"item:1", "opt:c75|\"black\""},
		ItemGroupID: "c75", Link: "https://x/c75", Title: "POCO C75 & <more>", Brand: "POCO", Model: "POCO C75",
		ProductType: catalog.Phone, Fits: []string{"POCO C75"}, Network: catalog.Network4G, RAM: 8, Storage: 256,
		Color: "black", ColorLabel: "Noir\u2028", Edition: "Iron Man Edition", Bundle: []string{"Buds", "Case"},
		Condition: catalog.ConditionNew, SKU: "1", GTIN: "0123", MPN: "M1", ImageLink: "https://x/c75.png",
		Offers: []catalog.Offer{
			{Price: &catalog.Money{Amount: 129900, Currency: "INR"}, SalePrice: &catalog.Money{Amount: 5, Currency: "INR"}, Availability: catalog.InStock},
			{Price: &catalog.Money{Amount: 1, Currency: "EUR"}},
		},
		Specs: catalog.Specs{
			Chipset: "Helio G85", DisplayIn: 6.88, Resolution: "1640x720", RefreshHz: 120, BatteryMAh: 5160, ChargingW: 18, CameraMP: 50,
			Cameras: "50+2", SelfieMP: 13, HeightMM: 171.88, WidthMM: 77.8, DepthMM: 8.22, WeightG: 204, OS: "Android 14", Water: "IP52",
		},
		ProductDetails: []catalog.ProductDetail{
			{Label: "Z \"first\"", Value: "1\\2"}, {Label: "Akku", Value: "5160 mAh"}, {Label: "Z \"first\"", Value: "é"},
		},
	}
}

func object(tb testing.TB, v catalog.Variant, names ...string) string {
	tb.Helper()
	chosen, err := Chosen(names)
	if err != nil {
		tb.Fatal(err)
	}
	line, err := AppendObject(nil, &v, chosen, exportDigits(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return string(line)
}

func TestFieldsAsJSON(t *testing.T) {
	const want = `{"key":"app@in#item:1","shop":"app","market":"in","identities":["item:1","opt:c75|\"black\""],"item_group_id":"c75",` +
		`"link":"https://x/c75","title":"POCO C75 & <more>","name":"POCO C75 & <more>","brand":"POCO","model":"POCO C75",` +
		`"product_type":"phone","fits":["POCO C75"],"network":"4G","ram_gb":8,"storage_gb":256,"color":"black","color_label":"Noir\u2028",` +
		`"edition":"Iron Man Edition","bundle":["Buds","Case"],"condition":"new","sku":"1","gtin":"0123","mpn":"M1",` +
		`"image_link":"https://x/c75.png","price":"1299.00","sale_price":"0.05","currency":"INR","availability":"in_stock",` +
		`"chipset":"Helio G85","display_in":6.88,"resolution":"1640x720","refresh_hz":120,"battery_mah":5160,"charging_w":18,` +
		`"camera_mp":50,"cameras":"50+2","front_camera_mp":13,"height_mm":171.88,"width_mm":77.8,"depth_mm":8.22,"weight_g":204,` +
		`"os":"Android 14","water_resistance":"IP52",` +
		`"specs":{"Z \"first\"":"1\\2; é","Akku":"5160 mAh"},` +
		`"product_detail":[{"attribute_name":"Z \"first\"","attribute_value":"1\\2"},{"attribute_name":"Akku","attribute_value":"5160 mAh"},` +
		`{"attribute_name":"Z \"first\"","attribute_value":"é"}]}`
	if d := cmp.Diff(want, object(t, fullVariant(), Names()...)); d != "" {
		t.Errorf("every field (-want +got):\n%s", d)
	}
	if got := object(t, fullVariant(), "sku", "price", "key"); got != `{"sku":"1","price":"1299.00","key":"app@in#item:1"}` {
		t.Errorf("fields in the order asked for = %s", got)
	}
	owed := catalog.Variant{Offers: []catalog.Offer{{Price: &catalog.Money{Amount: -5, Currency: "INR"}}}}
	if got := object(t, owed, "price"); got != `{"price":"-0.05"}` {
		t.Errorf("an amount below nothing = %s", got)
	}
	if got := object(t, catalog.Variant{}, Names()...); got != "{}" {
		t.Errorf("a variant that states nothing = %s", got)
	}
}

// TestChosen: a field that there is not is an error with the one that was meant, and so is one that is named twice.
func TestChosen(t *testing.T) {
	for _, tt := range []struct {
		names      []string
		want, hint string // the hint's beginning
	}{
		{[]string{"sku", "gtni"}, `--fields: there is no field "gtni"`, "did you mean gtin? It is one of key, shop, "},
		{[]string{"sku", "gtin", "sku"}, "--fields: sku is named twice", ""},
	} {
		chosen, err := Chosen(tt.names)
		if err == nil || err.Error() != tt.want || !strings.HasPrefix(hint.Of(err), tt.hint) || chosen != nil {
			t.Errorf("%q: %v, %v, hint %q, want %s, %s", tt.names, chosen, err, hint.Of(err), tt.want, tt.hint)
		}
	}
}

// TestNoNumber: a number that JSON cannot hold is an error, and no half of a line.
func TestNoNumber(t *testing.T) {
	chosen, err := Chosen([]string{"sku", "weight_g"})
	if err != nil {
		t.Fatal(err)
	}
	line, err := AppendObject(nil, &catalog.Variant{SKU: "1", Specs: catalog.Specs{WeightG: math.NaN()}}, chosen, exportDigits(t))
	if err == nil || line != nil {
		t.Errorf("is written as %s, %v", line, err)
	}
}

// TestFieldsAsStored: what bears a name of variants.jsonl says what stands there.
func TestFieldsAsStored(t *testing.T) {
	v := fullVariant()
	var stored, exported map[string]any
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &stored); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(object(t, v, Names()...)), &exported); err != nil {
		t.Fatal(err)
	}
	same := 0
	for name, value := range stored {
		if name == "specs" || exported[name] == nil {
			continue
		}
		same++
		if d := cmp.Diff(value, exported[name]); d != "" {
			t.Errorf("%s (-stored +exported):\n%s", name, d)
		}
	}
	if same != 24 {
		t.Errorf("%d fields have the name they are stored under, want 24", same)
	}
	specs, ok := stored["specs"].(map[string]any)
	if !ok || len(specs) != reflect.TypeFor[catalog.Specs]().NumField() {
		t.Fatalf("the variant does not state every spec: %v", stored["specs"])
	}
	for name, value := range specs {
		if d := cmp.Diff(value, exported[name]); d != "" {
			t.Errorf("specs.%s (-stored +exported):\n%s", name, d)
		}
	}
}

func TestFieldsAsCells(t *testing.T) {
	v, want := fullVariant(), map[string]string{
		"identities": `item:1; opt:c75|"black"`, "ram_gb": "8", "display_in": "6.88", "weight_g": "204", "price": "1299.00", "bundle": "Buds; Case",
		"specs":          "Z \"first\": 1\\2; é\nAkku: 5160 mAh",
		"product_detail": "Z \"first\": 1\\2\nAkku: 5160 mAh\nZ \"first\": é",
	}
	for _, f := range all() {
		got := f.Cell(&v, exportDigits(t)).String()
		if words, ok := want[f.Name]; ok && got != words || got == "" {
			t.Errorf("cell of %s = %q, want %q", f.Name, got, words)
		}
		if got := f.Cell(&catalog.Variant{}, exportDigits(t)).String(); got != "" {
			t.Errorf("cell of %s that nobody stated = %q", f.Name, got)
		}
	}
}

// TestHelpNamesEveryField and no field that is none.
func TestHelpNamesEveryField(t *testing.T) {
	names := map[string]bool{}
	for line := range strings.Lines(Help) {
		// Names stand two characters in, explanations further.
		if strings.HasPrefix(line, "  ") && !strings.HasPrefix(line, "   ") {
			list, _, _ := strings.Cut(strings.TrimSpace(line), "   ")
			for name := range strings.SplitSeq(strings.TrimSuffix(list, ","), ", ") {
				names[name] = true
			}
		}
	}
	for _, name := range Names() {
		if !names[name] {
			t.Errorf("the help of export does not name %s", name)
		}
		delete(names, name)
	}
	for name := range names {
		t.Errorf("the help of export names %q, which is no field", name)
	}
}

// FuzzAppendText: whatever the words are, they are the JSON string that encoding/json makes of them.
func FuzzAppendText(f *testing.F) {
	for _, seed := range []string{"", "plain", "a\"b\\c", "é\u2028", "\x00\x1f\x7f", "\xff", "</script>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := appendText([]byte("x"), text)
		if err != nil {
			t.Fatal(err)
		}
		want, err := appendJSON([]byte("x"), text)
		if err != nil || string(got) != string(want) {
			t.Errorf("%q is written as %s, want %s, %v", text, got, want, err)
		}
	})
}
