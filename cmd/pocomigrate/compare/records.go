package compare

import (
	"iter"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/diff"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
)

// parts returns what a manifest names as records: the shops and our own tables.
func parts(m snapshot.Manifest) []diff.Record {
	var out []diff.Record
	for _, s := range m.Shops {
		out = append(out, part{kind: "shop", key: s.Shop, shop: s.Shop})
	}
	for name, digest := range m.Vocabularies {
		out = append(out, part{kind: "vocabulary", key: name, digest: digest[:min(12, len(digest))]})
	}
	return out
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
