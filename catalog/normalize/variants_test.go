package normalize_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
)

func TestVariants(t *testing.T) {
	pounds := func(n int64) *catalog.Money { return &catalog.Money{Amount: n * 100, Currency: "GBP"} }
	day := func(n int) time.Time { return at(n, "", "").At.Time }
	tests := []struct {
		name    string
		listing catalog.Listing
		want    []catalog.Variant
	}{
		{
			name: "list price above price",
			listing: listing(row(func(r *catalog.Row) {
				r.Prices, r.ListPrices = quotes("329"), quotes("379.00")
				r.Availabilities = quotes("in_stock")
				r.Images = quotes("//i05.appmifile.com/1_item_uk/a.png")
			})),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Offers = []catalog.Offer{{Price: pounds(379), SalePrice: pounds(329), Availability: catalog.InStock, Captured: day(1)}}
				v.ImageLink = "https://i05.appmifile.com/1_item_uk/a.png"
			})},
		},
		{
			name: "list price not above price, price zero",
			listing: listing(
				row(func(r *catalog.Row) { r.Prices, r.ListPrices = quotes("329"), quotes("329") }),
				row(func(r *catalog.Row) {
					r.ID, r.Prices = at(1, "json", "4101500002"), quotes("0")
					r.Options = options("12GB+512GB", "Black")
					r.Titles = quotes("POCO X6 Pro 5G 12GB+512GB Black")
				}),
			),
			want: []catalog.Variant{
				x6Pro(func(v *catalog.Variant) {
					v.Offers = []catalog.Offer{{Price: pounds(329), Captured: day(1)}}
				}),
				x6Pro(func(v *catalog.Variant) {
					v.Key, v.SKU, v.Title = "po.co/uk#item:4101500002", "4101500002", "POCO X6 Pro 5G 12GB+512GB Black"
					v.Identities = []catalog.Identity{"item:4101500002", "opt:poco-x6-pro|12gb+512gb|black"}
					v.RAM, v.Storage = 12, 512
				}),
			},
		},
		{
			name: "newest capture wins, its list price with it",
			listing: listing(row(func(r *catalog.Row) {
				r.Prices = []catalog.Quote{at(2, "json", "349"), at(9, "html", "£ 299")}
				r.ListPrices = []catalog.Quote{at(2, "json", "379")}
				r.Availabilities = []catalog.Quote{at(2, "json", "in_stock"), at(9, "html", "Notify Me")}
			})),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Offers = []catalog.Offer{{Price: pounds(299), Availability: catalog.OutOfStock, Captured: day(9)}}
			})},
		},
		{
			name: "a memory that the product is not sold with",
			listing: listing(row(func(r *catalog.Row) {
				r.Options, r.Titles = options("6GB+128GB", "Black"), quotes("POCO X6 Pro 5G 6GB+128GB Black")
			})),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Title, v.RAM, v.Storage = "POCO X6 Pro 5G 6GB+128GB Black", 6, 128
				v.Identities[1] = catalog.OptionIdentity("poco-x6-pro", []string{"6GB+128GB", "Black"})
				v.Issues = []catalog.Issue{{
					Code: "memory_unknown", Values: []string{"6/128"},
					Text: "the POCO X6 Pro is not known to be sold with 6/128; check the page, or add it to products.csv",
				}}
			})},
		},
		{
			name: "option and title disagree",
			listing: listing(row(func(r *catalog.Row) {
				r.Titles = quotes("POCO X6 Pro 5G 12GB+256GB Yellow")
			})),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Title = "POCO X6 Pro 5G 12GB+256GB Yellow"
				v.Issues = []catalog.Issue{
					{Code: "color_conflict", Field: "color", Text: "option and title state different colours; the option was followed", Values: []string{"Black", "Yellow"}},
					{Code: "memory_conflict", Field: "ram_gb", Text: "option and title state different RAM; the option was followed", Values: []string{"12 GB", "8 GB"}},
				}
			})},
		},
		{
			name: "nothing on sale, though a list price is given; a swatch is no colour word",
			listing: listing(row(func(r *catalog.Row) {
				r.Options = options("8GB+256GB", "#1a1a1c")
				r.Prices, r.ListPrices = quotes("0"), quotes("379")
			})),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Identities = []catalog.Identity{"item:4101500001", "opt:poco-x6-pro|8gb+256gb|#1a1a1c"}
			})},
		},
		{
			name: "rows that cannot be told apart",
			listing: listing(
				catalog.Row{Titles: quotes("POCO X6 Pro 5G 8GB+256GB Black")},
				catalog.Row{Titles: quotes("POCO X6 Pro 5G 8GB+256GB Black + Redmi Buds 5")},
			),
			want: []catalog.Variant{
				x6Pro(func(v *catalog.Variant) {
					v.Key, v.SKU = "po.co/uk#opt:poco-x6-pro|pocox6pro5g8gb+256gbblack+redmibuds5", ""
					v.Identities = []catalog.Identity{"opt:poco-x6-pro|pocox6pro5g8gb+256gbblack+redmibuds5"}
					v.Title, v.Bundle = "POCO X6 Pro 5G 8GB+256GB Black + Redmi Buds 5", []string{"Redmi Buds 5"}
					v.Issues = noIdentity(v.Title)
				}),
				x6Pro(func(v *catalog.Variant) {
					v.Key, v.SKU = "po.co/uk#slug:poco-x6-pro", ""
					v.Identities = []catalog.Identity{"slug:poco-x6-pro"}
					v.Issues = noIdentity(v.Title)
				}),
			},
		},
		{
			name: "unknown words",
			listing: listing(row(func(r *catalog.Row) {
				r.Options = options("8GB+256GB", "Stardust")
				r.Titles = quotes("POCO Z9 8GB+256GB Stardust")
				r.Availabilities = quotes("while stocks last")
			})),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Identities = []catalog.Identity{"item:4101500001", "opt:poco-x6-pro|8gb+256gb|stardust"}
				v.Title, v.Model, v.ProductType, v.Network = "POCO Z9 8GB+256GB Stardust", "POCO Z9", "", ""
				v.Color, v.ColorLabel = "", "Stardust"
				v.Issues = []catalog.Issue{
					{Code: "unknown_availability", Field: "availability", Text: `availability "while stocks last" is not in the table; add it to availability.csv`, Values: []string{"while stocks last"}},
					{Code: "unknown_color", Field: "color", Text: `color word "Stardust" is not in the colour table; add it to colors.csv`, Values: []string{"Stardust"}},
					{Code: "unknown_model", Field: "model", Text: `"POCO Z9" is no product line we know; add it to products.csv`, Values: []string{"POCO Z9"}},
				}
			})},
		},
		{
			name: "one identity listed twice",
			listing: listing(
				row(func(r *catalog.Row) { r.Prices = []catalog.Quote{at(2, "json", "349")} }),
				row(func(r *catalog.Row) { r.Prices = []catalog.Quote{at(5, "json", "329")} }),
			),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Offers = []catalog.Offer{{Price: pounds(329), Captured: day(5)}, {Price: pounds(349), Captured: day(2)}}
				v.Issues = []catalog.Issue{{
					Code: "price_conflict", Field: "price",
					Text:   "the shop lists this variant several times at different prices; check which one holds",
					Values: []string{"32900 GBP", "34900 GBP"},
				}}
			})},
		},
		{
			name: "a row without a number is the numbered one with its options",
			listing: listing(
				row(func(r *catalog.Row) { r.ID = catalog.Quote{} }),
				row(func(r *catalog.Row) { r.Prices = quotes("329") }),
			),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Offers = []catalog.Offer{{Price: pounds(329), Captured: day(1)}}
			})},
		},
		{
			name: "a row without a number whose options several numbers have stays by itself",
			listing: listing(
				row(func(r *catalog.Row) { r.ID = catalog.Quote{} }),
				row(func(*catalog.Row) {}),
				row(func(r *catalog.Row) { r.ID = at(1, "json", "4101500002") }),
			),
			want: []catalog.Variant{
				x6Pro(func(*catalog.Variant) {}),
				x6Pro(func(v *catalog.Variant) {
					v.Key, v.SKU = "po.co/uk#item:4101500002", "4101500002"
					v.Identities = []catalog.Identity{"item:4101500002", v.Identities[1]}
				}),
				x6Pro(func(v *catalog.Variant) {
					v.Key, v.SKU, v.Identities = "po.co/uk#opt:poco-x6-pro|8gb+256gb|black", "", v.Identities[1:]
				}),
			},
		},
		{
			name: "names of no product: the title is what somebody has to look at",
			listing: func() catalog.Listing {
				l := listing()
				l.Names = quotes("Summer  sale")
				return l
			}(),
			want: []catalog.Variant{{
				Key: "po.co/uk#slug:poco-x6-pro", Shop: "po.co/uk", Identities: []catalog.Identity{"slug:poco-x6-pro"},
				ItemGroupID: "poco-x6-pro", Link: "https://www.po.co/uk/product/poco-x6-pro/", Title: "Summer sale", Brand: "Xiaomi",
				Issues: unknownModel("Summer sale"),
			}},
		},
		{
			name: "what the leading name leaves open another one tells, before the shop's category and brand",
			listing: func() catalog.Listing {
				l := listing(row(func(r *catalog.Row) {
					r.Titles, r.GroupNames, r.Options = quotes("Leather sleeve"), quotes("Redmi case"), nil
				}))
				l.Categories = quotes("Tablets")
				return l
			}(),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Identities = v.Identities[:1]
				v.Title, v.Brand, v.Model, v.ProductType, v.Network = "Leather sleeve", "Redmi", "", catalog.Accessory, ""
				v.RAM, v.Storage, v.Color, v.ColorLabel = 0, 0, "", ""
			})},
		},
		{
			name: "the type of a product that nobody knows, by another name",
			listing: func() catalog.Listing {
				l := listing(row(func(r *catalog.Row) { r.Titles, r.GroupNames = quotes("POCO Z9"), quotes("Tablet") }))
				l.Categories = quotes("Smartphones")
				return l
			}(),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Title, v.Model, v.ProductType, v.Network = "POCO Z9", "POCO Z9", catalog.Tablet, ""
				v.Issues = unknownModel("POCO Z9")
			})},
		},
		{
			name: "the type of a product that nobody knows, by the shop's category",
			listing: func() catalog.Listing {
				l := listing(row(func(r *catalog.Row) { r.Titles = quotes("POCO Z9") }))
				l.Categories = quotes("Smartphones")
				return l
			}(),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Title, v.Model, v.ProductType, v.Network = "POCO Z9", "POCO Z9", catalog.Phone, ""
				v.Issues = unknownModel("POCO Z9")
			})},
		},
		{
			name:    "rows of which nothing is known but that they are two",
			listing: listing(catalog.Row{Prices: quotes("329")}, catalog.Row{Prices: quotes("349")}),
			want: []catalog.Variant{
				x6Pro(func(v *catalog.Variant) {
					v.Key, v.SKU, v.Title = "po.co/uk#opt:poco-x6-pro|", "", "POCO X6 Pro 5G"
					v.Identities = []catalog.Identity{"opt:poco-x6-pro|"}
					v.RAM, v.Storage, v.Color, v.ColorLabel = 0, 0, "", ""
					v.Offers = []catalog.Offer{{Price: pounds(349), Captured: day(1)}}
					v.Issues = noIdentity("")
					v.Issues[0].Values = nil
				}),
				x6Pro(func(v *catalog.Variant) {
					v.Key, v.SKU, v.Title = "po.co/uk#slug:poco-x6-pro", "", "POCO X6 Pro 5G"
					v.Identities = []catalog.Identity{"slug:poco-x6-pro"}
					v.RAM, v.Storage, v.Color, v.ColorLabel = 0, 0, "", ""
					v.Offers = []catalog.Offer{{Price: pounds(329), Captured: day(1)}}
					v.Issues = noIdentity("")
					v.Issues[0].Values = nil
				}),
			},
		},
		{
			name: "the only row of a page is its product, and the page's name tells its memory",
			listing: func() catalog.Listing {
				l := listing(catalog.Row{Titles: quotes("Black")})
				l.Names = quotes("POCO X6 Pro 5G 8GB+256GB")
				return l
			}(),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Key, v.SKU, v.Title = "po.co/uk#slug:poco-x6-pro", "", "Black"
				v.Identities = []catalog.Identity{"slug:poco-x6-pro"}
			})},
		},
		{
			name: "no name on any page: the address names the product",
			listing: func() catalog.Listing {
				l := listing()
				l.Names = nil
				return l
			}(),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Key, v.SKU, v.Title = "po.co/uk#slug:poco-x6-pro", "", "poco-x6-pro"
				v.Identities = []catalog.Identity{"slug:poco-x6-pro"}
				v.RAM, v.Storage, v.Color, v.ColorLabel = 0, 0, "", ""
				v.Issues = []catalog.Issue{{Code: "no_name", Field: "title", Text: "the pages state no name; it was read from the address"}}
			})},
		},
		{
			name:    "a label that nobody knows leaves the colour open, whatever the title says",
			listing: listing(row(func(r *catalog.Row) { r.Options = options("8GB+256GB", "Stardust") })),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Identities[1] = "opt:poco-x6-pro|8gb+256gb|stardust"
				v.Color, v.ColorLabel = "", "Stardust"
				v.Issues = []catalog.Issue{
					{Code: "unknown_color", Field: "color", Text: `color word "Stardust" is not in the colour table; add it to colors.csv`, Values: []string{"Stardust"}},
				}
			})},
		},
		{
			name: "goods of several options, each once and in order",
			listing: listing(row(func(r *catalog.Row) {
				for _, word := range []string{"Redmi Watch 5", "Redmi Buds 5", "Redmi Watch 5"} {
					r.Options = append(r.Options, catalog.Option{Axis: "bundle", Word: at(1, "json", word)})
				}
			})),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Identities[1] = "opt:poco-x6-pro|8gb+256gb|black|redmiwatch5|redmibuds5|redmiwatch5"
				v.Bundle = []string{"Redmi Buds 5", "Redmi Watch 5"}
			})},
		},
		{
			name: "a currency that is not understood is not taken for the shop's own",
			listing: listing(row(func(r *catalog.Row) {
				r.Prices, r.Currencies = quotes("329"), quotes("XAU")
			})),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Issues = []catalog.Issue{{
					Code: "price_unclear", Field: "price",
					Text:   `price "329" names no known currency; look at the page and enter the price by hand`,
					Values: []string{"329"},
				}}
			})},
		},
		{
			name: "the currency of another capture serves where the price's own states none",
			listing: listing(row(func(r *catalog.Row) {
				r.Prices, r.Currencies = quotes("329"), []catalog.Quote{at(1, "json", ""), at(2, "json", "EUR")}
			})),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Offers = []catalog.Offer{{Price: &catalog.Money{Amount: 32900, Currency: "EUR"}, Captured: day(1)}}
			})},
		},
		{
			name: "all in one option",
			listing: listing(row(func(r *catalog.Row) {
				r.Options, r.Titles = options("8GB+256GB Black"), nil
			})),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Identities = []catalog.Identity{"item:4101500001", "opt:poco-x6-pro|8gb+256gbblack"}
				v.Title = "POCO X6 Pro 5G"
			})},
		},
		{
			name: "a title without a name: the page names the product, not the memory of its rows",
			listing: func() catalog.Listing {
				l := listing(
					row(func(r *catalog.Row) { r.Titles = quotes("8GB Black") }),
					row(func(r *catalog.Row) {
						r.ID, r.Options, r.Titles = at(1, "json", "4101500002"), options("Black")[:0], quotes("12GB Black")
					}),
				)
				l.Names = quotes("POCO X6 Pro 5G 8GB+256GB")
				return l
			}(),
			want: []catalog.Variant{
				x6Pro(func(v *catalog.Variant) { v.Title = "8GB Black" }),
				x6Pro(func(v *catalog.Variant) {
					v.Key, v.SKU, v.Title = "po.co/uk#item:4101500002", "4101500002", "12GB Black"
					v.Identities = []catalog.Identity{"item:4101500002"}
					v.RAM, v.Storage = 12, 0
				}),
			},
		},
		{
			name: "an edition in the place of the colour wins over another one in the title",
			listing: listing(row(func(r *catalog.Row) {
				r.Options = options("8GB+256GB", "Iron Man Edition")
				r.Titles = quotes("POCO X6 Pro Deadpool Limited Edition")
			})),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Identities = []catalog.Identity{"item:4101500001", "opt:poco-x6-pro|8gb+256gb|ironmanedition"}
				v.Title, v.Edition, v.Color, v.ColorLabel = "POCO X6 Pro Deadpool Limited Edition", "Iron Man Edition", "", ""
				v.Issues = []catalog.Issue{{
					Code: "edition_conflict", Field: "edition",
					Text:   "option and names state different editions; the first of them was followed",
					Values: []string{"Deadpool Limited Edition", "Iron Man Edition"},
				}}
			})},
		},
		{
			name: "a bundle named by title and option is one",
			listing: listing(row(func(r *catalog.Row) {
				r.Titles = quotes("POCO X6 Pro 5G 8GB+256GB Black + Redmi Buds 5")
				r.Options = append(r.Options, catalog.Option{Axis: "bundle", Word: at(1, "json", "Redmi Buds 5")})
			})),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Identities = []catalog.Identity{"item:4101500001", "opt:poco-x6-pro|8gb+256gb|black|redmibuds5"}
				v.Title, v.Bundle = "POCO X6 Pro 5G 8GB+256GB Black + Redmi Buds 5", []string{"Redmi Buds 5"}
			})},
		},
		{
			name: "the newest network of a specification block; Wi-Fi is none",
			listing: func() catalog.Listing {
				l := listing()
				l.Names = quotes("POCO X8")
				l.Specs = tables(1, "Network", "Wi-Fi: 2.4G/5G", "Network", "4G: LTE FDD B1/B3", "Network", "5G: n1/n3")
				return l
			}(),
			want: []catalog.Variant{{
				Key: "po.co/uk#slug:poco-x6-pro", Shop: "po.co/uk", Identities: []catalog.Identity{"slug:poco-x6-pro"},
				ItemGroupID: "poco-x6-pro", Link: "https://www.po.co/uk/product/poco-x6-pro/",
				Title: "POCO X8", Brand: "POCO", Model: "POCO X8", ProductType: catalog.Phone, Network: catalog.Network5G,
				ProductDetails: details("Network", "Wi-Fi: 2.4G/5G", "Network", "4G: LTE FDD B1/B3", "Network", "5G: n1/n3"),
			}},
		},
		{
			name: "the frequencies of Wi-Fi are no network",
			listing: func() catalog.Listing {
				l := listing()
				l.Names = quotes("POCO X8 Smartphone")
				l.Specs = tables(1, "Network", "Wi-Fi: 2.4G/5G", "Network", "4G: LTE FDD B1/B3")
				return l
			}(),
			want: []catalog.Variant{{
				Key: "po.co/uk#slug:poco-x6-pro", Shop: "po.co/uk", Identities: []catalog.Identity{"slug:poco-x6-pro"},
				ItemGroupID: "poco-x6-pro", Link: "https://www.po.co/uk/product/poco-x6-pro/",
				Title: "POCO X8 Smartphone", Brand: "POCO", Model: "POCO X8", ProductType: catalog.Phone, Network: catalog.Network4G,
				ProductDetails: details("Network", "Wi-Fi: 2.4G/5G", "Network", "4G: LTE FDD B1/B3"),
			}},
		},
		{
			name: "specifications deny the network of the name",
			listing: func() catalog.Listing {
				l := listing()
				l.Names = quotes("POCO C75")
				l.Specs = tables(1, "Network", "5G: n1/n3")
				return l
			}(),
			want: []catalog.Variant{{
				Key: "po.co/uk#slug:poco-x6-pro", Shop: "po.co/uk", Identities: []catalog.Identity{"slug:poco-x6-pro"},
				ItemGroupID: "poco-x6-pro", Link: "https://www.po.co/uk/product/poco-x6-pro/",
				Title: "POCO C75", Brand: "POCO", Model: "POCO C75", ProductType: catalog.Phone, Network: catalog.Network4G,
				ProductDetails: details("Network", "5G: n1/n3"),
				Issues: []catalog.Issue{{
					Code: "network_conflict", Field: "network",
					Text:   "name and specifications state different networks; the first is used, check the page",
					Values: []string{"4G", "5G"},
				}},
			}},
		},
		{
			name: "sibling on the page: the row's own group decides",
			listing: listing(row(func(r *catalog.Row) {
				r.Titles, r.GroupNames = nil, quotes("POCO X7 Pro Iron Man Edition")
			})),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Title, v.Model, v.Edition = "POCO X7 Pro Iron Man Edition", "POCO X7 Pro", "Iron Man Edition"
			})},
		},
		{
			name: "no item number: the options are the identity, the page gives the name",
			listing: listing(row(func(r *catalog.Row) {
				r.ID, r.Titles = catalog.Quote{}, nil
			})),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Key, v.SKU, v.Title = "po.co/uk#opt:poco-x6-pro|8gb+256gb|black", "", "POCO X6 Pro 5G"
				v.Identities = v.Identities[1:]
			})},
		},
		{
			name: "no rows: the page is the variant, with the prices of the whole",
			listing: func() catalog.Listing {
				l := listing()
				l.Prices, l.ListPrices = quotes("329"), quotes("349")
				l.Specs = append(tables(
					1,
					"Processor", "MediaTek Dimensity 8300-Ultra",
					"Display", "6.67\" CrystalRes AMOLED",
					"Battery & charging", "5000mAh (typ)",
					"Battery & charging", "67W turbo charging",
					"Rear camera", "64MP  main camera",
					"Rear camera", "8MP ultra-wide",
				), tables(2, "Battery & charging", "5,100 mAh")...)
				return l
			}(),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Key, v.SKU, v.Title = "po.co/uk#slug:poco-x6-pro", "", "POCO X6 Pro 5G"
				v.Identities = []catalog.Identity{"slug:poco-x6-pro"}
				v.RAM, v.Storage, v.Color, v.ColorLabel = 0, 0, "", ""
				v.Offers = []catalog.Offer{{Price: pounds(349), SalePrice: pounds(329), Captured: day(1)}}
				v.ProductDetails = details(
					"Processor", "MediaTek Dimensity 8300-Ultra", "Display", "6.67\" CrystalRes AMOLED",
					"Battery & charging", "5000mAh (typ)", "Battery & charging", "67W turbo charging",
					"Rear camera", "64MP main camera", "Rear camera", "8MP ultra-wide", "Battery & charging", "5,100 mAh",
				)
				v.Specs = catalog.Specs{Chipset: "Dimensity 8300 Ultra", DisplayIn: 6.67, BatteryMAh: 5000, ChargingW: 67, CameraMP: 64, Cameras: "64+8"}
				v.Issues = []catalog.Issue{{
					Code: "spec_conflict", Field: "specs.battery_mah",
					Text:   "the pages state different values for battery; the first is used, check the page",
					Values: []string{"5000", "5100"},
				}}
			})},
		},
		{
			name: "an accessory fits a phone and is none; its table stays words",
			listing: func() catalog.Listing {
				l := listing(row(func(r *catalog.Row) {
					r.Options, r.Titles = options("Black")[:0], quotes("Case for POCO X7")
				}))
				l.Specs = tables(1, "Display", "6.67\"")
				return l
			}(),
			want: []catalog.Variant{x6Pro(func(v *catalog.Variant) {
				v.Identities = v.Identities[:1]
				v.Title, v.Brand, v.Model, v.ProductType, v.Network = "Case for POCO X7", "Xiaomi", "", catalog.Accessory, ""
				v.Fits, v.ProductDetails = []string{"POCO X7"}, details("Display", "6.67\"")
				v.RAM, v.Storage, v.Color, v.ColorLabel = 0, 0, "", ""
			})},
		},
	}
	v := vocabulary(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, sources := v.Variants(tt.listing, uk)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Variants (-want +got):\n%s", diff)
			}
			checkProvenance(t, got, sources)
		})
	}
}

// checkProvenance holds the promise of Variants: every field that is set has a source that is used, lines come sorted and
// none belongs to another variant.
func checkProvenance(t *testing.T, variants []catalog.Variant, sources []catalog.Provenance) {
	t.Helper()
	used := map[string]bool{}
	for i, s := range sources {
		if i > 0 && sources[i-1].LineKey() > s.LineKey() {
			t.Errorf("source %d is out of order", i)
		}
		if !s.Used && s.Raw == "" {
			t.Errorf("a source of %s says nothing", s.Field)
		}
		if s.Used {
			used[string(s.Key)+" "+s.Field] = true
		}
	}
	for _, v := range variants {
		fields := []string{"title", "link", "item_group_id", "identities"}
		for name, value := range v.RecordFields() {
			if strings.HasPrefix(name, catalog.DetailField) {
				name = "product_detail"
			}
			if value != "" && !strings.HasPrefix(name, "offer2.") { // the fields of all offers have the names of the first
				fields = append(fields, name)
			}
		}
		for _, f := range fields {
			if !used[string(v.Key)+" "+f] {
				t.Errorf("%s: no source for %s", v.Key, f)
			}
		}
	}
}
