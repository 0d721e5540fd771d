// Package catalog holds what a shop says about its products and what we take it to mean.
//
// The words of the trade, one for each thing, used alike in code, files and help:
//
//   - shop: one regional storefront, such as po.co/uk. A source shop is one the catalogue leaves, a target shop one it
//     moves to. A market is the region a shop sells in; only the app serves several.
//   - capture: one recorded answer to one request. A page is a capture with its encodings undone.
//   - listing: what one shop says about one product, in its own words ([Listing]). Reading one page yields a fragment of
//     a listing; fragments of one product are assembled into the whole.
//   - row: one thing for sale within a listing, as the shop lists it ([Row]).
//   - variant: one row understood: typed, in one vocabulary for all shops ([Variant]). A product is the set of variants
//     of one shop that share an item group.
//   - offer: a price and an availability at which a variant is or was sold ([Offer]).
//   - SKU: the target shop's identifier of a variant, mi.com's item_id.
//   - identity: one identifier a shop states for a variant ([Identity]); its key is the shop and the first of them ([Key]).
//   - provenance: where a value was read: capture, reader and locator ([Provenance]).
//   - issue: a doubt about a value, for a person to settle ([Issue]). A doubt is never an error.
//   - snapshot: the variants, mappings and coverage of one run, stored so that equal catalogues are equal bytes.
//   - mapping: the SKU proposed for a variant, with evidence; a ruling is what a person decided about it; the ledger
//     keeps the rulings.
//   - coverage: each address a shop should answer, and whether it was found, is gone or remains unknown.
//
// The package does no input or output. Unknown is absent: a zero or empty field means that no shop stated it.
package catalog
