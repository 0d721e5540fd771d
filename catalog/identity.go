package catalog

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Identity is one identifier that a shop states for a variant, with its kind in front: "item:4223714989",
// "opt:poco-c75|8gb+256gb|black", "slug:poco-pad". It is what the shop wrote, never our reading of it.
type Identity string

// ItemIdentity returns the identity of a shop's own item number.
func ItemIdentity(id string) Identity { return Identity("item:" + id) }

// SlugIdentity returns the identity of a product page that offers no options.
func SlugIdentity(slug string) Identity { return Identity("slug:" + slug) }

// OptionIdentity returns the identity of a row that is told apart by the words of its options only. Case and spaces are
// folded, so that "8GB + 256GB" and "8gb+256gb" are one identity; nothing else is, and the order of options is kept. Bytes
// that are not UTF-8 are replaced, so that the identity is always text.
func OptionIdentity(slug string, words []string) Identity {
	var b strings.Builder
	b.WriteString("opt:" + strings.ToValidUTF8(slug, "\uFFFD"))
	for _, w := range words {
		b.WriteByte('|')
		w = strings.TrimSpace(strings.ToValidUTF8(w, "\uFFFD"))
		b.WriteString(strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(w))), ""))
	}
	return Identity(b.String())
}

// Kind returns the part before the colon: "item", "opt", "slug".
func (i Identity) Kind() string {
	kind, _, _ := strings.Cut(string(i), ":")
	return kind
}

// Value returns the part after the colon.
func (i Identity) Value() string {
	_, value, _ := strings.Cut(string(i), ":")
	return value
}

// Key names a variant across the snapshot: its shop, the market where the shop serves several, and the first identity the
// shop states, as in "po.co/uk#item:4103500011" and "poco-store-app@in#item:4103600021". It may change when a richer
// capture states a better identity; ledger and diff therefore join on any shared identity.
type Key string

// NewKey returns the key of a variant. Market is empty for a shop that serves one market.
func NewKey(shop ShopID, market string, id Identity) Key {
	where := string(shop)
	if market != "" {
		where += "@" + market
	}
	return Key(where + "#" + string(id))
}

// Shop returns the shop that the key belongs to.
func (k Key) Shop() ShopID {
	where, _, _ := strings.Cut(string(k), "#")
	shop, _, _ := strings.Cut(where, "@")
	return ShopID(shop)
}

// Market returns the market in the key, or "" where the shop serves only one.
func (k Key) Market() string {
	where, _, _ := strings.Cut(string(k), "#")
	_, market, _ := strings.Cut(where, "@")
	return market
}

// Identity returns the identity in the key.
func (k Key) Identity() Identity {
	_, id, _ := strings.Cut(string(k), "#")
	return Identity(id)
}
