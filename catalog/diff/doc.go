// Package diff compares records: what was added, removed, changed, or moved to another key, field by field.
//
// A [Record] has a kind, a key, further identities, and fields that are text. [Compare] joins two sets of records by kind
// and key, then by any identity that they share, and says what differs: a [Result] of facts in a fixed order, whatever
// the order of the records. [Merge] does the same for records that are stored in the order of their keys, without holding
// them.
//
// How grave a change is does not belong to the facts. [Judge] ranks the changes of a Result, and measures of a side as a
// whole, by a [Policy] of ordered rules, less what a [Baseline] accepts. The shipped policy is a table, policy.csv.
//
// A [Report] is shown by [WriteText] to people, [WriteMarkdown] in pull requests, [WriteAnnotations] in GitHub Actions,
// [WriteHTML] in a browser, and [WriteJSON] to machines.
//
// The package knows neither phones nor prices, but for one convention: a value "129900 EUR", minor units and a currency
// code, is money, so that a change of price can be given in per cent.
package diff
