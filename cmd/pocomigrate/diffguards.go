package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/diff"
)

// census counts what a snapshot holds of each shop.
type census map[string]*shopCensus

type shopCensus struct{ variants, priced, unknown int }

func (c census) at(shop string) *shopCensus {
	if c[shop] == nil {
		c[shop] = &shopCensus{}
	}
	return c[shop]
}

func (c *contents) census() census {
	out := census{}
	for _, v := range c.variants {
		s := out.at(string(v.Shop))
		s.variants++
		if slices.ContainsFunc(v.Offers, func(o catalog.Offer) bool { return o.Price != nil }) {
			s.priced++
		}
	}
	for _, cov := range c.coverage {
		if s := out.at(string(cov.Shop)); cov.State == catalog.Unknown {
			s.unknown++
		}
	}
	return out
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
		if old.priced > 0 && current.priced == 0 && current.variants > 0 {
			out = append(out, diff.Measure{Kind: "shop-unpriced", Group: shop, Percent: 100, Text: fmt.Sprintf(
				"none of %d variants has a price; %d of %d had one", current.variants, old.priced, old.variants,
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
