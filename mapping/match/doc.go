// Package match proposes, for each variant of an old shop, the SKU of the new shop that takes its place, and argues the
// case: evidence for the proposal, what else was considered and why not, what would change the answer, and a reason in
// plain words. It is pure: no input or output, and equal input in any order gives equal output.
//
// A proposal comes about in these steps:
//
//  1. The route of its shop and market sends the variant to one target shop.
//  2. Candidates are the target variants of the same name, of a name that may mean the same, and those that state the same
//     GTIN, model code or item number.
//  3. Each candidate is compared attribute by attribute. Each outcome has a match weight in bits, after Fellegi and Sunter
//     (attribute.go); some conflicts rule the candidate out whatever the sum. What a side does not state rules nothing out,
//     but leaves a question open.
//  4. The variants of one route are assigned one-to-one, so that the sum of bits is greatest (solver.go). A variant that its
//     shop sells twice is assigned once and keeps all its item numbers. A target that people gave to one variant is no other's.
//  5. The outcome becomes a status.
//
// # The ladder
//
// What people ruled is laid over the proposal and does not change its status, with one exception: a ruling that fits several
// variants is laid on none, and what was Matched of them goes to review. Below that, an equal valid GTIN goes before an
// equal model code or a long equal item number, and these before all weighing. Identifiers that agree while names or goods
// disagree are a conflict for people. Then come variants of known product lines that agree in all that makes a SKU with
// nothing left open: that is equality, not weighing, and they are Matched. All else is weighed.
//
// # Names
//
// Between shops whose product lines are known (package catalog/normalize), names are compared as lines: the same, perhaps
// the same (an unknown spelling, an exception of data/exceptions.csv: people are asked), or another generation, tier or
// network, which is a veto.
//
// Between any other two catalogues ([Route].ByTitle) names are compared by the words of titles. The words that matter, and
// how rare each is, are learned from the target's own titles (lexicon.go); how often shops leave each of them out, or use
// it of other products, starts from shipped shares and is refined on the old titles, which nobody has labelled. Old titles
// may glue, part or misspell words (hear.go), but a number is never taken for another. Model numbers or tiers that differ
// are never accepted without asking.
//
// # How sure
//
// By titles, a proposal has a lead: by how many bits it lies before all other targets and before none of them, taken
// together, where a target that another variant holds counts the less the more that one needs it. A calibration turns the
// lead into a probability; the shipped one (data/calibration.csv) was fitted to 1,933 real offers of phones by isotonic
// regression (package mapping/eval). Matched is what a lead bears out: where, of all checked proposals at least as clear,
// the lower bound of the share of right ones reaches [Input].Precision, and so does the share of its own step. Between known
// product lines the score is the posterior probability by weights set by hand: it orders the review and is not calibrated.
package match
