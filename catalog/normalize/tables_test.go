package normalize_test

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

// overlay returns a file system with one table.
func overlay(file, text string) fstest.MapFS {
	return fstest.MapFS{file: &fstest.MapFile{Data: []byte(text)}}
}

// tableFiles returns the names of the built-in tables.
func tableFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("data/*.csv")
	if err != nil || len(files) == 0 {
		t.Fatalf("tables %q: %v", files, err)
	}
	for i := range files {
		files[i] = filepath.Base(files[i])
	}
	return files
}

func digest(data []byte) string { return fmt.Sprintf("%x", sha256.Sum256(data)) }

func TestLoadOverlay(t *testing.T) {
	const colors = "word,lang,color,source\nStardust,,purple,our shop 2026-11\nAqua Bliss,,blue,our shop 2026-11\n"
	v, err := normalize.Load(overlay("colors.csv", colors))
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]string{"Stardust": "purple", "Aqua Bliss": "blue", "Black": "black"} {
		if got, _ := v.Color(word, "en"); got != want {
			t.Errorf("Color(%q) = %q, want %q", word, got, want)
		}
	}
	want := map[string]string{}
	for _, name := range tableFiles(t) {
		data, err := os.ReadFile(filepath.Join("data", name))
		if err != nil {
			t.Fatal(err)
		}
		want[name] = digest(data)
	}
	if d := cmp.Diff(want, vocabulary(t).Digests()); d != "" {
		t.Errorf("digests of the built-in tables (-want +got):\n%s", d)
	}
	data, err := os.ReadFile("data/colors.csv")
	if err != nil {
		t.Fatal(err)
	}
	want["colors.csv"] = digest(append(data, colors...))
	if d := cmp.Diff(want, v.Digests()); d != "" {
		t.Errorf("digests with an overlay (-want +got):\n%s", d)
	}
	clear(v.Digests())
	if got := len(v.Digests()); got != len(want) {
		t.Errorf("%d digests after a caller emptied its own", got)
	}
}

// TestLongerSymbolCounts: a sign that begins as another does stands for its own currency, whichever table has it.
func TestLongerSymbolCounts(t *testing.T) {
	v, err := normalize.Load(overlay("currencies.csv", "code,minor_digits,symbols,shared_symbols,source\nXYZ,2,R$b; €u ;Zor.,,x\n"))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"R$b 5": "XYZ", "R$ 5": "BRL", "5 €u": "XYZ", "5 Zor": "XYZ", "5 zor.": "XYZ", "5 €": "EUR"} {
		if got := v.ReadPrice(text, normalize.Locale{}); got.Currency != want {
			t.Errorf("currency of %q = %q, want %q", text, got.Currency, want)
		}
	}
}

// TestColorOfOneProduct: a word may mean a colour for one product alone, and something else, or nothing, for all others.
func TestColorOfOneProduct(t *testing.T) {
	v, err := normalize.Load(overlay("colors.csv", "word,lang,model,color,source\nZorblax,,POCO F6,purple,x\nZorblax,de,,red,x\n"+
		"Quux,,POCO F6,purple,x\nFoobar,de,,red,x\nFoobar,fr,,blue,x\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ title, label, color, rest string }{
		{"POCO F6 8GB+256GB Zorblax", "Zorblax", "purple", ""},
		{"POCO F6 Quux 8GB+256GB", "Quux", "purple", ""},
		{"POCO F6 Quux 8GB+256GB Black", "Black", "black", "Quux"},
		{"POCO X7 8GB+256GB Zorblax", "Zorblax", "red", ""},
		{"POCO X7 8GB+256GB Quux", "Quux", "", ""},
		{"POCO X7 8GB+256GB Foobar", "Foobar", "", ""},
	} {
		got := v.Title(tt.title, normalize.Locale{Lang: "en-GB", Market: "uk"})
		if got.Color != tt.color || got.ColorLabel != tt.label || strings.Join(got.Rest, " ") != tt.rest {
			t.Errorf("Title(%q): %q is %q, and %q is left; want %q to be %q", tt.title, got.ColorLabel, got.Color, got.Rest, tt.label, tt.color)
		}
	}
	option := row(func(r *catalog.Row) { r.Titles, r.Options = quotes("POCO F6"), options("8GB+256GB", "Zorblax") })
	if variants, _ := v.Variants(listing(option), uk); variants[0].Color != "purple" {
		t.Errorf("the option Zorblax of a POCO F6 is %q", variants[0].Color)
	}
}

// TestOverlayOfAProduct: a row of the user's own takes the place of the built-in one, names and all.
func TestOverlayOfAProduct(t *testing.T) {
	v, err := normalize.Load(overlay("products.csv", "model,product_type,network,aliases,markets,source\nPOCO F6,tablet,none,POCO Pad Six;POCO Six Pad,,x\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, title := range []string{"POCO F6 8GB+256GB", "POCO Pad Six", "POCO Six Pad"} {
		if got := v.Title(title, normalize.Locale{Lang: "en-GB", Market: "uk"}); got.Model != "POCO F6" || got.ProductType != catalog.Tablet {
			t.Errorf("Title(%q): %s %q", title, got.ProductType, got.Model)
		}
	}
}

// TestMarketOfALanguage: where the market is not known, the language says which of the products of one name is meant.
func TestMarketOfALanguage(t *testing.T) {
	v, err := normalize.Load(overlay("products.csv", "model,product_type,network,aliases,markets,source\n"+
		"POCO Z9 British,phone,5G,POCO Z9,uk,x\nPOCO Z9 French,phone,5G,POCO Z9,fr,x\nPOCO Z9 Common,phone,5G,POCO Z9,,x\n"))
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{
		"en-GB": "POCO Z9 British", "fr-FR": "POCO Z9 French", "fr": "POCO Z9 French", "fr_FR": "POCO Z9 French", "de-DE": "POCO Z9 Common",
	} {
		if got := v.Title("POCO Z9", normalize.Locale{Lang: lang}); got.Model != want {
			t.Errorf("POCO Z9 is %q in %s, want %q", got.Model, lang, want)
		}
	}
}

func TestLoadFaults(t *testing.T) {
	const colors = "word,lang,color,source\n"
	const products = "model,product_type,network,aliases,markets,source\n"
	const currencies = "code,minor_digits,symbols,shared_symbols,regions,source\n"
	const particles = "word,role,value,source\n"
	const codes = "code,model,ram_gb,storage_gb,color,market,source\n"
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
		{"color of no product", "colors.csv", "word,lang,model,color,source\nOnyx,,POCO Z9,black,x\n", `overlay colors.csv:2: model "POCO Z9" is not in products.csv`},
		{"column missing", "colors.csv", "word,source\n", "overlay colors.csv:1: columns are"},
		{"no word", "colors.csv", colors + " ,tr,black,x\n", `overlay colors.csv:2: column "word" is empty`},
		{"no header", "colors.csv", "", "overlay colors.csv: read the header: EOF"},
		{"column too many", "colors.csv", "word,lang,model,color,source,note\n", "overlay colors.csv:1: columns are"},
		{"several rows", "colors.csv", colors + "Siyah,tr,black,\n,tr,black,x\n", "\"Siyah\" has no source\noverlay colors.csv:3: column"},
		{"half a memory", "products.csv", "model,product_type,network,aliases,markets,marketing_name,memories,source\nPOCO Z9,phone,5G,,,,8/256;512,x\n", `overlay products.csv:2: memory "512" is no RAM and storage`},
		{"no three capitals", "currencies.csv", currencies + "xyz,2,,,,x\n", `overlay currencies.csv:2: code "xyz" is not three capitals`},
		{"letters too many", "currencies.csv", currencies + "WXYZ,2,,,,x\n", `overlay currencies.csv:2: code "WXYZ" is not three capitals`},
		{"digits too many", "currencies.csv", currencies + "XYZ,5,,,,x\n", `overlay currencies.csv:2: minor digits "5" is no number from 0 to 4`},
		{"symbol taken", "currencies.csv", currencies + "XYZ,2,£,,,x\n", `symbol "£" already stands for GBP`},
		{"region taken", "currencies.csv", currencies + "XYZ,2,,,GB,x\n", `region "GB" already pays in GBP`},
		{"decimal sign", "decimals.csv", "lang,decimal,source\nxx,;,x\n", `overlay decimals.csv:2: decimal sign ";" is neither point nor comma`},
		{"price role", "pricewords.csv", "word,role,source\nHeute,today,x\n", `overlay pricewords.csv:2: role "today" is none of`},
		{"particle role", "particles.csv", particles + "zusammen,verb,,x\n", `overlay particles.csv:2: role "verb" is none of`},
		{"brand without a name", "particles.csv", particles + "Qin,brand,,x\n", `overlay particles.csv:2: role "brand" and value "" do not go together`},
		{"value of nothing", "particles.csv", particles + "zu,fits,POCO,x\n", `overlay particles.csv:2: role "fits" and value "POCO" do not go together`},
		{"unknown type of a word", "typewords.csv", "word,product_type,source\nTelefon,telephone,x\n", `overlay typewords.csv:2: product type "telephone" is none of`},
		{"unknown axis", "axes.csv", "word,axis,source\nForm,shape,x\n", `overlay axes.csv:2: axis "shape" is none of`},
		{"unknown condition", "conditions.csv", "word,condition,source\nKaputt,broken,x\n", `overlay conditions.csv:2: condition "broken" is none of`},
		{"unknown spec", "speclabels.csv", "label,specs,source\nKlang,battery;sound,x\n", `overlay speclabels.csv:2: spec "sound" is none of`},
		{"unknown kind", "features.csv", "word,kind,source\nLux,measure,x\n", `overlay features.csv:2: kind "measure" is none of`},
		{"memory of a code", "codes.csv", codes + "MZB0ZZZEU,POCO F6,8,256 GB,,,x\n", `overlay codes.csv:2: memory "256 GB" is no number of gigabytes`},
		{"code of no product", "codes.csv", codes + "MZB0ZZZEU,POCO Z9,8,256,,,x\n", `overlay codes.csv:2: model "POCO Z9" is not in products.csv`},
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

// TestLoadFaultsOfSeveralTables: a person who lays tables of their own mends all of them at once.
func TestLoadFaultsOfSeveralTables(t *testing.T) {
	_, err := normalize.Load(fstest.MapFS{
		"axes.csv":     {Data: []byte("word,axis,source\nForm,shape,x\n")},
		"colors.csv":   {Mode: fs.ModeDir},
		"chipsets.csv": {Data: []byte("word,family,source\nExynos,Exynos,\n")},
		"colours.csv":  {},
		"notes.txt":    {},
	})
	if err == nil {
		t.Fatal("Load succeeds")
	}
	lines := strings.Split(err.Error(), "\n")
	want := []string{
		"load vocabulary: read overlay colors.csv: ", `overlay axes.csv:2: axis "shape" is none of`, `overlay chipsets.csv:2: "Exynos" has no source`,
		"overlay colours.csv: no such table",
	}
	if len(lines) != len(want) {
		t.Fatalf("Load = %v, want %d faults", err, len(want))
	}
	for i := range want {
		if !strings.HasPrefix(lines[i], want[i]) {
			t.Errorf("fault %d is %q, want %q", i+1, lines[i], want[i])
		}
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
