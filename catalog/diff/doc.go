// Package diff compares records: what was added, removed, changed, or moved to another key, field by field.
//
// A [Record] has a kind, a key, further identities, and fields that are text. [Compare] joins two sets of records by kind
// and key, then by any identity that they share, and says what differs: a [Result] of facts in a fixed order, whatever
// the order of the records. How grave a change is does not belong to the facts; a policy can rank the changes of a
// Result afterwards, since each keeps its type, kind, group, key and the raw values of its fields.
//
// [WriteText] shows a Result to people, [WriteJSON] to machines.
//
// The package knows neither phones nor prices, but for one convention: a value "129900 EUR", minor units and a currency
// code, is money, so that a change of price can be given in per cent.
package diff
