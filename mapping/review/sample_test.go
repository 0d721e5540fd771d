package review_test

import (
	"time"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

const (
	oldUK = catalog.ShopID("po.co/uk")
	newUK = catalog.ShopID("mi.com/uk")
	app   = catalog.ShopID("poco-store-app")
	newIN = catalog.ShopID("mi.com/in")
)

// digits knows the currencies of the sample.
func digits(currency string) int {
	if currency == "JPY" {
		return 0
	}
	return 2
}

// sample is a small move in which each sheet has something to show.
func sample() review.Input {
	return review.Input{
		Variants:   sampleVariants(),
		Mappings:   sampleMappings(),
		Provenance: sampleProvenance(),
		Coverage: []catalog.Coverage{
			{Shop: oldUK, URL: "https://www.po.co/uk/product/poco-c75/", Slug: "poco-c75", State: catalog.Found, Reason: "read"},
			{Shop: oldUK, URL: "https://www.po.co/uk/product/poco-f1/", Slug: "poco-f1", State: catalog.Gone, Reason: "not_found"},
			{Shop: oldUK, URL: "https://www.po.co/uk/product/poco-f6/", Slug: "poco-f6", State: catalog.Unknown, Reason: "blocked", Detail: "the answer is an Access Denied page; fetch it again or give another capture"},
			{Shop: oldUK, URL: "https://www.po.co/uk/product/poco-m5/", Slug: "poco-m5", State: catalog.Unknown, Reason: "damaged", Detail: "the record ends in the middle; give another capture"},
			{Shop: newUK, URL: "https://www.mi.com/uk/product/poco-c75/", Slug: "poco-c75", State: catalog.Found, Reason: "read"},
		},
		Digest: "sha256:3f9ab21c",
		Digits: digits,
		ShopNote: func(s catalog.ShopID) string {
			if s == oldUK {
				return "closed on 31 December 2024"
			}
			return ""
		},
	}
}

func sampleVariants() []catalog.Variant {
	phone := func(shop catalog.ShopID, id, slug, title string, ram, storage int, color, label string, offers ...catalog.Offer) catalog.Variant {
		identity := catalog.ItemIdentity(id)
		return catalog.Variant{
			Key: catalog.NewKey(shop, "", identity), Shop: shop, Identities: []catalog.Identity{identity}, ItemGroupID: slug,
			Link: "https://www." + string(shop) + "/product/" + slug + "/", Title: title, Brand: "POCO", Model: "POCO C75",
			ProductType: catalog.Phone, Network: catalog.Network4G, RAM: ram, Storage: storage, Color: color, ColorLabel: label, Offers: offers,
		}
	}
	gbp := func(price, sale int64) catalog.Offer {
		o := catalog.Offer{Price: &catalog.Money{Amount: price, Currency: "GBP"}, Availability: catalog.InStock}
		if sale > 0 {
			o.SalePrice = &catalog.Money{Amount: sale, Currency: "GBP"}
		}
		return o
	}
	stated := gbp(12900, 0)
	stated.Captured = time.Date(2025, time.March, 1, 0, 0, 0, 0, time.UTC)
	odd := phone(oldUK, "4101500004", "poco-c75", "=POCO C75 8GB+256GB", 8, 256, "", "Bronzé")
	odd.Issues = []catalog.Issue{{Code: "unknown_color", Field: "color", Text: `no colour is known for "Bronzé": add it to colors.csv`, Values: []string{"Bronzé"}}}
	india := phone(newIN, "4235500001", "poco-x7-pro", "POCO X7 Pro 12GB+256GB", 12, 256, "yellow", "Poco Yellow",
		catalog.Offer{Price: &catalog.Money{Amount: 12999900, Currency: "INR"}})
	india.Model, india.Network = "POCO X7 Pro", catalog.Network5G
	pad := phone(app, "1", "poco-pad", "POCO Pad", 8, 256, "grey", "Grey")
	pad.Model, pad.ProductType, pad.Network, pad.Link = "POCO Pad", catalog.Tablet, catalog.NetworkNone, "https://app-go.buy.po.co/in/product/poco-pad"
	pad.Key, pad.Market = catalog.NewKey(app, "in", "item:1"), "in"
	return []catalog.Variant{
		phone(oldUK, "4101500001", "poco-c75", "POCO C75", 6, 128, "black", "Black", gbp(11900, 9900)),
		phone(oldUK, "4101500002", "poco-c75", "POCO C75", 8, 256, "gold", "Gold", gbp(13900, 0)),
		phone(oldUK, "4101500003", "poco-c75", "POCO C75 8GB+256GB Gold", 8, 256, "gold", "Gold", gbp(13900, 0)),
		odd, pad, india,
		phone(newUK, "4231500001", "poco-c75", "POCO C75 6GB+128GB Black", 6, 128, "black", "Black", stated),
		phone(newUK, "4231500002", "poco-c75", "POCO C75 8GB+256GB Gold", 8, 256, "gold", "Gold", gbp(14900, 0)),
	}
}

func sampleMappings() []mapping.Mapping {
	evidence := func(colour mapping.Evidence) []mapping.Evidence {
		return []mapping.Evidence{
			{Attribute: "model", Level: mapping.Exact, Source: "POCO C75", Target: "POCO C75"},
			{Attribute: "storage_gb", Level: mapping.Exact, Source: "256 GB", Target: "256 GB"},
			colour,
			{Attribute: "specs.chipset", Level: mapping.Missing, Target: "Helio G81-Ultra"},
		}
	}
	gold := mapping.Evidence{Attribute: "color", Level: mapping.Exact, Source: "gold", Target: "gold"}
	return []mapping.Mapping{
		{Source: oldUK, SourceID: "item:4101500001", Target: newUK, TargetID: "4231500001", Status: mapping.Matched, Score: 0.9987, Evidence: append(evidence(gold), mapping.Evidence{Attribute: "price", Level: mapping.Compatible, Source: "11900 GBP", Target: "12900 GBP"}), Reason: "same model, memory and colour"},
		{Source: oldUK, SourceID: "item:4101500002", Target: newUK, TargetID: "4231500002", Status: mapping.Matched, Score: 0.998, Evidence: evidence(gold), Reason: "same model, memory and colour", Flags: []mapping.Flag{"sold_twice"}},
		{Source: oldUK, SourceID: "item:4101500003", Target: newUK, TargetID: "4231500002", Status: mapping.Matched, Score: 0.999, Evidence: evidence(gold), Reason: "same model, memory and colour", Ruling: mapping.Accepted, Flags: []mapping.Flag{"sold_twice"}},
		{
			Source: oldUK, SourceID: "item:4101500004", Target: newUK, TargetID: "slug:poco-c75", Status: mapping.ProductOnly, Score: 0.71,
			Evidence: evidence(mapping.Evidence{Attribute: "color", Level: mapping.Conflict, Source: "Bronzé", Target: "gold"}),
			Reason:   "mi.com/uk has the product in this memory, but not in this colour",
			RunnerUp: &mapping.Candidate{TargetID: "4231500002", Title: "POCO C75 8GB+256GB Gold", Score: 0.31, Reason: "colour differs: Bronzé against gold"},
		},
		{Source: app, Market: "in", SourceID: "item:1", Target: newIN, Status: mapping.Unmapped, Reason: "mi.com/in has no POCO Pad"},
		{Target: newIN, TargetID: "4235500001", Status: mapping.New, Reason: "no old shop of the region sold it"},
		{Target: newUK, TargetID: "4231509999", Status: mapping.New, Reason: "a target the snapshot does not hold"},
	}
}

func sampleProvenance() []catalog.Provenance {
	at := func(day int) catalog.Locator {
		return catalog.Locator{
			Archive: "po.co_uk.wacz", Record: "urn:uuid:0001", URL: "https://go.buy.po.co/uk/v2/item/productdetail?tag=poco-c75", Reader: "json", Path: "/data/item_detail",
			Time: time.Date(2024, time.November, day, 8, 12, 44, 0, time.UTC),
		}
	}
	return []catalog.Provenance{
		{Key: "po.co/uk#item:4101500001", Field: "offer.price", Raw: "119", Used: true, At: at(3)},
		{Key: "po.co/uk#item:4101500001", Field: "offer.price", Raw: "129", At: at(9)},
		{Key: "po.co/uk#item:4101500002", Field: "price", Raw: "139", Used: true, At: at(3)},
		{Key: "po.co/uk#item:4101500004", Field: "color", Raw: "Bronzé", Used: true, At: at(4)},
		{Key: "po.co/uk#item:4101500004", Field: "color", Raw: "Bronze", At: catalog.Locator{Archive: "older.wacz", Time: time.Date(2024, time.October, 1, 0, 0, 0, 0, time.UTC)}},
	}
}
