package match

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// warn adds to the reason of each mapping that rests on something not being there how many pages could not be read: those
// of the new shop for Unmapped, those of its old shops for New.
func warn(mappings []mapping.Mapping, in Input) {
	for i := range mappings {
		m := &mappings[i]
		switch m.Status {
		case mapping.Unmapped:
			m.Reason += caveat(in, []catalog.ShopID{m.Target})
		case mapping.New:
			m.Reason += caveat(in, origins(in.Routes, m.Target))
		case mapping.Matched, mapping.NeedsReview, mapping.ProductOnly:
		}
	}
}

// origins returns the shops that a target takes over from, each once, sorted.
func origins(routes []Route, target catalog.ShopID) []catalog.ShopID {
	var out []catalog.ShopID
	for _, r := range routes {
		if r.To == target {
			out = append(out, r.From)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func caveat(in Input, shops []catalog.ShopID) string {
	var parts []string
	for _, shop := range shops {
		if n := in.Unknown[shop]; n == 1 {
			parts = append(parts, fmt.Sprintf("1 page of %s", shop))
		} else if n > 1 {
			parts = append(parts, fmt.Sprintf("%d pages of %s", n, shop))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "; " + strings.Join(parts, " and ") + " could not be read, where it may stand"
}
