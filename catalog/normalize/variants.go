package normalize

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// Variants reads a listing as variants: one for each identity among its rows, one for a listing without rows. They come
// sorted by key. With them comes the provenance of every field that is set, and of every statement that lost against
// another, in the order of [catalog.CompareProvenance]. Doubts are issues on the variants, sorted by code and field; the listing's own issues are
// on each of its variants. The listing is not changed.
//
// What a row says of itself decides: its options, then its title, then the name of its group. The listing's names speak
// for a row whose own title and group name no product. The newest capture's price and availability are the ones used; prices of
// the product as a whole are used only where there are no rows. The shop's specification table has one line of provenance
// for each capture that states it, without words; variants of one listing share the table, and may share it with the listing.
func (v *Vocabulary) Variants(l catalog.Listing, loc Locale) ([]catalog.Variant, []catalog.Provenance) {
	var variants []catalog.Variant
	var sources []catalog.Provenance
	sheet := v.sheet(l.Specs)
	for _, item := range items(l) {
		b := &builder{v: v, loc: loc, listing: &l, sheet: &sheet, item: item}
		variant := b.build()
		variants = append(variants, variant)
		sources = append(sources, b.sources...)
	}
	slices.SortFunc(variants, func(a, b catalog.Variant) int { return cmp.Compare(a.Key, b.Key) })
	slices.SortStableFunc(sources, catalog.CompareProvenance)
	return variants, sources
}

// builder makes one variant and notes where its values come from.
type builder struct {
	v       *Vocabulary
	loc     Locale
	listing *catalog.Listing
	sheet   *sheet
	item    item
	out     catalog.Variant
	sources []catalog.Provenance
}

func (b *builder) build() catalog.Variant {
	l := b.listing
	b.out = catalog.Variant{
		Key:         catalog.NewKey(l.Shop, l.Market, b.item.identities[0]),
		Shop:        l.Shop,
		Market:      l.Market,
		Identities:  b.item.identities,
		ItemGroupID: l.Slug,
		Link:        l.URL,
		Issues:      slices.Concat(l.Issues, b.item.issues),
	}
	b.note("item_group_id", b.address(l.Slug), l.Slug != "", ruleStated)
	b.note("link", b.address(l.URL), l.URL != "", ruleStated)
	b.noteIdentity()

	texts := b.texts()
	b.name(texts)
	b.choices(texts)
	b.unsettled(b.rowTexts(texts))
	b.codes()
	b.image()
	b.offers()
	b.specs()

	slices.SortFunc(b.out.Issues, compareIssues)
	b.out.Issues = slices.CompactFunc(b.out.Issues, func(x, y catalog.Issue) bool { return compareIssues(x, y) == 0 })
	return b.out
}

func compareIssues(a, b catalog.Issue) int {
	return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Text, b.Text), slices.Compare(a.Values, b.Values))
}

// address returns words that stand in the address of the listing.
func (b *builder) address(text string) catalog.Quote {
	return catalog.Quote{Text: text, At: catalog.Locator{URL: b.listing.URL, Reader: "url"}}
}

// noteIdentity notes the words of the identities: the item number and the options.
func (b *builder) noteIdentity() {
	row := b.item.row
	b.note("identities", row.ID, row.ID.Text != "", ruleItem)
	for _, o := range row.Options {
		b.note("identities", o.Word, true, ruleOptions)
	}
	if row.ID.Text == "" && len(row.Options) == 0 {
		b.note("identities", b.address(b.listing.Slug), true, ruleSlug)
	}
}

// note adds a line of provenance. Empty words and those not used say nothing and are left out when both.
func (b *builder) note(field string, q catalog.Quote, used bool, rule string) {
	if q.Text == "" && !used {
		return
	}
	b.sources = append(b.sources, catalog.Provenance{Key: b.out.Key, Field: field, Raw: q.Text, Used: used, Rule: rule, At: q.At})
}

func (b *builder) doubt(code, field, text string, values ...string) {
	slices.Sort(values)
	b.out.Issues = append(b.out.Issues, catalog.Issue{Code: code, Field: field, Text: text, Values: slices.Compact(values)})
}

// claim is one statement about a field: what it comes to, the words, and the rule that made the one of the other.
type claim struct {
	value string
	quote catalog.Quote
	rule  string
}

// settle gives a field the value of the first claim and notes all claims. It returns the distinct values in their order,
// so that the caller can raise the doubt that fits.
func (b *builder) settle(field string, claims []claim) (value string, distinct []string) {
	for _, c := range claims {
		if c.value == "" {
			continue
		}
		if !slices.Contains(distinct, c.value) {
			distinct = append(distinct, c.value)
		}
		b.note(field, c.quote, c.value == distinct[0], c.rule)
	}
	if len(distinct) == 0 {
		return "", nil
	}
	return distinct[0], distinct
}

// codes takes the item number as SKU, and the codes that the row states.
func (b *builder) codes() {
	row := b.item.row
	ids := row.SKUs
	if row.ID.Text != "" {
		ids = []catalog.Quote{row.ID}
	}
	b.out.SKU, _ = b.settle("sku", stated(ids))
	var distinct []string
	if b.out.GTIN, distinct = b.settle("gtin", stated(row.GTINs)); len(distinct) > 1 {
		b.doubt("gtin_conflict", "gtin", "several GTINs are stated; the first is used, check which one is printed on the box", distinct...)
	}
	b.out.MPN, _ = b.settle("mpn", stated(row.MPNs))
}

// stated returns the claims of quotes that are taken as they stand.
func stated(quotes []catalog.Quote) []claim {
	var out []claim
	for _, q := range quotes {
		out = append(out, claim{strings.TrimSpace(spaced(q.Text)), q, ruleFolded})
	}
	return out
}
