package catalog

import "strings"

// ShopID names a shop as people write it: its host and region, such as "po.co/uk", or "poco-store-app".
// The profiles of package scrape/site define which ones exist.
type ShopID string

// Dir returns the shop's name as a single path element, "po.co_uk" for "po.co/uk".
func (s ShopID) Dir() string {
	return strings.ReplaceAll(string(s), "/", "_")
}
