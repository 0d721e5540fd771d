package compare

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog/diff"
)

// census counts what a snapshot holds of each shop.
type census map[string]*shopCensus

type shopCensus struct {
	variants, unknown int
	priced            bool // one of its variants, at least
}

func (c census) at(shop string) *shopCensus {
	if c[shop] == nil {
		c[shop] = &shopCensus{}
	}
	return c[shop]
}

// add counts a variant as it is stored, under its key. Whether a shop has a price at all is looked for until one is found.
func (c census) add(key, line []byte) {
	end := bytes.IndexAny(key, "@#")
	if line == nil || end < 0 {
		return
	}
	s := c[string(key[:end])]
	if s == nil {
		s = c.at(string(key[:end]))
	}
	s.variants++
	// A name and a brace cannot stand so within a string, where quotes have a backslash before them.
	s.priced = s.priced || bytes.Contains(line, []byte(`"price":{`))
}

// guards measures what no single change shows: how much of a shop is gone, that none of its prices were read, that more of
// its pages are unknown than before. A policy says how grave each is.
func guards(before, after census, r diff.Result) []diff.Measure {
	gone := map[string]int{}
	for _, c := range r.Changes {
		if c.Kind == "variant" && c.Type == diff.Removed {
			gone[c.Group]++
		}
	}
	shops := map[string]bool{}
	for shop := range before {
		shops[shop] = true
	}
	for shop := range after {
		shops[shop] = true
	}
	var out []diff.Measure
	for _, shop := range slices.Sorted(maps.Keys(shops)) {
		old, current := before.at(shop), after.at(shop)
		if n := gone[shop]; n > 0 {
			percent := float64(n) / float64(old.variants) * 100
			out = append(out, diff.Measure{Kind: "shop-shrunk", Group: shop, Percent: percent, Text: fmt.Sprintf(
				"%d of %d variants are gone (%.1f %%)", n, old.variants, percent,
			)})
		}
		if old.priced && !current.priced && current.variants > 0 {
			out = append(out, diff.Measure{Kind: "shop-unpriced", Group: shop, Percent: 100, Text: fmt.Sprintf(
				"none of %d variants has a price", current.variants,
			)})
		}
		if current.unknown > old.unknown {
			out = append(out, diff.Measure{
				Kind: "unknown-grew", Group: shop, Percent: growth(old.unknown, current.unknown),
				Text: fmt.Sprintf("unknown pages: %d, before: %d", current.unknown, old.unknown),
			})
		}
	}
	return out
}

// growth returns by how many per cent a number grew; from nothing it grew by 100.
func growth(old, current int) float64 {
	if old == 0 {
		return 100
	}
	return float64(current-old) / float64(old) * 100
}
