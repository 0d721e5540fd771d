package match

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// item is a variant with its words brought to the forms in which they are compared.
type item struct {
	v       *catalog.Variant
	name    name
	goods   []string // for an accessory: the words of its title that say what it is
	edition string
	bundle  string
	label   string   // the shop's word for the colour
	gtin    string   // only a valid one
	mpn     string   // only one that looks like a code
	chipset []string // words
	price   *catalog.Money

	lock   string // the carrier that it is bound to
	pieces int    // how many are sold together

	ram, storage int  // in GB
	lone         bool // storage is the only size stated, and may be RAM

	// Where names are compared by the words of titles: those of the target's catalogue that the title holds, and for a
	// target its line.
	words   []int32
	strange []string // words with digits that the target's catalogue does not have
	tiers   []string // words for tiers that it does not have, behind a word that it has
	line    *titleLine
	lexicon *lexicon // of the line

	measures []measured // that the title gives
}

// newItems returns the items of variants, sorted by key; of equal keys the first counts.
func newItems(variants []catalog.Variant, k *Knowledge) []*item {
	out := make([]*item, len(variants))
	for i := range variants {
		out[i] = newItem(&variants[i], k)
	}
	slices.SortStableFunc(out, func(a, b *item) int { return cmp.Compare(a.v.Key, b.v.Key) })
	return slices.CompactFunc(out, func(a, b *item) bool { return a.v.Key == b.v.Key })
}

func newItem(v *catalog.Variant, k *Knowledge) *item {
	it := &item{
		v:       v,
		name:    nameOf(v, k),
		edition: fold(v.Edition),
		label:   foldColor(v.ColorLabel),
		gtin:    catalog.GTIN14(v.GTIN),
		mpn:     modelCode(v.MPN),
		chipset: chipsetWords(v.Specs.Chipset),
		lock:    lockOf(v),
		pieces:  piecesOf(v.Title),
		ram:     v.RAM, storage: v.Storage,
	}
	var parts []string
	for _, b := range v.Bundle {
		parts = append(parts, fold(b))
	}
	slices.Sort(parts)
	it.bundle = strings.Join(parts, " + ")
	if v.ProductType == catalog.Accessory {
		it.goods = goodsWords(v)
	}
	if len(v.Offers) > 0 {
		it.price = v.Offers[0].Price
	}
	return it
}

// isPage says that the variant is a product page that offers no options.
func (it *item) isPage() bool { return it.v.Key.Identity().Kind() == "slug" }

// market returns the market that the variant is sold to: the one it names, else the last part of its shop's name, as in
// "po.co/uk".
func (it *item) market() string {
	if it.v.Market != "" {
		return it.v.Market
	}
	_, market, _ := strings.Cut(string(it.v.Shop), "/")
	return market
}

// isBare says that the variant states neither memory nor colour.
func (it *item) isBare() bool {
	return it.v.RAM == 0 && it.v.Storage == 0 && it.v.Color == "" && it.v.ColorLabel == ""
}

// targetID returns what names the variant as a target: the bare item number, or else its identity with the kind in front.
func (it *item) targetID() string {
	id := it.v.Key.Identity()
	if id.Kind() == "item" {
		return id.Value()
	}
	return string(id)
}

// productID names the variant's page as a target.
func (it *item) productID() string { return string(catalog.SlugIdentity(it.v.ItemGroupID)) }

// sameProduct says whether two variants of one shop are the same product: name, edition, bundle and type.
func (it *item) sameProduct(o *item) bool {
	return it.name.key == o.name.key && it.edition == o.edition && it.bundle == o.bundle &&
		it.v.ProductType == o.v.ProductType && slices.Equal(it.goods, o.goods)
}

// fold brings words to one form for comparing: letters and digits in lower case, a single space between words.
func fold(s string) string { return strings.Join(words(s), " ") }

// foldColor is fold with one spelling of grey: shops of one region write "Gray" and "Grey" for the same colour.
func foldColor(s string) string { return strings.ReplaceAll(fold(s), "gray", "grey") }

// words returns the runs of letters and digits of s, in lower case.
func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}

// contains says whether every word of b is among a.
func contains(a, b []string) bool {
	return !slices.ContainsFunc(b, func(w string) bool { return !slices.Contains(a, w) })
}
