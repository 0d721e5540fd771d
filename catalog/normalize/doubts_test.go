package normalize_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

// told writes a variant's offers and doubts: "price/sale availability on day; code field[values]; …".
func told(v catalog.Variant) string {
	var words []string
	for _, o := range v.Offers {
		words = append(words, strings.TrimSpace(fmt.Sprintf("%s/%s %s on %d", o.Price, o.SalePrice, o.Availability, o.Captured.Day())))
	}
	for _, i := range v.Issues {
		words = append(words, strings.ReplaceAll(fmt.Sprintf("%s %s %q", i.Code, i.Field, i.Values), " [", "["))
	}
	return strings.Join(words, "; ")
}

// TestOffersAndDoubts: what is made of one row's statements, and what is said where they cannot all be true.
func TestOffersAndDoubts(t *testing.T) {
	words := vocabulary(t)
	both := func(a, b catalog.Quote) []catalog.Quote { return []catalog.Quote{a, b} }
	for _, tt := range []struct {
		name   string
		change func(r *catalog.Row)
		want   string
	}{
		{"a list price alone is the price", func(r *catalog.Row) { r.ListPrices = quotes("379") }, "37900 GBP/  on 1"},
		{"a list price beside a price of zero", func(r *catalog.Row) { r.Prices, r.ListPrices = quotes("0"), quotes("379") }, ""},
		{"a list price of another day", func(r *catalog.Row) {
			r.Prices, r.ListPrices = quotes("329"), []catalog.Quote{at(2, "json", "379")}
		}, "32900 GBP/  on 1"},
		{"a list price of another currency", func(r *catalog.Row) { r.Prices, r.ListPrices = quotes("£329"), quotes("€379") }, "32900 GBP/  on 1"},
		{"the newer of two prices", func(r *catalog.Row) {
			r.Prices = both(at(1, "json", "329"), at(2, "json", "299"))
		}, "29900 GBP/  on 2"},
		{"two prices of one capture", func(r *catalog.Row) {
			r.Prices = both(at(1, "json", "329"), at(1, "html", "299"))
		}, "32900 GBP/  on 1; price_conflict price[\"29900 GBP\" \"32900 GBP\"]"},
		{"one price twice in one capture", func(r *catalog.Row) {
			r.Prices = both(at(1, "json", "329"), at(1, "html", "329.00"))
		}, "32900 GBP/  on 1"},
		{"the newer of two availabilities", func(r *catalog.Row) {
			r.Availabilities = both(at(1, "json", "in_stock"), at(2, "json", "out_of_stock"))
		}, "/ out_of_stock on 2"},
		{"two availabilities of one capture", func(r *catalog.Row) {
			r.Availabilities = both(at(1, "json", "in_stock"), at(1, "html", "out_of_stock"))
		}, "/ in_stock on 1; availability_conflict availability[\"in_stock\" \"out_of_stock\"]"},
		{"stock in the words of schema.org", func(r *catalog.Row) { r.Availabilities = quotes("https://schema.org/OutOfStock") }, "/ out_of_stock on 1"},
		{"stock in the words of schema.org, as of old", func(r *catalog.Row) { r.Availabilities = quotes("http://schema.org/PreOrder") }, "/ preorder on 1"},
		{"an availability that nobody knows", func(r *catalog.Row) { r.Availabilities = quotes("perhaps") }, "unknown_availability availability[\"perhaps\"]"},
		{"an availability that nobody knows, behind one that is known", func(r *catalog.Row) {
			r.Availabilities = both(at(1, "json", "in_stock"), at(2, "json", "perhaps"))
		}, "/ in_stock on 1; unknown_availability availability[\"perhaps\"]"},
		{"a price that is unclear on several pages", func(r *catalog.Row) {
			r.Prices = both(at(1, "json", "from 329"), at(2, "html", "from 329"))
		}, "price_unclear price[\"from 329\"]"},
		{"two GTINs", func(r *catalog.Row) {
			r.GTINs = both(at(1, "json", "6941812756553"), at(1, "html", "6941812763025"))
		}, "gtin_conflict gtin[\"6941812756553\" \"6941812763025\"]"},
		{"another storage in the title", func(r *catalog.Row) {
			r.Titles = quotes("POCO X6 Pro 5G 8GB+512GB Black")
		}, "memory_conflict storage_gb[\"256 GB\" \"512 GB\"]"},
		{"another RAM in the title", func(r *catalog.Row) {
			r.Titles = quotes("POCO X6 Pro 5G 12GB+256GB Black")
		}, "memory_conflict ram_gb[\"12 GB\" \"8 GB\"]"},
		{"an option that nobody knows", func(r *catalog.Row) {
			r.Options = append(r.Options, catalog.Option{Axis: "surprise", Word: at(1, "json", "Zorblax")})
		}, "unknown_option [\"Zorblax\"]"},
		{"an edition that nobody knows", func(r *catalog.Row) {
			r.Options = options("8GB + 256GB", "Batman Edition")
		}, "unknown_edition edition[\"Batman Edition\"]"},
		{"three decimals of a program", func(r *catalog.Row) { r.Prices = quotes("140.000") }, "14000 GBP/  on 1"},
		{"three digits of a person", func(r *catalog.Row) {
			r.Prices = []catalog.Quote{at(1, "html", "140.000")}
		}, "price_unclear price[\"140.000\"]"},
		{"two currencies where one should be", func(r *catalog.Row) { r.Prices, r.Currencies = quotes("329"), quotes("GBP EUR") }, "price_unclear price[\"329\"]"},
		{"more than a currency", func(r *catalog.Row) { r.Prices, r.Currencies = quotes("329"), quotes("EUR, maybe") }, "price_unclear price[\"329\"]"},
		{"a currency by its sign", func(r *catalog.Row) { r.Prices, r.Currencies = quotes("329"), quotes("€") }, "32900 EUR/  on 1"},
		{"an option of nothing", func(r *catalog.Row) {
			r.Options = append(r.Options, catalog.Option{Axis: "surprise", Word: at(1, "json", " ")})
		}, ""},
		{"another product in the group's name", func(r *catalog.Row) { r.GroupNames = quotes("POCO F6") }, "model_conflict model[\"POCO F6\" \"POCO X6 Pro\"]"},
		{"two conditions", func(r *catalog.Row) {
			r.Titles, r.GroupNames = quotes("POCO X6 Pro 5G 8GB+256GB Black Refurbished"), quotes("POCO X6 Pro 5G used")
		}, "condition_conflict condition[\"refurbished\" \"used\"]"},
		{"two sizes of RAM, of storage and two colours in one title", func(r *catalog.Row) {
			r.Titles, r.Options = quotes("POCO X6 Pro 5G 8GB or 12GB RAM, 256GB or 512GB, Black or Yellow"), nil
		}, `color_conflict color["Black" "Yellow"]; memory_conflict ram_gb[]; memory_conflict storage_gb[]`},
		{"the same, settled by options", func(r *catalog.Row) {
			r.Titles, r.Options = quotes("POCO X6 Pro 5G 8GB or 12GB RAM, 256GB or 512GB, Black or Yellow"), options("8GB + 256GB", "Black")
		}, ""},
		{"two conditions in one title", func(r *catalog.Row) { r.Titles, r.Options = quotes("POCO X6 Pro 5G new or used"), nil }, "condition_conflict condition[]"},
		{"two conditions, settled by another name", func(r *catalog.Row) {
			r.Titles, r.Options, r.GroupNames = quotes("POCO X6 Pro 5G new or used"), nil, quotes("POCO X6 Pro 5G used")
		}, ""},
		{"a memory that lost its sign", func(r *catalog.Row) { r.Titles, r.Options = quotes("POCO X6 Pro 5G 8256GB"), nil }, `memory_unclear ["8256GB"]`},
		{"a memory that lost its sign, settled by options", func(r *catalog.Row) {
			r.Titles, r.Options = quotes("POCO X6 Pro 5G 8256GB"), options("12GB + 512GB")
		}, `memory_conflict ram_gb["12 GB" "8 GB"]; memory_conflict storage_gb["256 GB" "512 GB"]`},
		{"a name of two models", func(r *catalog.Row) { r.Titles, r.Options, r.GroupNames = quotes("POCO M4 Pro"), nil, nil }, `model_ambiguous model["POCO M4 Pro" "POCO M4 Pro 5G"]`},
		{"a code of another product", func(r *catalog.Row) { r.Titles, r.Options = quotes("POCO X6 Pro 5G MZB0D6CE"), nil }, `code_conflict model["POCO X5 5G" "POCO X6 Pro"]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			variants, _ := words.Variants(listing(row(tt.change)), uk)
			if len(variants) != 1 {
				t.Fatalf("%d variants", len(variants))
			}
			if d := cmp.Diff(tt.want, told(variants[0])); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// TestSpecificationsSettleAName: of two models of one name the specifications say which, where they speak of the network.
func TestSpecificationsSettleAName(t *testing.T) {
	l := listing(row(func(r *catalog.Row) { r.Titles, r.Options, r.GroupNames = quotes("POCO M4 Pro"), nil, nil }))
	l.Specs = tables(1, "Network", "4G LTE")
	variants, _ := vocabulary(t).Variants(l, uk)
	if got := told(variants[0]); got != "" {
		t.Errorf("a POCO M4 Pro with 4G is told %s", got)
	}
}

// TestSharedSign: a sign of several currencies, stated as the currency of a price, is the shop's own where that is one of them.
func TestSharedSign(t *testing.T) {
	for _, tt := range []struct{ currency, want string }{
		{"MXN", "32900 MXN/  on 1"},
		{"GBP", `price_unclear price["329"]`},
	} {
		variants, _ := vocabulary(t).Variants(listing(row(func(r *catalog.Row) {
			r.Prices, r.Currencies = quotes("329"), quotes("$")
		})), normalize.Locale{Lang: "en", Currency: tt.currency, Market: "uk"})
		if got := told(variants[0]); got != tt.want {
			t.Errorf("329 in $ of a shop that sells in %s: %s, want %s", tt.currency, got, tt.want)
		}
	}
}

// TestPricesPassedOver: what is said of prices and stock is told once each, with what became of it.
func TestPricesPassedOver(t *testing.T) {
	const people, programs, passed = "price: no sign; en-GB", "price: no sign; as programs write numbers", "passed over"
	for _, tt := range []struct {
		name   string
		change func(l *catalog.Listing)
		want   []string
	}{
		{"of the whole, beside a row", func(l *catalog.Listing) {
			l.Rows[0].Prices = quotes("329")
			l.Prices, l.ListPrices, l.Availabilities = quotes("299"), quotes("399"), quotes("in_stock")
		}, []string{"- availability in_stock: " + passed, "- price 299: " + passed, "price 329: " + programs, "- price 399: " + passed}},
		{"of the whole alone", func(l *catalog.Listing) {
			l.Rows = nil
			l.Prices, l.Availabilities = quotes("299"), quotes("in_stock")
		}, []string{"availability in_stock: availability.csv: in_stock", "price 299: " + programs}},
		{"a list price that is not above the price", func(l *catalog.Listing) {
			l.Rows[0].Prices, l.Rows[0].ListPrices = quotes("329"), []catalog.Quote{at(1, "html", "299")}
		}, []string{"- price 299: " + people, "price 329: " + programs}},
		{"words that are not understood", func(l *catalog.Listing) {
			l.Rows[0].Prices, l.Rows[0].Availabilities = quotes("from 329"), quotes("perhaps")
		}, []string{"- availability perhaps: " + passed, "- price from 329: " + passed}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := listing(row(func(*catalog.Row) {}))
			tt.change(&l)
			_, sources := vocabulary(t).Variants(l, uk)
			var got []string
			for _, p := range sources {
				if p.Field == "price" || p.Field == "availability" {
					line := p.Field + " " + p.Raw + ": " + p.Rule
					if !p.Used {
						line = "- " + line
					}
					got = append(got, line)
				}
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// TestImages: the first picture that has an address on the web, resolved against the page on which it was read.
func TestImages(t *testing.T) {
	words := vocabulary(t)
	for _, tt := range []struct {
		images []string
		want   string
	}{
		{[]string{"//i05.appmifile.com/a.png"}, "https://i05.appmifile.com/a.png"},
		{[]string{"http://i05.appmifile.com/a.png"}, "https://i05.appmifile.com/a.png"},
		{[]string{"/img/a.png"}, "https://www.po.co/img/a.png"},
		{[]string{" ", "data:image/png;base64,AAAA", "http://%zz/", "a.png"}, "https://www.po.co/uk/product/poco-x6-pro/a.png"},
		{[]string{"a.png", "b.png"}, "https://www.po.co/uk/product/poco-x6-pro/a.png"},
		{[]string{"data:image/png;base64,AAAA"}, ""},
		{nil, ""},
	} {
		variants, _ := words.Variants(listing(row(func(r *catalog.Row) {
			for _, text := range tt.images {
				r.Images = append(r.Images, at(1, "html", text))
			}
		})), uk)
		if got := variants[0].ImageLink; got != tt.want {
			t.Errorf("image of %q is %q, want %q", tt.images, got, tt.want)
		}
	}
	strange := at(1, "html", "a.png")
	strange.At.URL = "http://%zz/"
	variants, _ := words.Variants(listing(row(func(r *catalog.Row) { r.Images = []catalog.Quote{strange} })), uk)
	if got := variants[0].ImageLink; got != "" {
		t.Errorf("image on a page without an address is %q", got)
	}
}

// TestRowsOfOneIdentityAtOnePrice: what a buyer pays is the price, whatever it is compared with.
func TestRowsOfOneIdentityAtOnePrice(t *testing.T) {
	priced := func(list string) catalog.Row {
		return row(func(r *catalog.Row) { r.Prices, r.ListPrices = quotes("329"), quotes(list) })
	}
	variants, _ := vocabulary(t).Variants(listing(priced("379"), priced("399")), uk)
	if got, want := told(variants[0]), `37900 GBP/32900 GBP  on 1; 39900 GBP/32900 GBP  on 1`; len(variants) != 1 || got != want {
		t.Errorf("told %s, want %s", got, want)
	}
}

// TestRowsOfOneIdentityAreJoined: what any of the rows states holds for the variant; the first row's words come first.
func TestRowsOfOneIdentityAreJoined(t *testing.T) {
	bare := row(func(r *catalog.Row) { r.ID, r.Titles = catalog.Quote{}, nil })
	told := row(func(r *catalog.Row) {
		r.ID, r.SKUs, r.GTINs, r.MPNs = catalog.Quote{}, quotes("42048"), quotes("6941812756553"), quotes("MZB0GOFEU")
		r.GroupNames, r.Images = quotes("POCO X6 Pro 5G refurbished"), quotes("/a.png")
	})
	variants, sources := vocabulary(t).Variants(listing(bare, told), uk)
	want := []catalog.Variant{x6Pro(func(v *catalog.Variant) {
		v.Key, v.Identities = "po.co/uk#opt:poco-x6-pro|8gb+256gb|black", v.Identities[1:]
		v.SKU, v.GTIN, v.MPN, v.Condition = "42048", "6941812756553", "MZB0GOFEU", catalog.ConditionRefurbished
		v.ImageLink = "https://www.po.co/a.png"
	})}
	if d := cmp.Diff(want, variants); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	checkProvenance(t, variants, sources)
}

// TestRowsOfOneIdentity: rows of one number are one variant that keeps every identity and every offer that differs.
func TestRowsOfOneIdentity(t *testing.T) {
	words := vocabulary(t)
	priced := func(day int, price, option string) catalog.Row {
		return row(func(r *catalog.Row) {
			r.Prices, r.Options = []catalog.Quote{at(day, "json", price)}, options("8GB + 256GB", option)
		})
	}
	variants, _ := words.Variants(listing(priced(1, "329", "Black"), priced(3, "329", "Spectre Black"), priced(2, "299", "Black")), uk)
	if len(variants) != 1 {
		t.Fatalf("%d variants, want one", len(variants))
	}
	want := []catalog.Identity{"item:4101500001", "opt:poco-x6-pro|8gb+256gb|black", "opt:poco-x6-pro|8gb+256gb|spectreblack"}
	if d := cmp.Diff(want, variants[0].Identities); d != "" {
		t.Errorf("identities (-want +got):\n%s", d)
	}
	if got, want := told(variants[0]), `32900 GBP/  on 3; 29900 GBP/  on 2; price_conflict price["29900 GBP" "32900 GBP"]`; got != want {
		t.Errorf("told %s, want %s", got, want)
	}
}
