// Package mapping says which SKU takes the place of a variant, why, and who said so.
//
// The matcher proposes ([Status], package mapping/match); people rule ([Ruling], package mapping/review). Neither
// overwrites the other: a mapping carries both.
package mapping
