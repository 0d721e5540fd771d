// Package catalog holds what a shop says about its products and what we take it to mean.
//
// The words of the trade, one for each thing, used alike in code, files and help. What the shops say:
//
//   - shop: one regional storefront, such as po.co/uk. A source shop, in prose an old one, is one the catalogue leaves; a
//     target shop, in prose a new one, one it moves to. A market is the region a shop sells in; only the app serves several.
//   - page source: where pages come from (a live shop, a browser, an archive, a mirror), and nothing else.
//   - capture: one recorded answer to one request. A page is a capture with its encodings undone. A memento is a capture that
//     the Wayback Machine gives out; a revisit is a record that repeats an earlier capture instead of holding one.
//   - profile: how to read a shop, as data. A layout describes one age of one kind of page, and is shared between profiles.
//   - listing: what one shop says about one product, in its own words ([Listing]). Reading one page yields a fragment of
//     a listing; fragments of one product are assembled into the whole.
//   - row: one thing for sale within a listing, as the shop lists it ([Row]).
//
// What we take it to mean:
//
//   - variant: one row understood: typed, in one vocabulary for all shops ([Variant]). A product is the set of variants
//     of one shop that share an item group.
//   - offer: a price and an availability at which a variant is or was sold ([Offer]).
//   - SKU: the target shop's identifier of a variant, mi.com's item_id. A GTIN is the number that manufacturers give, the one
//     under the bar code; hardly any shop states it.
//   - identity: one identifier a shop states for a variant ([Identity]); its key is the shop and the first of them ([Key]).
//   - provenance: where a value was read: capture, reader and locator ([Provenance]).
//   - issue: a doubt about a value, for a person to settle ([Issue]). A doubt is never an error.
//   - run: one walk over the shops by scrape; its run folder holds the snapshot, the workbook, the ledger and the recording of
//     what was fetched.
//   - coverage: each address a shop should answer, and whether it was found, is gone or remains unknown.
//   - snapshot: the variants, mappings and coverage of one run, stored so that equal catalogues are equal bytes. A change is
//     a difference between two snapshots; the policy says how grave it is, a baseline which changes were accepted.
//
// What takes a variant's place:
//
//   - mapping: the SKU proposed for a variant, with evidence.
//   - blocking: finding the few targets that are worth comparing with a variant. A candidate is one that was compared.
//   - match weight: what one attribute says for or against a candidate, in bits, each of which makes it twice as likely; the
//     score is the probability that their sum comes to.
//   - pattern: the kind of doubt that the evidence of several mappings leaves alike.
//   - decision: what a person enters in a workbook. A ruling is a decision that the ledger holds: about a variant, a product or
//     a pattern, in force until it is replaced or taken back. The ledger keeps all rulings, and is only ever appended to.
//   - redirect: where an old address leads; an address that nothing replaces is gone (410), one that waits for a ruling pending.
//
// The package does no input or output. Unknown is absent: a zero or empty field means that no shop stated it.
package catalog
