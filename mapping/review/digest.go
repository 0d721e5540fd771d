package review

import (
	"crypto/sha256"
	"hash"
	"io"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// digestLength is how many letters of a digest stand in a row: 48 bits, so that among a million rows two that differ and have
// one digest are met once in some five hundred catalogues.
const digestLength = 12

// rowHash digests the words that a ruling rests on: what the old shop says of the variant (title, the words of its options
// within the identities, page), which target is proposed and what the new shop says of that. A workbook that comes back with
// another digest was filled in on other grounds.
//
// Prices, scores, evidence and what our tables make of the words are left out: they change with every capture and every
// better table, and are no ground to decide again.
func rowHash(p pair) string {
	h := sha256.New()
	put(h, p.LineKey(), identityWords(p.old))
	putPage(h, p.old)
	put(h, string(p.Target), p.TargetID)
	if targetIdentity(p.TargetID).Kind() != "slug" { // of a page any variant may stand for the others
		put(h, identityWords(p.new))
	}
	putPage(h, p.new)
	return digest(h)
}

// identityWords returns what a shop calls a variant by, in an order of its own.
func identityWords(v *catalog.Variant) string {
	if v == nil {
		return ""
	}
	ids := make([]string, len(v.Identities))
	for i, id := range v.Identities {
		ids[i] = string(id)
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

// putPage adds what a shop writes over a variant, and where.
func putPage(h hash.Hash, v *catalog.Variant) {
	if v == nil {
		put(h, "", "")
		return
	}
	put(h, v.Title, v.Link)
}

// patternHash digests the members of a pattern: which rows they are, and the words that each rests on. The order of the
// members does not matter.
func patternHash(members []pair) string {
	lines := make([]string, len(members))
	for i, p := range members {
		lines[i] = p.LineKey() + " " + rowHash(p)
	}
	slices.Sort(lines)
	h := sha256.New()
	put(h, lines...)
	return digest(h)
}

// put adds words to a digest, each closed by a byte that no shop's text holds.
func put(h hash.Hash, words ...string) {
	for _, w := range words {
		_, _ = io.WriteString(h, w+"\x1f") //nolint:errcheck // a hash never returns an error
	}
}

// digest writes four bits a letter, from a to p: a spreadsheet program that meets digits only, or digits and one e, in a CSV
// file takes them for a number.
func digest(h hash.Hash) string {
	out := make([]byte, 0, digestLength)
	for _, b := range h.Sum(nil)[:digestLength/2] {
		out = append(out, 'a'+b>>4, 'a'+b&15)
	}
	return string(out)
}

// isDigest says whether a text has the form of a digest.
func isDigest(text string) bool {
	return len(text) == digestLength && strings.Trim(text, "abcdefghijklmnop") == ""
}
