package main

import (
	"iter"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/diff"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
)

// records returns what two snapshots are compared by.
func (c *contents) records() []diff.Record {
	variants := map[string]*catalog.Variant{}
	out := make([]diff.Record, 0, len(c.variants)+len(c.mappings))
	for i := range c.variants {
		v := &c.variants[i]
		variants[string(v.Key)] = v
		out = append(out, v)
	}
	for _, m := range c.mappings {
		key := string(m.SourceKey())
		if m.SourceID == "" {
			key = string(catalog.NewKey(m.Target, "", catalog.ItemIdentity(m.TargetID)))
		}
		if v, ok := variants[key]; ok && m.SourceID != "" {
			out = append(out, mappingOf{titled{m, v}})
		} else if ok {
			out = append(out, titled{m, v})
		} else {
			out = append(out, m)
		}
	}
	for _, s := range c.manifest.Shops {
		out = append(out, part{kind: "shop", key: s.Shop, shop: s.Shop})
	}
	for name, digest := range c.manifest.Vocabularies {
		out = append(out, part{kind: "vocabulary", key: name, digest: digest[:min(12, len(digest))]})
	}
	return out
}

// titled is a record under the words of the variant that it is about.
type titled struct {
	diff.Record
	variant *catalog.Variant
}

func (t titled) RecordTitle() string { return t.variant.RecordTitle() }

func (t titled) RecordSubject() string { return t.variant.RecordSubject() }

// mappingOf is the mapping of a source variant. It can be found again by any identity of the variant, so that a variant
// whose key got better takes its mapping along.
type mappingOf struct{ titled }

func (m mappingOf) RecordIdentities() []string { return m.variant.RecordIdentities() }

// unknownPage reports which of the old records cannot be called removed: a page of their product is unknown now, or no
// page of it was met and a listing that might have named it is unknown.
func (c *contents) unknownPage(before *contents) func(kind, key string) bool {
	met, unknown := map[product]bool{}, map[product]bool{}
	for _, cov := range c.coverage {
		p := product{cov.Shop, cov.Market, cov.Slug}
		met[p] = true
		unknown[p] = unknown[p] || cov.State == catalog.Unknown
	}
	of := map[string]product{}
	for _, v := range before.variants {
		of[string(v.Key)] = product{v.Shop, v.Market, v.ItemGroupID}
	}
	return func(_, key string) bool {
		p, ok := of[key]
		return ok && (unknown[p] || (!met[p] && unknown[product{shop: p.shop, market: p.market}]))
	}
}

// part is a shop or one of our tables, as a manifest names them.
type part struct{ kind, key, shop, digest string }

func (p part) RecordKind() string         { return p.kind }
func (p part) RecordKey() string          { return p.key }
func (p part) RecordIdentities() []string { return nil }
func (p part) RecordTitle() string        { return p.key }
func (p part) RecordGroup() string        { return p.shop }
func (p part) RecordSubject() string      { return p.key }

func (p part) RecordFields() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		if p.digest != "" {
			yield("digest", p.digest)
		}
	}
}

// changedTables returns the names of our own tables that differ, sorted.
func changedTables(before, after snapshot.Manifest) []string {
	var out []string
	for name, digest := range before.Vocabularies {
		if after.Vocabularies[name] != digest {
			out = append(out, name)
		}
	}
	for name := range after.Vocabularies {
		if _, known := before.Vocabularies[name]; !known {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// shopsWords are the fields of a variant that hold what the shop says, beside those of its specification table.
var shopsWords = []string{
	"title", "color_label", "link", "image_link", "sku", "gtin", "mpn", "price", "sale_price", "availability",
}

// onlyOurReading reports whether none of the shop's words changed of a variant, so that where our tables changed, it is they
// that made the difference.
func onlyOurReading(c diff.Change) bool {
	return c.Kind == "variant" && !slices.ContainsFunc(c.Fields, func(f diff.FieldChange) bool {
		_, plain, further := strings.Cut(f.Name, ".")
		return strings.HasPrefix(f.Name, catalog.DetailField) || slices.Contains(shopsWords, f.Name) ||
			further && strings.HasPrefix(f.Name, "offer") && slices.Contains(shopsWords, plain)
	})
}
