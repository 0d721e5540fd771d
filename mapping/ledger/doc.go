// Package ledger keeps what people ruled: one JSON object a line, appended and never changed.
//
// A line holds a [mapping.Decision], or takes earlier lines back. [Read] reads a ledger, strictly; [Ledger.Standing] returns
// the decisions that nobody took back; [Join] finds the variants that each is about, by any identity they share, however
// slugs, titles and our own tables have changed since. [Append] adds lines to a file, whole or not at all.
//
// A line is named by the digest of its bytes, so that it keeps its name when ledgers of two branches are merged.
package ledger
