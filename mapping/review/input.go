package review

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// Input is what a workbook is made from. Order does not matter; equal contents give equal books.
type Input struct {
	Variants []catalog.Variant // of old and new shops
	Mappings []mapping.Mapping
	// Provenance is asked for the times of prices, for the places of values that an issue is about, and for the newest time
	// of all. What else there is of it may be left out.
	Provenance []catalog.Provenance
	Coverage   []catalog.Coverage
	// Digest names the snapshot.
	Digest string
	// Digits says how many digits of a currency are minor units. Where it is nil no price is shown, for none could be
	// shown right.
	Digits func(currency string) int
	// ShopNote is a sentence about a shop for the Summary sheet, "" for none. Nil leaves the column out.
	ShopNote func(catalog.ShopID) string
	// Clicks says how often an old address was visited; false where that is unknown. Nil leaves the column out, and the order of
	// the sheet Review to the number of variants that an answer settles.
	Clicks func(address string) (int64, bool)
	// Image returns the file of a picture that was captured at an address, nil where none was. The column is left out where no row
	// of Review has one.
	Image func(address string) []byte
	// Changes is nil where there was no earlier snapshot.
	Changes *Changes
	Words   []Word
	// SheetRows is how many rows a sheet holds before it is divided by shop; 0 stands for [DefaultSheetRows].
	SheetRows int
}

// place names a storefront: a shop, and a market where it serves several.
type place struct {
	shop   catalog.ShopID
	market string
}

func (p place) String() string {
	if p.market == "" {
		return string(p.shop)
	}
	return string(p.shop) + " (" + p.market + ")"
}

func comparePlaces(a, b place) int {
	return cmp.Or(cmp.Compare(a.shop, b.shop), cmp.Compare(a.market, b.market))
}

// pair is a mapping with the variants on its two sides.
type pair struct {
	mapping.Mapping

	old *catalog.Variant // nil for New, and where the snapshot lacks it
	new *catalog.Variant // the target, or one variant of it where only the product is known; nil where there is none
}

func (p pair) from() place { return place{p.Source, p.Market} }

// index answers what the sheets ask of an Input.
type index struct {
	Input

	pairs    []pair                           // by mapping.Mapping.LineKey
	pictures map[string][]byte                // of the rows of Review, by address
	settles  map[string]int                   // how many open rows an old product has, by subject
	byID     map[string]*catalog.Variant      // by shop, market and identity
	products map[string]*catalog.Variant      // by shop and slug: the first variant of the product
	captured map[catalog.Key]time.Time        // when the price in use was captured
	sources  map[[2]string]catalog.Provenance // by key and field
}

// newIndex sorts in's slices in copies and finds both sides of each mapping.
func newIndex(in Input) *index {
	in.Variants = slices.SortedFunc(slices.Values(in.Variants), func(a, b catalog.Variant) int {
		return cmp.Compare(a.LineKey(), b.LineKey())
	})
	in.Coverage = slices.SortedFunc(slices.Values(in.Coverage), func(a, b catalog.Coverage) int {
		return cmp.Compare(a.LineKey(), b.LineKey())
	})
	in.Mappings = slices.SortedFunc(slices.Values(in.Mappings), func(a, b mapping.Mapping) int {
		return cmp.Compare(a.LineKey(), b.LineKey())
	})
	x := &index{
		Input: in, byID: map[string]*catalog.Variant{}, products: map[string]*catalog.Variant{},
		captured: map[catalog.Key]time.Time{}, sources: map[[2]string]catalog.Provenance{},
	}
	x.indexVariants()
	x.indexProvenance()
	for _, m := range in.Mappings {
		m.Evidence = x.priced(m.Evidence)
		x.pairs = append(x.pairs, pair{Mapping: m, old: x.byID[string(m.SourceKey())], new: x.target(m)})
	}
	return x
}

// priced returns the evidence with prices as people write them: the matcher compares minor units, "42900 GBP".
func (x *index) priced(evidence []mapping.Evidence) []mapping.Evidence {
	out := slices.Clone(evidence)
	for i, e := range out {
		if e.Attribute == "price" {
			out[i].Source, out[i].Target = x.priceWords(e.Source), x.priceWords(e.Target)
		}
	}
	return out
}

func (x *index) priceWords(raw string) string {
	amount, currency, _ := strings.Cut(raw, " ")
	minor, err := strconv.ParseInt(amount, 10, 64)
	if err != nil || x.Digits == nil {
		return raw
	}
	return table.MoneyCell(minor, currency, x.Digits(currency)).String()
}

// compareProvenance puts the words in use first, then the oldest capture.
func compareProvenance(a, b catalog.Provenance) int {
	used := func(p catalog.Provenance) int {
		if p.Used {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(used(a), used(b)), a.At.Time.Compare(b.At.Time), cmp.Compare(a.LineKey(), b.LineKey()))
}

func (x *index) indexVariants() {
	put := func(m map[string]*catalog.Variant, key string, v *catalog.Variant) {
		if m[key] == nil {
			m[key] = v
		}
	}
	for i := range x.Variants {
		v := &x.Variants[i]
		put(x.byID, string(v.Key), v)
		for _, id := range v.RecordIdentities() {
			put(x.byID, id, v)
		}
		put(x.products, string(catalog.NewKey(v.Shop, "", catalog.SlugIdentity(v.ItemGroupID))), v)
	}
}

// indexProvenance keeps of the provenance what the sheets ask for: when a price in use was captured, and where a doubtful value
// was read. A catalogue has some ten of them for each variant, so that they are neither copied nor sorted.
func (x *index) indexProvenance() {
	doubtful := map[[2]string]bool{}
	for i := range x.Variants {
		for _, issue := range x.Variants[i].Issues {
			doubtful[[2]string{string(x.Variants[i].Key), issue.Field}] = true
		}
	}
	for i := range x.Provenance {
		p := &x.Provenance[i]
		at := [2]string{string(p.Key), p.Field}
		if best, taken := x.sources[at]; doubtful[at] && (!taken || compareProvenance(*p, best) < 0) {
			x.sources[at] = *p
		}
		if p.Used && IsPriceField(p.Field) && p.At.Time.After(x.captured[p.Key]) {
			x.captured[p.Key] = p.At.Time
		}
	}
}

// IsPriceField says whether provenance of a field tells when a price was captured: "price", "offer2.sale_price".
func IsPriceField(field string) bool {
	name := field[strings.LastIndexByte(field, '.')+1:]
	return name == "price" || name == "sale_price"
}

// target finds the variant a mapping leads to. Target shops serve one market each.
func (x *index) target(m mapping.Mapping) *catalog.Variant {
	id := targetIdentity(m.TargetID)
	key := string(catalog.NewKey(m.Target, "", id))
	if v := x.byID[key]; v != nil || id.Kind() != "slug" {
		return v
	}
	return x.products[key]
}

// targetIdentity reads a target ID, which is a bare item number or carries its kind.
func targetIdentity(id string) catalog.Identity {
	if strings.Contains(id, ":") {
		return catalog.Identity(id)
	}
	return catalog.ItemIdentity(id)
}

// money returns an amount as a cell, empty where there is none.
func (x *index) money(m *catalog.Money) table.Cell {
	if m == nil || x.Digits == nil {
		return table.Cell{}
	}
	return table.MoneyCell(m.Amount, m.Currency, x.Digits(m.Currency))
}

// priceDate is when the variant's newest price was captured; zero where no source says, or there is no price.
func (x *index) priceDate(v *catalog.Variant) time.Time {
	o := offer(v)
	if o.Price == nil && o.SalePrice == nil {
		return time.Time{}
	}
	if !o.Captured.IsZero() {
		return o.Captured
	}
	return x.captured[v.Key]
}

// offer is the newest offer of a variant, the zero one where it has none.
func offer(v *catalog.Variant) catalog.Offer {
	if v == nil || len(v.Offers) == 0 {
		return catalog.Offer{}
	}
	return v.Offers[0]
}
