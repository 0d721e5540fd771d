package review

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// title names a variant in the shop's own words, with the memory and colour that those words leave out.
func title(v *catalog.Variant) string {
	if v == nil {
		return ""
	}
	parts := []string{v.Title}
	said := tokens(v.Title)
	storage := strconv.Itoa(v.Storage)
	if v.Storage >= 1024 {
		storage = strconv.Itoa(v.Storage/1024) + "tb"
	}
	if v.Storage > 0 && !contains(said, tokens(storage)) {
		parts = append(parts, v.Memory())
	}
	for _, word := range append([]string{v.ColorLabel, v.Edition}, v.Bundle...) {
		if word != "" && !contains(said, tokens(word)) {
			parts = append(parts, word)
		}
	}
	return strings.Join(parts, " · ")
}

var token = regexp.MustCompile(`\d+|[\p{L}\p{M}]+`)

// tokens parts a text into numbers and words, case aside: "8GB+256GB" into 8, gb, 256, gb.
func tokens(text string) []string { return token.FindAllString(strings.ToLower(text), -1) }

// contains says whether part stands in whole, in one piece.
func contains(whole, part []string) bool {
	for i := range len(whole) - len(part) + 1 {
		if slices.Equal(whole[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

// targetTitle names what a mapping leads to: a variant, or the product alone.
func targetTitle(p pair) string {
	switch {
	case p.new == nil:
		return ""
	case targetIdentity(p.TargetID).Kind() == "slug" && p.new.Key.Identity().Kind() != "slug":
		if p.new.Model != "" {
			return p.new.Model + " (the product's page)"
		}
		return p.new.Title + " (the product's page)"
	}
	return title(p.new)
}

func link(v *catalog.Variant) string {
	if v == nil {
		return ""
	}
	return v.Link
}

// address is a link's words where the address itself is wanted.
func address(url string) string {
	return strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(url, "https://"), "http://"), "www.")
}
