// Package match proposes, for each variant of an old shop, the SKU of the new shop that takes its place, and argues the
// case: evidence for the proposal, the runner-up and why not, and a reason in plain words. It is pure: no input or output,
// and equal input in any order gives equal output.
//
// A proposal comes about in these steps:
//
//  1. The route of its shop and market sends the variant to one target shop.
//  2. Candidates are the target variants of the same name, of a name that may mean the same, and those that state the same
//     GTIN or model code. An item number is never compared: two shops may give one number to two things.
//  3. Each candidate is compared attribute by attribute. Each outcome has a match weight in bits, after Fellegi and Sunter
//     (attributes in attribute.go); some conflicts rule the candidate out whatever the sum. What a side does not state weighs
//     nothing and rules nothing out, but leaves a question open.
//  4. The variants of one route are assigned one-to-one, so that the sum of bits is greatest. A variant that its shop sells
//     twice is assigned once and keeps all its item numbers.
//  5. The outcome becomes a status. Only what leaves no question open is Matched; the score plays no part in it.
//
// What people ruled is laid over the proposal and does not change its status, with one exception: a ruling that fits
// several variants is laid on none, and what was Matched of them goes to review.
//
// The score is the posterior probability of the proposal, if one of the target's SKUs, each equally likely beforehand, or
// none takes the variant's place. The weights are set by hand and not yet fitted to reviewed pairs: the score orders the
// review, it is not calibrated.
package match
