package normalize_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

// overlay returns a file system with one table.
func overlay(file, text string) fstest.MapFS {
	return fstest.MapFS{file: &fstest.MapFile{Data: []byte(text)}}
}

func TestLoadOverlay(t *testing.T) {
	v, err := normalize.Load(overlay("colors.csv", "word,lang,color,source\nStardust,,purple,our shop 2026-11\nAqua Bliss,,blue,our shop 2026-11\n"))
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]string{"Stardust": "purple", "Aqua Bliss": "blue", "Black": "black"} {
		if got, _ := v.Color(word, "en"); got != want {
			t.Errorf("Color(%q) = %q, want %q", word, got, want)
		}
	}
	plain := vocabulary(t).Digests()
	laid := v.Digests()
	for _, file := range slices.Sorted(maps.Keys(plain)) {
		if changed := plain[file] != laid[file]; changed != (file == "colors.csv") {
			t.Errorf("digest of %s changed: %t", file, changed)
		}
	}
}

func TestLoadFaults(t *testing.T) {
	const colors = "word,lang,color,source\n"
	const products = "model,product_type,network,aliases,markets,source\n"
	tests := []struct{ name, file, text, want string }{
		{"unknown column", "colors.csv", "word,language,color,source\n", `overlay colors.csv:1: columns are ["word" "language" "color" "source"]`},
		{"duplicate row", "colors.csv", colors + "Siyah,tr,black,x\n# a comment\nsiyah,tr,black,x\n", `overlay colors.csv:4: "siyah, tr" given twice`},
		{"unknown colour", "colors.csv", colors + "Siyah,tr,siyah,x\n", `overlay colors.csv:2: color "siyah" is none of`},
		{"no source", "colors.csv", colors + "Siyah,tr,black,\n", `overlay colors.csv:2: "Siyah" has no source`},
		{"missing cell", "colors.csv", colors + "Siyah,tr\n", `overlay colors.csv: record on line 2: wrong number of fields`},
		{"unknown type", "products.csv", products + "POCO Z9,telephone,5G,,,x\n", `overlay products.csv:2: product type "telephone" is none of`},
		{"unknown network", "products.csv", products + "POCO Z9,phone,6G,,,x\n", `overlay products.csv:2: network "6G" is none of`},
		{"name taken", "products.csv", products + "POCO Z9,phone,5G,POCO F6,,x\n", `overlay products.csv:2: name "POCO F6" already stands for POCO F6`},
		{"brand alone", "products.csv", products + "POCO,phone,5G,,,x\n", `overlay products.csv:2: name "POCO" has no word beside its brand`},
		{"minor digits", "currencies.csv", "code,minor_digits,symbols,shared_symbols,source\nXYZ,two,,,x\n", `overlay currencies.csv:2: minor digits "two"`},
		{"availability", "availability.csv", "word,availability,source\nBald da,soon,x\n", `overlay availability.csv:2: availability "soon" is none of`},
		{"misspelt file", "colours.csv", colors, `overlay colours.csv: no such table; the tables are particles.csv, products.csv`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := normalize.Load(overlay(tt.file, tt.text))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Load = %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestMinorDigits(t *testing.T) {
	v := vocabulary(t)
	for code, want := range map[string]int{"EUR": 2, "GBP": 2, "INR": 2, "CLP": 0, "JPY": 0, "KWD": 3} {
		if got, ok := v.MinorDigits(code); !ok || got != want {
			t.Errorf("MinorDigits(%q) = %d, %t, want %d", code, got, ok, want)
		}
	}
	if n, ok := v.MinorDigits("XYZ"); ok {
		t.Errorf("MinorDigits of an unknown code = %d", n)
	}
}

func TestChipset(t *testing.T) {
	v := vocabulary(t)
	for text, want := range map[string]string{
		"Qualcomm® Snapdragon™ 8s Gen3 (4 nm)":         "Snapdragon 8s Gen 3",
		"Snapdragon® 8s Gen 3 4 nm":                    "Snapdragon 8s Gen 3",
		"Qualcomm SM8475 Snapdragon 8+ Gen 1 (4 nm)":   "Snapdragon 8+ Gen 1",
		"Qualcomm SM6375 Snapdragon 695 5G (6 nm)":     "Snapdragon 695",
		"Snapdragon 7s Gen 2 Mobile Platform":          "Snapdragon 7s Gen 2",
		"Mediatek Dimensity 8300 Ultra (4 nm)":         "Dimensity 8300 Ultra",
		"MediaTek Dimensity 8400-Ultra, 4nm":           "Dimensity 8400 Ultra",
		"Mediatek Dimensity 6100+ (6 nm)":              "Dimensity 6100+",
		"MediaTek Helio G81-Ultra":                     "Helio G81 Ultra",
		"Qualcomm SM4450 Snapdragon 4 Gen 2 AE (4 nm)": "Snapdragon 4 Gen 2 AE",
		"Qualcomm SDM730 Snapdragon 730G (8 nm)":       "Snapdragon 730G",
		"Snapdragon® 8 Elite Gen 5":                    "Snapdragon 8 Elite Gen 5",
		"Octa-core CPU, up to 2.2GHz":                  "",
		"Powered by Snapdragon":                        "",
		"Snapdragon 4nm":                               "",
	} {
		if got := v.Chipset(text); got != want {
			t.Errorf("Chipset(%q) = %q, want %q", text, got, want)
		}
	}
}

func BenchmarkTitle(b *testing.B) {
	v := vocabulary(b)
	loc := normalize.Locale{Lang: "en-GB", Market: "uk"}
	for b.Loop() {
		v.Title("POCO X6 Pro 5G 12GB+512GB Black + Redmi Buds 5", loc)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := normalize.Load(nil); err != nil {
			b.Fatal(err)
		}
	}
}
