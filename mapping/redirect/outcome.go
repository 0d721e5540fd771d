package redirect

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// outcome is what takes the place of the variants of a page.
type outcome struct {
	shop catalog.ShopID   // the new shop; "" where nothing takes their place
	slug string           // the new product
	sku  *catalog.Variant // the new variant, where all agree on one
	wait Reason           // why nothing can be said yet, else ""
	why  string           // in words
}

// fate is what takes the place of one variant.
type fate struct {
	open bool // a person has to settle it; shop and slug are the proposal then
	outcome
}

// outcome joins what takes the place of each variant. Those that a person has yet to settle do not hold up a page on whose
// product the others agree, unless one of them is proposed to be another product.
func (b *builder) outcome(variants []*catalog.Variant) outcome {
	var fates []fate
	for _, v := range variants {
		fates = append(fates, b.fate(v))
	}
	var settled, open []fate
	for _, f := range fates {
		switch {
		case f.open:
			open = append(open, f)
		case f.shop != "":
			settled = append(settled, f)
		}
	}
	if len(settled) == 0 {
		if len(open) > 0 {
			return outcome{wait: Unsettled, why: count(len(open), len(fates)) + " to be settled: " + open[0].why}
		}
		return outcome{why: fates[0].why}
	}
	out := settled[0].outcome
	for _, f := range slices.Concat(settled[1:], open) {
		if f.shop != out.shop || f.slug != out.slug {
			if f.open && f.shop == "" {
				continue
			}
			if f.open {
				return outcome{wait: Unsettled, why: count(len(open), len(fates)) + " to be settled: " + f.why}
			}
			return outcome{wait: Split, why: fmt.Sprintf("its variants go to %s and to %s", out.slug, f.slug)}
		}
	}
	if agree := len(settled) == len(fates); !agree || slices.ContainsFunc(settled, func(f fate) bool { return f.sku != out.sku }) {
		out.sku = nil
	}
	alike := !slices.ContainsFunc(fates, func(f fate) bool { return f.why != out.why })
	if out.sku == nil && len(fates) > 1 && !alike {
		out.why = fmt.Sprintf("%s mapped to the product on %s", count(len(settled), len(fates)), out.shop)
	}
	return out
}

func count(n, of int) string {
	switch {
	case of == 1:
		return "its variant is"
	case n == 1:
		return fmt.Sprintf("1 of its %d variants is", of)
	}
	return fmt.Sprintf("%d of its %d variants are", n, of)
}

// fate returns what takes the place of a variant, with the ruling about it.
func (b *builder) fate(v *catalog.Variant) fate {
	g := b.mappings[v.Key]
	if g == nil {
		return fate{open: true, outcome: outcome{why: "it was not mapped; run 'pocomigrate map'"}}
	}
	f := fate{outcome: outcome{why: g.Reason}}
	switch g.Ruling {
	case mapping.NotSold:
		f.why = "ruled: nothing takes its place"
		return f
	case mapping.Rejected, mapping.Deferred:
		f.open, f.why = true, "ruled "+string(g.Ruling)
		return f
	case mapping.Accepted, mapping.Reassigned, mapping.RuledProduct:
		f.why = "ruled " + string(g.Ruling)
	default:
		f.open = g.Status == mapping.NeedsReview
	}
	if slices.Contains(g.Flags, mapping.RulingAmbiguous) {
		f.open, f.why = true, "a ruling fits several variants"
	}
	if g.TargetID == "" {
		return f
	}
	b.locate(&f, g)
	return f
}

// locate finds the target of a mapping in the snapshot. A product that the snapshot lacks has its shop's usual address; a
// SKU that it lacks has none that could be known.
func (b *builder) locate(f *fate, g *mapping.Mapping) {
	if slug, isProduct := strings.CutPrefix(g.TargetID, "slug:"); isProduct {
		f.shop, f.slug = g.Target, slug
		return
	}
	t := b.targets[sku{g.Target, g.TargetID}]
	if t == nil {
		f.open, f.why = true, "the snapshot has no page of "+g.TargetID+" on "+string(g.Target)
		return
	}
	f.shop, f.slug, f.sku = g.Target, t.ItemGroupID, t
}

// wordsOf returns what the words of a policy's target stand for.
func (b *builder) wordsOf(to NewShop, o outcome) map[string]string {
	page := b.productPage(o)
	words := map[string]string{"{product}": page, "{variant}": page, "{specs}": page, "{slug}": o.slug}
	if o.sku != nil {
		words["{sku}"] = o.sku.SKU
		words["{variant}"] = cmp.Or(o.sku.Link, page)
	}
	if to.Specs != "" {
		specs := strings.ReplaceAll(to.Specs, "{slug}", o.slug)
		if a, err := ParseAddress(specs); err == nil && b.pages[a] {
			words["{specs}"] = specs
		}
	}
	return words
}

// productPage returns the address of a product's page: the one that its variants name, "" where they name several.
func (b *builder) productPage(o outcome) string {
	page := ""
	for _, v := range b.groups[sku{o.shop, o.slug}] {
		if page != "" && v.Link != page {
			return ""
		}
		page = v.Link
	}
	return page
}
